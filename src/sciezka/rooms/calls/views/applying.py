"""Applying: from the first page to the sending, on a phone, without an account."""

import time
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import open_to_all
from sciezka.kit.requests import tell_wait
from sciezka.rooms.calls.actions.applying import begin_submission, save_head
from sciezka.rooms.calls.actions.applying_sending import send_submission
from sciezka.rooms.calls.actions.floods import admit
from sciezka.rooms.calls.forms.applying import HeadForm, spread
from sciezka.rooms.calls.forms.inquiries import TRAP, mark_beginning, read_beginning
from sciezka.rooms.calls.models import Call, Phase, Submission
from sciezka.rooms.calls.queries.applying_ready import asks_sums, list_missing
from sciezka.rooms.calls.queries.applying_said import say_work
from sciezka.rooms.calls.queries.applying_work import read_work
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.keys import make_key, private_path
from sciezka.rooms.calls.queries.nouns import find_public_call
from sciezka.rooms.calls.views.applying_frame import (
    find_step,
    for_applicants,
    for_writers,
    frame,
    keep_secret,
    keeps_quietly,
    read_blank,
    speak,
)
from sciezka.rooms.people.lockout import read_computer
from sciezka.rooms.surveys.queries.running_pace import is_hasty

# Submissions begun from one network within a minute: a class in a school gets in, a flood doesn't.
MOST_BEGUN: Final = 60


@require_safe
@open_to_all
def show_start(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:
    """Say what is needed, how long it takes and what happens to the data."""
    found = find_public_call(workspace, process, call)
    blank = read_blank(found)
    words = {"phase": found.phase_at(read_now()), "blank": blank, "files": found.files.all(), "goals": found.goals.all()}
    return render(request, "calls/apply_start.html", {**frame(found), **words})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def begin(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponseBase:
    """Take the first page; from then on there is a draft with a private link."""
    found = find_public_call(workspace, process, call)
    if found.phase_at(read_now()) != Phase.OPEN:
        return redirect(reverse("calls:apply", kwargs=found.address))
    form, notice, status = HeadForm(found, request.POST or None, asks_sums=read_blank(found).asks_sums), "", 200
    if request.method == "POST":
        form.is_valid()
        saves = request.POST.get("do") == "save"
        if saves and "email" not in form.errors:
            form.errors.clear()
        if not form.errors:
            notice, status = hold_off(request, found)
            if not notice and (made := try_beginning(form)) is not None:
                if saves:
                    messages.success(request, _("The draft has been saved. The link to it went to the e-mail, too."))
                return keep_secret(redirect(private_path(made) if saves else step_after_head(made)))
    step = find_step(read_blank(found).pages)
    words = {"form": form, "notice": notice, "trap": TRAP, "begun": mark_beginning(), "step": step}
    return keep_secret(render(request, "calls/apply_head.html", {**frame(found), **words}, status=status))


def try_beginning(form: HeadForm) -> Submission | None:
    """Begin a draft, or say in the form why it can't be."""
    try:
        return begin_submission(call=form.call, head=form.read_sound(), language=speak())
    except ValidationError as refused:
        form.add_error(None, refused)
    return None


def hold_off(request: HttpRequest, call: Call) -> tuple[str, int]:
    """Ask whoever sends like a program to press again; what was typed stays in the form."""
    begun, address = read_beginning(request.POST.get("begun", "")), read_computer(request)
    if request.POST.get(TRAP) or begun is None or is_hasty(begun, address, time.time()):
        return "again", 200
    return ("", 200) if admit(f"call {call.pk}", address, MOST_BEGUN) else ("crowd", 429)


def step_after_head(submission: Submission) -> str:
    """Give the address after the head: the form, or the check of it all where there is no form."""
    form = read_work(submission).questionnaire
    name = "calls:apply_form" if form is not None and form.pages else "calls:apply_review"
    return reverse(name, kwargs={"submission_key": make_key(submission)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def edit_head(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Change the head of a draft or of a correction."""
    work = read_work(submission)
    form = HeadForm(work.call, request.POST or None, head=work.head, asks_sums=asks_sums(work))
    if request.method == "POST":
        is_sound = form.is_valid()
        saved = save_head(submission=submission, head=form.read_sound())
        if keeps_quietly(request):
            return JsonResponse({"saved": f"{timezone.localtime(saved.saved_at):%H:%M}"})
        if request.POST.get("do") == "save":
            messages.success(request, _("The draft has been saved."))
            return redirect(private_path(submission))
        if is_sound:
            back = request.POST.get("back") == "review"
            key = {"submission_key": make_key(submission)}
            return redirect(reverse("calls:apply_review", kwargs=key) if back else step_after_head(submission))
    elif "popraw" in request.GET:
        # Whoever comes from the list of what is missing sees it at the fields.
        form = HeadForm(work.call, spread(work.head), head=work.head, asks_sums=asks_sums(work))
    pages = len(work.questionnaire.pages) if work.questionnaire else 0
    words = {
        "form": form,
        "step": find_step(pages),
        "back": "review" if "popraw" in request.GET or "skad" in request.GET else "",
    }
    return render(request, "calls/apply_head.html", {**frame(work.call, work), **words})


@require_safe
@for_writers
def review(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show everything before it is sent, and what is missing."""
    return show_review(request, submission)


def show_review(request: HttpRequest, submission: Submission, refused: ValidationError | None = None) -> HttpResponse:
    """Draw the page before sending."""
    work = read_work(submission)
    language = speak()
    now = read_now()
    count = len(work.questionnaire.pages) if work.questionnaire else 0
    words: dict[str, Any] = {
        "said": say_work(work, language), "missing": list_missing(work, language),
        "refused": [] if refused is None or refused.error_list[0].code == "unready" else refused.messages,
        "is_over": work.call.closes_at is not None and now >= work.call.closes_at,
        "step": find_step(count, count + 2),
    }  # fmt: skip
    return render(request, "calls/apply_review.html", {**frame(work.call, work), **words})


@require_POST
@for_applicants
def send(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Send it; what is sent twice is sent once."""
    try:
        # A crowd at the closing makes nobody late: what counts is when the request came, not when its turn did.
        send_submission(submission=submission, instant=read_now() - tell_wait(request))
    except ValidationError as refused:
        submission.refresh_from_db()
        if submission.sent_at is not None and not submission.is_being_corrected:
            messages.error(request, " ".join(refused.messages))
            return redirect(private_path(submission))
        return show_review(request, submission, refused)
    return redirect(f"{private_path(submission)}?wyslano")
