"""Rules about goals and their indicators: what they answer, whether they can be measured, and how they are worded."""

from collections.abc import Callable, Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sciezka.core.alike import find_alike
from sciezka.core.goal_words import ACTIVITY, JOINED, read_goal
from sciezka.core.heard import NEVER
from sciezka.rooms.diagnosis.models import Statement
from sciezka.rooms.path.checks import goals_indicators as found
from sciezka.rooms.path.checks.goals_told import read_told
from sciezka.rooms.path.manifest import GOALS
from sciezka.rooms.path.models import Goal
from sciezka.rooms.path.queries.goals_grounds import ANSWERS
from sciezka.rooms.stakeholders.queries.facts import observe
from sciezka.rooms.stakeholders.queries.register import register_of
from sciezka.rooms.thread.queries.plan import Hit, Plan, Rule, Severity

MOST_STRATEGIC: Final = 5
INDICATOR: Final = ("indicator",)


def ground_page(goal: Goal, plan: Plan) -> str:
    """Give the address at which it is said what a goal answers."""
    return reverse("path:goal_grounds", kwargs={**plan.process.address, "goal": goal.pk})


def find_unfounded(plan: Plan) -> Iterator[Hit]:
    """Find goals that answer no problem; a strategic one may answer it by its parts."""
    told = plan.once(read_told)
    answering = {tie.target for tie in plan.in_force if tie.kind == ANSWERS}
    for key, (node, goal) in told.goals.items():
        if not any(told.goals[one][0].pk in answering for one in told.own_and_parts(key)):
            yield Hit(node, href=ground_page(goal, plan))


def find_unanswered(plan: Plan) -> Iterator[Hit]:
    """Find problems that no goal answers, neither themselves nor by what they come from, and that nobody set aside."""
    reached = [tie.source for tie in plan.in_force if tie.kind == ANSWERS]
    leads: dict[int, list[int]] = {}
    for tie in plan.in_force:
        if tie.kind == "causes":
            leads.setdefault(tie.source, []).append(tie.target)
    covered = set(reached)
    while reached:
        for target in leads.get(reached.pop(), ()):
            if target not in covered:
                covered.add(target)
                reached.append(target)
    nodes = plan.nouns("problem")
    aside = set(
        Statement.objects.filter(process=plan.process, aside_at__isnull=False, pk__in=list(nodes)).values_list(
            "pk", flat=True
        )
    )
    href = f"{reverse('path:goals', kwargs=plan.process.address)}#open"
    return (Hit(node, href=href) for key, node in nodes.items() if node.pk not in covered and key not in aside)


def find_partless(plan: Plan) -> Iterator[Hit]:
    """Find strategic goals without an operational one."""
    told = plan.once(read_told)
    return (Hit(node) for key, (node, goal) in told.goals.items() if goal.is_strategic and key not in told.parts)


def find_unmeasured(plan: Plan) -> Iterator[Hit]:
    """Find goals without an indicator; a strategic one may have it by its parts."""
    told = plan.once(read_told)
    having = {row.indicator.goal_id for _node, row in told.measured}
    for key, (node, _goal) in told.goals.items():
        if not having.intersection(told.own_and_parts(key)):
            yield Hit(node)


def find_unheard(plan: Plan) -> Iterator[Hit]:
    """Find goals that touch an organisation or a group that the records never heard."""
    told = plan.once(read_told)
    pairs = list(Goal.touches.through.objects.filter(goal_id__in=list(told.goals)).values_list("goal_id", "stakeholder_id"))
    if not pairs:
        return
    rows = list(register_of(plan.process, with_people=False).filter(pk__in={key for _goal, key in pairs}))
    observed = observe(plan.process, rows)
    never = {row.pk: row.name for row in rows if observed[row.pk].level <= NEVER}
    for key, (node, _goal) in told.goals.items():
        if names := sorted(never[other] for goal, other in pairs if goal == key and other in never):
            yield Hit(node, {"names": ", ".join(names)})


def find_namesakes(plan: Plan) -> Iterator[Hit]:
    """Find goals that say nearly the same in other words; the very same is the thread's own rule."""
    rows = list(plan.once(read_told).goals.values())
    for one, other in find_alike([goal.name for _node, goal in rows]):
        yield Hit(rows[other][0], {"other": rows[one][0].code})


