"""Under way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sciezka.kit.guards import needs
from sciezka.rooms.questions.queries.places import find_questionnaire
from sciezka.rooms.town.queries.places import find_workspace


@needs("questions.edit", of=find_workspace)
def show_questionnaires(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_workspace)
def make(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_questionnaire)
def copy(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_questionnaire)
def delete(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")
