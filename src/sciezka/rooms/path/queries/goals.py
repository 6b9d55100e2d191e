"""The plan on one page: the vision, strategic and operational goals with what they answer, use and are measured by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Text
from sciezka.rooms.path.manifest import GOALS
from sciezka.rooms.path.models import Goal, Indicator, VisionDraft
from sciezka.rooms.path.queries.goals_grounds import ANSWERS, USES
from sciezka.rooms.path.queries.goals_readings import STATES, Measured, read_measured
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.checks import Fault, all_rules, hold, list_waivers
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.thread.queries.plan import Plan, Rule
from sciezka.rooms.thread.queries.views_graph import read_bare_plan
from sciezka.rooms.town.models import Process

SPOKEN: Final = (*GOALS, "indicator")
OPEN, IDLE, PARTLESS, UNFOUNDED, UNMEASURED, ENDLESS = "G02", "F01", "G03", "G01", "G04", "G05"


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """A goal as the page shows it.

    Attributes:
        goal: the goal.
        node: its node on the thread.
        answers: what it answers.
        uses: what it uses.
        measured: its standing indicators.
        faults: what the check finds at it and at its indicators, the worst first.
        parts: its operational goals, in their order.
    """

    goal: Goal
    node: Node
    answers: tuple[Node, ...]
    uses: tuple[Node, ...]
    measured: tuple[Measured, ...]
    faults: tuple[Fault, ...]
    parts: tuple["GoalLine", ...] = ()

    @property
    def worst(self) -> str:
        """The weight of its worst fault; empty without any."""
        return min(self.faults, key=lambda fault: fault.rule.severity.order).rule.severity if self.faults else ""


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: why, and where."""

    text: Text
    href: str
    action: Text


@dataclass(frozen=True, kw_only=True)
class GoalsPage:
    """Everything that the page of goals shows.

    Attributes:
        process: the process.
        vision: the adopted vision, when there is one.
        lines: the standing strategic goals in their order.
        off: the goals that were taken off, with their nodes.
        open: the problems that no goal answers.
        idle: the core factors that no goal uses.
        faults: what the check finds at goals and indicators.
    """

    process: Process
    vision: VisionDraft | None
    lines: tuple[GoalLine, ...]
    off: tuple[tuple[Goal, Node], ...]
    open: tuple[Fault, ...]
    idle: tuple[Fault, ...]
    faults: tuple[Fault, ...]

    @property
    def parts(self) -> tuple[GoalLine, ...]:
        """All operational goals."""
        return tuple(part for line in self.lines for part in line.parts)

    @property
    def all_lines(self) -> tuple[GoalLine, ...]:
        """All goals, each strategic one before its parts."""
        return tuple(one for line in self.lines for one in (line, *line.parts))

    @property
    def measured(self) -> tuple[Measured, ...]:
        """All indicators."""
        return tuple(row for line in self.all_lines for row in line.measured)

    @cached_property
    def states(self) -> list[tuple[Text, str, str, int]]:
        """How many indicators are in each state: the word, its colour and icon, and the number."""
        counts = [(*words, sum(row.state == key for row in self.measured)) for key, words in STATES.items()]
        return [row for row in counts if row[3]]

    @cached_property
    def step(self) -> Step | None:
        """What to do next; nothing when what the plan must hold about goals does."""
        place = self.process.address
        if not self.lines:
            href = reverse("path:goal_new", kwargs=place)
            return Step(_("Begin with one strategic goal: what is to be different in the town in a few years?"), href,
                        _("Add a strategic goal"))  # fmt: skip
        goals = {line.node.pk: line.goal for line in self.all_lines}
        rows = {row.node.pk: row.indicator for row in self.measured if row.node}
        ways: Mapping[str, tuple[str, Text]] = {
            PARTLESS: ("path:goal_new", _("Add an operational goal")),
            UNFOUNDED: ("path:goal_grounds", _("Choose what it answers")),
            UNMEASURED: ("path:goal_indicator_new", _("Add an indicator")),
            ENDLESS: ("path:goal_indicator_edit", _("Complete the indicator")),
        }
        for code, (name, action) in ways.items():
            for fault in self.faults:
                if fault.rule.code != code or fault.node is None:
                    continue
                if code == ENDLESS:
                    return Step(fault.text, reverse(name, kwargs=rows[fault.node.pk].address), action)
                goal = goals[fault.node.pk]
                if code == PARTLESS:
                    return Step(fault.text, f"{reverse(name, kwargs=place)}?pod={goal.pk}", action)
                return Step(fault.text, reverse(name, kwargs=goal.address), action)
        if self.open:
            return Step(self.open[0].text, "#open", _("See such problems"))
        return Step(self.idle[0].text, self.idle[0].href, _("Tie it to a goal")) if self.idle else None


