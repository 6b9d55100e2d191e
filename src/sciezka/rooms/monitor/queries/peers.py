"""Comparison groups as pages use them: the usual ones, made by rule for each town, and those that a process keeps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.index.types import IndexProblem
from sciezka.core.peers import CountyRights, Group, Kind, Population, gather_by_rule, make_usual_rule
from sciezka.core.peers.groups import FEW, VERY_FEW
from sciezka.core.peers.rules import AllOf
from sciezka.core.series.places import Unit
from sciezka.rooms.monitor.models import ComparisonGroup, GroupVersion
from sciezka.rooms.monitor.store.runs import Shelf
from sciezka.rooms.monitor.store.sight import Sight
from sciezka.rooms.town.models import Process

USUAL: Final = "zwykla"
"""The key of the group made by rule: kind, county rights and population of the town."""
NEAR: Final = "wojewodztwo"
"""The key of the same within the town's voivodeship."""

# Rule and members in no language: the name is said anew for each reader.
_usual = Shelf(256)


@dataclass(frozen=True, slots=True)
class Peers:
    """A comparison group with its name in the reader's language.

    Attributes:
        key: its word in addresses: ``zwykla``, ``wojewodztwo``, or the number of a kept group.
        name: what people call it.
        group: rule, members, year of reference, digest.
        number: of a kept group, its version; 0 otherwise.
        version: the version in the database, if it is kept.
    """

    key: str
    name: str
    group: Group
    number: int = 0
    version: GroupVersion | None = None

    @property
    def members(self) -> tuple[str, ...]:
        """The units' keys."""
        return self.group.members

    @property
    def remark(self) -> str:
        """A warning that the group is small; empty for 15 towns or more."""
        return remark_few(len(self.members))


def remark_few(count: int) -> str:
    """Warn that a group is small; empty for 15 towns or more."""
    if count >= FEW:
        return ""
    if count < VERY_FEW:
        return ngettext(
            "The comparison group has %(count)s town. With so few, ranks and classes say little.",
            "The comparison group has %(count)s towns. With so few, ranks and classes say little.",
            count,
        ) % {"count": count}
    return ngettext(
        "The comparison group has %(count)s town: a single one moves the averages noticeably.",
        "The comparison group has %(count)s towns: a single one moves the averages noticeably.",
        count,
    ) % {"count": count}


def usual_peers(sight: Sight, unit: Unit, *, near: bool = False) -> Peers | None:
    """Give the usual group of a town, by the newest year in which its population is known; nothing when none is."""
    # The cube's digest covers all that decides: the units, and the figures of their population.
    found = _usual.take(f"{sight.cube.digest}/{unit.key}/{near}", lambda: _gather_usual(sight, unit, near=near))
    if found is None:
        return None
    rule, group = found
    return Peers(NEAR if near else USUAL, name_usual(rule, near=near), group)


def _gather_usual(sight: Sight, unit: Unit, *, near: bool) -> tuple[AllOf, Group] | None:
    years = [year for year, people in sight.people_by_year.items() if unit.key in people]
    if not years:
        return None
    year = max(years)
    facts = sight.facts_of(year)
    try:
        rule = make_usual_rule(facts[unit.key], same_voivodeship=near)
        return rule, gather_by_rule("", rule, facts.values(), year, always=unit.key)
    except (IndexProblem, KeyError):
        return None


def kept_groups(process: Process) -> list[ComparisonGroup]:
    """List the groups that a process keeps, the one used first at the head."""
    return list(ComparisonGroup.objects.filter(process=process).prefetch_related("versions"))


def peers_of(kept: ComparisonGroup, number: int | None = None) -> Peers | None:
    """Give a kept group by its newest version, or by the version asked for; nothing when there is no such version."""
    versions: Sequence[GroupVersion] = list(kept.versions.all())
    found = next((version for version in versions if number in {None, version.number}), None)
    if found is None or not found.members:
        return None
    newest = versions[0].number
    name = kept.name if found.number == newest else _("%(group)s (version %(number)s)") % {
        "group": kept.name, "number": found.number
    }  # fmt: skip
    key = str(kept.pk) if found.number == newest else f"{kept.pk}.{found.number}"
    rule = found.rule.get("text", "") if isinstance(found.rule, dict) else ""
    return Peers(key, name, Group(name, rule, tuple(found.members), found.year or 0), found.number, found)


def name_usual(rule: AllOf, *, near: bool = False) -> str:
    """Say the usual rule in the reader's language, such as „miasta na prawach powiatu, 50–100 tys. mieszkańców”."""
    kinds = {1: _("urban communes"), 2: _("rural communes"), 3: _("urban-rural communes")}
    named, band = "", ""
    for part in rule.rules:
        if isinstance(part, CountyRights) and part.has:
            named = _("cities with county rights")
        elif isinstance(part, Kind) and not named:
            named = kinds.get(part.kinds[0], "")
        elif isinstance(part, Population):
            band = say_band(part.low, part.high)
    if near:
        return _("%(kind)s of the voivodeship, %(band)s residents") % {"kind": named, "band": band}
    return _("%(kind)s, %(band)s residents") % {"kind": named, "band": band}


def say_band(low: float, high: float) -> str:
    """Say a population band in thousands: „50–100 tys.”."""
    first, last = (number_format(f"{value / 1000:g}") for value in (low, 0 if high == math.inf else high))
    if high == math.inf:
        return _("%(low)s thousand or more") % {"low": first}
    if low <= 0:
        return _("under %(high)s thousand") % {"high": last}
    return _("%(low)s–%(high)s thousand") % {"low": first, "high": last}
