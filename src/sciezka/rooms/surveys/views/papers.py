"""Printed matter of a survey: posters, the questionnaire on paper, slips with class codes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.documents.poster import FORMATS, write_cards, write_poster
from sciezka.rooms.surveys.documents.printout import write_printout
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.clauses import list_languages
from sciezka.rooms.surveys.queries.places import find_survey


@needs("surveys.manage", of=find_survey)
def give_poster(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Give the poster, A4 unless A3 is asked for."""
    paper = request.GET.get("format", "")
    paper = paper if paper in FORMATS else FORMATS[0]
    return _give(write_poster(survey, paper), f"plakat-{survey.door}-{paper}.pdf")


@needs("surveys.enter_paper", of=find_survey)
def give_printout(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Give the questionnaire to print, in one of the survey's languages."""
    languages = list_languages(survey)
    language = request.GET.get("jezyk", "")
    language = language if language in languages else languages[0]
    return _give(write_printout(survey, language), f"ankieta-{survey.door}-{language}.pdf")


@needs("surveys.manage", of=find_survey)
def give_cards(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Give slips with class codes."""
    if not survey.codes.filter(is_stopped=False).exists():
        messages.info(request, _("Make a code for each class first."))
        return redirect("surveys:codes", *survey.address.values())
    return _give(write_cards(survey), f"kody-{survey.door}.pdf")


def _give(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
