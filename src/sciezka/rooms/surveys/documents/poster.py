"""Posters: the town's colour and name, the title, one sentence, a big code, the link in large letters, until when."""

import re
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sciezka.kit.colour import DEFAULT, make_scale
from sciezka.kit.papers import set_pdf
from sciezka.kit.templatetags.kit import long_day
from sciezka.kit.typography import bind_words, keep_writable
from sciezka.rooms.questions.schema.reading import estimate_minutes
from sciezka.rooms.rounds.documents.codes import QUIET, draw_code
from sciezka.rooms.surveys.documents.letters import name_survey
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.editions import read_asked

POSTER: Final = Path(__file__).with_name("poster.typ")
CARDS: Final = Path(__file__).with_name("cards.typ")
FORMATS: Final = ("a4", "a3")
_FRAME: Final = re.compile(r'viewBox="0 0 ([0-9]+) [0-9]+"')


def write_poster(survey: Survey, paper: str) -> bytes:
    """Write the poster as a PDF.

    Args:
        survey: which one.
        paper: ``a4`` or ``a3``.
    """
    with translation.override(survey.process.workspace.language):
        return set_pdf(POSTER, "poster", {**collect_poster(survey), "paper": paper})


def collect_poster(survey: Survey) -> dict[str, Any]:
    """Give everything that the poster says, in the language that is active."""
    workspace = survey.process.workspace
    language = (translation.get_language() or "pl")[:2]
    door = settings.BASE_URL + reverse("surveys:door", kwargs={"door": survey.door})
    minutes = estimate_minutes(read_asked(survey), language)
    takes = ngettext("about %(count)s minute", "about %(count)s minutes", minutes) % {"count": minutes}
    end = _("until %(day)s") % {"day": long_day(timezone.localdate(survey.closes_at))} if survey.closes_at else ""
    said = {
        "office": workspace.name,
        "kicker": _("Survey"),
        "title": name_survey(survey, language),
        "sentence": say_sentence(survey),
        "end": end,
        "facts": [takes, pgettext("survey", "anonymous"), _("no account needed")],
        "scan": _("Point your phone's camera at the code"),
        "or": _("or type the address"),
        "code": _("Have the code of your class at hand.") if survey.entry == survey.Entry.CODES else "",
        "clause": _("Who is responsible for the data, and what your rights are, stands at the same address before the "
                    "first question."),
        "alt": _("QR code of the link"),
    }  # fmt: skip
    return {
        **{name: bind_all(value) for name, value in said.items()},
        "language": language,
        "address": door.split("://", 1)[-1].rstrip("/"),
        "qr": draw_file(door),
        **pick_colours(survey),
    }


def say_sentence(survey: Survey) -> str:
    """Say in one sentence why anybody should answer."""
    if survey.purpose:
        return _("Your answers will help us to %(purpose)s.") % {"purpose": survey.purpose.strip().rstrip(".")}
    return _("Say what you think. Your answers will help to plan what changes in the town.")


def bind_all(value: Any) -> Any:  # noqa: ANN401 - a text or a list of texts
    """Keep short words with what follows them, in each text."""
    return [bind_all(one) for one in value] if isinstance(value, list) else bind_words(keep_writable(str(value)))


def pick_colours(survey: Survey) -> dict[str, str]:
    """Give the town's colour in the steps that paper needs; white on the first is readable whatever the town chose."""
    scale = make_scale(survey.process.workspace.accent or DEFAULT)["light"]
    return {"accent": scale["base-default"], "deep": scale["text-default"], "tint": scale["background-tinted"]}


def draw_file(address: str) -> str:
    """Draw an address as a code for paper, whose own white is the quiet frame around it."""
    drawn = str(draw_code(address)).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return _FRAME.sub(
        lambda found: f'viewBox="{QUIET} {QUIET} {(side := int(found[1]) - 2 * QUIET)} {side}"', drawn, count=1
    )


def write_cards(survey: Survey) -> bytes:
    """Write slips with class codes, one for each class, to be cut and handed to teachers."""
    with translation.override(survey.process.workspace.language):
        door = settings.BASE_URL + reverse("surveys:door", kwargs={"door": survey.door})
        language = (translation.get_language() or "pl")[:2]
        said = {
            "language": language,
            "office": bind_all(survey.process.workspace.name),
            "title": bind_all(name_survey(survey, language)),
            "address": door.split("://", 1)[-1].rstrip("/"),
            "qr": draw_file(door),
            "words": bind_all(
                [
                    _("Open this address"),
                    _("Code of the class"),
                    _("One code for the whole class; no names. Taking part is voluntary."),
                ]
            ),
            "cards": [{"label": bind_all(code.label), "code": code.code} for code in survey.codes.filter(is_stopped=False)],
            "alt": _("QR code of the link"),
            **pick_colours(survey),
        }
        return set_pdf(CARDS, "cards", said)
