"""Under way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sciezka.kit.guards import needs
from sciezka.rooms.questions.queries.drafts import find_asked_item
from sciezka.rooms.questions.queries.places import find_questionnaire


@needs("questions.edit", of=find_questionnaire)
def add(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_questionnaire)
def show_condition_line(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_asked_item)
def edit(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_asked_item)
def move(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_asked_item)
def duplicate(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_asked_item)
def remove(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")
