"""Every change of a SWOT's entries: a small form that leads back to where it was pressed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciezka.kit.guards import needs
from sciezka.rooms.path.actions.swot import move_entry, put_entry_back, take_entry_off
from sciezka.rooms.path.actions.swot_proposals import decline_offer, reopen_offer, take_offer
from sciezka.rooms.path.forms.swot import AddForm, DeclineForm, TakeForm
from sciezka.rooms.path.models import Quadrant, SwotEntry
from sciezka.rooms.path.queries.nouns import find_swot_entry
from sciezka.rooms.path.queries.swot import QUADRANT_WORDS
from sciezka.rooms.path.queries.swot_proposals import read_offers
from sciezka.rooms.path.views.swot import render_board, render_proposals
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


def go_back(request: HttpRequest, entry: SwotEntry) -> HttpResponse:
    """Lead back to the board or to the entry, wherever the form stood."""
    if request.POST.get("back") == "board":
        return redirect(reverse("path:swot", kwargs=entry.process.address))
    return redirect(entry)


@require_POST
@needs("path.edit", of=find_process)
def add(request: HttpRequest, process: Process) -> HttpResponse:
    """Add an entry; the field of its quadrant then waits for the next."""
    form = AddForm(request.POST)
    quadrant = request.POST.get("quadrant", "")
    if not form.is_valid():
        messages.error(request, _("Write the entry in at most 300 characters. Nothing was added."))
        known = quadrant if quadrant in Quadrant.values else Quadrant.STRENGTH.value
        return render_board(request, process, refused=known, typed=request.POST.get("text", ""), status=422)
    form.save(actor_of(request), process)
    return redirect(f"{reverse('path:swot', kwargs=process.address)}#dodaj-{quadrant}")


@require_POST
@needs("path.edit", of=find_swot_entry)
def move(request: HttpRequest, swot_entry: SwotEntry) -> HttpResponse:
    """Move an entry to another quadrant, and say which ties could not go along."""
    quadrant = request.POST.get("quadrant", "")
    if quadrant not in Quadrant.values:
        messages.error(request, _("Choose a quadrant. Nothing was changed."))
        return go_back(request, swot_entry)
    try:
        moved = move_entry(actor=actor_of(request), entry=swot_entry, quadrant=quadrant)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return go_back(request, swot_entry)
    told = {"code": moved.node.code, "quadrant": QUADRANT_WORDS[quadrant][0]}
    messages.success(request, _("Moved to “%(quadrant)s” with the code %(code)s; the ties went along.") % told)
    if moved.left:
        codes = ", ".join(node.code for node in moved.left)
        said = _("These ties could not go along, because they can’t lead to what it is now: %(codes)s. Tie it anew.")
        messages.warning(request, said % {"codes": codes})
    return go_back(request, swot_entry)


@require_POST
@needs("path.edit", of=find_swot_entry)
def take_off(request: HttpRequest, swot_entry: SwotEntry) -> HttpResponse:
    """Take an entry off; the board offers to put it back."""
    take_entry_off(actor=actor_of(request), entry=swot_entry)
    messages.success(request, _("The entry is off the SWOT and the golden thread. Its code and its ties are kept."))
    return go_back(request, swot_entry)


@require_POST
@needs("path.edit", of=find_swot_entry)
def put_back(request: HttpRequest, swot_entry: SwotEntry) -> HttpResponse:
    """Put an entry back."""
    put_entry_back(actor=actor_of(request), entry=swot_entry)
    return go_back(request, swot_entry)


@require_POST
@needs("path.edit", of=find_process)
def take(request: HttpRequest, process: Process) -> HttpResponse:
    """Take a proposal, as it was worded anew."""
    offers = read_offers(process)
    offer = offers.find(request.POST.get("offer", ""))
    form = TakeForm(request.POST)
    if offer is None:
        messages.warning(request, _("This proposal is no longer made: somebody decided about it, or its figure changed."))
    elif not form.is_valid():
        messages.error(request, _("Write the entry in at most 300 characters. Nothing was added."))
        return render_proposals(request, process, refused=offer.key, said=request.POST.get("text", ""))
    else:
        try:
            entry = take_offer(actor=actor_of(request), offers=offers, offer=offer, text=form.cleaned_data["text"])
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("“%(entry)s” stands in the SWOT, with its evidence.") % {"entry": entry})
    return redirect(reverse("path:swot_proposals", kwargs=process.address))


@require_POST
@needs("path.edit", of=find_process)
def decline(request: HttpRequest, process: Process) -> HttpResponse:
    """Decline a proposal with a reason."""
    offer = read_offers(process).find(request.POST.get("offer", ""))
    if offer is None:
        messages.warning(request, _("This proposal is no longer made: somebody decided about it, or its figure changed."))
    else:
        form = DeclineForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        try:
            decline_offer(actor=actor_of(request), process=process, offer=offer, reason=reason)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return redirect(reverse("path:swot_proposals", kwargs=process.address))


@require_POST
@needs("path.edit", of=find_swot_entry)
def reopen(request: HttpRequest, swot_entry: SwotEntry) -> HttpResponse:
    """Take back that a proposal was declined."""
    if not swot_entry.is_taken:
        reopen_offer(actor=actor_of(request), entry=swot_entry)
    return redirect(reverse("path:swot_proposals", kwargs=swot_entry.process.address))
