"""What the records say of stakeholders: when they were heard, by the town's events and by later rooms."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.module_loading import import_string

from sciezka.core.heard import LONG_AGO, NEVER, Reading, read_days
from sciezka.kit.manifests import Heard, all_manifests
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.results import Stand
from sciezka.rooms.stakeholders.models import Contact, Handle, MapSettings, Stakeholder
from sciezka.rooms.stakeholders.models.register import MIDDLE
from sciezka.rooms.stakeholders.queries.judgements import INFLUENCE, judging_rounds, read_judgements
from sciezka.rooms.stakeholders.queries.register import register_of
from sciezka.rooms.town.models import Process

_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
Sign = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What the records say of one stakeholder.

    Attributes:
        lines: how it was heard, one line a kind.
        reading: the level with its counts.
        has_sign: it is known by more than its own name, so that silence means something.
    """

    lines: tuple[Heard, ...]
    reading: Reading
    has_sign: bool

    @property
    def level(self) -> int:
        """The observed level, 1 to 5."""
        return self.reading.level


@dataclass(frozen=True, slots=True, kw_only=True)
class UnheardLine:
    """A stakeholder of high influence that the records do not know, or have not for a year."""

    stakeholder: Stakeholder
    influence: Stand
    engagement: Stand | None
    observed: Observed

    @property
    def is_never(self) -> bool:
        """Tell whether it was never heard."""
        return self.observed.level == NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """The list with what it was read from."""

    round: Round
    threshold: Decimal
    never: tuple[UnheardLine, ...]
    long_ago: tuple[UnheardLine, ...]
    high: int


def signs_of(stakeholders: Iterable[Stakeholder]) -> dict[int, list[Sign]]:
    """Give the signs by which the records may know stakeholders: those told, their names, addresses in their contacts."""
    rows = list(stakeholders)
    signs: dict[int, list[Sign]] = {row.pk: [(Handle.Kind.NAME.value, row.name)] for row in rows if not row.erased_at}
    for row in rows:
        if row.pk in signs:
            signs[row.pk] += [(Handle.Kind.EMAIL.value, found.lower()) for found in _ADDRESS.findall(row.contact)]
    for handle in Handle.objects.filter(stakeholder__in=list(signs)):
        signs[handle.stakeholder_id].append((handle.kind, handle.value))
    return signs


def observe(process: Process, stakeholders: Iterable[Stakeholder], *, today: dt.date | None = None) -> dict[int, Observed]:
    """Tell what the records say of stakeholders, many at once and sealed to the process's workspace."""
    today = today or timezone.localdate()
    rows = list(stakeholders)
    signs = signs_of(rows)
    lines: dict[int, list[Heard]] = defaultdict(list)
    for key, heard in read_contacts(rows).items():
        lines[key] += heard
    for source in list_sources():
        for key, found in source(process, signs).items():
            lines[key] += found
    return {
        row.pk: Observed(
            lines=tuple(line for line in lines[row.pk] if line.days),
            reading=read_days((day for line in lines[row.pk] for day in line.days), today),
            has_sign=len(signs.get(row.pk, ())) > 1,
        )
        for row in rows
    }


def list_sources() -> list[Any]:
    """List what the rooms' cards offer of their own records."""
    return [import_string(manifest.hears) for manifest in all_manifests() if manifest.hears]


def read_contacts(stakeholders: Sequence[Stakeholder]) -> Mapping[int, list[Heard]]:
    """Give the contacts that were noted by hand, by their kinds."""
    days: dict[int, dict[str, list[dt.date]]] = defaultdict(lambda: defaultdict(list))
    for key, kind, on in Contact.objects.filter(stakeholder__in=stakeholders).values_list("stakeholder_id", "kind", "on"):
        days[key][kind].append(on)
    return {
        key: [Heard(Contact.Kind(kind).label, tuple(sorted(found))) for kind, found in sorted(kinds.items())]
        for key, kinds in days.items()
    }


def find_unheard(user: Any, process: Process) -> Unheard | None:  # noqa: ANN401 - any kind of user
    """List those judged of high influence whom the records never heard, or not within a year.

    Read from the newest round whose result the person may see; None where there is none.
    """
    round_ = next(iter(judging_rounds(user, process)), None)
    return list_unheard(process, round_) if round_ else None


def list_unheard(process: Process, round_: Round) -> Unheard:
    """List those whom a round judged of high influence and whom the records never heard, or not within a year."""
    settings = MapSettings.objects.filter(process=process).first()
    threshold = settings.influence_from if settings else MIDDLE
    stands = read_judgements(round_)
    high = [
        row
        for row in register_of(process, with_people=True).filter(pk__in=list(stands))
        if (stand := stands[row.pk].get(INFLUENCE)) and stand.value is not None and stand.value > threshold
    ]
    observed = observe(process, high)
    lines = [
        UnheardLine(
            stakeholder=row,
            influence=stands[row.pk][INFLUENCE],
            engagement=stands[row.pk].get("engagement"),
            observed=observed[row.pk],
        )
        for row in high
        if observed[row.pk].level <= LONG_AGO
    ]
    lines.sort(key=lambda line: (-float(line.influence.value or 0), line.stakeholder.name))
    return Unheard(
        round=round_,
        threshold=threshold,
        never=tuple(line for line in lines if line.is_never),
        long_ago=tuple(line for line in lines if not line.is_never),
        high=len(high),
    )
