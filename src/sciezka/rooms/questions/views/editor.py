"""Under way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sciezka.kit.guards import needs
from sciezka.rooms.questions.queries.places import find_questionnaire


@needs("questions.edit", of=find_questionnaire)
def edit_head(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")