def find_worded(code: str) -> Callable[[Plan], Iterator[Hit]]:
    """Make what finds goals whose wording a hint is about."""

    def find(plan: Plan) -> Iterator[Hit]:
        for node, goal in plan.once(read_told).goals.values():
            for remark in read_goal(goal.name):
                if remark.code == code:
                    yield Hit(node, {"word": remark.word})

    return find


def find_too_many(plan: Plan) -> Iterator[Hit]:
    """Find that there are too many strategic goals."""
    count = len(plan.of_type("strategic_goal"))
    if count > MOST_STRATEGIC:
        yield Hit(words={"count": count, "limit": MOST_STRATEGIC}, href=reverse("path:goals", kwargs=plan.process.address))


def find_visionless(plan: Plan) -> Iterator[Hit]:
    """Find that there are goals and no vision."""
    if plan.of_type(*GOALS) and not plan.of_type("vision"):
        yield Hit(href=reverse("path:visions", kwargs=plan.process.address))


MEND_INDICATOR: Final = _("Change the indicator on its page.")
MEND_WORDS: Final = _("Change the wording on the goal’s page; it is a hint, whoever knows better leaves it.")

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        code="G01", severity=Severity.ERROR, find=find_unfounded, types=GOALS, gate=True, at="source",
        title=_("A goal answers no problem"),
        what=_("Nothing says which problem, cause, weakness or threat %(code)s answers."),
        why=_("What answers nothing is a wish; money and work go past what is wrong."),
        mend=_("Choose on the goal’s page what it answers, or take it off the thread."),
    ),
    Rule(
        code="G02", severity=Severity.ERROR, find=find_unanswered, types=("problem",), gate=True, at="source",
        title=_("No goal answers a problem"),
        what=_("No goal answers %(code)s nor any of its causes, and nobody has set it aside with a reason."),
        why=_("Residents will ask why the plan names the problem and then says nothing about it."),
        mend=_("Choose it on the page of a goal, or set it aside with a reason in the problem tree."),
    ),
    Rule(
        code="G03", severity=Severity.WARNING, find=find_partless, types=("strategic_goal",), at="source",
        title=_("A strategic goal has no operational goals"),
        what=_("Nothing says how %(code)s is to be carried out."),
        why=_("Nobody can be asked to bring a strategic goal about; its parts somebody can."),
        mend=_("Add an operational goal under it."),
    ),
    Rule(
        code="G04", severity=Severity.ERROR, find=find_unmeasured, types=GOALS, gate=True, at="source",
        title=_("A goal has no indicator"),
        what=_("Nothing says by what figure it will be known that %(code)s was reached."),
        why=_("A goal that can’t be measured can neither be reached nor missed."),
        mend=_("Add an indicator on the goal’s page."),
    ),
    Rule(
        code="G05", severity=Severity.ERROR, find=found.each(found.find_endless), types=INDICATOR, gate=True, at="source",
        title=_("An indicator has no baseline, target or year"),
        what=_("%(code)s lacks: %(missing)s."),
        why=_("Without both ends nobody can tell how far it is, nor whether it is going well."),
        mend=MEND_INDICATOR,
    ),
    Rule(
        code="G06", severity=Severity.WARNING, find=found.each(found.find_orphan), types=INDICATOR, at="source",
        title=_("An indicator has no source or nobody who looks after it"),
        what=_("%(code)s lacks: %(missing)s."),
        why=_("In a year nobody will know where the figure comes from, nor who is to bring it."),
        mend=MEND_INDICATOR,
    ),
    Rule(
        code="G07", severity=Severity.WARNING, find=found.each(found.find_idle), types=INDICATOR, at="source",
        title=_("The target equals the baseline"),
        what=_("The target of %(code)s is where it is today: %(value)s."),
        why=_("Nothing would have to be done to reach it."),
        mend=_("Give another target, or say that the figure is to stay as it is."),
    ),
    Rule(
        code="G08", severity=Severity.ERROR, find=found.each(found.find_backward), types=INDICATOR, gate=True, at="source",
        title=_("The target goes the wrong way"),
        what=_("%(code)s goes from %(baseline)s to %(target)s, though it says: %(way)s."),
        why=_("The plan would call it a success when things get worse."),
        mend=_("Correct the target or which way is better."),
    ),
    Rule(
        code="G09", severity=Severity.WARNING, find=found.each(found.find_away), types=INDICATOR, at="source",
        title=_("The trend leads away from the target"),
        what=_("By the trend of %(first)s–%(last)s, %(code)s ends at %(end)s in %(year)s; the target is %(target)s."),
        why=_("Somebody will ask what is to turn the trend round; the plan should say it."),
        mend=_("Say in the goal’s directions what is to turn it round, or choose a target that can be reached."),
    ),
    Rule(
        code="G10", severity=Severity.ERROR, find=found.each(found.find_reversed), types=INDICATOR, gate=True, at="source",
        title=_("The target’s year is not after the baseline’s"),
        what=_("The baseline of %(code)s is of %(start)s, its target for %(end)s."),
        why=_("There is no time in which it could be reached."),
        mend=_("Correct one of the two years."),
    ),
    Rule(
        code="G11", severity=Severity.WARNING, find=found.each(found.find_beyond), types=INDICATOR, at="source",
        title=_("The target lies beyond the plan"),
        what=_("The target of %(code)s is for %(end)s, but the vision looks to %(horizon)s."),
        why=_("When the plan is judged, it won’t be known yet whether the target was reached."),
        mend=_("Give a target for a year within the plan."),
    ),
    Rule(
        code="G12", severity=Severity.WARNING, find=found.each(found.find_stale), types=INDICATOR, at="source",
        title=_("A baseline is old"),
        what=_("The baseline of %(code)s is of %(start)s: that is %(years)s years ago, the limit is %(limit)s."),
        why=_("The way to the target is then longer or shorter than the plan says."),
        mend=_("Take a newer figure for the baseline."),
    ),
    Rule(
        code="G13", severity=Severity.WARNING, find=found.each(found.find_moved), types=INDICATOR, at="source",
        title=_("The monitor corrected a baseline"),
        what=_("The baseline of %(code)s is %(was)s; for %(year)s the monitor now says %(now)s."),
        why=_("Whoever looks the figure up will find another one than the plan gives."),
        mend=_("Take the corrected figure on the indicator’s page."),
    ),
    Rule(
        code="G14", severity=Severity.WARNING, find=find_unheard, types=GOALS, at="source",
        title=_("A goal touches somebody who was never heard"),
        what=_("%(code)s touches stakeholders whom the records never heard: %(names)s."),
        why=_("Whoever is touched and was not asked will say so when the plan is put to adoption."),
        mend=_("Talk to them and note it among the stakeholders, or say by what sign the records know them."),
    ),
    Rule(
        code="G15", severity=Severity.WARNING, find=find_namesakes, types=GOALS, at="source",
        title=_("Two goals say nearly the same"),
        what=_("%(code)s says nearly the same as %(other)s."),
        why=_("Indicators and actions are split between the two."),
        mend=_("Keep one of them, or say what tells them apart."),
    ),
    Rule(
        code="G16", severity=Severity.HINT, find=find_worded(ACTIVITY), types=GOALS, at="source",
        title=_("A goal is worded as an activity"),
        what=_("%(code)s begins with “%(word)s”: it says what will be done, not what will be different."),
        why=_("The work can be done and nothing be better for it."),
        mend=MEND_WORDS,
    ),
    Rule(
        code="G17", severity=Severity.HINT, find=find_worded(JOINED), types=GOALS, at="source",
        title=_("One sentence holds two goals"),
        what=_("“%(word)s” in %(code)s joins two goals."),
        why=_("One half may be reached and the other not, and nobody can say whether the goal was."),
        mend=MEND_WORDS,
    ),
    Rule(
        code="G18", severity=Severity.HINT, find=find_too_many, types=("strategic_goal",), of_plan=True,
        title=_("There are too many strategic goals"),
        what=_("There are %(count)s strategic goals; more than %(limit)s are hard to keep in mind."),
        why=_("Who wants everything at once has no priorities."),
        mend=_("Join goals that belong together, or make some of them operational."),
    ),
    Rule(
        code="G19", severity=Severity.HINT, find=find_visionless, types=GOALS, of_plan=True,
        title=_("There are goals, but no vision"),
        what=_("No vision was adopted, so nothing says what the goals lead to."),
        why=_("Goals that lead to one picture are easier to explain and to choose from."),
        mend=_("Adopt a vision."),
    ),
)  # fmt: skip
