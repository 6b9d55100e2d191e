"""The list of assessments, and one assessment's own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.assessments import list_assessments, read_asked
from sciezka.rooms.assessment.queries.places import find_assessment
from sciezka.rooms.assessment.queries.steps import read_standing
from sciezka.rooms.assessment.queries.words import word_areas, word_bank
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("assessment.list", of=find_process)
def show_assessments(request: HttpRequest, process: Process) -> HttpResponse:
    """List the assessments of a process that the person may see."""
    context = {
        "process": process,
        "lines": list_assessments(request.user, process),
        "may_manage": may(request.user, "assessment.manage", process),
    }
    return render(request, "assessment/assessments.html", context)


@require_safe
@needs("assessment.view", of=find_assessment)
def show_assessment(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show where an assessment stands: its steps, what is done and what comes next."""
    asked = read_asked(assessment)
    context = {
        "process": assessment.process, "assessment": assessment, "standing": read_standing(request.user, assessment),
        "bank": word_bank(asked), "areas": word_areas(asked),
    }  # fmt: skip
    return render(request, "assessment/assessment.html", context)


@require_safe
@needs("assessment.view", of=find_assessment)
def show_questions(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the questions that an assessment asks, as they were when it was started."""
    asked = read_asked(assessment)
    context = {
        "process": assessment.process, "assessment": assessment, "bank": word_bank(asked), "areas": word_areas(asked),
    }  # fmt: skip
    return render(request, "assessment/questions.html", context)
