"""Making a protocol of the commission, and publishing it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.models import Call, Protocol
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.protocol_content import collect_protocol
from sciezka.rooms.calls.queries.protocols import READY
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def make_protocol(*, actor: User | None, call: Call) -> Protocol:
    """Make the next protocol of a call from what stands now, and keep what it says.

    Raises:
        ValidationError: when scoring is not over.
    """
    call = hold_call(call)
    if call.phase_at(read_now()) not in READY:
        raise ValidationError(_("A protocol can be made once scoring is closed."), code="phase")
    last = call.protocols.order_by("-number").values_list("number", flat=True).first() or 0
    made = Protocol.objects.create(
        call=call, number=last + 1, content=collect_protocol(call, last + 1), made_by=actor.ref if actor else None
    )
    note(actor=actor, verb="protocol.make", of=made, after={"number": made.number})
    return made


@transaction.atomic
def publish_protocol(*, actor: User | None, protocol: Protocol) -> None:
    """Let residents read a protocol, without names of assessors and of private persons.

    Raises:
        ValidationError: when the results are not out.
    """
    held = Protocol.objects.select_for_update(of=("self",)).select_related("call__process__workspace").get(pk=protocol.pk)
    if held.call.results_at is None:
        raise ValidationError(_("The protocol can be published once the results are."), code="phase")
    if held.published_at is None:
        held.published_at = read_now()
        held.save(update_fields=["published_at"])
        note(actor=actor, verb="protocol.publish", of=held, after={"number": held.number})
