"""The diagnosis room's rules of the golden thread: what a problem tree lacks, and how its statements are worded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from sciezka.core.alike import find_alike as pair_alike
from sciezka.core.namesakes import fold_letters
from sciezka.rooms.diagnosis.models import Placing, Role, Statement
from sciezka.rooms.diagnosis.queries.trees import CAUSES
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.plan import Hit, Plan, Rule, Severity

TYPES: Final = ("problem", "cause", "effect")
# Words in which a missing solution is dressed up as a problem; only some of them open a sentence innocently.
_MISSING: Final = re.compile(r"^(brak\b|brakuje\b|nie ma\b|niewystarczajac|niedostateczn|lack of\b|no\b|there is no\b)")


@dataclass(frozen=True, slots=True)
class Told:
    """The statements on the thread, as the rules read them.

    Attributes:
        rows: each standing node with its statement, but for those set aside.
        placed: the statements that stand in some tree.
        comes: the nodes that some cause leads to.
        leads: the nodes that lead to something.
    """

    rows: tuple[tuple[Node, Statement], ...]
    placed: frozenset[int]
    comes: frozenset[int]
    leads: frozenset[int]

    def of(self, role: Role) -> Iterator[Node]:
        """Give the nodes of a role."""
        return (node for node, row in self.rows if row.role == role)


def read_told(plan: Plan) -> Told:
    """Read the statements, in two queries."""
    nodes = {key: node for type_key in TYPES for key, node in plan.nouns(type_key).items()}
    rows = Statement.objects.filter(process=plan.process, aside_at__isnull=True, pk__in=list(nodes)).order_by("pk")
    ties = [tie for tie in plan.in_force if tie.kind == CAUSES]
    placed = Placing.objects.filter(tree__process=plan.process).values_list("statement_id", flat=True)
    return Told(
        tuple((nodes[row.pk], row) for row in rows),
        frozenset(placed),
        frozenset(tie.target for tie in ties),
        frozenset(tie.source for tie in ties),
    )


def find_indirect(plan: Plan) -> Iterator[Hit]:
    """Find problems whose causes are shown by evidence, and they themselves are not."""
    for node in plan.once(read_told).of(Role.CORE):
        direct = {*plan.carriers.get(node.pk, ()), *plan.weakeners.get(node.pk, ())}
        if plan.count_evidence(node) and not direct & plan.citations.keys():
            yield Hit(node, {"by": plan.evidence_under(node)[0].code})


def find_bare_causes(plan: Plan) -> Iterator[Hit]:
    """Find causes under which there is no evidence."""
    return (Hit(node) for node in plan.once(read_told).of(Role.CAUSE) if not plan.count_evidence(node))


def find_causeless(plan: Plan) -> Iterator[Hit]:
    """Find problems that no cause leads to."""
    told = plan.once(read_told)
    return (Hit(node) for node in told.of(Role.CORE) if node.pk not in told.comes)


def find_leading_nowhere(plan: Plan) -> Iterator[Hit]:
    """Find causes that lead to nothing."""
    told = plan.once(read_told)
    return (Hit(node) for node in told.of(Role.CAUSE) if node.pk not in told.leads)


def find_following_nothing(plan: Plan) -> Iterator[Hit]:
    """Find effects that follow from nothing."""
    told = plan.once(read_told)
    return (Hit(node) for node in told.of(Role.EFFECT) if node.pk not in told.comes)


def find_treeless(plan: Plan) -> Iterator[Hit]:
    """Find statements that stand in no tree."""
    told = plan.once(read_told)
    return (Hit(node) for node, row in told.rows if row.pk not in told.placed)


def find_missing_solutions(plan: Plan) -> Iterator[Hit]:
    """Find statements that name what is missing rather than what is wrong."""
    for node, row in plan.once(read_told).rows:
        if found := _MISSING.match(fold_letters(row.text.strip())):
            yield Hit(node, {"word": row.text.strip()[: found.end()]})


def find_alike(plan: Plan) -> Iterator[Hit]:
    """Find statements of one role that say nearly the same in other words; the very same is the thread's own rule."""
    rows = plan.once(read_told).rows
    for role in Role:
        among = [(node, row.text) for node, row in rows if row.role == role]
        for one, other in pair_alike([text for _node, text in among]):
            yield Hit(among[other][0], {"other": among[one][0].code})


RULES: Final = (
    Rule(
        code="D01", severity=Severity.WARNING, find=find_indirect, at="tie", types=("problem",),
        title=_("The problem itself has no evidence"),
        what=_("Evidence (%(by)s) shows what %(code)s comes from, but nothing shows the problem itself."),
        why=_("A cause that is proved does not prove that it has the effect that the plan ascribes to it."),
        mend=_("Tie evidence that shows the problem: a figure, a survey’s finding, a judgement."),
    ),
    Rule(
        code="D02", severity=Severity.HINT, find=find_bare_causes, at="tie", types=("cause",),
        title=_("A cause has no evidence"),
        what=_("Nothing shows that %(code)s is so."),
        why=_("A plan that fights a supposed cause may change nothing."),
        mend=_("Tie evidence to the cause, or to what it comes from."),
    ),
    Rule(
        code="D03", severity=Severity.WARNING, find=find_causeless, at="source", types=("problem",), gate=True,
        title=_("A problem has no cause"),
        what=_("Nothing says from what %(code)s comes, and nobody has set it aside."),
        why=_("Whoever does not know the causes can only treat the signs."),
        mend=_("Add a cause in the problem tree, or set the problem aside with a reason."),
    ),
    Rule(
        code="D04", severity=Severity.HINT, find=find_treeless, at="source", types=TYPES,
        title=_("A statement stands in no tree"),
        what=_("%(code)s is on the thread, but in none of the problem trees."),
        why=_("Nobody sees it when the trees are talked over."),
        mend=_("Take it into a tree, or take it off the thread."),
    ),
    Rule(
        code="D05", severity=Severity.HINT, find=find_missing_solutions, at="source", types=TYPES,
        title=_("A statement reads like a missing solution"),
        what=_("%(code)s begins with “%(word)s”: it names what is missing, not what is wrong."),
        why=_("Such a problem has its only answer built in; others are then not looked for."),
        mend=_("Say for whom it is bad, and in what it shows."),
    ),
    Rule(
        code="D06", severity=Severity.WARNING, find=find_alike, at="source", types=TYPES,
        title=_("Two statements say nearly the same"),
        what=_("%(code)s says nearly the same as %(other)s."),
        why=_("Ties and evidence are split between the two."),
        mend=_("Keep one of them and hang the other’s causes under it, or say what tells them apart."),
    ),
    Rule(
        code="D07", severity=Severity.WARNING, find=find_leading_nowhere, at="source", types=("cause",),
        title=_("A cause leads to nothing"),
        what=_("%(code)s is called a cause, but nothing says of what."),
        why=_("It may be a problem of its own, or not belong in the plan at all."),
        mend=_("Hang it in the tree under what it causes."),
    ),
    Rule(
        code="D08", severity=Severity.WARNING, find=find_following_nothing, at="source", types=("effect",),
        title=_("An effect follows from nothing"),
        what=_("%(code)s is called an effect, but nothing says of what."),
        why=_("It may be a problem of its own, or not belong in the plan at all."),
        mend=_("Hang it in the tree above what it comes from."),
    ),
)  # fmt: skip
