"""What the office's views share: the person, their permissions, and the page of one form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import may
from sciezka.rooms.town.manifest import manifest
from sciezka.rooms.town.models import Process, Workspace


def powers_of(request: HttpRequest, place: Process | Workspace) -> frozenset[str]:
    """Name the permissions that the person has in a place, so that a page offers only what they can do."""
    return frozenset(right for right in manifest.rights if may(request.user, right, place))


def show_form(request: HttpRequest, form: forms.Form, place: Process | Workspace, page: Mapping[str, Any]) -> HttpResponse:
    """Show the page of one form.

    Args:
        request: the request.
        form: the form.
        place: the process or the workspace that the page belongs to.
        page: ``title``, ``back`` (where „cancel” leads), and optionally ``kicker``, ``lead``, ``submit``.
    """
    name = "process" if isinstance(place, Process) else "workspace"
    return render(request, "town/office_form.html", {name: place, "form": form, **page})
