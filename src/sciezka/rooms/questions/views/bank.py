"""Under way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sciezka.kit.guards import needs
from sciezka.rooms.questions.queries.places import find_bank_item, find_questionnaire
from sciezka.rooms.town.queries.places import find_workspace


@needs("questions.edit", of=find_workspace)
def show_bank(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_bank_item)
def edit(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=find_bank_item)
def remove(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")


@needs("questions.edit", of=lambda workspace, questionnaire, item_code: find_questionnaire(workspace, questionnaire))
def keep(_request: HttpRequest, _noun: object) -> HttpResponse:
    """Under way."""
    return redirect("/biuro/")
