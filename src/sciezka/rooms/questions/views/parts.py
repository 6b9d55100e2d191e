"""Under way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sciezka.kit.guards import needs
from sciezka.rooms.questions.queries.drafts import find_asked_part
from sciezka.rooms.questions.queries.places import find_questionnaire


@needs("questions.edit", of=find_questionnaire)
def restore(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_questionnaire)
def add_page(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_asked_part)
def edit(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_asked_part)
def move(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_asked_part)
def add_section(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_asked_part)
def remove(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")
