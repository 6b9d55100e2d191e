"""A person's sheet: held while it is changed, and made when there is none yet."""

import secrets
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sciezka.rooms.rounds.models import Participant, Sheet
from sciezka.rooms.rounds.queries.sheets import find_sheet, sheet_key

# Sheets are told apart by a number that is drawn: in the order of these nobody can read who came first.
LOWEST_NUMBER: Final = 100_000
NUMBERS: Final = 900_000
DRAWS: Final = 20


def lock_participant(participant: Participant) -> Participant:
    """Let one change of a person's sheet be made at a time, whatever the tabs and threads; call it in a transaction.

    All locks of this room leave the row's key alone: rows that point at a locked one may be written meanwhile, and two
    people who hold one row each do not wait for one another for ever.
    """
    rows = Participant.objects.select_for_update(of=("self",), no_key=True).select_related(
        "round__process__workspace", "user"
    )
    return rows.get(pk=participant.pk)


def take_sheet(participant: Participant) -> Sheet:
    """Give the sheet of a locked participant, made when there is none yet.

    Raises:
        ValidationError: in an anonymous round whose sheets can't be tied to anybody any more.
    """
    if sheet := find_sheet(participant):
        return sheet
    round_ = participant.round
    key = sheet_key(participant) if round_.is_anonymous else ""
    if round_.is_anonymous and not key:
        raise ValidationError(_("The round has ended, and answers can't be tied to anybody any more."), code="sealed")
    owner = None if round_.is_anonymous else participant
    for _draw in range(DRAWS):
        number = LOWEST_NUMBER + secrets.randbelow(NUMBERS)
        try:
            with transaction.atomic():
                return Sheet.objects.create(round=round_, participant=owner, key=key, number=number)
        except IntegrityError:
            continue
    message = "No number for a sheet was free."
    raise RuntimeError(message)
