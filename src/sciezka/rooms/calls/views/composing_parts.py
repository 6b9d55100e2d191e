"""Parts of a call that is being prepared, one page each."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import attempt
from sciezka.rooms.calls.forms.composing import GoalsForm, MoneyForm, PartForm, QuestionsForm, TextForm, open_commission_form
from sciezka.rooms.calls.forms.composing_lines import ConditionsForm, DatesForm
from sciezka.rooms.calls.library import list_forms
from sciezka.rooms.calls.models import Call, Phase
from sciezka.rooms.calls.queries.calls_ready import earliest_closing
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.nouns import find_call
from sciezka.rooms.people.queries import actor_of

CONFLICT: Final = 409


def run_part(request: HttpRequest, form: PartForm, page: Mapping[str, Any]) -> HttpResponse:
    """Show a part of a call, or keep what was sent.

    Args:
        request: the request.
        form: the part's form.
        page: ``title`` and optionally ``lead`` and what the part's own template takes.
    """
    call = form.call
    if form.is_valid() and attempt(form, form.save, actor=actor_of(request)) is not None:
        messages.success(request, _("Saved."))
        # Whoever needs more empty lines saves and stays.
        return redirect(request.path) if "more" in request.POST else redirect(call)
    return show_part(request, form, call, page)


def show_part(request: HttpRequest, form: forms.Form, call: Call, page: Mapping[str, Any]) -> HttpResponse:
    """Show the page of one form of a call; where two have changed the same, it says so."""
    context = {"process": call.process, "call": call, "form": form, "back": call.get_absolute_url(), **page}
    return render(request, "calls/call_part.html", context, status=CONFLICT if getattr(form, "standing", None) else 200)


def refuse_part(request: HttpRequest, call: Call) -> HttpResponse | None:
    """Send whoever wants to change an announced call to its page, where amendments are made."""
    if call.phase == Phase.DRAFT:
        return None
    messages.info(request, _("The call is announced. From now on it changes only by amendments."))
    return redirect(call)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def edit_text(request: HttpRequest, call: Call) -> HttpResponse:
    """Write the announcement."""
    return refuse_part(request, call) or run_part(request, TextForm(call, sent(request)), {"title": _("Announcement")})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def edit_dates(request: HttpRequest, call: Call) -> HttpResponse:
    """Say from when to when it is open, and the timetable."""
    page = {
        "title": _("Dates and timetable"),
        "legend": _("Timetable"),
        "lines_lead": _("What happens on which day after the closing, for example the formal check and the results."),
        "earliest": earliest_closing(call, read_now()),
    }
    return refuse_part(request, call) or run_part(request, DatesForm(call, sent(request)), page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def edit_goals(request: HttpRequest, call: Call) -> HttpResponse:
    """Say which goals it serves, and where."""
    form = GoalsForm(call, sent(request))
    return refuse_part(request, call) or run_part(request, form, {"title": _("Goals and territory")})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def edit_money(request: HttpRequest, call: Call) -> HttpResponse:
    """Say how much there is and how the selection is proposed."""
    form = MoneyForm(call, sent(request))
    return refuse_part(request, call) or run_part(request, form, {"title": _("Money and selection")})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def edit_form(request: HttpRequest, call: Call) -> HttpResponse:
    """Choose the form that applicants fill in."""
    form = QuestionsForm(call, list(list_forms()), (get_language() or "pl")[:2], sent(request))
    page = {
        "title": _("Form for applicants"),
        "lead": _("Title, summary, applicant, goals and part of the territory are always asked. The form asks the rest."),
        "questionnaire": call.questionnaire,
    }
    return refuse_part(request, call) or run_part(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def edit_conditions(request: HttpRequest, call: Call) -> HttpResponse:
    """Write what the formal check answers yes or no to."""
    page = {
        "title": _("Formal conditions"),
        "lead": _("What has to be true for a submission to be judged. The office answers yes, no or to be supplemented."),
        "legend": _("Conditions"),
    }
    return refuse_part(request, call) or run_part(request, ConditionsForm(call, sent(request)), page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def edit_commission(request: HttpRequest, call: Call) -> HttpResponse:
    """Choose the commission and its terms; who sits on it can change until scoring opens."""
    if call.scoring_opened_at or call.called_off_at:
        messages.info(request, _("Scoring has been opened, so the commission stays as it is."))
        return redirect(call)
    form = open_commission_form(call, sent(request), is_draft=call.phase == Phase.DRAFT)
    return run_part(request, form, {"title": _("Commission"), "is_commission": True})
