"""Reading the register: its lines, and names that probably mean the same."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sciezka.core.namesakes import LIKELY, find_namesakes, find_nearest
from sciezka.rooms.stakeholders.models import Sector, Stakeholder
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.collation import as_sorted

SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """A stakeholder of the register that a name may mean."""

    stakeholder: Stakeholder
    score: float

    @property
    def is_likely(self) -> bool:
        """Tell whether it is probable enough to stop at."""
        return self.score >= LIKELY


def register_of(process: Process, *, with_people: bool) -> QuerySet[Stakeholder]:
    """List the stakeholders that stand on the register; natural persons only for those who may see them."""
    rows = Stakeholder.objects.filter(process=process, removed_at=None).select_related("process__workspace")
    return rows if with_people else rows.filter(is_person=False)


def removed_from(process: Process, *, with_people: bool) -> QuerySet[Stakeholder]:
    """List the stakeholders that were taken off the register; erased persons are not among them."""
    rows = Stakeholder.objects.filter(process=process, removed_at__isnull=False, erased_at=None)
    return (rows if with_people else rows.filter(is_person=False)).select_related("process__workspace")


def find_similar(process: Process, name: str, *, beside: Stakeholder | None = None) -> list[Likeness]:
    """Find stakeholders of the register that a name being typed may mean, the nearest first."""
    if len(name.strip()) < SHORTEST_NAME:
        return []
    known = register_of(process, with_people=True)
    rows = list(known.exclude(pk=beside.pk) if beside else known)
    return [Likeness(rows[place], score) for place, score in find_nearest(name[:300], [row.name for row in rows])]


def list_namesakes(rows: list[Stakeholder]) -> list[list[Stakeholder]]:
    """Group stakeholders whose names probably mean the same; persons and organisations are never mixed."""
    groups = []
    for is_person in (False, True):
        among = [row for row in rows if row.is_person == is_person]
        groups += [[among[place] for place in group.places] for group in find_namesakes([row.name for row in among])]
    return groups


def filter_register(rows: QuerySet[Stakeholder], *, sought: str = "", sector: str = "") -> list[Stakeholder]:
    """Choose by words and by sector, in Polish order of names."""
    if sector in Sector.values:
        rows = rows.filter(sector=sector)
    if sought:
        words = Q(name__icontains=sought) | Q(represents__icontains=sought) | Q(territory__icontains=sought)
        rows = rows.filter(words | Q(handles__value__icontains=sought)).distinct()
    return sorted(rows, key=lambda row: as_sorted(row.name))


def mergeable_with(stakeholder: Stakeholder) -> QuerySet[Stakeholder]:
    """List the stakeholders that one may be merged with: of its own sort, on the same register."""
    rows = register_of(stakeholder.process, with_people=True).exclude(pk=stakeholder.pk)
    return rows.filter(is_person=stakeholder.is_person)
