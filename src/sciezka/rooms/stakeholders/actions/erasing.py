"""Erasing a natural person's data: what was counted stays as a number that belongs to nobody."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.erasing import erase_items
from sciezka.rooms.rounds.models import Item
from sciezka.rooms.stakeholders.actions.register import FIELDS, hold
from sciezka.rooms.stakeholders.actions.trace import note
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.stakeholders.queries.judgements import PURPOSE

KEPT = ("sector", "is_person")


@transaction.atomic
def erase_person(*, actor: User | None, stakeholder: Stakeholder) -> None:
    """Erase a natural person from the register, the rounds, the plan and the invitations.

    Raises:
        ValidationError: the stakeholder is not a natural person.
    """
    held = hold(stakeholder)
    if not held.is_person:
        raise ValidationError(_("Only a natural person's data are erased. Take the organisation off the register."))
    if held.erased_at:
        return
    now = timezone.now()
    blank = dict.fromkeys((name for name in FIELDS if name not in KEPT), "")
    blank["name"] = _("person whose data were erased")
    for name, value in blank.items():
        setattr(stakeholder, name, value)
    stakeholder.erased_at = now
    stakeholder.removed_at = held.removed_at or now
    stakeholder.save(update_fields=[*blank, "erased_at", "removed_at"])
    stakeholder.handles.all().delete()
    stakeholder.contacts.update(note="")
    stakeholder.engagements.update(form="–", note="", owner_name="")
    for invitation in stakeholder.invitations.all():
        invitation.name = invitation.letter = invitation.gender = invitation.age_group = invitation.district = ""
        # An address is unique among a stakeholder's invitations, so that each one gets its own.
        invitation.email = f"erased-{invitation.pk}@erased.invalid"
        invitation.save(update_fields=["name", "letter", "email", "gender", "age_group", "district"])
    rows = Item.objects.filter(round__process=stakeholder.process, round__purpose=PURPOSE, noun_key=str(stakeholder.pk))
    erase_items(rows, word=blank["name"])
    note(actor=actor, verb="stakeholder.erase", of=stakeholder)
