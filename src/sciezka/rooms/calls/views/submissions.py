"""What was submitted, as the office and the commission see it: the list, one submission, its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sciezka.kit.guards import may, needs
from sciezka.kit.uploads import CONTENT_TYPES, read_extension, serve_file
from sciezka.rooms.calls.actions.paper import say_no_correction, say_no_paper
from sciezka.rooms.calls.models import AFTER_CLOSING, Call, Decision, FormalCheck, Submission, SubmissionFile
from sciezka.rooms.calls.queries.as_decided import read_title_until_decided
from sciezka.rooms.calls.queries.cards import read_cards_panel
from sciezka.rooms.calls.queries.formal import list_conditions, may_still_check, say_state
from sciezka.rooms.calls.queries.nouns import find_call, find_submission, find_submission_file
from sciezka.rooms.calls.queries.ranking import read_decision_panel
from sciezka.rooms.calls.queries.submissions import (
    NONE,
    OUTCOMES,
    STATES,
    count_submissions,
    hidden_from,
    read_wish,
    sees_decisions,
)
from sciezka.rooms.calls.queries.submissions_list import SIZES, list_lines
from sciezka.rooms.calls.queries.submissions_shown import list_other_files, list_versions, sent_files, show_answers
from sciezka.rooms.calls.queries.ties import find_unkept


@require_safe
@needs("calls.see_submissions", of=find_call)
def list_submissions(request: HttpRequest, call: Call) -> HttpResponse:
    """List what was submitted; offers of partners are only counted before the closing."""
    totals = count_submissions(call)
    wish = read_wish(request.GET)
    hidden = hidden_from(request.user, call)
    context: dict[str, Any] = {
        "process": call.process,
        "call": call,
        "totals": totals,
        "wish": wish,
        "is_sealed": call.is_sealed,
        "checks": may(request.user, "calls.check_formally", call),
        "manages": may(request.user, "calls.manage", call),
        "takes_paper": may(request.user, "calls.register_paper", call) and not say_no_paper(call),
    }
    if not context["is_sealed"]:
        decided = sees_decisions(request.user, call)
        context |= {
            "lines": list_lines(request, call, wish, hidden, decided=decided),
            "hidden": Submission.objects.filter(call=call, pk__in=hidden).order_by("number") if hidden else (),
            "unkept": find_unkept(call, hidden),
            "gives_seats": may(request.user, "town.manage_seats", call.process.workspace),
            # Columns of steps that have not come yet would hold nothing.
            "is_checked": call.phase in AFTER_CLOSING,
            "is_scored": decided and call.scoring_opened_at is not None,
            "states": [(word, label, totals.of(word)) for word, (label, _rows) in STATES.items()],
            "outcomes": [(word, label) for word, (label, _rows) in OUTCOMES.items()],
            "decisions": Decision.Outcome.choices,
            "goals": call.goals.all(),
            "none": NONE,
            "sizes": SIZES,
        }
    return render(request, "calls/submissions.html", context)


@require_safe
@needs("calls.see_submission", of=find_submission)
def show(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show a submission as its reader reads it."""
    call, language = submission.call, get_language() or "pl"
    files = sent_files(submission)
    contact = may(request.user, "calls.check_formally", submission)
    check = FormalCheck.objects.filter(submission=submission).first()
    context = {
        "process": call.process,
        "call": call,
        "submission": submission,
        "goals": submission.goals.all(),
        "pages": show_answers(submission, files, language),
        "other_files": list_other_files(submission, files),
        "versions": list_versions(submission, language, contact=contact),
        "candidate": getattr(submission, "candidate", None),
        "check": check,
        "check_state": say_state(check, timezone.now()) if check and check.asked_at else "",
        "conditions": list_conditions(call),
        "checks": may(request.user, "calls.check_formally", submission) and submission.is_in and may_still_check(call),
        "sees_contact": contact,
        "may_hide": may(request.user, "calls.hide_submission", submission),
        "takes_paper": may(request.user, "calls.register_paper", call),
        "corrects_paper": may(request.user, "calls.correct_paper", submission) and not say_no_correction(submission),
        "twins": list_twins(request, submission),
        "cards_panel": read_cards_panel(request.user, submission),
        "decision_panel": read_decision_panel(request.user, submission),
        "told_title": read_title_until_decided(submission),
    }
    return render(request, "calls/submission.html", context)


def list_twins(request: HttpRequest, submission: Submission) -> list[Submission]:
    """List those that somebody judged to say the same, of which the reader may see."""
    keys = [int(key) for key, judged in submission.compared.items() if judged == "same"]
    if not keys:
        return []
    hidden = hidden_from(request.user, submission.call)
    rows = Submission.objects.filter(call=submission.call, pk__in=keys).exclude(pk__in=hidden)
    return list(rows.select_related("call__process__workspace"))


@require_safe
@needs("calls.see_submission", of=find_submission_file)
def give_file(request: HttpRequest, file: SubmissionFile) -> HttpResponseBase:  # noqa: ARG001 - a view's own
    """Give a file of a submission; of one that was not sent yet nobody here may know."""
    if str(file.pk) not in sent_files(file.submission):
        raise Http404
    kind = CONTENT_TYPES.get(read_extension(file.name), "application/octet-stream")
    return serve_file(file.file, name=file.name, content_type=kind)
