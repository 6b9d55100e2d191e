"""Deciding about what the data propose for a SWOT: taking it, with its evidence, or declining it with a reason."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.rooms.monitor.actions.findings import save_finding
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.finding_reading import digest_recipe, list_words, make_reading
from sciezka.rooms.monitor.queries.finding_shown import Shown
from sciezka.rooms.monitor.queries.finding_words import propose_title
from sciezka.rooms.monitor.queries.findings import TYPE, find_alike
from sciezka.rooms.path.actions.swot import add_entry, tell_screens
from sciezka.rooms.path.models import Quadrant, SwotEntry
from sciezka.rooms.path.queries.swot import node_of_entry
from sciezka.rooms.path.queries.swot_proposals import MONITOR, Offer, Offers, is_answered
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions import put_back, tie
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process


@transaction.atomic
def take_offer(*, actor: User, offers: Offers, offer: Offer, text: str = "") -> SwotEntry:
    """Make an entry of a proposal, tied to the evidence that it rests on.

    Raises:
        ValidationError: when somebody has decided about it since it was read.
    """
    process = offers.process
    hold_thread(process)
    told = SwotEntry.objects.filter(process=process).exclude(proposed_from={})
    if any(is_answered(row, offer) for row in told):
        raise ValidationError(
            _("This proposal is no longer made: somebody decided about it, or its figure changed."), code="answered"
        )
    entry = add_entry(
        actor=actor, process=process, quadrant=offer.quadrant, text=text or offer.text, proposed_from=offer.mark
    )
    evidence = hang_evidence(actor, offers, offer)
    node = node_of_entry(entry)
    if evidence is not None and node is not None:
        tie(actor=actor, source=evidence, target=node, kind="supports", reason=say_reason(offer))
    return entry


def hang_evidence(actor: User, offers: Offers, offer: Offer) -> Node | None:
    """Give the node that a proposal rests on: the one on the thread, or the monitor's reading kept as a finding."""
    if offer.source != MONITOR:
        node = Node.objects.filter(process=offers.process, code=offer.subject, taken_off_at__isnull=True).first()
        if node is not None:
            node.process = offers.process
        return node
    return keep_reading(actor, offers.choice, offer) if offers.choice else None


def keep_reading(actor: User, choice: Choice, offer: Offer) -> Node | None:
    """Keep what the monitor shows of an area as a finding, unless it was kept already; give its node."""
    shown = Shown(choice, None, {})
    reading = make_reading(shown, offer.subject, "score")
    if reading is None:
        return None
    for known in find_alike(choice.process, reading, digest_recipe(choice.recipe, choice.weights)):
        node = node_for(known, TYPE)
        if node is not None:
            return node if not node.is_taken_off else put_back(actor=actor, node=node)
    address = reverse("monitor:node", kwargs={**choice.process.address, "code": offer.subject})
    finding = save_finding(
        actor=actor, choice=choice, reading=reading, title=propose_title(reading),
        address=f"{address}?{urlencode(list_words(shown))}",
    )  # fmt: skip
    return node_for(finding, TYPE)


def say_reason(offer: Offer) -> str:
    """Say why the evidence supports the entry."""
    if offer.source != MONITOR:
        return _("The assessment names it as a deficit.")
    said = (
        _("The town stands clearly above its comparison group in this area.")
        if offer.quadrant == Quadrant.STRENGTH
        else _("The town stands clearly below its comparison group in this area.")
    )
    return f"{said} {offer.moved}".strip()


@transaction.atomic
def decline_offer(*, actor: User, process: Process, offer: Offer, reason: str) -> SwotEntry:
    """Decline a proposal with a reason; it is not made again until its figure changes.

    Raises:
        ValidationError: without a reason.
    """
    if not reason.strip():
        raise ValidationError(_("Say why the proposal is declined, so that nobody has to ask again."), code="reason")
    entry = SwotEntry.objects.create(
        process=process, quadrant=offer.quadrant, text=offer.text, proposed_from=dict(offer.mark), is_taken=False,
        declined_reason=reason.strip(),
    )  # fmt: skip
    after = {"quadrant": entry.quadrant, "text": entry.text, "reason": entry.declined_reason}
    note(actor=actor, verb="swot.decline", of=entry, after=after)
    tell_screens(process)
    return entry


@transaction.atomic
def reopen_offer(*, actor: User, entry: SwotEntry) -> None:
    """Take back that a proposal was declined: it is made again."""
    note(actor=actor, verb="swot.reopen", of=entry, before={"text": entry.text, "reason": entry.declined_reason})
    SwotEntry.objects.filter(pk=entry.pk, is_taken=False).delete()
    tell_screens(entry.process)
