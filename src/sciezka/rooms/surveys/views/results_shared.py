"""What all pages of results share: the answers opened, and the way between the pages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from sciezka.kit.guards import may
from sciezka.kit.manifests import Text
from sciezka.rooms.surveys.actions.blocks import pack_blocks
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.releases import find_last, is_published
from sciezka.rooms.surveys.queries.results_page import open_sight


@dataclass(frozen=True, slots=True)
class Way:
    """One page of results."""

    label: Text
    href: str
    is_here: bool


def open_results(survey: Survey) -> FrameSight | None:
    """Take in the answers that may be shown by now, and open them."""
    if survey.edition_id is None or survey.erased_at is not None:
        return None
    pack_blocks(survey)
    return open_sight(survey)


def speak() -> str:
    """Give the language in which the questionnaire's own words are shown: the page's; where it lacks it, its base."""
    return "en" if (get_language() or "pl").startswith("en") else "pl"


def frame(request: HttpRequest, survey: Survey, here: str) -> dict[str, Any]:
    """Give what every page of results knows."""
    ways = [("results", _("Results")), ("cross", _("Cross-tabs")), ("representativeness", _("Representativeness"))]
    if survey.previous_id is not None:
        ways.append(("waves", pgettext("survey", "Waves")))
    ways.append(("findings", _("Findings")))
    sees_answers = may(request.user, "surveys.see_answers", survey)
    if sees_answers:
        ways += [("themes", _("Themes")), ("responses", _("Single answers"))]
    ways.append(("files", _("Files")))
    last = find_last(survey)
    return {
        "process": survey.process,
        "survey": survey,
        "ways": [Way(label, reverse(f"surveys:{name}", kwargs=survey.address), name == here) for name, label in ways],
        "runs": may(request.user, "surveys.manage", survey),
        "sees_answers": sees_answers,
        # What speaks for the survey once its answers are gone.
        "last_release": last.number if last and survey.erased_at else None,
        "is_published": is_published(last),
    }
