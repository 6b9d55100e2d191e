"""Submissions on paper: registering one, and its receipt."""

from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.calls.actions.applying_files import SCAN
from sciezka.rooms.calls.actions.paper import say_no_correction, say_no_paper
from sciezka.rooms.calls.forms.submissions_paper import PaperCorrectionForm, PaperForm
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.nouns import find_call, find_submission
from sciezka.rooms.calls.queries.submissions import hidden_from
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.queries.budgets import has_budget
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.questions.queries.showing import show_page
from sciezka.rooms.questions.schema.types import Answers, Questionnaire
from sciezka.rooms.surveys.queries.papers import Entry, read_entry, show_all


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.register_paper", of=find_call)
def register(request: HttpRequest, call: Call) -> HttpResponse:
    """Type in what came on paper: the stamp, the head and what was answered, all at once."""
    asked, sums = read_asked(call)
    is_sent = request.method == "POST"
    form = PaperForm(call, request.POST if is_sent else None, request.FILES, asks_sums=sums)
    entry = read_entry(asked, dict(request.POST.lists())) if is_sent else None
    if entry and form.is_valid() and not entry.problems and (kept := form.save(actor_of(request), dict(entry.answers))):
        said = _("Registered under the number %(number)s.") % {"number": kept.code}
        messages.success(request, said)
        return redirect(reverse("calls:submission_receipt", kwargs=kept.address))
    context = {
        "process": call.process,
        "call": call,
        "form": form,
        "pages": draw_pages(asked, entry, get_language() or "pl"),
        "problems": entry.problems if entry else (),
        "shut": say_no_paper(call),
    }
    return render(request, "calls/paper.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.correct_paper", of=find_submission)
def correct(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Mend what was typed off paper, and add scans: a new version of it."""
    if submission.channel != Submission.Channel.PAPER:
        raise Http404
    call = submission.call
    asked, sums = read_asked(call)
    is_sent = request.method == "POST"
    form = PaperCorrectionForm(submission, request.POST if is_sent else None, request.FILES, asks_sums=sums)
    entry = read_entry(asked, dict(request.POST.lists())) if is_sent else None
    if entry and form.is_valid() and not entry.problems and (kept := form.save(actor_of(request), dict(entry.answers))):
        messages.success(request, _("Corrected. What was typed before stays among the versions."))
        return redirect(reverse("calls:submission_receipt", kwargs=kept.address))
    context = {
        "process": call.process,
        "call": call,
        "submission": submission,
        "form": form,
        "pages": draw_pages(asked, entry, get_language() or "pl", submission.answers),
        "problems": entry.problems if entry else (),
        "shut": say_no_correction(submission),
        "scans": submission.files.filter(item=SCAN),
    }
    return render(request, "calls/paper.html", context)


def read_asked(call: Call) -> tuple[Questionnaire, bool]:
    """Read the call's form, and tell whether money is typed beside it."""
    asked = read_edition(call.edition_id) if call.edition_id else Questionnaire()
    return asked, call.asks_money and not has_budget(asked)


def draw_pages(
    asked: Questionnaire, entry: Entry | None, language: str, answers: Answers = MappingProxyType({})
) -> list[dict[str, Any]]:
    """Draw all pages of the form, with nothing hidden: what was typed just now, else the answers that stand."""
    opened = show_all(asked)
    drawn = []
    for page in opened.pages:
        here = {item.code for item in page.items()}
        if here:
            wrong = [problem for problem in (entry.problems if entry else ()) if problem.item in here]
            given = entry.given if entry else None
            html = show_page(opened, page, answers, language=language, seed="", problems=wrong, given=given)
            drawn.append({"title": page.title.say(language, asked.base), "html": html})
    return drawn


@require_safe
@needs("calls.register_paper", of=find_submission)
def show_receipt(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show the receipt of what came on paper, to print: for who registered it, and for who may read it."""
    hidden = hidden_from(request.user, submission.call)
    is_own = submission.registered_by == actor_of(request).ref and submission.pk not in hidden
    reads = may(request.user, "calls.see_submission", submission)
    if submission.channel != Submission.Channel.PAPER or not (is_own or reads):
        raise Http404
    context = {
        "process": submission.call.process,
        "call": submission.call,
        "submission": submission,
        "reads": reads,
        "corrects": may(request.user, "calls.correct_paper", submission) and not say_no_correction(submission),
        "files": submission.files.count(),
    }
    return render(request, "calls/submission_receipt.html", context)
