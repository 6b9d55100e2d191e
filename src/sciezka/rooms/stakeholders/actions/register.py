"""Keeping the register: adding, changing, taking off, putting back and merging stakeholders."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.journal import find_changes, take_snapshot
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Item
from sciezka.rooms.stakeholders.actions.findings import forget_findings
from sciezka.rooms.stakeholders.actions.trace import note
from sciezka.rooms.stakeholders.models import Handle, Stakeholder
from sciezka.rooms.stakeholders.queries.judgements import PURPOSE
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.town.models import Process

MOST_STAKEHOLDERS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderValues:
    """What is said about a stakeholder."""

    name: str
    is_person: bool = False
    sector: str = ""
    represents: str = ""
    territory: str = ""
    district: str = ""
    contact: str = ""
    interests: str = ""
    brings: str = ""


FIELDS = tuple(field.name for field in fields(StakeholderValues))
GAPS = FIELDS[2:]
JOINED = ("interests", "brings")


@transaction.atomic
def add_stakeholder(*, actor: User | None, process: Process, values: StakeholderValues) -> Stakeholder:
    """Add a stakeholder to the register."""
    if Stakeholder.objects.filter(process=process, removed_at=None).count() >= MOST_STAKEHOLDERS:
        raise ValidationError(_("The register holds at most %(most)s stakeholders.") % {"most": MOST_STAKEHOLDERS})
    made = Stakeholder.objects.create(process=process, **read_values(values))
    note(actor=actor, verb="stakeholder.add", of=made, after=keep_filled(take_snapshot(made, FIELDS)))
    return made


@transaction.atomic
def edit_stakeholder(*, actor: User | None, stakeholder: Stakeholder, values: StakeholderValues) -> Stakeholder:
    """Change what is said about a stakeholder; an erased person stays erased."""
    if values.is_person:
        # What was cited of it leaves the thread, which is held before any row.
        hold_thread(stakeholder.process)
    held = hold(stakeholder)
    if held.erased_at:
        raise ValidationError(_("The data of this person were erased and can't be written again."), code="erased")
    before = take_snapshot(held, FIELDS)
    for name, value in read_values(values).items():
        setattr(stakeholder, name, value)
    old, new = find_changes(before, take_snapshot(stakeholder, FIELDS))
    if new:
        stakeholder.save(update_fields=list(new))
        # Somebody who was, or now is, a natural person is not named.
        subject = stakeholder if stakeholder.is_person else held
        note(actor=actor, verb="stakeholder.edit", of=subject, before=old, after=new)
        if stakeholder.is_person:
            forget_findings(actor=actor, stakeholder=stakeholder)
    return stakeholder


@transaction.atomic
def remove_stakeholder(*, actor: User | None, stakeholder: Stakeholder) -> None:
    """Take a stakeholder off the register; what was judged and heard stays, and it can be put back."""
    held = hold(stakeholder)
    if held.removed_at is None:
        stakeholder.removed_at = timezone.now()
        stakeholder.save(update_fields=["removed_at"])
        note(actor=actor, verb="stakeholder.remove", of=held)


@transaction.atomic
def restore_stakeholder(*, actor: User | None, stakeholder: Stakeholder) -> None:
    """Put a stakeholder back on the register."""
    held = hold(stakeholder)
    if held.erased_at:
        raise ValidationError(_("The data of this person were erased and can't be put back."), code="erased")
    if held.removed_at is not None:
        stakeholder.removed_at = None
        stakeholder.save(update_fields=["removed_at"])
        note(actor=actor, verb="stakeholder.restore", of=held)


@transaction.atomic
def merge_stakeholders(*, actor: User | None, kept: Stakeholder, other: Stakeholder) -> Stakeholder:
    """Merge another stakeholder into one: gaps are filled, contacts, signs, plans and judgements come along.

    The other leaves the register; its name becomes a sign by which the records know the one that stays.
    """
    refuse_merging(kept, other)
    held, gone = hold(kept), hold(other)
    values: dict[str, Any] = {name: getattr(gone, name) for name in GAPS if not getattr(held, name) and getattr(gone, name)}
    for name in JOINED:
        values[name] = join_texts((getattr(held, name), getattr(gone, name)))
    before = take_snapshot(held, values)
    for name, value in values.items():
        setattr(kept, name, value)
    old, new = find_changes(before, take_snapshot(kept, values))
    kept.save(update_fields=list(values))
    take_belongings(kept, gone)
    other.removed_at = timezone.now()
    other.save(update_fields=["removed_at"])
    after = {**new, "merged": "" if gone.is_person else gone.name, "merged_key": gone.pk}
    note(actor=actor, verb="stakeholder.merge", of=held, before=old, after=after)
    return kept


def refuse_merging(kept: Stakeholder, other: Stakeholder) -> None:
    """Refuse to merge what can't mean the same."""
    if kept.pk == other.pk or kept.process_id != other.process_id:
        raise ValidationError(_("Choose another stakeholder of the same process."), code="other")
    if kept.is_person != other.is_person:
        raise ValidationError(
            _("A natural person and an organisation can't be merged: their data are guarded differently."), code="person"
        )
    if kept.removed_at or other.removed_at:
        raise ValidationError(_("Only stakeholders that stand on the register can be merged."), code="removed")


def take_belongings(kept: Stakeholder, gone: Stakeholder) -> None:
    """Move what belongs to one stakeholder to another; what the other has already stays where it was."""
    own_signs = set(kept.handles.values_list("kind", "value"))
    for handle in [*gone.handles.all(), Handle(kind=Handle.Kind.NAME, value=gone.name)]:
        if (handle.kind, handle.value) not in own_signs:
            own_signs.add((handle.kind, handle.value))
            handle.stakeholder = kept
            handle.save()
    gone.contacts.update(stakeholder=kept)
    gone.engagements.update(stakeholder=kept)
    own_findings = set(kept.findings.values_list("round_id", "scale"))
    for finding in gone.findings.all():
        if (finding.round_id, finding.scale) not in own_findings:
            finding.stakeholder = kept
            finding.save(update_fields=["stakeholder"])
    own_addresses = set(kept.invitations.values_list("email", flat=True))
    gone.invitations.exclude(email__in=own_addresses).update(stakeholder=kept)
    items = Item.objects.filter(round__process=kept.process, round__purpose=PURPOSE)
    taken = items.filter(noun_key=str(kept.pk)).values("round_id")
    items.filter(noun_key=str(gone.pk)).exclude(round_id__in=list(taken.values_list("round_id", flat=True))).update(
        noun_key=str(kept.pk)
    )


def hold(stakeholder: Stakeholder) -> Stakeholder:
    """Read a stakeholder anew and hold its row until the end of the transaction."""
    rows = Stakeholder.objects.select_for_update(of=("self",)).select_related("process__workspace")
    return rows.get(pk=stakeholder.pk)


def read_values(values: StakeholderValues) -> dict[str, Any]:
    """Give the field values, or say what can't be."""
    given = {name: getattr(values, name) for name in FIELDS}
    given["name"] = " ".join(values.name.split())
    if not given["name"]:
        raise ValidationError({"name": _("Give the name of the stakeholder.")}, code="name")
    return given


def join_texts(texts: Iterable[str]) -> str:
    """Put texts one under another, each once."""
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def keep_filled(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what was not said."""
    return {name: value for name, value in values.items() if value not in (None, "", False)}
