"""The page of a plan's check: filters, and faults grouped by what to mend first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import NodeType, Text
from sciezka.rooms.thread.models import Node, Waiver
from sciezka.rooms.thread.queries.checks import Fault, Report, all_rules, faults_of, hold, list_waivers
from sciezka.rooms.thread.queries.nodes import is_found
from sciezka.rooms.thread.queries.nouns import Lookup
from sciezka.rooms.thread.queries.plan import SEVERITY_WORDS, Rule, Severity, read_plan
from sciezka.rooms.thread.queries.ties import name_authors
from sciezka.rooms.thread.queries.types import read_type

SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFilters:
    """What the address of the check asks for."""

    rule: str = ""
    type: str = ""
    severity: str = ""
    search: str = ""

    @property
    def is_set(self) -> bool:
        """Tell whether anything is filtered."""
        return bool(self.rule or self.type or self.severity or self.search)

    def lets(self, fault: Fault) -> bool:
        """Tell whether a fault is wanted."""
        return (
            self.rule in ("", fault.rule.code)
            and self.severity in ("", fault.rule.severity)
            and self.type in ("", fault.node.type if fault.node else "-")
            and (not self.search or (fault.node is not None and is_found(fault.node, self.search)))
        )


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The faults of one rule: those shown at once, and the rest."""

    rule: Rule
    first: tuple[Fault, ...]
    more: tuple[Fault, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.first) + len(self.more)


@dataclass(frozen=True, slots=True)
class Band:
    """Rules that weigh alike."""

    key: str
    title: Text
    groups: tuple[RuleGroup, ...]


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """A waiver of the list: its rule (None when no room has it any more), who wrote it, and how much it keeps quiet."""

    waiver: Waiver
    rule: Rule | None
    author: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """What the page shows.

    Attributes:
        report: what the check came to.
        bands: the faults that the filters let through.
        found: how many those are.
        broken: the conditions of adoption that do not hold.
        counts: of each severity its word and how many faults it has.
        waivers: the waivers in force.
        rules: the rules that something breaks, for the filter.
        types: the types of nodes at fault, for the filter.
    """

    report: Report
    bands: tuple[Band, ...]
    found: int
    broken: tuple[Rule, ...]
    counts: tuple[tuple[Severity, int], ...]
    waivers: tuple[WaiverLine, ...]
    rules: tuple[Rule, ...] = field(default_factory=tuple)
    types: tuple[NodeType, ...] = field(default_factory=tuple)


def make_page(report: Report, filters: CheckFilters) -> CheckPage:
    """Make the page of a report; one query names the authors of waivers."""
    wanted = [fault for fault in report.faults if filters.lets(fault)]
    held = {rule.code for rule in report.open_gate}
    broken_codes = {fault.rule.code for fault in report.faults}
    types = {fault.node.type for fault in report.faults if fault.node}
    return CheckPage(
        report=report,
        bands=tuple(make_bands(wanted, shown=SHOWN if not filters.rule else len(wanted))),
        found=len(wanted),
        broken=tuple(rule for rule in report.gate if rule.code not in held),
        counts=tuple((severity, report.count(severity)) for severity in Severity),
        waivers=tuple(list_lines(report)),
        rules=tuple(rule for rule in report.rules if rule.code in broken_codes),
        types=tuple(read_type(key) for key in sorted(types)),
    )


def make_bands(faults: Iterable[Fault], *, shown: int) -> list[Band]:
    """Group faults by rules, and rules by what must be mended before adoption and by how much they weigh."""
    by_rule: dict[str, list[Fault]] = {}
    for fault in faults:
        by_rule.setdefault(fault.rule.code, []).append(fault)
    groups = [RuleGroup(rows[0].rule, tuple(rows[:shown]), tuple(rows[shown:])) for rows in by_rule.values()]
    titles = {
        "gate": _("Must hold before adoption"),
        Severity.ERROR.value: _("Other errors"),
        Severity.WARNING.value: _("Warnings"),
        Severity.HINT.value: _("Hints"),
    }
    bands = []
    for key, title in titles.items():
        chosen = tuple(
            row for row in groups if (row.rule.gate and key == "gate") or (not row.rule.gate and key == row.rule.severity)
        )
        if chosen:
            bands.append(Band(key, title, chosen))
    return bands


def list_lines(report: Report) -> list[WaiverLine]:
    """List the waivers with what each of them keeps quiet."""
    rules = {rule.code: rule for rule in report.rules}
    quiet: dict[int, int] = {}
    for fault in report.waived:
        if fault.waiver:
            quiet[fault.waiver.pk] = quiet.get(fault.waiver.pk, 0) + 1
    names = name_authors({row.author for row in report.waivers})
    return [WaiverLine(row, rules.get(row.rule), names.get(row.author, ""), quiet.get(row.pk, 0)) for row in report.waivers]


def check_node(node: Node, lookup: Lookup) -> list[Fault]:
    """List the faults of one node, waived ones last: only its own noun is looked up, and only rules that may speak of it."""
    plan = read_plan(node.process, lookups={node.pk: lookup})
    rules = [rule for rule in all_rules() if not rule.of_plan and (not rule.types or node.type in rule.types)]
    return faults_of(hold(plan, rules, list_waivers(node.process)), node)


def severity_choices() -> list[tuple[str, Text]]:
    """List the severities for a filter."""
    return [(key.value, words) for key, words in SEVERITY_WORDS.items()]
