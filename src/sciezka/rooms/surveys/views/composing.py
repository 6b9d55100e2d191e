"""Surveys of a process: the list, a new one, and a survey's own page."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.kit.forms import read_number, sent
from sciezka.kit.guards import may, needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.library import Shipped, find_shipped, shipped_questionnaires
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.schema.types import LANGUAGE_NAMES
from sciezka.rooms.rounds.documents.codes import draw_code
from sciezka.rooms.surveys.actions.blocks import pack_blocks
from sciezka.rooms.surveys.actions.surveys import RUNNING, delete_survey
from sciezka.rooms.surveys.forms.composing import ConfirmForm, NewSurveyForm, TermsForm
from sciezka.rooms.surveys.models import Phase, Survey
from sciezka.rooms.surveys.queries.collected import Collected, read_collected
from sciezka.rooms.surveys.queries.composing import list_surveys, say_moment, waves_of
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.releases import find_last, is_published
from sciezka.rooms.surveys.views.composing_shared import head_of, list_steps, show_step
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@needs("surveys.list", of=find_process)
def show_surveys(request: HttpRequest, process: Process) -> HttpResponse:
    """List the surveys of a process."""
    lines = list_surveys(process)
    context = {
        "process": process,
        "running": [line for line in lines if not line.is_over],
        "over": [line for line in lines if line.is_over],
        "manages": may(request.user, "surveys.manage", process),
    }
    return render(request, "surveys/surveys.html", context)


@needs("surveys.manage", of=find_process)
def begin(request: HttpRequest, process: Process) -> HttpResponse:
    """Choose a questionnaire, then say who answers and when; from there on the survey is kept as a draft."""
    source = find_source(request, process)
    if source is None:
        return show_sources(request, process)
    form = NewSurveyForm(process, source, language=get_language() or "pl", data=sent(request))
    if form.is_valid() and (survey := attempt(form, form.save, actor=actor_of(request))):
        messages.success(request, _("The survey is kept as a draft. Look through its steps, then open it."))
        return redirect(survey)
    context = {
        "process": process,
        "form": form,
        "title": _("New survey"),
        "lead": _("Only what is needed to begin. Nobody can answer before you open it."),
        "submit": _("Save and go on"),
        "back": reverse("surveys:survey_new", kwargs=process.address),
    }
    return render(request, "surveys/step.html", context)


def find_source(request: HttpRequest, process: Process) -> Shipped | Questionnaire | None:
    """Find the questionnaire that the address names: a shipped one or one of the workspace."""
    if key := request.GET.get("wzor", ""):
        return find_shipped(key)
    number = read_number(request.GET.get("kwestionariusz"))
    return Questionnaire.objects.filter(workspace=process.workspace, pk=number).first() if number is not None else None


def show_sources(request: HttpRequest, process: Process) -> HttpResponse:
    """Show which questionnaires a survey can be made of."""
    language = (get_language() or "pl")[:2]
    shipped = [
        {
            "key": one.key,
            "title": one.title.say(language),
            "about": one.about.say(language),
            "minutes": one.minutes,
            "count": sum(item.kind != "note" for item in one.questionnaire.items()),
            "languages": ", ".join(LANGUAGE_NAMES[code] for code in one.questionnaire.languages),
        }
        for one in shipped_questionnaires()
    ]
    own = Questionnaire.objects.filter(workspace=process.workspace)
    return render(request, "surveys/survey_new.html", {"process": process, "shipped": shipped, "own": own})


@needs("surveys.view", of=find_survey)
def show_survey(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show a survey's page: before the launch its steps, afterwards how collecting goes and what can be done."""
    manages = may(request.user, "surveys.manage", survey)
    context = {**head_of(survey), "manages": manages}
    if survey.phase == Phase.DRAFT and manages:
        steps = list_steps(survey)
        context |= {"steps": steps, "is_ready": not any(step.lacks for step in steps)}
        return render(request, "surveys/survey_draft.html", context)
    return render(request, "surveys/survey.html", {**context, **running_context(survey, manages=manages)})


def running_context(survey: Survey, *, manages: bool) -> dict[str, Any]:
    """Give what the page of a launched survey says."""
    door = settings.BASE_URL + reverse("surveys:door", kwargs={"door": survey.door})
    is_running = survey.phase in RUNNING
    newer = survey.edition is not None and survey.questionnaire.draft != survey.edition.content
    return {
        "collected": open_collected(survey),
        "waves": waves_of(survey),
        "door": door,
        "code": draw_code(door) if is_running and manages else "",
        "is_running": is_running,
        "has_newer": newer and is_running and manages,
        "opens": say_moment(survey.opens_at),
        "closes": say_moment(survey.closes_at),
        "clause": survey.clauses.first(),
        "is_published": is_published(find_last(survey)),
        "is_overdue": is_overdue(survey),
    }


def open_collected(survey: Survey) -> Collected:
    """Read how collecting goes; weights come from the answers that the results are of, so these are taken in first."""
    if survey.is_weighted and not survey.erased_at:
        pack_blocks(survey)
    return read_collected(survey)


def is_overdue(survey: Survey) -> bool:
    """Tell whether answers should have been deleted by now: the worker does it, so it may not be running."""
    day = survey.erases_on
    return day is not None and not survey.erased_at and survey.phase not in RUNNING and timezone.localdate() > day


@needs("surveys.view", of=find_survey)
def show_progress(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show how collecting goes, for the page that asks every few seconds."""
    context = {"survey": survey, "collected": open_collected(survey), "is_running": survey.phase in RUNNING}
    return render(request, "surveys/_collected.html", context)


@needs("surveys.manage", of=find_survey)
def edit(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Change what is said about a survey before its launch."""
    form = TermsForm(survey, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("Saved."))
        return redirect(survey)
    return show_step(request, form, survey, {"title": _("Who answers, and when")})


@needs("surveys.manage", of=find_survey)
def delete(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Delete a survey that was never launched."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, delete_survey, actor=actor_of(request), survey=survey):
        messages.success(request, _("The survey is deleted. Its questionnaire stays."))
        return redirect(reverse("surveys:surveys", kwargs=survey.process.address))
    page = {
        "title": _("Delete the survey?"),
        "lead": _("It was never opened, so nobody has answered it. Its questionnaire stays."),
        "submit": _("Delete"),
        "danger": True,
    }
    return show_step(request, form, survey, page)
