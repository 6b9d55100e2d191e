"""What every page of resources and products stands in: the row of its sections."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.guards import may
from sciezka.kit.manifests import Text
from sciezka.rooms.town.models import Process

SECTIONS: Final[tuple[tuple[str, Text], ...]] = (
    ("resources", _("Resources")),
    ("resource_map", pgettext_lazy("resources", "Map")),
    ("products", _("Products")),
    ("resources_plan", _("In the plan")),
)


def show_page(
    request: HttpRequest,
    template: str,
    process: Process,
    section: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a page of resources and products."""
    base = {
        "process": process,
        "section": section,
        "sections": [(key, words, reverse(f"diagnosis:{key}", kwargs=process.address)) for key, words in SECTIONS],
        "may_edit": may(request.user, "diagnosis.edit", process),
        "may_ask": may(request.user, "diagnosis.ask", process),
    }
    return render(request, template, {**base, **(context or {})}, status=status)
