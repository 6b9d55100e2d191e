"""Proposing items while a round collects them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs, open_to_all
from sciezka.rooms.rounds.actions import proposals as proposing
from sciezka.rooms.rounds.forms.proposing import ProposalPair, describe_details
from sciezka.rooms.rounds.models import Phase, Proposal, Round
from sciezka.rooms.rounds.queries.places import find_round
from sciezka.rooms.rounds.queries.sheets import find_sheet
from sciezka.rooms.rounds.views.answering import find_door
from sciezka.rooms.rounds.views.answering_keys import open_key
from sciezka.rooms.rounds.views.answering_shared import Door


@needs("rounds.answer", of=find_round)
def propose(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show and take the own proposals."""
    return show_proposing(request, find_door(request, round_))


@never_cache
@open_to_all
def propose_by_key(request: HttpRequest, key: str) -> HttpResponse:
    """Show and take the own proposals, by a personal address."""
    return open_key(request, key, show_proposing)


def show_proposing(request: HttpRequest, door: Door) -> HttpResponse:
    """Show the own proposals with a form for the next; take one, change one, or take one back."""
    if not door.round.collects:
        return redirect(door.address("answer"))
    sheet = find_sheet(door.participant)
    mine = list(sheet.proposals.select_related("item")) if sheet else []
    changed = _find_own(mine, request.POST.get("change") or request.GET.get("zmiana"))
    form = ProposalPair(door.round.purpose, proposal=changed)
    twin: Proposal | None = None
    if request.method == "POST":
        if "take_back" in request.POST:
            return _take_back(request, door, mine)
        form = ProposalPair(door.round.purpose, request.POST, proposal=changed)
        if form.is_valid():
            twin = None if "twice" in request.POST else _find_twin(form, mine, changed)
            if twin is None and _keep(request, door, form, changed):
                return redirect(f"{door.address('propose')}#nastepna")
    context = {
        **door.collect_context(request),
        "client": None,
        "proposals": [(proposal, describe_details(door.round.purpose, proposal)) for proposal in mine],
        "form": form,
        "changed": changed,
        "twin": twin,
        "collects": door.round.phase == Phase.COLLECTING,
    }
    answer = render(request, "rounds/propose.html", context)
    if door.by_key:
        answer["X-Robots-Tag"] = "noindex"
    return answer


def _find_own(mine: list[Proposal], number: str | None) -> Proposal | None:
    if not number:
        return None
    found = next((proposal for proposal in mine if proposal.pk == read_number(number)), None)
    if found is None:
        raise Http404
    return found


def _find_twin(form: ProposalPair, mine: list[Proposal], changed: Proposal | None) -> Proposal | None:
    """Find an own proposal of the same name; others' proposals are nobody's to see."""
    title = form.values["title"].casefold()
    return next((one for one in mine if one != changed and one.title.casefold() == title), None)


def _keep(request: HttpRequest, door: Door, form: ProposalPair, changed: Proposal | None) -> bool:
    try:
        if changed:
            proposing.edit_proposal(participant=door.participant, proposal=changed, **form.values)
        else:
            proposing.propose(participant=door.participant, **form.values)
    except ValidationError as wrong:
        form.main.add_error(None, wrong)
        return False
    messages.success(request, _("Saved: %(title)s.") % {"title": form.values["title"]})
    return True


def _take_back(request: HttpRequest, door: Door, mine: list[Proposal]) -> HttpResponse:
    proposal = _find_own(mine, request.POST["take_back"])
    if proposal is None:
        raise Http404
    try:
        proposing.take_back_proposal(participant=door.participant, proposal=proposal)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, _("Taken back: %(title)s.") % {"title": proposal.title})
    return redirect(door.address("propose"))
