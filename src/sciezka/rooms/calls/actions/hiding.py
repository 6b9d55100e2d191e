"""Taking a submission off the public pages, and putting it back."""

from django.db import transaction

from sciezka.rooms.calls.actions.notes import note_submission
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.people.models import User


@transaction.atomic
def hide_submission(*, actor: User, submission: Submission, why: str) -> Submission:
    """Let residents read no more of a submission than its number, or show it again.

    Args:
        actor: who does it.
        submission: which one; nothing of it changes but what residents see.
        why: the reason, which its applicant reads; empty to show it again.
    """
    rows = Submission.objects.select_for_update(of=("self",)).select_related("call__process__workspace")
    held = rows.get(pk=submission.pk)
    why = " ".join(why.split())
    if held.hidden_why == why:
        return held
    before, held.hidden_why = held.hidden_why, why
    held.save(update_fields=["hidden_why"])
    note_submission(
        actor=actor, verb="submission.hide" if why else "submission.show", submission=held,
        before={"hidden_why": before}, after={"hidden_why": why},
    )  # fmt: skip
    return held
