"""Sorting what members proposed: likely duplicates, merging, leaving out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.actions.items import bring_back as bring_proposal_back
from sciezka.rooms.rounds.actions.items import part_proposal
from sciezka.rooms.rounds.actions.rounds import settle_round
from sciezka.rooms.rounds.forms.composing import ConfirmForm
from sciezka.rooms.rounds.forms.composing_items import LeaveOutForm, MergeForm
from sciezka.rooms.rounds.models import Phase, Proposal, Round
from sciezka.rooms.rounds.queries.places import find_proposal, find_round
from sciezka.rooms.rounds.queries.sorting import sort_proposals
from sciezka.rooms.rounds.views.composing import head_of
from sciezka.rooms.rounds.views.composing_shared import show_step


@needs("rounds.manage", of=find_round)
def show_sorting(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show the proposals: what probably means the same, the rest, what is merged and what was left out."""
    return render(request, "rounds/sorting.html", sorting_context(round_, MergeForm(round_)))


def sorting_context(round_: Round, form: MergeForm) -> dict[str, object]:
    """Give what the page of sorting shows. While members propose, their proposals are as hidden as answers."""
    phase = round_.phase
    # Whoever watches proposals of an anonymous round come in knows whose they are.
    is_hidden = phase == Phase.COLLECTING and (round_.is_blind or round_.is_anonymous)
    return {
        **head_of(round_, phase),
        "form": form,
        "count": round_.proposals.count(),
        "sorting": None if is_hidden else sort_proposals(round_),
        "may_sort": phase == Phase.SORTING,
    }


@needs("rounds.manage", of=find_round)
def merge(request: HttpRequest, round_: Round) -> HttpResponse:
    """Merge the ticked proposals into one item."""
    page = reverse("rounds:sorting", kwargs=round_.address)
    if request.method != "POST":
        return redirect(page)
    form = MergeForm(round_, request.POST)
    if form.is_valid() and (item := attempt(form, form.save, actor_of(request))):
        messages.success(request, _("Merged: %(title)s.") % {"title": item.title})
        return redirect(page)
    return render(request, "rounds/sorting.html", sorting_context(round_, form))


@needs("rounds.manage", of=find_round)
def settle(request: HttpRequest, round_: Round) -> HttpResponse:
    """Turn proposals into items and let answering begin."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, settle_round, actor=actor_of(request), round=round_):
        messages.success(request, _("The proposals are items now."))
        return redirect(round_)
    page = {
        "title": _("End sorting?"),
        "lead": _("Each proposal that is neither merged nor left out becomes an item. Items can't be added afterwards."),
        "submit": _("End sorting"),
        "back": reverse("rounds:sorting", kwargs=round_.address),
    }
    if not (round_.opens_at and round_.closes_at):
        page["lead"] += " " + _("Answering opens at once unless its opening is set, and needs an end: set the dates first.")
    return show_step(request, form, round_, page)


@needs("rounds.manage", of=find_proposal)
def part(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Let a proposal stand on its own again."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and not carry_out(form, part_proposal, actor=actor_of(request), proposal=proposal):
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect(reverse("rounds:sorting", kwargs=proposal.round.address))


@needs("rounds.manage", of=find_proposal)
def leave(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Leave a proposal out, with a reason."""
    back = reverse("rounds:sorting", kwargs=proposal.round.address)
    form = LeaveOutForm(proposal, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("The proposal is left out."))
        return redirect(back)
    page = {"title": _("Leave a proposal out"), "lead": proposal.title, "submit": _("Leave out"), "back": back}
    return show_step(request, form, proposal.round, page)


@needs("rounds.manage", of=find_proposal)
def bring_back(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Take back the leaving out of a proposal."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and not carry_out(form, bring_proposal_back, actor=actor_of(request), proposal=proposal):
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect(reverse("rounds:sorting", kwargs=proposal.round.address))
