"""Letting the rows of an anonymous round tell nothing of people once it is over."""

import uuid

from django.db import transaction
from django.db.models import F

from sciezka.rooms.rounds.models import Answer, Proposal, Round, Sheet

# Sheets are numbered far below; the old rows stand aside by so much while new ones are written.
ASIDE = 1_000_000_000
BATCH = 1000


@transaction.atomic
def forget_times(*, round: Round) -> None:  # noqa: A002 - the noun's own name
    """Write the sheets and answers of an anonymous round anew, without moments, steps and the order in which they came.

    Called when its salt is destroyed: laid beside other traces (when somebody was at their desk, what a browser still
    holds), moments, row numbers and the numbers of edits would tell who answered what.
    """
    if not round.is_anonymous:
        return
    moment = round.closes_at or round.created_at
    rows = Answer.objects.filter(sheet__round=round).exclude(fate=Answer.Fate.EARLIER).select_related("sheet")
    answers = list(rows.order_by("sheet__number", "item__position", "item_id", "scale", "against_id", "fate"))
    old = list(round.sheets.order_by("number"))
    round.sheets.update(number=F("number") + ASIDE)
    fresh = Sheet.objects.bulk_create(
        Sheet(round=round, number=sheet.number, participant=None, is_finished=sheet.is_finished) for sheet in old
    )
    places = {before.pk: after for before, after in zip(old, fresh, strict=True)}
    for before, after in places.items():
        Proposal.objects.filter(sheet_id=before).update(sheet=after, created_at=moment)
    Answer.objects.bulk_create(
        (
            Answer(
                sheet=places[row.sheet_id], item_id=row.item_id, scale=row.scale, against_id=row.against_id,
                value=row.value, special=row.special, reason=row.reason, fate=row.fate, edit=uuid.uuid4(),
                edited_at=moment, came_at=moment,
            )
            for row in answers
        ),
        batch_size=BATCH,
    )  # fmt: skip
    Sheet.objects.filter(pk__in=list(places)).delete()
