"""The balance of the Social Leaders' composition against the population: shares, never single people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from sciezka.rooms.stakeholders.models import Invitation, PopulationShare, Sector
from sciezka.rooms.stakeholders.queries.leaders import accepted_of
from sciezka.rooms.stakeholders.queries.mapping import name_sector
from sciezka.rooms.town.models import Process

# What people told of themselves is shown as shares only, and not while it would be about a few.
FEWEST_TOLD: Final = 5
# A share this far from the population's is worth a thought.
FAR_POINTS: Final = 10.0
WHOLE: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceRow:
    """One group: how many leaders, their share, the population's share, and how far apart they are (in points)."""

    label: str
    count: int
    share: float
    population: float | None

    @property
    def gap(self) -> float | None:
        """By how many points the group is over (or, below zero, under) its share in the population."""
        return None if self.population is None else self.share - self.population

    @property
    def is_far(self) -> bool:
        """Tell whether the gap is worth a thought."""
        return self.gap is not None and abs(self.gap) >= FAR_POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancePart:
    """One way of dividing the leaders; what they told of themselves is given in shares, without counts."""

    key: str
    title: str
    told: int
    is_hidden: bool
    shows_counts: bool
    rows: tuple[BalanceRow, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The balance by sector, gender, age group and district."""

    leaders: int
    parts: tuple[BalancePart, ...]

    @property
    def far(self) -> list[tuple[BalancePart, BalanceRow]]:
        """The groups that are far from their share in the population, the least served first."""
        found = [(part, row) for part in self.parts for row in part.rows if row.is_far]
        return sorted(found, key=lambda pair: pair[1].gap or 0)


def read_balance(process: Process) -> Balance:
    """Read the balance of those who accepted."""
    leaders = accepted_of(process)
    shares: dict[str, dict[str, float]] = {}
    sources: dict[str, str] = {}
    for row in PopulationShare.objects.filter(process=process):
        shares.setdefault(row.dimension, {})[row.category] = float(row.share)
        sources[row.dimension] = row.source or sources.get(row.dimension, "")
    kinds = PopulationShare.Dimension
    told: list[tuple[str, list[str], Mapping[str, str], bool]] = [
        (
            kinds.SECTOR,
            [row.stakeholder.sector for row in leaders],
            name_all(Sector.choices),
            False,
        ),
        (kinds.GENDER, [row.gender for row in leaders], name_all(Invitation.Gender.choices), True),
        (
            kinds.AGE,
            [row.age_group for row in leaders],
            name_all(Invitation.AgeGroup.choices),
            True,
        ),
        (kinds.DISTRICT, [row.district.strip() for row in leaders], {}, True),
    ]
    parts = [
        weigh(kind, values, labels, shares.get(kind, {}), source=sources.get(kind, ""), is_guarded=guarded)
        for kind, values, labels, guarded in told
    ]
    return Balance(leaders=len(leaders), parts=tuple(parts))


def weigh(
    kind: str,
    values: Iterable[str],
    labels: Mapping[str, str],
    shares: Mapping[str, float],
    *,
    source: str,
    is_guarded: bool,
) -> BalancePart:
    """Weigh one division: shares among those who told, against the population's.

    Args:
        kind: what the leaders are divided by.
        values: each leader's group, empty where it was not told.
        labels: the names of groups that are known beforehand.
        shares: the population's, in per cent.
        source: where they come from.
        is_guarded: told by people of themselves, so shown only when enough of them did.
    """
    counts = Counter(value for value in values if value)
    told = sum(counts.values())
    is_hidden = is_guarded and told < FEWEST_TOLD
    keys = [key for key in labels if key in counts or key in shares]
    keys += sorted({*counts, *shares} - set(labels), key=str.casefold)
    rows = tuple(
        BalanceRow(
            label=name_group(kind, key, labels),
            count=counts[key],
            share=WHOLE * counts[key] / told if told else 0.0,
            population=shares.get(key),
        )
        for key in keys
    )
    title = str(PopulationShare.Dimension(kind).label)
    return BalancePart(
        key=kind,
        title=title,
        told=told,
        is_hidden=is_hidden,
        shows_counts=not is_guarded,
        rows=() if is_hidden else rows,
        source=source,
    )


def name_all(choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Give the names of groups by their keys."""
    return {key: str(label) for key, label in choices}


def name_group(kind: str, key: str, labels: Mapping[str, str]) -> str:
    """Name a group."""
    if kind == PopulationShare.Dimension.SECTOR:
        return name_sector(key)
    return str(labels.get(key, key)) or str(_("not told"))
