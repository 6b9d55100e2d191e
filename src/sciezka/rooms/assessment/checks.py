"""The assessment's rules of the golden thread: how deficits were agreed, and whether anything answers them."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.assessment.models import Deficit, Improvement
from sciezka.rooms.assessment.queries.deficits import TYPE
from sciezka.rooms.rounds.models import Participant
from sciezka.rooms.rounds.models.results import AgreedResult
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.plan import Hit, Plan, Rule, Severity

PURPOSE: Final = "assessment"


def read_deficits(plan: Plan) -> tuple[tuple[Node, Deficit], ...]:
    """Read the deficits on the thread with their cards and improvements, in two queries."""
    nodes = plan.nouns(TYPE)
    rows = Deficit.objects.filter(card__assessment__process=plan.process, pk__in=list(nodes))
    return tuple((nodes[row.pk], row) for row in rows.select_related("card").prefetch_related("improvements"))


def find_without_quorum(plan: Plan) -> Iterator[Hit]:
    """Find deficits of questions whose level was agreed by fewer than half of those asked."""
    rows = plan.once(read_deficits)
    subjects = {str(deficit.card.assessment_id) for _node, deficit in rows}
    asked = dict(
        Participant.objects.filter(round__process=plan.process, round__purpose=PURPOSE, removed_at=None)
        .order_by()
        .values_list("round_id")
        .annotate(number=Count("pk"))
    )
    agreed = AgreedResult.objects.filter(
        round__process=plan.process, round__purpose=PURPOSE, round__subject_key__in=subjects, against=None
    )
    counted = agreed.order_by("pk").annotate(people=Count("present", filter=Q(present__removed_at=None)))
    found = {
        (subject, code): (people, asked.get(round_id, 0))
        for subject, code, people, round_id in counted.values_list(
            "round__subject_key", "item__noun_key", "people", "round_id"
        )
    }
    for node, deficit in rows:
        people, all_asked = found.get((str(deficit.card.assessment_id), deficit.card.code), (0, 0))
        if 2 * people < all_asked:
            yield Hit(node, {"question": deficit.card.code, "present": people, "asked": all_asked})


def find_unanswered(plan: Plan) -> Iterator[Hit]:
    """Find deficits that no improvement answers; what was dropped answers nothing."""
    for node, deficit in plan.once(read_deficits):
        if all(row.state == Improvement.State.DROPPED for row in deficit.improvements.all()):
            yield Hit(node)


def find_unowned(plan: Plan) -> Iterator[Hit]:
    """Find deficits whose improvements nobody answers for, or that have no day."""
    open_states = {Improvement.State.PROPOSED, Improvement.State.PLANNED, Improvement.State.UNDER_WAY}
    for node, deficit in plan.once(read_deficits):
        rows = [row for row in deficit.improvements.all() if row.state in open_states]
        bare = [row for row in rows if not (row.owner or row.person_id) or row.due is None]
        if bare:
            yield Hit(node, {"count": len(bare)})


RULES: Final = (
    Rule(
        code="A01", severity=Severity.WARNING, find=find_without_quorum, at="source", types=(TYPE,),
        title=_("A level was agreed without a quorum"),
        what=_("The level of %(question)s, which %(code)s comes from, was agreed by %(present)s of %(asked)s people asked."),
        why=_("What fewer than half agreed, the others may call into question."),
        mend=_("Agree the level again with more people, or note who was really present."),
    ),
    Rule(
        code="A02", severity=Severity.WARNING, find=find_unanswered, at="source", types=(TYPE,),
        title=_("A deficit has no improvement"),
        what=_("Nothing is planned to be done about %(code)s."),
        why=_("The office has found out what does not work, and leaves it so."),
        mend=_("Propose an improvement on the diagnostic card, or withdraw the deficit."),
    ),
    Rule(
        code="A03", severity=Severity.HINT, find=find_unowned, at="source", types=(TYPE,),
        title=_("An improvement has no owner or no day"),
        what=_("Improvements for %(code)s without an owner or a day: %(count)s."),
        why=_("What nobody answers for by a day is not done."),
        mend=_("Name the unit or the position that answers for it, and the day, on the diagnostic card."),
    ),
)  # fmt: skip
