"""Writing drafts of a vision, talking them over, and adopting one."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.path.actions.goals_ties import keep_ties
from sciezka.rooms.path.models import VisionComment, VisionDraft
from sciezka.rooms.path.queries.visions_votes import is_voted_on
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions import hang, rename, take_off
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.conflicts import Conflict, refuse_stale
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Event, Process

TYPE = "vision"
MOST_DRAFTS = 40
LONGEST_ON_THREAD = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class VisionValues:
    """What a draft says."""

    title: str
    text: str
    year: int | None = None


def hold(draft: VisionDraft) -> VisionDraft:
    """Read a draft anew and hold its row until the end of the transaction."""
    rows = VisionDraft.objects.select_for_update(of=("self",)).select_related("process__workspace")
    return rows.get(pk=draft.pk)


@transaction.atomic
def write_draft(*, actor: User | None, process: Process, values: VisionValues) -> VisionDraft:
    """Write a new draft."""
    hold_thread(process)
    if VisionDraft.objects.filter(process=process, withdrawn_at=None).count() >= MOST_DRAFTS:
        raise ValidationError(_("There are %(most)s drafts already. Withdraw some first.") % {"most": MOST_DRAFTS})
    made = VisionDraft.objects.create(process=process, author=actor.ref if actor else None, **asdict(values))
    note(actor=actor, verb="vision.write", of=made, after=asdict(values))
    return made


@transaction.atomic
def edit_draft(*, actor: User | None, draft: VisionDraft, version: int, values: VisionValues) -> VisionDraft:
    """Change a draft.

    Raises:
        Conflict: when somebody has changed it since the version that was read, and says something else.
        ValidationError: when it was adopted, or is being voted on: people decide about the words that they read.
    """
    standing = hold(draft)
    if standing.is_adopted:
        raise ValidationError(_("An adopted vision is not changed. Write a new draft from it."), code="adopted")
    if is_voted_on(standing):
        raise ValidationError(_("It is being voted on. Its words stay until the vote is closed."), code="voted")
    said = asdict(values)
    refuse_stale(standing, version, said)
    if apply_changes(actor=actor, verb="vision.edit", of=standing, values=said):
        standing.version += 1
        standing.save(update_fields=["version"])
    return standing


@transaction.atomic
def withdraw_draft(*, actor: User | None, draft: VisionDraft) -> None:
    """Withdraw a draft: it is kept below the others and nobody votes on it any more."""
    standing = hold(draft)
    if standing.is_adopted:
        raise ValidationError(_("The adopted vision can't be withdrawn. Adopt another one in its place."), code="adopted")
    if is_voted_on(standing):
        raise ValidationError(_("It is being voted on and can't be withdrawn now."), code="voted")
    if not standing.is_withdrawn:
        apply_changes(actor=actor, verb="vision.withdraw", of=standing, values={"withdrawn_at": timezone.now()})


@transaction.atomic
def bring_back_draft(*, actor: User | None, draft: VisionDraft) -> None:
    """Put a withdrawn draft beside the others again."""
    standing = hold(draft)
    if standing.is_withdrawn:
        apply_changes(actor=actor, verb="vision.bring_back", of=standing, values={"withdrawn_at": None})


@transaction.atomic
def comment(*, actor: User, draft: VisionDraft, text: str) -> VisionComment:
    """Say something of a draft. The journal does not hold the words, so that they can be erased."""
    made = VisionComment.objects.create(draft=draft, author=actor.ref, text=text)
    note(actor=actor, verb="vision.comment", of=made)
    return made


@transaction.atomic
def answer_comment(*, actor: User, remark: VisionComment, text: str) -> None:
    """Say what was done about a comment; an empty answer takes the one before back."""
    held = (
        VisionComment.objects.select_for_update(of=("self",)).select_related("draft__process__workspace").get(pk=remark.pk)
    )
    if held.answer != text:
        held.answer = text
        held.answered_by, held.answered_at = (actor.ref, timezone.now()) if text else (None, None)
        held.save(update_fields=["answer", "answered_by", "answered_at"])
        note(actor=actor, verb="vision.answer", of=held)


@transaction.atomic
def remove_comment(*, actor: User, remark: VisionComment) -> None:
    """Remove a comment with its answer; nothing of its words stays."""
    note(actor=actor, verb="vision.remove_comment", of=remark)
    remark.delete()


@transaction.atomic
def adopt_vision(
    *, actor: User | None, draft: VisionDraft, version: int, reason: str, event: Event | None = None
) -> VisionDraft:
    """Adopt a draft as the town's vision and hang it on the thread in the place of the one before, which is kept.

    Raises:
        Conflict: when somebody has changed its words since the version that was read.
        ValidationError: when it was withdrawn, without a reason, or when the event is of another process.
    """
    process = draft.process
    hold_thread(process)
    standing = hold(draft)
    if standing.is_withdrawn:
        raise ValidationError(_("It was withdrawn. Bring it back first."), code="withdrawn")
    if standing.is_adopted:
        raise ValidationError(_("It is the adopted vision already."), code="adopted")
    if standing.version != version:
        raise Conflict(standing)
    if event is not None and event.process_id != process.pk:
        raise ValidationError({"event": _("Choose an entry of this process.")}, code="foreign")
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: the decision is kept with it.")}, code="reason")
    replace_adopted(actor, process)
    values: dict[str, Any] = {"adopted_at": timezone.now(), "adopted_why": reason.strip(), "event": event}
    apply_changes(actor=actor, verb="vision.adopt", of=standing, values=values)
    # On the thread it stands in its own words when they fit beside others', else under its name.
    title = standing.text if len(standing.text) <= LONGEST_ON_THREAD else standing.title
    node = hang(actor=actor, process=process, type=TYPE, noun=standing, title=title)
    rename(actor=actor, node=node, title=title)
    keep_ties(actor=actor, process=process)
    return standing


def replace_adopted(actor: User | None, process: Process) -> None:
    """Let the vision that was adopted before give way: it is kept with its reason, off the thread."""
    before = VisionDraft.objects.filter(process=process, adopted_at__isnull=False).first()
    if before is None:
        return
    before.process = process
    values = {"adopted_at": None, "held_from": before.adopted_at, "held_until": timezone.now()}
    apply_changes(actor=actor, verb="vision.replace", of=before, values=values)
    if (node := node_for(before, TYPE)) is not None:
        take_off(actor=actor, node=node)
