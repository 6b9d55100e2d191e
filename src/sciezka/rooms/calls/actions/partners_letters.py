"""Letters of intent: writing, signing step by step, the scan, and how they hang on the golden thread."""

import datetime as dt
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.selected import hang_selected
from sciezka.rooms.calls.models import SELECTED, Call, Decision, Letter, Submission
from sciezka.rooms.calls.queries.letters import SIGNED
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions import hang, take_off, tie
from sciezka.rooms.thread.models import Tie
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.conflicts import refuse_stale
from sciezka.rooms.town.actions.trace import note

State = Letter.State
# From where a letter goes on to where. What was signed stays as it is; it can only be withdrawn.
STEPS: Final[dict[str, tuple[str, ...]]] = {
    State.DRAFT: (State.SENT, State.SIGNED_PARTNER, State.SIGNED),
    State.SENT: (State.DRAFT, State.SIGNED_PARTNER, State.SIGNED),
    State.SIGNED_PARTNER: (State.SIGNED, State.WITHDRAWN),
    State.SIGNED: (State.WITHDRAWN,),
    State.WITHDRAWN: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterValues:
    """What a letter says."""

    partner: str
    number: str = ""
    day: dt.date | None = None
    town_party: str = ""
    partner_party: str = ""
    project: str = ""
    role: str = ""
    contribution: str = ""
    condition: str = ""
    clause: str = ""
    valid_until: dt.date | None = None
    supports: str = ""
    amount: Decimal | None = None


def hold(letter: Letter) -> Letter:
    """Read a letter anew and hold its row until the end of the transaction."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related("call__process__workspace", "submission")
    return rows.get(pk=letter.pk)


@transaction.atomic
def write_letter(*, actor: User | None, call: Call, submission: Submission | None, values: LetterValues) -> Letter:
    """Begin a letter with a partner, chosen in the call or found otherwise.

    Raises:
        ValidationError: when the submission belongs to another call.
    """
    if submission and submission.call_id != call.pk:
        raise ValidationError(_("This submission belongs to another call."), code="foreign")
    # Held, so that a draft of a call is not deleted from under its letter.
    held = hold_call(call)
    made = Letter.objects.create(call=held, submission=submission, **asdict(values))
    note(actor=actor, verb="letter.write", of=made, after={"partner": made.partner})
    return made


@transaction.atomic
def edit_letter(*, actor: User | None, letter: Letter, version: int, values: LetterValues) -> Letter:
    """Change what a letter says, while it is being written.

    Raises:
        ValidationError: when it was sent or signed: what somebody holds in hand says what it says.
        Conflict: when somebody has changed it since the version that was read.
    """
    held = hold(letter)
    if held.state != State.DRAFT:
        raise ValidationError(_("The letter was sent. Take it back to writing first."), code="sent")
    said = asdict(values)
    refuse_stale(held, version, said)
    if apply_changes(actor=actor, verb="letter.edit", of=held, values=said):
        held.version += 1
        held.save(update_fields=["version"])
    return held


@transaction.atomic
def move_letter(*, actor: User | None, letter: Letter, state: str, day: dt.date | None = None) -> Letter:
    """Note how far the signing is; a signed letter hangs on the golden thread under its partner.

    Raises:
        ValidationError: when the letter can't go there from where it stands, or the day of signing is missing or to come.
    """
    held = hold(letter)
    if state == held.state:
        return held
    if state not in STEPS[held.state]:
        raise ValidationError(_("Somebody has moved this letter on since you read it."), code="state")
    if state in SIGNED and day is None:
        raise ValidationError({"signed_on": _("Write the day on which it was signed.")}, code="required")
    if day and day > timezone.localdate():
        raise ValidationError({"signed_on": _("That day has not come yet.")}, code="future")
    values: dict[str, Any] = {"state": state}
    if state in SIGNED:
        values["signed_on"] = day
    apply_changes(actor=actor, verb="letter.state", of=held, values=values)
    if state in SIGNED:
        hang_letter(actor, held)
    elif state == State.WITHDRAWN and (node := node_for(held, "letter")):
        take_off(actor=actor, node=node)
    return held


def hang_letter(actor: User | None, letter: Letter) -> None:
    """Hang a letter on the thread, tied from its partner."""
    process = letter.call.process
    node = hang(actor=actor, process=process, type="letter", noun=letter, title=letter.partner)
    if letter.submission is None:
        return
    partner = node_for(letter.submission, "partner")
    if partner is None and is_chosen_partner(letter):
        [partner] = hang_selected(actor=actor, call=letter.call, submissions=[letter.submission])
    if partner is None or partner.is_taken_off:
        return
    if not Tie.objects.filter(source=partner, target=node, kind="declares").exists():
        tie(actor=actor, source=partner, target=node, kind="declares")


def is_chosen_partner(letter: Letter) -> bool:
    """Tell whether a letter is with whom a call for partners chose; whoever else signs one becomes no partner by that."""
    chosen = Decision.objects.filter(submission=letter.submission, outcome__in=SELECTED)
    return letter.call.kind == Call.Kind.PARTNERS and chosen.exists()


@transaction.atomic
def keep_scan(*, actor: User | None, letter: Letter, upload: "UploadedFile[Any]") -> Letter:
    """Keep the scan of a signed letter; an earlier scan is replaced, and its file goes once the change stands."""
    held = hold(letter)
    checked = upload.checked  # type: ignore[attr-defined] # set by CheckedFileField
    storage, earlier = held.scan.storage, held.scan.name
    held.scan.save(checked.store_name(), upload, save=False)
    held.scan_name = checked.name
    held.save(update_fields=["scan", "scan_name"])
    if earlier:
        transaction.on_commit(lambda: storage.delete(earlier))
    note(actor=actor, verb="letter.scan", of=held, after={"scan": checked.name})
    return held


@transaction.atomic
def delete_letter(*, actor: User | None, letter: Letter) -> None:
    """Delete a letter that was never sent.

    Raises:
        ValidationError: when it was sent or signed.
    """
    held = hold(letter)
    if held.state != State.DRAFT or node_for(held, "letter"):
        raise ValidationError(
            _("Only a letter that is being written can be deleted. Withdraw this one instead."), code="sent"
        )
    note(actor=actor, verb="letter.delete", of=held, before={"partner": held.partner})
    storage, scan = held.scan.storage, held.scan.name
    held.delete()
    if scan:
        transaction.on_commit(lambda: storage.delete(scan))
