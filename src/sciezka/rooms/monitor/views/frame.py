"""What every page of the monitor stands in: the row of its sections and the row that says what is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sciezka.kit.guards import may
from sciezka.kit.manifests import Text
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.town.models import Process

# The word of a section, its name, its address, and whether it takes along what is shown.
SECTIONS: Final[tuple[tuple[str, Text, str], ...]] = (
    ("overview", _("Overview"), "monitor:overview"),
    ("indicators", _("Indicators"), "monitor:indicators"),
    ("compare", _("Comparison"), "monitor:compare"),
    ("what_if", _("What if"), "monitor:what_if"),
    ("groups", _("Groups"), "monitor:groups"),
    ("recipe", _("Recipe"), "monitor:recipe"),
    ("findings", _("Findings"), "monitor:findings"),
    ("report", _("Report"), "monitor:report"),
    ("data", _("Data"), "monitor:data"),
)


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line of the row of sections."""

    key: str
    label: Text
    href: str


def list_sections(choice: Choice) -> list[SectionLine]:
    """List the sections; each keeps what is shown."""
    address = choice.process.address
    return [SectionLine(key, label, f"{reverse(name, kwargs=address)}{choice.query}") for key, label, name in SECTIONS]


def show_page(
    request: HttpRequest, template: str, choice: Choice, section: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Draw a page of the monitor."""
    process: Process = choice.process
    return render(
        request,
        template,
        {
            "process": process,
            "choice": choice,
            "section": section,
            "sections": list_sections(choice),
            "may_save": may(request.user, "monitor.save_finding", process),
            **(context or {}),
        },
    )
