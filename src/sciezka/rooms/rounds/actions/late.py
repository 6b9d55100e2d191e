"""Admitting what came after the end of a round. The journal names no person."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.screens import tell_screens
from sciezka.rooms.rounds.models import Answer, Round, Sheet
from sciezka.rooms.rounds.models.rounds import FEWEST_ANONYMOUS
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def admit_late(*, actor: User | None, round: Round, sheet: Sheet) -> int:  # noqa: A002 - the noun's own name
    """Let what came after the end on one sheet count; the later edit wins here too.

    Returns:
        how many answers count now that did not before.

    Raises:
        ValidationError: in an anonymous round, where files from before and after would tell whose sheet it is.
    """
    if round.is_anonymous:
        raise ValidationError(_("In an anonymous round late answers are admitted all together."), code="anonymous")
    return _end_admitting(
        actor, round, _admit(round, Sheet.objects.select_for_update(no_key=True).get(pk=sheet.pk, round=round))
    )


@transaction.atomic
def admit_all_late(*, actor: User | None, round: Round) -> int:  # noqa: A002
    """Let all that came after the end count; of an anonymous round only where enough sheets change at once.

    Returns:
        how many answers count now that did not before.

    Raises:
        ValidationError: in an anonymous round with late answers on fewer than five sheets.
    """
    late = Answer.objects.filter(sheet__round=round, fate=Answer.Fate.LATE)
    sheets = list(Sheet.objects.select_for_update(no_key=True).filter(pk__in=late.values("sheet")).order_by("number"))
    admitted = [_admit(round, sheet) for sheet in sheets]
    # What loses to a later edit changes no sheet, so only those that change are counted.
    if round.is_anonymous and sum(map(bool, admitted)) < FEWEST_ANONYMOUS:
        said = ngettext(
            "Late answers of an anonymous round count only when at least %(fewest)s sheet has some: otherwise it could be "
            "told whose they are.",
            "Late answers of an anonymous round count only when at least %(fewest)s sheets have some: otherwise it could "
            "be told whose they are.",
            FEWEST_ANONYMOUS,
        )
        raise ValidationError(said % {"fewest": FEWEST_ANONYMOUS}, code="few")
    return _end_admitting(actor, round, sum(admitted))


def _admit(round_: Round, sheet: Sheet) -> int:
    late = list(sheet.answers.filter(fate=Answer.Fate.LATE).order_by("edited_at", "pk"))
    current = {(row.item_id, row.scale, row.against_id): row for row in sheet.answers.filter(fate=Answer.Fate.CURRENT)}
    picked = {row.item_id for row in current.values() if row.value}
    most = round_.most_picks if round_.kind == Round.Kind.PICK else None
    admitted = 0
    for answer in late:
        cell = (answer.item_id, answer.scale, answer.against_id)
        before = current.get(cell)
        if most and answer.value and len(picked - {answer.item_id}) >= most:
            continue
        if before and before.edited_at > answer.edited_at:
            _set_fate(answer, Answer.Fate.EARLIER)
            continue
        if before:
            _set_fate(before, Answer.Fate.EARLIER)
            admitted -= before in late
        _set_fate(answer, Answer.Fate.CURRENT)
        current[cell] = answer
        (picked.add if answer.value else picked.discard)(answer.item_id)
        admitted += 1
    return admitted


def _set_fate(answer: Answer, fate: Answer.Fate) -> None:
    answer.fate = fate
    answer.save(update_fields=["fate"])


def _end_admitting(actor: User | None, round_: Round, admitted: int) -> int:
    if admitted:
        note(actor=actor, verb="round.unseal", of=round_, after={"answers": admitted})
        tell_screens(round_)
    return admitted
