"""Under way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sciezka.kit.guards import needs
from sciezka.rooms.questions.queries.places import find_edition, find_questionnaire


@needs("questions.edit", of=find_questionnaire)
def show_checks(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_questionnaire)
def show_editions(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_edition)
def show_edition(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")
