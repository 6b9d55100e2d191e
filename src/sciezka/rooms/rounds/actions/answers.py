"""Answering: keeping every change, and finishing a sheet.

Nothing here is written to the journal: who answered what, and when, is in the sheets, and in an anonymous round nobody
may learn it.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.rounds.actions.edits import Asked, Edit, Kept, Refused, read_asked
from sciezka.rooms.rounds.actions.proposals import edit_proposal, propose, take_back_proposal
from sciezka.rooms.rounds.actions.screens import tell_screens
from sciezka.rooms.rounds.actions.sheets import lock_participant, take_sheet
from sciezka.rooms.rounds.models import Answer, Participant, Phase, Round, Sheet
from sciezka.rooms.rounds.queries.sheets import CellKey

# So many changes of one sheet are more than a person makes; they are a flood.
MOST_CHANGES: Final = 20_000

__all__ = [
    "Edit",
    "Kept",
    "edit_proposal",
    "finish_sheet",
    "keep_edits",
    "open_sheet",
    "propose",
    "reopen_sheet",
    "take_back_proposal",
]


@transaction.atomic
def open_sheet(participant: Participant) -> Sheet:
    """Give a participant's sheet, made when there is none yet.

    Raises:
        ValidationError: in an anonymous round whose sheets can't be tied to anybody any more.
    """
    return take_sheet(lock_participant(participant))


@dataclass(slots=True)
class _Keeping:
    """What is held while edits are being kept."""

    sheet: Sheet
    asked: Asked
    now: dt.datetime
    is_late: bool
    current: dict[CellKey, Answer]
    picked: set[int]
    counted: list[uuid.UUID] = field(default_factory=list)
    late: list[uuid.UUID] = field(default_factory=list)
    replaced: list[uuid.UUID] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    fresh: list[Answer] = field(default_factory=list)
    outdated: list[int] = field(default_factory=list)

    def keep(self, edit: Edit) -> None:
        """Keep one edit where it belongs."""
        if problem := self.asked.find_problem(edit):
            self.refused.append(Refused(edit.key, problem))
        elif self.is_late:
            self.late.append(edit.key)
            self._add(edit, Answer.Fate.LATE)
        elif (before := self.current.get(edit.cell)) and before.edited_at > edit.edited_at:
            self.replaced.append(edit.key)
            self._add(edit, Answer.Fate.EARLIER)
        elif self._is_one_too_many(edit):
            self.refused.append(Refused(edit.key, "picks"))
        else:
            self.counted.append(edit.key)
            self._replace(edit)

    def _is_one_too_many(self, edit: Edit) -> bool:
        most = self.asked.most_picks
        return bool(most and edit.value and len(self.picked - {edit.item}) >= most)

    def _replace(self, edit: Edit) -> None:
        if before := self.current.get(edit.cell):
            before.fate = Answer.Fate.EARLIER
            if before.pk:
                self.outdated.append(before.pk)
        if edit.value:
            self.picked.add(edit.item)
        else:
            self.picked.discard(edit.item)
        self.current[edit.cell] = self._add(edit, Answer.Fate.CURRENT)

    def _add(self, edit: Edit, fate: Answer.Fate) -> Answer:
        answer = Answer(
            sheet=self.sheet,
            item_id=edit.item,
            scale=edit.scale,
            against_id=edit.against,
            value=edit.value,
            special=edit.special,
            reason=edit.reason,
            fate=fate,
            edit=edit.key,
            edited_at=edit.edited_at,
            came_at=self.now,
        )
        self.fresh.append(answer)
        return answer

    def write(self) -> Kept:
        """Write all at once: what is replaced first, so that no two ever count."""
        Answer.objects.filter(pk__in=self.outdated).update(fate=Answer.Fate.EARLIER)
        Answer.objects.bulk_create(self.fresh)
        return Kept(
            counted=tuple(self.counted),
            late=tuple(self.late),
            replaced=tuple(self.replaced),
            refused=tuple(self.refused),
        )


@transaction.atomic
def keep_edits(*, participant: Participant, edits: Iterable[Edit], now: dt.datetime | None = None) -> Kept:
    """Keep what a person changed: the later edit counts, the earlier stays as history, nothing is kept twice.

    Args:
        participant: whose answers they are.
        edits: the changes, in any order; a change from the future is taken as made now.
        now: the server's clock.
    """
    now = now or timezone.now()
    participant = lock_participant(participant)
    round_ = participant.round
    # What reached the server twice in one parcel is one change.
    given = list({edit.key: edit for edit in edits}.values())
    if problem := _find_obstacle(round_, participant, now):
        return Kept(refused=tuple(Refused(edit.key, problem) for edit in given))
    if not given:
        return Kept()
    sheet = take_sheet(participant)
    known = {row.edit: row.fate for row in sheet.answers.filter(edit__in=[edit.key for edit in given])}
    fresh = [_clamp(edit, round_, now) for edit in given if edit.key not in known]
    if fresh and sheet.answers.count() + len(fresh) > MOST_CHANGES:
        kept = Kept(refused=tuple(Refused(edit.key, "full") for edit in fresh))
    else:
        kept = _keep(sheet, fresh, round_, now)
        _note_begun(participant)
    if kept.counted and not round_.is_blind:
        tell_screens(round_)
    return _add_known(kept, known)


def _find_obstacle(round_: Round, participant: Participant, now: dt.datetime) -> str:
    """Say why the round takes nothing from this person now; empty when it does."""
    phase = round_.phase_at(now)
    if participant.removed_at or phase not in {Phase.OPEN, Phase.CLOSED}:
        return "not_open"
    return "sealed" if round_.is_anonymous and not round_.salt else ""


def _clamp(edit: Edit, round_: Round, now: dt.datetime) -> Edit:
    """Put an edit's moment between the opening and now: a wrong clock must not win or lose for ever."""
    moment = min(max(edit.edited_at, round_.opens_at or edit.edited_at), now)
    return replace(edit, edited_at=moment)


