"""An applicant's own page: where the submission is, and what can still be done with it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.refusals import attempt
from sciezka.kit.uploads import CONTENT_TYPES, read_extension, serve_file
from sciezka.rooms.calls.actions.applying import begin_correction, delete_draft, drop_correction
from sciezka.rooms.calls.actions.applying_after import raise_reservation, supplement
from sciezka.rooms.calls.actions.applying_sending import confirm_email, withdraw_submission
from sciezka.rooms.calls.actions.reminders import choose_reminders
from sciezka.rooms.calls.forms.applying import ReservationForm, SupplementForm
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.calls.queries.applying_fate import list_strands, read_fate, read_score
from sciezka.rooms.calls.queries.applying_ready import list_parts
from sciezka.rooms.calls.queries.applying_said import say_content
from sciezka.rooms.calls.queries.applying_terms import (
    find_check,
    find_decision,
    find_drafts_end,
    may_correct,
    may_revise,
    may_supplement,
)
from sciezka.rooms.calls.queries.applying_work import read_work
from sciezka.rooms.calls.queries.as_decided import read_title_until_decided
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.keys import make_key, private_path, proves_email
from sciezka.rooms.calls.queries.public import read_clock, say_closing
from sciezka.rooms.calls.queries.reservations import reservations_until
from sciezka.rooms.calls.views.applying_frame import for_applicants, frame, speak


@require_safe
@for_applicants
def show(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show an applicant where their submission is, and what became of it."""
    return show_mine(request, submission)


def show_mine(
    request: HttpRequest,
    submission: Submission,
    *,
    adding: SupplementForm | None = None,
    objecting: ReservationForm | None = None,
) -> HttpResponse:
    """Draw the page; forms that were refused keep what was typed."""
    now, call, work = read_now(), submission.call, read_work(submission)
    check, until, forgotten = find_check(submission), reservations_until(call), find_drafts_end(call)
    decision = find_decision(submission)
    decides = submission.is_in and decision is not None
    words: dict[str, Any] = {
        "parts": list_parts(work, speak()) if submission.is_unsent else (),
        "clock": read_clock(call, now), "fate": read_fate(submission, now), "score": read_score(submission),
        "strands": list_strands(submission), "just_sent": "wyslano" in request.GET,
        "link": request.build_absolute_uri(private_path(submission)),
        "can_correct": may_correct(submission, now), "revises": may_revise(submission, now),
        "decision": decision, "told_title": read_title_until_decided(submission),
        "forgotten": timezone.localdate(forgotten) if forgotten else None,
        "can_withdraw": submission.is_sent and call.approved_at is None and call.results_at is None,
        # Whoever wrote beyond the term still has their words.
        "check": check if may_supplement(check, now) or (adding and check and check.due_at) else None,
        "adding": adding or SupplementForm(),
        "reservations": submission.reservations.all(), "until": say_closing(until) if until else "",
        "is_too_late_to_object": decides and until is not None and now >= until,
        "objecting": (objecting or ReservationForm()) if decides and until and now < until else None,
        "versions": submission.versions.all(), "is_over": call.closes_at is not None and now >= call.closes_at,
    }  # fmt: skip
    for refused, is_shown in ((adding, words["check"]), (objecting, words["objecting"])):
        if refused is not None and not is_shown and refused.non_field_errors():
            messages.error(request, " ".join(map(str, refused.non_field_errors())))
    return render(request, "calls/mine.html", {**frame(call, work), **words})


@require_safe
@for_applicants
def confirm(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Take the word of a letter for it that its e-mail is read."""
    if not proves_email(submission, token):
        raise Http404
    confirm_email(submission=submission)
    messages.success(request, _("Thank you, the e-mail has been confirmed."))
    return redirect(private_path(submission))


@require_safe
@for_applicants
def show_copy(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show what was sent, as it was sent; the last version unless another one is asked for."""
    versions = submission.versions.all()
    wanted = request.GET.get("wersja", "")
    version = next((one for one in versions if str(one.number) == wanted), versions.last())
    if version is None:
        raise Http404
    said = say_content(submission, version.head, version.answers, speak())
    words = {"version": version, "versions": versions, "said": said}
    return render(request, "calls/mine_copy.html", {**frame(submission.call, read_work(submission)), **words})


@require_safe
@for_applicants
def send_file(request: HttpRequest, submission: Submission, submission_file: Any) -> HttpResponseBase:  # noqa: ARG001, ANN401
    """Give applicants back a file of their own."""
    file = get_object_or_404(submission.files, pk=submission_file)
    kind = CONTENT_TYPES.get(read_extension(file.name), "application/octet-stream")
    return serve_file(file.file, name=file.name, content_type=kind)


@require_POST
@for_applicants
def correct(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Begin a correction, or go on with it."""
    try:
        begin_correction(submission=submission)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(private_path(submission))
    return redirect(reverse("calls:apply_head", kwargs={"submission_key": make_key(submission)}))


@require_http_methods(["GET", "HEAD", "POST"])
@for_applicants
def drop(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Drop a correction, or delete a draft, after asking once more."""
    if submission.sent_at is not None and not submission.is_being_corrected:
        return redirect(private_path(submission))
    if request.method != "POST":
        return render(request, "calls/mine_drop.html", frame(submission.call, read_work(submission)))
    if submission.sent_at is not None:
        drop_correction(submission=submission)
        messages.success(request, _("The correction has been dropped. What was sent stays as it is."))
        return redirect(private_path(submission))
    try:
        delete_draft(submission=submission)
    except ValidationError as refused:
        # Sent in another tab meanwhile.
        messages.error(request, " ".join(refused.messages))
        return redirect(private_path(submission))
    messages.success(request, _("The draft has been deleted."))
    return redirect(submission.call.public_url)


@require_http_methods(["GET", "HEAD", "POST"])
@for_applicants
def choose_reminding(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Turn reminders of the closing off or on; a program that only follows the letter's link changes nothing."""
    if request.method != "POST":
        return render(request, "calls/mine_reminders.html", frame(submission.call, read_work(submission)))
    wanted = request.POST.get("wanted") == "1"
    choose_reminders(submission=submission, wanted=wanted)
    said = _("We will remind you of the closing.") if wanted else _("We will not remind you of the closing any more.")
    messages.success(request, said)
    return redirect(private_path(submission))


@require_http_methods(["GET", "HEAD", "POST"])
@for_applicants
def withdraw(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Withdraw what was sent, after asking once more."""
    if not submission.is_sent:
        return redirect(private_path(submission))
    if request.method != "POST":
        return render(request, "calls/mine_withdraw.html", frame(submission.call, read_work(submission)))
    try:
        withdraw_submission(submission=submission)
        messages.success(request, _("The submission has been withdrawn."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(private_path(submission))


@require_POST
@for_applicants
def add(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Take what supplements a submission."""
    form = SupplementForm(request.POST, request.FILES)
    said = form.cleaned_data if form.is_valid() else {}
    if said and attempt(form, supplement, submission=submission, text=said["text"], upload=said["file"]) is not None:
        messages.success(request, _("What you added has been taken."))
        return redirect(private_path(submission))
    return show_mine(request, submission, adding=form)


@require_POST
@for_applicants
def reserve(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Take a reservation against the result."""
    form = ReservationForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    if said and (made := attempt(form, raise_reservation, submission=submission, text=said["text"])):
        late = _("The reservation came after the term. It has been kept and marked as late.")
        messages.success(request, late if made.is_late else _("The reservation has been taken. An answer will come."))
        return redirect(private_path(submission))
    return show_mine(request, submission, objecting=form)
