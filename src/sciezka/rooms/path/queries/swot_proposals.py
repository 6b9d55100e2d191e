"""What the data propose for a SWOT: areas in which the town stands far from its peers, and deficits that were named.

Nothing proposed is stored. What is stored is what people decided: an entry, or that a proposal was declined and why.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.kit.manifests import Text
from sciezka.rooms.assessment.queries.deficits import TYPE as DEFICIT
from sciezka.rooms.monitor.queries.choice import Choice, read_choice
from sciezka.rooms.monitor.queries.overview_lines import STEADY, say_interval, say_movement, say_rank
from sciezka.rooms.monitor.queries.words import BANDS, name_node, show, show_signed
from sciezka.rooms.monitor.store.observations import DamagedBatch, NotWritten
from sciezka.rooms.monitor.store.readings.overview import Standing, read_standings
from sciezka.rooms.path.models import Quadrant, SwotEntry
from sciezka.rooms.path.queries.swot import QUADRANT_WORDS
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.nouns import say_citation
from sciezka.rooms.town.models import Process

MONITOR: Final = "monitor"
THREAD: Final = "thread"
AREA: Final = 2
FEWEST_PEERS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A proposal.

    Attributes:
        quadrant: where it would stand.
        text: what it would say.
        source: ``monitor`` or ``thread``.
        subject: the code of the area, or of the node.
        mark: what it rests on, by which it is known again.
        name: what it is about.
        facts: labels and what stands behind them.
        movement: an arrow's icon; empty where no change is known.
        moved: what the change means.
    """

    quadrant: str
    text: str
    source: str
    subject: str
    mark: Mapping[str, Any]
    name: str
    facts: tuple[tuple[str, str], ...] = ()
    movement: str = ""
    moved: str = ""

    @property
    def key(self) -> str:
        """What a form calls it by."""
        return f"{self.source}.{self.subject}"


@dataclass(frozen=True)
class Offers:
    """All that is proposed now.

    Attributes:
        process: whose.
        choice: what was read of the monitor; None where there are no data.
        offers: the proposals.
        declined: the proposals that were declined and still stand on the same figure.
        trouble: why the monitor gives none, in a sentence.
    """

    process: Process
    choice: Choice | None
    offers: tuple[Offer, ...]
    declined: tuple[SwotEntry, ...]
    trouble: str = field(default="")

    def find(self, key: str) -> Offer | None:
        """Find a proposal by what a form calls it."""
        return next((offer for offer in self.offers if offer.key == key), None)


def read_offers(process: Process) -> Offers:
    """Read what is proposed now, without what was taken, and without what was declined and has not changed since."""
    choice, trouble = open_choice(process)
    told = list(SwotEntry.objects.filter(process=process).exclude(proposed_from={}))
    for row in told:
        row.process = process
    offers = [*(offer_areas(choice) if choice else ()), *offer_deficits(process)]
    declined = tuple(row for row in told if not row.is_taken and any(is_same(row, offer) for offer in offers))
    left = tuple(offer for offer in offers if not any(is_answered(row, offer) for row in told))
    return Offers(process, choice, left, declined, trouble)


def is_answered(row: SwotEntry, offer: Offer) -> bool:
    """Tell whether somebody decided about a proposal: took it, whatever the figure is now, or declined it as it is."""
    if not row.is_taken:
        return is_same(row, offer)
    taken = row.proposed_from
    return (taken.get("from"), taken.get("subject"), taken.get("quadrant")) == (offer.source, offer.subject, offer.quadrant)


def is_same(row: SwotEntry, offer: Offer) -> bool:
    """Tell whether a decision was about just this, on the same figure."""
    return bool(row.proposed_from == dict(offer.mark))


def open_choice(process: Process) -> tuple[Choice | None, str]:
    """Open what the monitor's overview shows by default, or say why it can't be."""
    try:
        choice = read_choice(process, {})
    except (DamagedBatch, NotWritten):
        return None, _("The monitor’s data can’t be opened now.")
    if choice.run is None or choice.unit.key not in choice.run.member_place or choice.year not in choice.years:
        return None, _("The monitor has no data about this town yet.")
    if choice.peers is None or len(choice.peers.members) < FEWEST_PEERS:
        return None, _("The comparison group has fewer than %(count)s towns, so nothing is proposed from it.") % {
            "count": FEWEST_PEERS
        }  # fmt: skip
    return choice, ""


