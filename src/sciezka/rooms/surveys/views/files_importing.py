"""Importing answers: giving a file, looking through what it holds, taking what is sound."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.carrying.carried import CarryingProblem
from sciezka.rooms.questions.queries.importing import say_left_over
from sciezka.rooms.questions.schema.types import Questionnaire
from sciezka.rooms.surveys.actions.imports import (
    Waiting,
    drop_waiting,
    find_import,
    find_waiting,
    import_answers,
    keep_waiting,
    read_waiting,
    say_shut,
)
from sciezka.rooms.surveys.forms.imports import AnswersForm
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.editions import read_asked
from sciezka.rooms.surveys.queries.imports import Reason, Reviewed, review_file
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.results_shapes import say_question
from sciezka.rooms.surveys.views.results_shared import frame, speak

MOST_LINES: Final = 20
MOST_REASONS: Final = 50


@dataclass(frozen=True, slots=True)
class SaidReason:
    """Why rows can't be taken, in words."""

    why: str
    item: str
    question: str
    lines: str
    more: int
    count: int


@require_http_methods(["GET", "HEAD", "POST"])
@needs("surveys.see_answers", of=find_survey)
def bring_answers(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Take a file of answers, show what it holds, and take what is sound when told so."""
    asked, actor = read_asked(survey), actor_of(request)
    context = {**frame(request, survey, "files"), "shut": say_shut(survey)}
    if request.method == "POST" and not context["shut"] and "plik" in request.POST:
        waiting = find_waiting(survey=survey, actor=actor, token=request.POST["plik"])
        if waiting is not None:
            return settle(request, survey, asked, waiting)
        messages.error(request, _("The file waited too long and was deleted. Give it once more."))
        return redirect(reverse("surveys:answers_import", kwargs=survey.address))
    is_sent = request.method == "POST" and not context["shut"]
    form = AnswersForm(request.POST, request.FILES, questionnaire=asked) if is_sent else AnswersForm(questionnaire=asked)
    if form.is_bound and form.is_valid():
        context |= lay_out(survey, asked, form.reviewed)
        if form.reviewed.sound and not context["taken"]:
            context["token"] = keep_waiting(survey=survey, actor=actor, data=form.data_read, name=form.read_name())
        return render(request, "surveys/import_review.html", {**context, "name": form.read_name()})
    return render(request, "surveys/import.html", {**context, "form": form}, status=422 if form.is_bound else 200)


def settle(request: HttpRequest, survey: Survey, asked: Questionnaire, waiting: Waiting) -> HttpResponse:
    """Take or put aside a file that was looked through."""
    if request.POST.get("co") != "wez":
        drop_waiting(waiting)
        messages.success(request, _("Nothing was taken. The file was deleted."))
        return redirect(reverse("surveys:answers_import", kwargs=survey.address))
    try:
        reviewed = review_file(asked, read_waiting(waiting))
        count = import_answers(actor=actor_of(request), survey=survey, reviewed=reviewed, name=waiting.name)
    except (CarryingProblem, ValidationError) as problem:
        said = problem.messages if isinstance(problem, ValidationError) else [_("The file could not be read.")]
        messages.error(request, " ".join(said))
        return redirect(reverse("surveys:answers_import", kwargs=survey.address))
    drop_waiting(waiting)
    said_count = ngettext("%(count)s answer was imported.", "%(count)s answers were imported.", count) % {"count": count}
    messages.success(request, said_count)
    return redirect(reverse("surveys:results", kwargs=survey.address))


def lay_out(survey: Survey, asked: Questionnaire, reviewed: Reviewed) -> dict[str, Any]:
    """Lay out what a file holds."""
    return {
        "reviewed": reviewed,
        "sound": len(reviewed.sound),
        "bad": len(reviewed.bad),
        "reasons": [say_reason(asked, reason) for reason in reviewed.reasons[:MOST_REASONS]],
        "left": say_left_over(reviewed.file.left_out),
        "taken": find_import(survey, reviewed.file.digest),
        "dayless": sum(1 for row in reviewed.sound if row.hour is None),
        "sources": {"own": _("a file from here"), "limesurvey": "LimeSurvey", "google": "Google Forms"}[
            reviewed.file.source
        ],
    }


def say_reason(asked: Questionnaire, reason: Reason) -> SaidReason:
    """Put a reason into words."""
    item = asked.find_item(reason.item)
    lines = ", ".join(map(str, reason.lines[:MOST_LINES]))
    said = {
        "empty": _("Nothing in it can be read as an answer."),
        "unfinished": _("The person did not finish."),
        "choice": _("The answer is none of those that can be chosen."),
        "number": _("It is not a number."),
        "too_small": _("It is less, or earlier, than may be given."),
        "too_big": _("It is more, or later, than may be given."),
        "decimals": _("It has too many digits after the decimal sign."),
        "too_long": _("The text is too long."),
        "too_few": _("Too few answers are chosen."),
        "too_many": _("Too many answers are chosen."),
        "exclusive": _("An answer that excludes all others is chosen with another one."),
        "date": _("It is not a date."),
        "sum": _("The points don’t add up."),
        "tied": _("Two answers share a place."),
        "place": _("It is not a place."),
        "consent": _("Consent is missing."),
        "unknown": _("The question has no such part."),
    }.get(reason.code, _("The answer does not fit the question."))
    question = say_question(item, speak()) if item else ""
    return SaidReason(said, reason.item, question, lines, max(0, len(reason.lines) - MOST_LINES), len(reason.lines))
