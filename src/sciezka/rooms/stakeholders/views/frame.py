"""What every page of the room stands in: the row of its sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Text
from sciezka.rooms.town.models import Process

SECTIONS: Final[tuple[tuple[str, Text], ...]] = (
    ("register", _("Register")),
    ("map", _("Map")),
    ("hierarchy", _("Hierarchy")),
    ("unheard", _("Not yet heard")),
    ("plan", _("Engagement plan")),
    ("leaders", _("Social Leaders")),
    ("balance", _("Balance")),
)


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line of the row of sections."""

    key: str
    label: Text
    href: str


def list_sections(process: Process) -> list[SectionLine]:
    """List the sections."""
    return [SectionLine(key, label, reverse(f"stakeholders:{key}", kwargs=process.address)) for key, label in SECTIONS]


def show_page(
    request: HttpRequest,
    template: str,
    process: Process,
    section: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a page of the room."""
    base = {"process": process, "section": section, "sections": list_sections(process)}
    return render(request, template, {**base, **(context or {})}, status=status)