def offer_areas(choice: Choice) -> list[Offer]:
    """Propose the areas in which the town stands far above or below its peers, those farthest from the middle first."""
    run = choice.run
    assert run is not None  # noqa: S101 - open_choice gives none without
    codes = [code for code in run.structure.codes if run.structure.depth[code] == AREA]
    standings = read_standings(run, choice.unit.key, choice.year, choice.window, codes)
    far = [(found, row) for row in standings if (found := place_standing(row))]
    far.sort(key=lambda pair: -abs((pair[1].rank - 1) / (pair[1].of - 1) - 0.5))
    return [make_offer(choice, row, quadrant) for quadrant, row in far]


def place_standing(row: Standing) -> str:
    """Tell in which quadrant a standing would stand; empty where it is too near to the group's middle.

    Far above or below average says it by itself; above or below average does where the place in the group's half holds
    however the weights are changed.
    """
    if row.of < FEWEST_PEERS or not row.rank:
        return ""
    middle = (row.of + 1) / 2
    if row.band == "far_above" or (row.band == "above" and 0 < row.high < middle):
        return Quadrant.STRENGTH.value
    if row.band == "far_below" or (row.band == "below" and row.low > middle):
        return Quadrant.WEAKNESS.value
    return ""


def make_offer(choice: Choice, row: Standing, quadrant: str) -> Offer:
    """Say what a standing proposes."""
    assert choice.run is not None  # noqa: S101
    assert choice.peers is not None  # noqa: S101
    name = name_node(choice.run.catalogue, row.code)
    words = {
        "name": name,
        "band": BANDS[row.band].label,
        "rank": say_rank(row.rank, row.of),
        "year": choice.year,
    }
    interval = say_interval(row.low, row.high)
    facts = [
        (_("Score"), _("%(score)s points; the group’s mean is 100") % {"score": show(row.score)}),
        (_("Place"), f"{words['rank']} ({interval})" if interval and row.low != row.high else str(words["rank"])),
        (_("Group"), choice.peers.name),
        (_("Year"), str(choice.year)),
    ]
    arrow = moved = ""
    if row.change is not None:
        arrow = "arrow-right" if abs(row.change) < STEADY else "arrow-up" if row.change > 0 else "arrow-down"
        told = {"since": row.since, "until": row.until, "change": show_signed(row.change), "moved": say_movement(row.change)}
        facts.append((pgettext("swot", "Change"), _("%(change)s points a year, %(since)s–%(until)s") % told))
        moved = say_dynamics(quadrant, row.change)
    return Offer(
        quadrant=quadrant,
        text=_("%(name)s: %(band)s of the comparison group, place %(rank)s (%(year)s)") % words,
        source=MONITOR,
        subject=row.code,
        mark={
            "from": MONITOR, "subject": row.code, "quadrant": quadrant, "year": choice.year,
            "number": round(row.score or 0.0, 1), "rank": row.rank, "of": row.of, "group": choice.peers.key,
        },
        name=name,
        facts=tuple(facts),
        movement=arrow,
        moved=moved,
    )  # fmt: skip


def say_dynamics(quadrant: str, change: float) -> str:
    """Say what a change means for a strength or a weakness."""
    if abs(change) < STEADY:
        return _("It holds its place in the group.")
    if quadrant == Quadrant.STRENGTH:
        return _("It still gains on the group.") if change > 0 else _("It is losing its lead: a strength to be kept.")
    return _("It is catching up with the group.") if change > 0 else _("It falls farther behind the group.")


def offer_deficits(process: Process) -> Iterator[Offer]:
    """Propose the deficits on the thread that nobody has tied to an entry of the SWOT."""
    nodes = list(Node.objects.filter(process=process, type=DEFICIT, taken_off_at__isnull=True))
    swot = [f"swot_{key}" for key in Quadrant.values]
    ties = Tie.objects.filter(source__process=process, source__type=DEFICIT, target__type__in=swot)
    tied = set(ties.filter(target__taken_off_at__isnull=True).values_list("source_id", flat=True))
    for node in nodes:
        if node.pk not in tied:
            yield Offer(
                quadrant=Quadrant.WEAKNESS.value,
                text=node.title,
                source=THREAD,
                subject=node.code,
                mark={"from": THREAD, "subject": node.code, "quadrant": Quadrant.WEAKNESS.value, "title": node.title},
                name=node.code,
                facts=((_("Deficit found by the assessment"), say_citation(node.citation) if node.citation else ""),),
            )


def group_offers(offers: Iterable[Offer]) -> list[tuple[Text, list[Offer]]]:
    """Put proposals under headings: those of the monitor by quadrants, then the deficits."""
    listed = list(offers)
    groups = [
        (QUADRANT_WORDS[key][0], [row for row in listed if row.source == MONITOR and row.quadrant == key])
        for key in Quadrant.values
    ]
    groups.append((_("Deficits that the assessment named"), [row for row in listed if row.source == THREAD]))
    return [(title, rows) for title, rows in groups if rows]
