"""Holding a plan to the rules of all rooms: faults, waivers, the gate and the score."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.module_loading import import_string

from sciezka.kit.manifests import all_manifests
from sciezka.rooms.thread.models import Node, Score, Waiver
from sciezka.rooms.thread.queries.plan import Hit, Plan, Rule, Severity, read_plan, say_words
from sciezka.rooms.town.models import Process

# What a statement is worth while its worst fault is such; without any it counts in full.
WORTH: Final[Mapping[Severity, float]] = {Severity.ERROR: 0.0, Severity.WARNING: 0.5, Severity.HINT: 0.9}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What a rule found. Its words and its address are made when somebody reads them: a plan may have thousands.

    Attributes:
        rule: the rule.
        hit: what it found.
        plan: the plan in which.
        weight: how many statements rest on the node, in the end.
        waiver: why the rule does not count here, when it does not.
    """

    rule: Rule
    hit: Hit
    plan: Plan = field(repr=False)
    weight: int = 0
    waiver: Waiver | None = None

    @property
    def node(self) -> Node | None:
        """The node at fault; None when the fault is the whole plan's."""
        return self.hit.node

    @property
    def about(self) -> str:
        """Without a node, what tells the fault from the rule's others."""
        return self.hit.about

    @cached_property
    def text(self) -> str:
        """What is wrong."""
        return str(self.rule.what) % say_words(self.hit)

    @cached_property
    def href(self) -> str:
        """Where it is mended."""
        return find_href(self.plan, self.rule, self.hit)


@dataclass(frozen=True)
class Report:
    """What the check of a plan came to.

    Attributes:
        plan: the plan that was read.
        rules: the rules that it was held to.
        faults: all faults, those to mend first before the others.
        waived: what was found and is waived.
        waivers: all waivers in force, also those under which nothing is found any more.
    """

    plan: Plan
    rules: tuple[Rule, ...]
    faults: tuple[Fault, ...]
    waived: tuple[Fault, ...]
    waivers: tuple[Waiver, ...]

    @cached_property
    def open_gate(self) -> tuple[Rule, ...]:
        """The conditions of adoption that hold."""
        broken = {fault.rule.code for fault in self.faults}
        return tuple(rule for rule in self.gate if rule.code not in broken)

    @property
    def gate(self) -> tuple[Rule, ...]:
        """The conditions of adoption."""
        return tuple(rule for rule in self.rules if rule.gate)

    @property
    def is_open(self) -> bool:
        """Tell whether the plan may be put to adoption: something is on the thread, and every condition holds."""
        return bool(self.plan.standing) and len(self.open_gate) == len(self.gate)

    def count(self, severity: Severity) -> int:
        """Count the faults of a severity."""
        return sum(fault.rule.severity == severity for fault in self.faults)

    @cached_property
    def score(self) -> int | None:
        """The score of a hundred, rounded down; None while nothing is on the thread.

        Each statement counts as much as its worst fault leaves; a rule that the whole plan breaks counts as one more.
        """
        if not self.plan.standing:
            return None
        worth = dict.fromkeys((node.pk for node in self.plan.standing), 1.0)
        of_plan: dict[str, float] = {}
        for fault in self.faults:
            left = WORTH[fault.rule.severity]
            if fault.node is not None:
                worth[fault.node.pk] = min(worth[fault.node.pk], left)
            else:
                of_plan[fault.rule.code] = left
        parts = [*worth.values(), *of_plan.values()]
        # In tenths, so that no sum of fractions falls short of a whole hundred.
        return sum(round(10 * part) for part in parts) * 10 // len(parts)


def all_rules() -> tuple[Rule, ...]:
    """List the rules of all rooms, the thread's own first, in the order of their codes."""
    return tuple(rule for manifest in all_manifests() if manifest.checks for rule in import_string(manifest.checks))


def find_rule(code: str) -> Rule | None:
    """Find a rule by its code."""
    return next((rule for rule in all_rules() if rule.code == code), None)


def check(process: Process) -> Report:
    """Read the plan of a process and hold it to all rules."""
    plan = read_plan(process)
    return hold(plan, all_rules(), list_waivers(process))


def list_waivers(process: Process) -> list[Waiver]:
    """List the waivers of a process that nobody ended; some may be past their day."""
    rows = list(Waiver.objects.filter(process=process, ended_at__isnull=True).select_related("node"))
    for row in rows:
        row.process = process
        if row.node:
            row.node.process = process
    return rows


def hold(plan: Plan, rules: Iterable[Rule], waivers: Iterable[Waiver] = ()) -> Report:
    """Hold a plan to rules."""
    listed = tuple(rules)
    in_force = [waiver for waiver in waivers if waiver.is_in_force(plan.today)]
    known = {(waiver.rule, waiver.node_id, waiver.about): waiver for waiver in in_force}
    faults: list[Fault] = []
    waived: list[Fault] = []
    for rule in listed:
        for fault in find_faults(plan, rule, known):
            (waived if fault.waiver else faults).append(fault)
    faults.sort(key=order_of)
    return Report(plan, listed, tuple(faults), tuple(waived), tuple(in_force))


def find_faults(plan: Plan, rule: Rule, waivers: Mapping[tuple[str, int | None, str], Waiver]) -> Iterator[Fault]:
    """Find the faults of one rule; a rule about types that are not on the thread is not asked."""
    if rule.types and not plan.of_type(*rule.types):
        return
    whole = waivers.get((rule.code, None, ""))
    for hit in rule.find(plan):
        key = hit.node.pk if hit.node else None
        yield Fault(
            rule=rule,
            hit=hit,
            plan=plan,
            weight=plan.reach.get(key, 0) if key is not None else 0,
            waiver=waivers.get((rule.code, key, hit.about)) or whole,
        )


def find_href(plan: Plan, rule: Rule, hit: Hit) -> str:
    """Give the address at which a hit is mended."""
    if hit.href:
        return hit.href
    if hit.node is None:
        return reverse("thread:thread", kwargs=plan.process.address)
    if rule.at == "tie":
        return reverse("thread:tie_new", kwargs=hit.node.address)
    if rule.at == "source":
        lookup = plan.lookups.get(hit.node.pk)
        if lookup and lookup.standing and lookup.standing.href:
            return lookup.standing.href
    return hit.node.get_absolute_url()


def order_of(fault: Fault) -> tuple[bool, int, str, int, str, int, str]:
    """Say what to mend first: conditions of adoption, then the worst, then what most rests on; else by codes."""
    node = (fault.node.type, fault.node.number, fault.node.code) if fault.node else ("", 0, fault.about)
    return not fault.rule.gate, fault.rule.severity.order, fault.rule.code, -fault.weight, *node


def faults_of(report: Report, node: Node) -> list[Fault]:
    """List the faults of one node, waived ones last."""
    return [fault for fault in (*report.faults, *report.waived) if fault.node is not None and fault.node.pk == node.pk]


def find_waiver(workspace: str, process: str, waiver: int) -> Waiver:
    """Find a waiver inside its process, or answer 404."""
    rows = Waiver.objects.select_related("process__workspace", "node")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=waiver)


def scores_of(process: Process) -> list[Score]:
    """List the scores of the days, the oldest first."""
    return list(Score.objects.filter(process=process).order_by("day"))
