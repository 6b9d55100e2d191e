"""Questions about a call: asking one on the residents' site, answering it in the office."""

import time
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.guards import needs, open_to_all
from sciezka.kit.refusals import renew_marks
from sciezka.rooms.calls.actions.floods import admit
from sciezka.rooms.calls.actions.inquiries import answer_question, ask_question, delete_question
from sciezka.rooms.calls.forms.inquiries import TRAP, AnswerForm, AskForm, mark_beginning, read_beginning
from sciezka.rooms.calls.models import RUNNING, Call, Inquiry
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.inquiries import list_inquiries
from sciezka.rooms.calls.queries.nouns import find_call, find_inquiry, find_public_call
from sciezka.rooms.people.lockout import read_computer
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.surveys.queries.running_pace import is_hasty
from sciezka.rooms.town.actions.conflicts import Conflict

# Questions from one network within a minute: a class in a school gets in, a flood doesn't.
MOST_ASKED: Final = 30
PAGE: Final = 50


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def ask(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:
    """Take a question about a call."""
    found = find_public_call(workspace, process, call)
    if found.phase_at(read_now()) not in RUNNING:
        return redirect(found.public_url)
    form, notice, status = AskForm(request.POST or None), "", 200
    if request.method == "POST" and form.is_valid():
        notice, status = hold_off(request, found)
        if not notice:
            try:
                ask_question(call=found, text=form.cleaned_data["text"], email=form.cleaned_data["email"])
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                return redirect(reverse("calls:asked", kwargs=found.address))
    words = {"process": found.process, "call": found, "form": form, "notice": notice, "trap": TRAP}
    return render(request, "calls/public_ask.html", {**words, "begun": mark_beginning()}, status=status)


def hold_off(request: HttpRequest, call: Call) -> tuple[str, int]:
    """Ask whoever sends like a program to press again; what was typed stays in the form."""
    begun, address = read_beginning(request.POST.get("begun", "")), read_computer(request)
    if request.POST.get(TRAP) or begun is None or is_hasty(begun, address, time.time()):
        return "again", 200
    return ("", 200) if admit(f"inquiry {call.pk}", address, MOST_ASKED) else ("crowd", 429)


@require_safe
@open_to_all
def thank(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:
    """Say that a question was taken, and what comes of it."""
    found = find_public_call(workspace, process, call)
    return render(request, "calls/public_asked.html", {"process": found.process, "call": found})


@require_safe
@needs("calls.manage", of=find_call)
def list_all(request: HttpRequest, call: Call) -> HttpResponse:
    """List the questions about a call."""
    page = Paginator(list_inquiries(call), PAGE).get_page(request.GET.get("page"))
    return render(request, "calls/inquiries.html", {"process": call.process, "call": call, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_inquiry)
def answer(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """Answer a question."""
    form = AnswerForm(request.POST or None, inquiry=inquiry)
    clash = None
    if request.method == "POST" and form.is_valid():
        had_address = bool(inquiry.email)
        try:
            done = answer_question(
                actor=actor_of(request), inquiry=inquiry, values=form.read_values(), seen=form.cleaned_data["seen"]
            )
        except Conflict as conflict:
            clash = conflict.standing
            renew_marks(form, conflict, seen=clash.answered_at.isoformat() if clash.answered_at else "")
        else:
            messages.success(request, say_answered(done, sent=had_address))
            return redirect(reverse("calls:inquiries", kwargs=inquiry.call.address))
    words = {"process": inquiry.call.process, "call": inquiry.call, "inquiry": inquiry, "form": form, "clash": clash}
    return render(request, "calls/inquiry.html", words)


def say_answered(inquiry: Inquiry, *, sent: bool) -> str:
    """Say what became of an answer."""
    shown = _("The answer is shown with the call.") if inquiry.is_public else _("The answer was kept, and is not shown.")
    return f"{shown} {_('It is being sent to whoever asked.')}" if sent else shown


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_inquiry)
def delete(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """Delete a question that is none, after it was shown once more."""
    if inquiry.is_public:
        raise Http404
    if request.method == "POST":
        try:
            delete_question(actor=actor_of(request), inquiry=inquiry)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("The question was deleted."))
        return redirect(reverse("calls:inquiries", kwargs=inquiry.call.address))
    words = {"process": inquiry.call.process, "call": inquiry.call, "inquiry": inquiry}
    return render(request, "calls/inquiry_delete.html", words)
