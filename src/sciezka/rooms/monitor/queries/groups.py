"""The comparison groups of a process: what there is, who belongs and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sciezka.core.index.types import IndexProblem
from sciezka.core.peers import AllOf, CountyRights, Kind, OfType, Population, Voivodeship, read_rule
from sciezka.core.peers.rules import Rule
from sciezka.kit.models import JournalEntry
from sciezka.rooms.monitor.models import ComparisonGroup, Finding, GroupVersion
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.peers import kept_groups, remark_few, say_band, usual_peers
from sciezka.rooms.monitor.queries.words import KINDS, language, name_voivodeship, say_problem, show_signed
from sciezka.rooms.monitor.store.readings.groups import PEOPLE, list_known
from sciezka.rooms.monitor.store.sight import Sight
from sciezka.rooms.town.queries.collation import as_sorted
from sciezka.rooms.town.queries.journal import name_people

PROBLEMS: Final[Mapping[str, str]] = {
    "peers.empty": gettext_noop("No unit belongs to this group. Widen the rule or pick other units."),
    "peers.band": gettext_noop("The lower bound of the population must be below the upper one."),
    "peers.table_empty": gettext_noop("Give a table: paste it or send it as a file."),
    "peers.no_type": gettext_noop("The table was read. Now tick the types that belong to the group."),
    "peers.many": gettext_noop("So many units are no comparison group. Tick fewer."),
    "peers.nobody": gettext_noop("Tick at least one town to compare with."),
    "peers.key": gettext_noop("A code of a unit does not have 7 digits. Mind the leading zero."),
    "peers.unknown_unit": gettext_noop("There are no data of one of the ticked units. Take it out."),
    "peers.unit_lacks": gettext_noop("The town has no value of a chosen variable. Choose others, or another year."),
    "peers.no_variable": gettext_noop("None of the chosen variables differs among the towns. Choose others."),
    "peers.no_candidate": gettext_noop("No other town has all the chosen variables in that year."),
}


@dataclass(frozen=True, slots=True)
class UsualLine:
    """A group made by rule for the town, without anybody's doing."""

    key: str
    name: str
    count: int
    year: int
    remark: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A group that the process keeps."""

    group: ComparisonGroup
    kind: str
    rule: str
    number: int
    count: int
    year: int | None
    digest: str
    remark: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A town of a group; of the nearest ones how far it is and how it differs."""

    key: str
    name: str
    voivodeship: str
    distance: str = ""
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One version of a group."""

    version: GroupVersion
    is_newest: bool
    kind: str
    rule: str
    source: str
    unknown: int
    members: tuple[Member, ...]
    variables: tuple[str, ...]
    remark: str
    findings: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version, and the name of whoever made it; empty when nobody's account stands behind it."""

    version: GroupVersion
    maker: str


def find_group(workspace: str, process: str, group: int) -> ComparisonGroup:
    """Find a comparison group by the words of an address."""
    found = (
        ComparisonGroup.objects.select_related("process__workspace")
        .prefetch_related("versions")
        .filter(process__workspace__slug=workspace, process__slug=process, pk=group)
        .first()
    )
    if found is None:
        raise Http404
    return found


def list_usual(choice: Choice) -> list[UsualLine]:
    """List the groups that are there for every town."""
    if choice.sight is None:
        return []
    lines = []
    for near in (False, True):
        peers = usual_peers(choice.sight, choice.unit, near=near)
        if peers:
            shown = bool(choice.peers and choice.peers.key == peers.key)
            lines.append(UsualLine(peers.key, peers.name, len(peers.members), peers.group.year, peers.remark, shown))
    return lines


def list_kept(choice: Choice) -> list[KeptLine]:
    """List the groups that the process keeps, each by its newest version."""
    lines = []
    for group in kept_groups(choice.process):
        versions = list(group.versions.all())
        if not versions:
            continue
        newest = versions[0]
        shown = bool(choice.peers and choice.peers.version and choice.peers.version.group_id == group.pk)
        lines.append(
            KeptLine(
                group=group,
                kind=group.get_kind_display(),
                rule=say_rule(newest),
                number=newest.number,
                count=len(newest.members),
                year=newest.year,
                digest=newest.digest[:8],
                remark=remark_few(len(newest.members)),
                is_shown=shown,
            )
        )
    return lines


