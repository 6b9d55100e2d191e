"""Of what a person may not even read in the journal: of submissions to whose applicants they declared a tie."""

from typing import Any, Final

from django.db.models import Model

from sciezka.rooms.calls.models import (
    Decision,
    Declaration,
    FormalCheck,
    Letter,
    Reservation,
    ReserveMove,
    ScoreCard,
    Submission,
)

# Nouns that belong to one submission, and are written of by their own names.
OF_SUBMISSION: Final[tuple[type[Model], ...]] = (
    Decision, Declaration, FormalCheck, Letter, Reservation, ReserveMove, ScoreCard,
)  # fmt: skip


def list_veiled(user: Any) -> dict[str, list[str]]:  # noqa: ANN401 - any kind of user
    """Give the keys of what a tie hides from a person, by kinds of nouns; one query for whoever has none."""
    tied = list(
        Declaration.objects.filter(user=user, stance=Declaration.Stance.CONFLICT).values_list("submission_id", flat=True)
    )
    if not tied:
        return {}
    found = {Submission._meta.label_lower: [str(key) for key in tied]}
    for model in OF_SUBMISSION:
        keys = model._default_manager.filter(submission__in=tied).values_list("pk", flat=True)
        found[model._meta.label_lower] = [str(key) for key in keys]
    return found
