"""Answering a survey page by page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import open_to_all
from sciezka.rooms.surveys.queries.running import find_door


@open_to_all
def answer(request: HttpRequest, door: str) -> HttpResponse:
    """Show a page of questions, and keep what was answered."""
    return render(request, "surveys/answering/door.html", {"survey": find_door(door)})
