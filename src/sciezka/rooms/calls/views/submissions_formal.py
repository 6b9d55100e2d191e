"""The formal check: one submission, and all that wait."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.rooms.calls.actions.formal import pass_clean
from sciezka.rooms.calls.forms.submissions import FormalForm, PassForm
from sciezka.rooms.calls.models import Call, FormalCheck, Phase, Submission
from sciezka.rooms.calls.queries.formal import (
    list_conditions,
    list_supplementing,
    list_unchecked,
    look_over,
    may_still_check,
)
from sciezka.rooms.calls.queries.nouns import find_call, find_submission
from sciezka.rooms.calls.queries.submissions import count_submissions, hidden_from
from sciezka.rooms.calls.queries.submissions_shown import sent_files
from sciezka.rooms.people.queries import actor_of

ON_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.check_formally", of=find_submission)
def check(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Check one submission; the next that waits is one press away."""
    standing = FormalCheck.objects.filter(submission=submission).first()
    form = FormalForm(submission, standing, sent(request))
    if form.is_valid() and (kept := form.save(actor_of(request))):
        messages.success(request, say_kept(kept))
        if "next" in request.POST and (following := find_next(request, submission)):
            return redirect(reverse("calls:submission_check", kwargs=following.address))
        return redirect(submission)
    context = {
        "process": submission.call.process,
        "call": submission.call,
        "submission": submission,
        "check": standing,
        "form": form,
        "is_time": may_still_check(submission.call),
        "doubts": look_over(submission.call, [submission])[0].doubts,
        "files": sent_files(submission).values(),
    }
    return render(request, "calls/submission_check.html", context)


def find_next(request: HttpRequest, submission: Submission) -> Submission | None:
    """Find the next submission that waits for its check."""
    waiting = list_unchecked(submission.call, hidden_from(request.user, submission.call)).exclude(pk=submission.pk)
    return waiting.filter(number__gt=submission.number or 0).first() or waiting.first()


def say_kept(kept: FormalCheck) -> str:
    """Say what a check came to."""
    if kept.outcome == FormalCheck.Outcome.SUPPLEMENT:
        return _("The applicant is asked to supplement; the letter is on its way.")
    if kept.outcome:
        return _("Kept: %(outcome)s.") % {"outcome": kept.get_outcome_display()}
    return _("Kept; some conditions are still to be judged.")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.check_formally", of=find_call)
def check_many(request: HttpRequest, call: Call) -> HttpResponse:
    """Show what waits for its check with what the machine sees, and pass the clean ones at once."""
    hidden = hidden_from(request.user, call)
    waiting = list_unchecked(call, hidden)
    if request.method == "POST":
        return pass_many(request, call, waiting)
    page = Paginator(waiting, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "process": call.process,
        "call": call,
        "page": page,
        "lines": look_over(call, list(page.object_list)),
        "conditions": list_conditions(call),
        "supplementing": list_supplementing(call, hidden),
        "totals": count_submissions(call),
        "is_time": call.phase == Phase.CHECKING,
    }
    return render(request, "calls/submissions_check.html", context)


def pass_many(request: HttpRequest, call: Call, waiting: Iterable[Submission]) -> HttpResponse:
    """Pass those that were ticked."""
    rows = {row.pk: row for row in waiting}
    form = PassForm(list(rows), request.POST)
    if not form.is_valid():
        messages.error(request, _("Tick at least one submission that still waits."))
    else:
        chosen = [rows[key] for key in form.cleaned_data["submissions"]]
        try:
            count = pass_clean(actor=actor_of(request), call=call, submissions=chosen)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            said = ngettext(
                "%(number)s submission meets the conditions.", "%(number)s submissions meet the conditions.", count
            )
            messages.success(request, said % {"number": count})
    return redirect(reverse("calls:submissions_check", kwargs=call.address))
