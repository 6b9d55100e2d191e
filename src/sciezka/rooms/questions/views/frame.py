"""What the pages around one questionnaire share: the row of its sections, and the way back to the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sciezka.kit.guards import may
from sciezka.kit.manifests import Text
from sciezka.kit.templatetags.kit import Crumb
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.uses import list_uses

SECTIONS: Final[tuple[tuple[str, Text, str], ...]] = (
    ("questionnaire", _("Questions"), "list-checks"),
    ("translations", _("Translations"), "languages"),
    ("checks", _("Checks"), "circle-check"),
    ("test", _("Trying out"), "eye"),
    ("editions", _("Editions"), "history"),
)


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line of the row of sections."""

    key: str
    label: Text
    icon: str
    href: str


def show_page(
    request: HttpRequest,
    template: str,
    questionnaire: Questionnaire,
    section: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a page of one questionnaire."""
    address = questionnaire.address
    workspace = questionnaire.workspace
    list_address = reverse("questions:questionnaires", kwargs={"workspace": workspace.slug})
    base = {
        "workspace": workspace,
        "questionnaire": questionnaire,
        "section": section,
        "sections": [
            SectionLine(key, label, icon, reverse(f"questions:{key}", kwargs=address)) for key, label, icon in SECTIONS
        ],
        "crumbs": [
            Crumb(workspace.name, reverse("town:office", kwargs={"workspace": workspace.slug})),
            Crumb(_("Questionnaires"), list_address),
        ],
        "may_edit": may(request.user, "questions.edit", questionnaire),
        "uses": list_uses(request.user, questionnaire),
    }
    return render(request, template, {**base, **(context or {})}, status=status)