def _keep(sheet: Sheet, edits: Sequence[Edit], round_: Round, now: dt.datetime) -> Kept:
    current = {
        (row.item_id, row.scale, row.against_id): row
        for row in sheet.answers.filter(fate=Answer.Fate.CURRENT).defer("reason")
    }
    keeping = _Keeping(
        sheet=sheet,
        asked=read_asked(round_),
        now=now,
        is_late=round_.phase_at(now) == Phase.CLOSED,
        current=current,
        picked={row.item_id for row in current.values() if row.value},
    )
    for edit in sorted(edits, key=lambda edit: edit.edited_at):
        keeping.keep(edit)
    return keeping.write()


def _add_known(kept: Kept, known: dict[uuid.UUID, str]) -> Kept:
    """Add what had been kept before: it is acknowledged again, by what became of it."""
    by_fate = {fate: tuple(key for key, found in known.items() if found == fate) for fate in Answer.Fate}
    return Kept(
        counted=kept.counted + by_fate[Answer.Fate.CURRENT],
        late=kept.late + by_fate[Answer.Fate.LATE],
        replaced=kept.replaced + by_fate[Answer.Fate.EARLIER],
        refused=kept.refused,
    )


def _note_begun(participant: Participant) -> None:
    if not participant.has_started:
        Participant.objects.filter(pk=participant.pk).update(has_started=True)


@transaction.atomic
def finish_sheet(participant: Participant) -> Sheet:
    """Note that a person has answered all that they will; answers can still be changed after reopening.

    Raises:
        ValidationError: when the round is not open.
    """
    return _mark(participant, is_finished=True)


@transaction.atomic
def reopen_sheet(participant: Participant) -> Sheet:
    """Take a finished sheet up again.

    Raises:
        ValidationError: when the round is not open.
    """
    return _mark(participant, is_finished=False)


def _mark(participant: Participant, *, is_finished: bool) -> Sheet:
    participant = lock_participant(participant)
    if participant.removed_at or not participant.round.is_open:
        raise ValidationError(_("The round does not take answers now."), code="not_open")
    sheet = take_sheet(participant)
    sheet.is_finished = is_finished
    sheet.save(update_fields=["is_finished"])
    participant.has_started, participant.has_finished = True, is_finished
    participant.save(update_fields=["has_started", "has_finished"])
    return sheet