def read_goals_page(process: Process) -> GoalsPage:
    """Read the page in a fixed number of queries."""
    plan = read_bare_plan(process)
    report = hold(plan, list_rules(), list_waivers(process))
    goals = list(Goal.objects.filter(process=process).select_related("owner"))
    for goal in goals:
        goal.process = process
    nodes = nodes_by_key(process, Goal)
    standing = [goal for goal in goals if goal.pk in nodes and not nodes[goal.pk].is_taken_off]
    by_goal = read_indicators(process, standing)
    ours = {node.pk for node in plan.of_type(*SPOKEN)}
    faults = tuple(fault for fault in report.faults if fault.node is not None and fault.node.pk in ours)
    lines = {goal.pk: make_line(goal, nodes[goal.pk], plan, by_goal.get(goal.pk, ()), faults) for goal in standing}
    tree = tuple(
        replace(lines[goal.pk], parts=tuple(lines[one.pk] for one in standing if one.parent_id == goal.pk))
        for goal in standing
        if goal.is_strategic
    )
    return GoalsPage(
        process=process,
        vision=VisionDraft.objects.filter(process=process, adopted_at__isnull=False).first(),
        lines=tree,
        off=tuple((goal, nodes[goal.pk]) for goal in goals if goal.pk in nodes and nodes[goal.pk].is_taken_off),
        open=tuple(fault for fault in report.faults if fault.rule.code == OPEN),
        idle=tuple(fault for fault in report.faults if fault.rule.code == IDLE),
        faults=faults,
    )


def list_rules() -> list[Rule]:
    """List the rules that may speak of goals and indicators, and those about problems and core factors without a goal."""
    return [
        rule
        for rule in all_rules()
        if not rule.of_plan and (not rule.types or set(rule.types) & set(SPOKEN) or rule.code in (OPEN, IDLE))
    ]


def read_indicators(process: Process, goals: Sequence[Goal]) -> dict[int, tuple[Measured, ...]]:
    """Read the standing indicators of goals, by the goals' keys."""
    by_key = {goal.pk: goal for goal in goals}
    rows = list(Indicator.objects.filter(goal__in=list(by_key)))
    for row in rows:
        row.goal = by_key[row.goal_id]
    found: dict[int, tuple[Measured, ...]] = {}
    for measured in read_measured(process, rows).values():
        if not measured.is_off:
            key = measured.indicator.goal_id
            found[key] = (*found.get(key, ()), measured)
    return found


def read_under(plan: Plan) -> dict[tuple[int, str], list[Node]]:
    """Read what each node answers and uses, in the order in which it was tied."""
    found: dict[tuple[int, str], list[Node]] = {}
    for tie in plan.in_force:
        if tie.kind in (ANSWERS, USES):
            found.setdefault((tie.target, tie.kind), []).append(plan.nodes[tie.source])
    return found


def make_line(goal: Goal, node: Node, plan: Plan, measured: tuple[Measured, ...], faults: Sequence[Fault]) -> GoalLine:
    """Make the line of a goal, without its parts."""
    own = {node.pk, *(row.node.pk for row in measured if row.node)}
    under = plan.once(read_under)
    return GoalLine(
        goal=goal,
        node=node,
        answers=tuple(under.get((node.pk, ANSWERS), ())),
        uses=tuple(under.get((node.pk, USES), ())),
        measured=measured,
        faults=tuple(fault for fault in faults if fault.node is not None and fault.node.pk in own),
    )
