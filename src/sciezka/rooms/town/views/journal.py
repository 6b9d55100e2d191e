"""The journal of a process and of a workspace."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.town.models import Process, Workspace
from sciezka.rooms.town.queries.journal import JournalFilters, actors_within, nouns_within, read_day, read_journal
from sciezka.rooms.town.queries.places import find_process, find_workspace


@needs("town.read_journal", of=find_process)
def show_journal(request: HttpRequest, process: Process) -> HttpResponse:
    """Show who did what in a process."""
    return render(request, "town/journal.html", {"process": process, **describe_journal(request, process.scope)})


@needs("town.read_journal", of=find_workspace)
def show_workspace_journal(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Show who did what in a workspace and all its processes."""
    return render(request, "town/journal.html", {"workspace": workspace, **describe_journal(request, workspace.scope)})


def describe_journal(request: HttpRequest, scope: str) -> dict[str, Any]:
    """Read the page of a journal that the address asks for."""
    # PostgreSQL compares no text with NUL in it.
    wanted = request.GET.get("object", "").replace("\x00", "")
    noun, _, number = wanted.partition(":")
    filters = JournalFilters(
        reader=request.user,
        noun=noun[:60],
        number=number[:40],
        actor=read_pseudonym(request.GET.get("who", "")),
        since=read_day(request.GET.get("since", "")),
        until=read_day(request.GET.get("until", "")),
    )
    page, lines = read_journal(scope, filters, request.GET.get("page"))
    return {
        "filters": filters,
        "wanted": wanted,
        "page": page,
        "lines": lines,
        "people": actors_within(scope),
        "nouns": nouns_within(scope),
    }


def read_pseudonym(text: str) -> uuid.UUID | None:
    """Read a pseudonym from an address; anything that is not one is nothing."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
