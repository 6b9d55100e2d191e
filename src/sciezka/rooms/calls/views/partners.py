"""Candidates for partners: beside each other, and one with its checks in registers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.forms import sent
from sciezka.kit.guards import may, needs
from sciezka.rooms.calls.actions.paper import say_no_correction
from sciezka.rooms.calls.forms.partners import RegisterForm
from sciezka.rooms.calls.models import Call, Letter, Submission
from sciezka.rooms.calls.queries.letters import wants_letter
from sciezka.rooms.calls.queries.nouns import find_call, find_submission
from sciezka.rooms.calls.queries.partners import check_numbers, read_candidate, tell_candidates
from sciezka.rooms.people.queries import actor_of


def find_offer(workspace: str, process: str, call: int, submission: int) -> Submission:
    """Find a candidate's submission to a call for partners, or answer 404."""
    found = find_submission(workspace, process, call, submission)
    if found.call.kind != Call.Kind.PARTNERS and not hasattr(found, "candidate"):
        raise Http404
    return found


@require_safe
@needs("calls.see_submissions", of=find_call)
def compare(request: HttpRequest, call: Call) -> HttpResponse:
    """Put candidates beside each other."""
    context = {
        "process": call.process,
        "call": call,
        "page": tell_candidates(request.user, call, {"z": request.GET.getlist("z")}),
        "may_write": may(request.user, "calls.write_letters", call),
    }
    return render(request, "calls/candidates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.see_submission", of=find_offer)
def show(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show what a candidate says of itself, how its numbers stand, and note what a register says."""
    candidate = read_candidate(submission)
    may_check = may(request.user, "calls.check_formally", submission)
    if request.method == "POST" and not may_check:
        raise Http404
    form = RegisterForm(submission, candidate, sent(request))
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("What the register says is noted."))
        return redirect(reverse("calls:candidate", kwargs=submission.address))
    may_write = may(request.user, "calls.write_letters", submission)
    mine = Letter.objects.filter(submission=submission).select_related("call__process__workspace")
    letters = list(mine) if may_write else []
    context = {
        "process": submission.call.process,
        "call": submission.call,
        "submission": submission,
        "candidate": candidate,
        "numbers": check_numbers(candidate),
        "letters": letters,
        "wants_letter": may_write and wants_letter(request.user, submission, letters),
        "form": form if may_check else None,
        "may_write": may_write,
        "sees_signatories": may_check,
        "corrects_paper": may(request.user, "calls.correct_paper", submission) and not say_no_correction(submission),
    }
    return render(request, "calls/candidate.html", context)
