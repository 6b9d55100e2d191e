"""Noting by hand that a stakeholder was heard, and by what signs the records know it."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.actions.register import hold
from sciezka.rooms.stakeholders.actions.trace import note
from sciezka.rooms.stakeholders.models import Contact, Handle, Stakeholder
from sciezka.rooms.town.models import Event

MOST_HANDLES: Final = 40
EARLIEST: Final = dt.date(1990, 1, 1)
# Addresses there belong to anybody, so they tell nothing about a body.
SHARED_DOMAINS: Final = frozenset(
    [
        "gmail.com", "googlemail.com", "wp.pl", "o2.pl", "onet.pl", "onet.eu", "op.pl", "poczta.onet.pl",
        "vp.pl", "interia.pl", "interia.eu", "poczta.fm", "gazeta.pl", "tlen.pl", "go2.pl", "outlook.com",
        "hotmail.com", "live.com", "icloud.com", "yahoo.com", "yahoo.pl", "proton.me", "protonmail.com",
        "buziaczek.pl", "autograf.pl", "neostrada.pl",
    ]
)  # fmt: skip
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactValues:
    """One time that a stakeholder was heard."""

    on: dt.date
    kind: str = Contact.Kind.MEETING
    note: str = ""
    event: Event | None = None


@transaction.atomic
def note_contact(*, actor: User | None, stakeholder: Stakeholder, values: ContactValues) -> Contact:
    """Note that a stakeholder was heard."""
    held = hold(stakeholder)
    refuse_erased(held)
    if not EARLIEST <= values.on <= timezone.localdate():
        raise ValidationError({"on": _("Give a day that has come already.")}, code="day")
    if values.event and values.event.process_id != held.process_id:
        raise ValidationError({"event": _("The entry must belong to this process.")}, code="foreign")
    made = Contact.objects.create(
        stakeholder=held, on=values.on, kind=values.kind, note=values.note, event=values.event,
        noted_by=actor.ref if actor else None,
    )  # fmt: skip
    after = {"contact": made.pk, "on": values.on, "kind": values.kind, "note": values.note}
    note(actor=actor, verb="contact.note", of=held, after={**after, "on": values.on.isoformat()})
    return made


@transaction.atomic
def remove_contact(*, actor: User | None, contact: Contact) -> None:
    """Remove a note that a stakeholder was heard."""
    note(actor=actor, verb="contact.remove", of=contact.stakeholder, before={"contact": contact.pk, "on": str(contact.on)})
    contact.delete()


@transaction.atomic
def add_handle(*, actor: User | None, stakeholder: Stakeholder, kind: str, value: str) -> Handle:
    """Tell by what sign the town's records know a stakeholder."""
    held = hold(stakeholder)
    refuse_erased(held)
    plain = read_sign(kind, value)
    if held.is_person and kind == Handle.Kind.DOMAIN:
        raise ValidationError({"value": _("A domain belongs to a body, not to a person. Give an e-mail address.")})
    if held.handles.count() >= MOST_HANDLES:
        raise ValidationError(_("A stakeholder has at most %(most)s signs.") % {"most": MOST_HANDLES}, code="many")
    made, is_new = Handle.objects.get_or_create(stakeholder=held, kind=kind, value=plain)
    if is_new:
        note(actor=actor, verb="handle.add", of=held, after={"kind": kind, "value": plain})
    return made


@transaction.atomic
def remove_handle(*, actor: User | None, handle: Handle) -> None:
    """Remove a sign by which the records know a stakeholder."""
    note(actor=actor, verb="handle.remove", of=handle.stakeholder, before={"kind": handle.kind, "value": handle.value})
    handle.delete()


def read_sign(kind: str, value: str) -> str:
    """Read a sign as it is compared, or say what is wrong with it."""
    plain = " ".join(value.split())
    if kind == Handle.Kind.EMAIL:
        plain = plain.lower()
        try:
            validate_email(plain)
        except ValidationError as wrong:
            raise ValidationError({"value": _("This is not an e-mail address.")}, code="email") from wrong
    elif kind == Handle.Kind.DOMAIN:
        plain = plain.lower().rsplit("@", 1)[-1].removeprefix("www.")
        if not _DOMAIN.fullmatch(plain):
            raise ValidationError({"value": _("Write the domain alone, such as klub.example.")}, code="domain")
        if plain in SHARED_DOMAINS:
            raise ValidationError(
                {
                    "value": _("Anybody can have an address in %(domain)s. Give the whole e-mail address.")
                    % {"domain": plain}
                },
                code="shared",
            )
    elif kind not in Handle.Kind.values:
        raise ValidationError({"kind": _("Choose what sort of sign it is.")}, code="kind")
    if not plain:
        raise ValidationError({"value": _("Write the sign.")}, code="empty")
    return plain


def refuse_erased(stakeholder: Stakeholder) -> None:
    """Refuse to write anything more about somebody whose data were erased."""
    if stakeholder.erased_at:
        raise ValidationError(_("The data of this person were erased and can't be written again."), code="erased")