def show_group_of(choice: Choice, group: ComparisonGroup, number: str = "") -> GroupPage:
    """Gather what the page of a group shows; by its newest version, or by the one asked for.

    Raises:
        Http404: there is no such version.
    """
    versions = list(group.versions.all())
    wanted = [version for version in versions if not number or str(version.number) == number]
    if not wanted:
        raise Http404
    version = wanted[0]
    distances: dict[str, Any] = version.distances if isinstance(version.distances, dict) else {}
    members = [_tell_member(choice, str(key), distances) for key in version.members]
    by_distance = bool(distances.get("by"))
    order = {key: at for at, key in enumerate(distances.get("by", {}))}
    members.sort(key=lambda one: (order.get(one.key, -1), as_sorted(one.name)) if by_distance else (0, as_sorted(one.name)))
    return GroupPage(
        version=version,
        is_newest=version == versions[0],
        kind=group.get_kind_display(),
        rule=say_rule(version),
        source=str(version.rule.get("source", "")),
        unknown=int(version.rule.get("unknown", 0) or 0),
        members=tuple(members),
        variables=tuple(str(name) for name in distances.get("names", ())),
        remark=remark_few(len(members)),
        findings=Finding.objects.filter(group__group=group).count(),
    )


def tell_versions(group: ComparisonGroup) -> list[VersionLine]:
    """List a group's versions, each with whoever made it, as the journal knows; in two queries."""
    rows = JournalEntry.objects.filter(
        object_type=group._meta.label_lower, object_id=str(group.pk), verb__in=("group.make", "group.revise")
    )
    makers = {entry.after.get("version"): entry.actor for entry in sorted(rows, key=lambda entry: -entry.pk)}
    people = name_people(makers.values())
    lines = []
    for version in group.versions.all():
        maker = makers.get(version.number)
        person = people.get(maker) if maker else None
        lines.append(VersionLine(version, str(person) if person and person.erased_at is None else ""))
    return lines


def say_rule(version: GroupVersion) -> str:
    """Say how the members were found."""
    kind, said = version.group.kind, version.rule if isinstance(version.rule, dict) else {}
    if kind == ComparisonGroup.Kind.HAND:
        return _("picked by hand")
    if kind == ComparisonGroup.Kind.NEAREST:
        names = ", ".join(str(name) for name in version.distances.get("names", ()))
        return _("the nearest by: %(variables)s") % {"variables": names}
    try:
        rule = read_rule(str(said.get("text", "")))
    except IndexProblem:
        return ""
    return say_part(rule)


def say_part(rule: Rule) -> str:  # noqa: PLR0911 - one for each criterion
    """Say a rule in the reader's language."""
    match rule:
        case AllOf(rules):
            return "; ".join(say_part(part) for part in rules) or _("all communes")
        case Kind(kinds):
            return ", ".join(str(KINDS.get(kind, kind)) for kind in kinds)
        case CountyRights(has):
            return _("with county rights") if has else _("without county rights")
        case Population(low, high):
            return _("residents: %(band)s") % {"band": say_band(low, high)}
        case Voivodeship(codes):
            return _("voivodeships: %(names)s") % {"names": ", ".join(name_voivodeship(code) for code in codes)}
        case OfType(types):
            return _("types of the table: %(types)s") % {"types": ", ".join(types)}
    return ""


def say_peers_problem(problem: IndexProblem) -> str:
    """Say why a group can't be made."""
    if problem.code == "peers.table":
        lines = problem.params.get("lines", [])
        numbers = ", ".join(str(number) for number, _why in lines[:8])
        return _("The table can’t be taken. Look at these lines: %(lines)s. Each must be a code of 7 digits, a semicolon "
                 "and a type; the first line is teryt;type; no code may stand twice.") % {"lines": numbers}  # fmt: skip
    if problem.code in PROBLEMS:
        return _(PROBLEMS[problem.code])
    return say_problem(problem)


def list_variables(sight: Sight, unit: str, year: int) -> list[tuple[str, str]]:
    """List the variables that are known of a town in a year, with their names."""
    return [(key, name_variable(sight, key)) for key in list_known(sight, unit, year)]


def name_variable(sight: Sight, key: str) -> str:
    """Name a variable."""
    if key == PEOPLE:
        return _("number of residents (logarithm)")
    return sight.catalogue.by_code[key].name(language())


def _tell_member(choice: Choice, key: str, distances: Mapping[str, Any]) -> Member:
    units = choice.sight.units if choice.sight else {}
    distance = distances.get("by", {}).get(key)
    differences = distances.get("differences", {}).get(key, ())
    return Member(
        key=key,
        name=units[key].name if key in units else key,
        voivodeship=name_voivodeship(key),
        distance=str(number_format(distance, decimal_pos=2)) if distance is not None else "",
        differences=tuple(show_signed(value, 2) for value in differences),
    )
