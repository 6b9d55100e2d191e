"""The kinds of questions as people choose them: their names, icons and one line about each."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Text
from sciezka.rooms.questions.schema.types import Kind


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of question to choose."""

    kind: Kind
    label: Text
    about: Text
    icon: str


KINDS: Final = (
    KindLine(Kind.SINGLE, _("One answer"), _("One of several answers, all of them in sight."), "circle-dot"),
    KindLine(Kind.MULTIPLE, _("Many answers"), _("Any number of answers, or up to a limit."), "square-check"),
    KindLine(Kind.DROPDOWN, _("List to unfold"), _("One of many answers, folded into a list."), "chevrons-down"),
    KindLine(Kind.GRID, _("Table of ratings"), _("Several statements rated on one scale."), "grid-3x3"),
    KindLine(Kind.SEMANTIC, _("Between two words"), _("A step between two opposite words."), "sliders-horizontal"),
    KindLine(Kind.NUMBER, _("A number"), _("A figure with its unit and bounds."), "hash"),
    KindLine(Kind.TEXT, _("Short text"), _("A few words in one line."), "type"),
    KindLine(Kind.LONG_TEXT, _("Long text"), _("An open answer of a few sentences."), "text-align-start"),
    KindLine(Kind.DATE, _("Date"), _("A day of the calendar."), "calendar"),
    KindLine(Kind.RANKING, _("Ranking"), _("Answers put in order, the most important first."), "list-ordered"),
    KindLine(Kind.NPS, _("Recommendation 0–10"), _("How likely it is to be recommended to others."), "gauge"),
    KindLine(Kind.ALLOCATION, _("Sharing out points"), _("A hundred points shared out among answers."), "percent"),
    KindLine(Kind.PLACE, _("Place on a map"), _("A place, rounded so that nobody can be found by it."), "map-pin"),
    KindLine(Kind.BUDGET, _("Budget"), _("Lines of costs that add up as one types, with own contribution."), "banknote"),
    KindLine(Kind.FILE, _("File"), _("A document or a picture that is sent in."), "paperclip"),
    KindLine(Kind.CONSENT, _("Consent"), _("One box to tick, with the words of the consent."), "circle-check"),
    KindLine(Kind.NOTE, _("Note between questions"), _("Words between questions; nothing is asked."), "info"),
)
BY_KIND: Final = {line.kind: line for line in KINDS}
