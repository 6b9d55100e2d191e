"""Judging whether two submissions say the same."""

from django.db import transaction

from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.notes import note_submission
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.people.models import User


@transaction.atomic
def judge_pair(*, actor: User, one: Submission, other: Submission, judgement: str) -> bool:
    """Keep at both submissions whether they say the same; tell whether anything changed.

    Args:
        actor: who judges.
        one: the one.
        other: another of the same call.
        judgement: ``same``, ``different``, or nothing to take it back.
    """
    # Whoever holds several submissions holds their call first: two who took them in different orders would both lose.
    hold_call(one.call)
    rows = Submission.objects.select_for_update().filter(call_id=one.call_id, pk__in={one.pk, other.pk}).order_by("pk")
    held = {row.pk: row for row in rows}
    if len(held) != len({one.pk, other.pk}) or one.pk == other.pk:
        return False
    was = held[one.pk].compared.get(str(other.pk), "")
    if was == judgement:
        return False
    for row, twin in ((held[one.pk], other), (held[other.pk], one)):
        row.compared.pop(str(twin.pk), None)
        if judgement:
            row.compared[str(twin.pk)] = judgement
        row.save(update_fields=["compared"])
    after = {"with": other.code, "judged": judgement}
    note_submission(actor=actor, verb="submission.compare", submission=one, before={"judged": was}, after=after)
    return True
