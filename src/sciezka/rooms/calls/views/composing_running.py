"""Announcing a call, amending it, calling it off, copying it, and deleting a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sciezka.kit.forms import sent
from sciezka.kit.guards import may, needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.calls.actions.calls import delete_draft
from sciezka.rooms.calls.forms.composing import ConfirmForm
from sciezka.rooms.calls.forms.composing_running import AmendForm, AnnounceForm, CallOffForm, CopyForm
from sciezka.rooms.calls.models import Call, Phase
from sciezka.rooms.calls.queries.calls import list_steps
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.nouns import find_call
from sciezka.rooms.calls.views.composing import draft_context, head_of
from sciezka.rooms.calls.views.composing_parts import show_part
from sciezka.rooms.people.queries import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def announce(request: HttpRequest, call: Call) -> HttpResponse:
    """Announce a call after everything that will stand was shown once more."""
    form = AnnounceForm(call, sent(request), publishes=may(request.user, "town.publish_event", call.process))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("The call is announced. Residents see it; its form and criteria are frozen."))
        return redirect(call)
    if call.phase != Phase.DRAFT:
        return redirect(call)
    context = {**head_of(call), **draft_context(call), "form": form, "steps": list_steps(call, read_now())}
    return render(request, "calls/call_announce.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def amend(request: HttpRequest, call: Call) -> HttpResponse:
    """Amend an announced call."""
    form = AmendForm(call, sent(request))
    if form.is_valid() and (made := attempt(form, form.save, actor=actor_of(request))):
        said = ngettext(
            "The call is amended; %(count)s applicant gets a letter.",
            "The call is amended; %(count)s applicants get a letter.",
            made.told,
        )
        messages.success(request, said % {"count": made.told})
        return redirect(call)
    if call.phase not in {Phase.ANNOUNCED, Phase.OPEN}:
        messages.info(request, _("A call can be amended only between its announcement and its closing."))
        return redirect(call)
    page = {
        "title": _("Amend the call"),
        "lead": _("An amendment is numbered, shows what stood before, and stays on the page of the call. "
                  "Criteria, conditions, the form and the rule of selection do not change any more."),
        "submit": _("Amend the call"),
        "legend": _("Timetable"),
    }  # fmt: skip
    return show_part(request, form, call, page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def call_off(request: HttpRequest, call: Call) -> HttpResponse:
    """Call an announced call off."""
    form = CallOffForm(call, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("The call is called off, and everybody concerned gets a letter."))
        return redirect(call)
    page = {
        "title": _("Call the call off?"),
        "lead": _("It can’t be taken back. The page of the call stays with the reason, and what was submitted is kept."),
        "submit": _("Call off"),
        "danger": True,
    }
    return show_part(request, form, call, page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def copy(request: HttpRequest, call: Call) -> HttpResponse:
    """Make a new draft of a call."""
    form = CopyForm(call, sent(request))
    if form.is_valid() and (made := attempt(form, form.save, actor=actor_of(request))):
        messages.success(request, _("The copy is a draft. Set its dates."))
        return redirect(made)
    page = {
        "title": _("Copy the call"),
        "lead": _("The copy has the same words, form, conditions, criteria and files. It has no dates and no submissions."),
        "submit": _("Make the copy"),
    }
    return show_part(request, form, call, page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def delete(request: HttpRequest, call: Call) -> HttpResponse:
    """Delete a call that was never announced."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, delete_draft, actor=actor_of(request), call=call):
        messages.success(request, _("The call is deleted. Its form stays among the questionnaires."))
        return redirect(reverse("calls:calls", kwargs=call.process.address))
    page = {
        "title": _("Delete the call?"),
        "lead": _("It was never announced, so nobody has seen it. Its form stays among the questionnaires."),
        "submit": _("Delete"),
        "danger": True,
    }
    return show_part(request, form, call, page)
