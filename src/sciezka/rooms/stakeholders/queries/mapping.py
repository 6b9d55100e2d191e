"""Reading the map: where each stakeholder stands in one wave, its quadrant, and where it stood in the wave before."""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.manifests import Text
from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.rounds.queries.results import Stand, count_sheets, find_withheld
from sciezka.rooms.stakeholders.models import MapSettings, Sector, Stakeholder
from sciezka.rooms.stakeholders.queries.judgements import (
    ENGAGEMENT,
    INFLUENCE,
    PURPOSE,
    Judgements,
    judging_rounds,
    read_judgements,
)
from sciezka.rooms.stakeholders.queries.register import register_of
from sciezka.rooms.town.models import Process

LOWEST: Final = 1.0
HIGHEST: Final = 5.0


class Quadrant(enum.StrEnum):
    """A quarter of the map, by what is to be done with whom stands there."""

    CREATE = "create"
    ACTIVATE = "activate"
    SUPPORT = "support"
    MONITOR = "monitor"


QUADRANT_NAMES: Final[Mapping[Quadrant, Text]] = {
    Quadrant.CREATE: pgettext_lazy("quadrant", "Co-create"),
    Quadrant.ACTIVATE: pgettext_lazy("quadrant", "Activate"),
    Quadrant.SUPPORT: pgettext_lazy("quadrant", "Support"),
    Quadrant.MONITOR: pgettext_lazy("quadrant", "Monitor"),
}
QUADRANT_SENSE: Final[Mapping[Quadrant, Text]] = {
    Quadrant.CREATE: _("high influence, high engagement"),
    Quadrant.ACTIVATE: _("high influence, low engagement"),
    Quadrant.SUPPORT: _("low influence, high engagement"),
    Quadrant.MONITOR: _("low influence, low engagement"),
}
# A letter beside the colour, so that the colour never stands alone.
SECTOR_LETTERS: Final[Mapping[str, Promise]] = {
    Sector.PUBLIC: pgettext_lazy("letter of a sector: public", "P"),
    Sector.BUSINESS: pgettext_lazy("letter of a sector: business", "B"),
    Sector.NGO: pgettext_lazy("letter of a sector: non-governmental", "N"),
    Sector.EDUCATION: pgettext_lazy("letter of a sector: education", "E"),
    Sector.CULTURE: pgettext_lazy("letter of a sector: culture", "C"),
    Sector.CHURCH: pgettext_lazy("letter of a sector: church", "F"),
    Sector.MEDIA: pgettext_lazy("letter of a sector: media", "M"),
    Sector.INFORMAL: pgettext_lazy("letter of a sector: informal group", "G"),
    Sector.RESIDENT: pgettext_lazy("letter of a sector: resident", "R"),
    "": pgettext_lazy("letter of a sector: not said", "X"),
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Above these values influence and engagement count as high."""

    influence: Decimal
    engagement: Decimal

    def place(self, influence: float, engagement: float) -> Quadrant:
        """Tell in which quadrant a place lies."""
        if influence > self.influence:
            return Quadrant.CREATE if engagement > self.engagement else Quadrant.ACTIVATE
        return Quadrant.SUPPORT if engagement > self.engagement else Quadrant.MONITOR


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPoint:
    """One stakeholder on the map.

    Attributes:
        stakeholder: who.
        code: the sector's letter and a number that counts down the sector's hierarchy.
        place: the place in the hierarchy of all; equals share the first.
        influence: where it stands.
        engagement: where it stands.
        stands: where these come from, by the scale's key.
        quadrant: by the thresholds.
        before: influence and engagement in the wave before; None where it was not asked about.
    """

    stakeholder: Stakeholder
    code: str
    place: int
    influence: float
    engagement: float
    stands: Mapping[str, Stand]
    quadrant: Quadrant
    before: tuple[float, float] | None = None

    @property
    def spread(self) -> float:
        """The wider of the two middle halves of the ratings, in levels."""
        return max((measure_half(stand) for stand in self.stands.values()), default=0.0)

    @property
    def is_moved(self) -> bool:
        """Tell whether it stands elsewhere than in the wave before."""
        return self.before is not None and self.before != (self.influence, self.engagement)

    @property
    def anchor(self) -> str:
        """The name of the stakeholder's row in the page."""
        return f"w{self.stakeholder.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderMap:
    """A map: who stands where.

    Attributes:
        process: whose.
        round: the wave; None on the residents' side.
        previous: the wave that movements are told from.
        points: who stands where, in the order of the hierarchy.
        unplaced: who was asked about without a value on both axes.
        thresholds: what counts as high.
        names: the names of the quadrants.
        people: how many answered; 0 on the residents' side.
    """

    process: Process
    round: Round | None
    previous: Round | None
    points: tuple[MapPoint, ...]
    unplaced: tuple[Stakeholder, ...]
    thresholds: Thresholds
    names: Mapping[Quadrant, str]
    people: int = 0

    def count(self, quadrant: Quadrant) -> int:
        """Count who stands in a quadrant."""
        return sum(point.quadrant == quadrant for point in self.points)

    def within(self, quadrant: Quadrant) -> tuple[MapPoint, ...]:
        """List who stands in a quadrant."""
        return tuple(point for point in self.points if point.quadrant == quadrant)

    @property
    def sectors(self) -> list[tuple[str, str, str]]:
        """The sectors on the map: key, letter, name."""
        found = {point.stakeholder.sector for point in self.points}
        return [(key, str(letter), name_sector(key)) for key, letter in SECTOR_LETTERS.items() if key in found]


def name_sector(key: str) -> str:
    """Name a sector."""
    return str(Sector(key).label) if key in Sector.values else str(_("sector not said"))


def measure_half(stand: Stand) -> float:
    """Give how wide the middle half of the ratings is, in levels."""
    summary = stand.summary
    return summary.q3 - summary.q1 if summary and summary.q1 is not None and summary.q3 is not None else 0.0


def read_settings(process: Process) -> MapSettings:
    """Give how a process draws its map; unsaved defaults where nothing was set."""
    return MapSettings.objects.select_related("published_round").filter(process=process).first() or MapSettings(
        process=process
    )


def name_quadrants(settings: MapSettings) -> dict[Quadrant, str]:
    """Give the quadrants' names: the process's own, else ours."""
    own = settings.quadrants if isinstance(settings.quadrants, dict) else {}
    return {key: str(own.get(key.value) or "").strip() or str(name) for key, name in QUADRANT_NAMES.items()}


def choose_round(rounds: list[Round], wanted: int | None) -> Round | None:
    """Choose the wave that an address asks for among those that the person may see, else the newest."""
    return next((row for row in rounds if row.pk == wanted), rounds[0] if rounds and wanted is None else None)


def find_previous(round_: Round, rounds: list[Round]) -> Round | None:
    """Find the wave before, if the person may see it."""
    return next((row for row in rounds if row.pk == round_.previous_id), None)


def read_map(
    user: Any,  # noqa: ANN401 - any kind of user
    process: Process,
    *,
    wave: int | None = None,
    thresholds: Thresholds | None = None,
) -> StakeholderMap | None:
    """Read the map for a person: only from rounds whose result they may see. None where there is none.

    Args:
        user: for whom; a participant of the round or a manager.
        process: whose map.
        wave: the key of a round; the newest without it.
        thresholds: tried out instead of the saved ones.
    """
    rounds = judging_rounds(user, process)
    round_ = choose_round(rounds, wave)
    if round_ is None:
        return None
    settings = read_settings(process)
    previous = find_previous(round_, rounds)
    judged = read_judgements(round_)
    rows = register_of(process, with_people=True).filter(pk__in=list(judged))
    limits = thresholds or Thresholds(settings.influence_from, settings.engagement_from)
    points = make_points(rows, judged, limits, read_judgements(previous) if previous else {})
    placed = {point.stakeholder.pk for point in points}
    return StakeholderMap(
        process=process, round=round_, previous=previous, points=points,
        unplaced=tuple(row for row in rows if row.pk not in placed),
        thresholds=limits, names=name_quadrants(settings), people=count_sheets(round_),
    )  # fmt: skip


def read_public_map(process: Process) -> StakeholderMap | None:
    """Read the residents' map: organisations of the published wave, without anything of single ratings.

    A natural person never stands on it, nor anybody told to be a resident: whoever entered them may have forgotten to
    say that it is a person. Codes are numbered among those shown, so that no gap tells of anybody left out.
    """
    settings = read_settings(process)
    round_ = settings.published_round
    if round_ is None or not is_publishable(round_, process):
        return None
    judged = read_judgements(round_)
    rows = public_rows(process).filter(pk__in=list(judged))
    limits = Thresholds(settings.influence_from, settings.engagement_from)
    bare = {
        key: {scale: Stand(stand.value, is_agreed=False, summary=None) for scale, stand in stands.items()}
        for key, stands in judged.items()
    }
    return StakeholderMap(
        process=process, round=None, previous=None, points=make_points(rows, bare, limits), unplaced=(),
        thresholds=limits, names=name_quadrants(settings),
    )  # fmt: skip


def public_rows(process: Process) -> Any:  # noqa: ANN401 - a queryset
    """List whom the residents' map may show."""
    return register_of(process, with_people=False).exclude(sector=Sector.RESIDENT)


def has_public_map(workspace: str, process: str) -> bool:
    """Tell whether a process shows residents a map, for the menu of their site."""
    within = {"process__workspace__slug": workspace, "process__slug": process, "process__published_at__isnull": False}
    return MapSettings.objects.filter(**within, published_round__isnull=False).exists()


def is_publishable(round_: Round, process: Process) -> bool:
    """Tell whether a wave may stand on the residents' side: of this process and purpose, closed, with a result."""
    ours = round_.process_id == process.pk and round_.purpose == PURPOSE and round_.phase == Phase.CLOSED
    return ours and find_withheld(round_, count_sheets(round_)) is None


def make_points(
    rows: Iterable[Stakeholder], judged: Judgements, limits: Thresholds, before: Judgements | None = None
) -> tuple[MapPoint, ...]:
    """Put stakeholders with a value on both axes into the order of the hierarchy: influence, then engagement."""
    found = []
    for row in rows:
        stands = {key: judged[row.pk][key] for key in (INFLUENCE, ENGAGEMENT) if key in judged[row.pk]}
        at = read_place(stands)
        if at is not None:
            found.append((at, row, stands))
    found.sort(key=lambda one: (-one[0][0], -one[0][1], one[1].name.casefold(), one[1].pk))
    numbers: Counter[str] = Counter()
    points: list[MapPoint] = []
    for order, (at, row, stands) in enumerate(found, start=1):
        numbers[row.sector] += 1
        equal = bool(points) and (points[-1].influence, points[-1].engagement) == at
        points.append(
            MapPoint(
                stakeholder=row,
                code=f"{SECTOR_LETTERS.get(row.sector, SECTOR_LETTERS[''])}{numbers[row.sector]}",
                place=points[-1].place if equal else order,
                influence=at[0],
                engagement=at[1],
                stands=stands,
                quadrant=limits.place(*at),
                before=read_place((before or {}).get(row.pk, {})),
            )
        )
    return tuple(points)


def read_place(stands: Mapping[str, Stand]) -> tuple[float, float] | None:
    """Give influence and engagement, where both have a value."""
    values = [stands[key].value if key in stands else None for key in (INFLUENCE, ENGAGEMENT)]
    if values[0] is None or values[1] is None:
        return None
    return float(values[0]), float(values[1])
