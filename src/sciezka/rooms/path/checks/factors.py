"""Rules about factors: the core set must rest on evidence and lead to goals."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.path.models import CoreChoice, Factor
from sciezka.rooms.path.queries.factors import TYPE, chosen_of, count_goals, find_choice
from sciezka.rooms.path.queries.factors_rounds import trace_merged
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.plan import Hit, Plan, Rule, Severity

GOALS: Final = ("strategic_goal", "operational_goal")
# With more than this nothing comes first any more.
MOST_CORE: Final = 9


@dataclass(frozen=True, slots=True)
class Told:
    """The choice in force, and the standing nodes of the factors that it holds."""

    choice: CoreChoice | None
    core: tuple[Node, ...]


def read_told(plan: Plan) -> Told:
    """Read the choice in force."""
    choice = find_choice(plan.process)
    kept = trace_merged(Factor.objects.filter(process=plan.process)) if choice else {}
    nodes = plan.nouns(TYPE)
    return Told(choice, tuple(nodes[key] for key in sorted(chosen_of(choice, kept)) if key in nodes))


def find_unused(plan: Plan) -> Iterator[Hit]:
    """Find core factors that no goal uses."""
    return (Hit(node) for node in plan.once(read_told).core if not count_goals(plan, node))


def find_bare(plan: Plan) -> Iterator[Hit]:
    """Find core factors under which there is no evidence; those only weakened are told by the thread's own rule."""
    for node in plan.once(read_told).core:
        if not plan.count_evidence(node) and (node.pk in plan.carriers or node.pk not in plan.weakeners):
            yield Hit(node)


def find_unasked(plan: Plan) -> Iterator[Hit]:
    """Find a choice that no round stands behind."""
    choice = plan.once(read_told).choice
    if choice and choice.round_id is None:
        yield Hit(about="core", href=reverse("path:core", kwargs=plan.process.address))


def find_many(plan: Plan) -> Iterator[Hit]:
    """Find a core set so large that it chooses nothing."""
    core = plan.once(read_told).core
    if len(core) > MOST_CORE:
        words = {"count": len(core), "most": MOST_CORE}
        yield Hit(words=words, about="core", href=reverse("path:core", kwargs=plan.process.address))


def find_unchosen(plan: Plan) -> Iterator[Hit]:
    """Find a list of factors from which nothing was chosen although goals are set."""
    if plan.of_type(*GOALS) and plan.once(read_told).choice is None:
        yield Hit(about="core", href=reverse("path:core", kwargs=plan.process.address))


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        code="F01", severity=Severity.ERROR, find=find_unused, at="tie", types=(TYPE,), gate=True,
        title=_("No goal uses a core factor"),
        what=_("%(code)s is to be improved first, but no goal uses it."),
        why=_("The plan names what matters most and then does nothing about it."),
        mend=_("Tie it to the goal that improves it, or choose the core set anew without it."),
    ),
    Rule(
        code="F02", severity=Severity.ERROR, find=find_bare, at="tie", types=(TYPE,), gate=True,
        title=_("A core factor has no evidence"),
        what=_("%(code)s is to be improved first, but nothing shows how it stands."),
        why=_("Votes say what people hold important; only evidence says what is true, and whether it got better."),
        mend=_("Tie evidence: a figure with its comparison, a survey’s finding, an agreed level."),
    ),
    Rule(
        code="F03", severity=Severity.HINT, find=find_unasked, types=(TYPE,), of_plan=True,
        title=_("No vote stands behind the core set"),
        what=_("The core factors were chosen without a round in which people picked them."),
        why=_("Whoever asks why just these were chosen gets no answer but the reason written down."),
        mend=_("Put the list to a vote of a team or of residents, and record the choice anew."),
    ),
    Rule(
        code="F04", severity=Severity.HINT, find=find_many, types=(TYPE,), of_plan=True,
        title=_("The core set is large"),
        what=_("%(count)s factors are to be improved first; more than %(most)s can hardly all come first."),
        why=_("Money and people will be spread thin, and nothing will change visibly within five years."),
        mend=_("Choose fewer, or merge those that mean the same."),
    ),
    Rule(
        code="F05", severity=Severity.WARNING, find=find_unchosen, types=(TYPE,), of_plan=True,
        title=_("Goals are set, but no core factors are chosen"),
        what=_("There is a list of factors and there are goals, but nobody has said which factors come first."),
        why=_("Nothing then tells why just these goals were set and not others."),
        mend=_("Put the list to a vote, and record the choice."),
    ),
)  # fmt: skip
