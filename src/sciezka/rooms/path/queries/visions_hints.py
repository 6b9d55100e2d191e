"""Hints about how a vision reads and sounds: each says what it saw and why it matters. Nothing is ever refused for them."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.speech import Speech, hear

# What a person can keep in mind after hearing it once, and what fits in one breath; see docs/methods/vision.md.
FEWEST_WORDS: Final = 8
MOST_WORDS: Final = 60
BREATH: Final = 22
SENTENCES: Final = 4
# A vision speaks as if it had come true; these Polish words put it off.
LATER: Final = re.compile(
    r"\b(będzie|będą|będziemy|zostanie|zostaną|chcemy|dążymy|planujemy|zamierzamy|powinn\w+)\b", re.IGNORECASE
)
NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """What was seen, and why it matters."""

    code: str
    text: str


def find_hints(text: str, year: int | None, heard: Speech | None = None) -> list[Hint]:
    """List what could make a vision easier to say aloud and to keep in mind."""
    heard = heard or hear(text)
    hints = []

    def add(code: str, said: str) -> None:
        hints.append(Hint(code, said))

    if 0 < heard.words < FEWEST_WORDS:
        add(
            "short",
            _("It is shorter than a slogan. Say also for whom the town is to be like that, and how one will see it."),
        )
    if heard.words > MOST_WORDS:
        said = _("Saying it takes about %(seconds)s seconds. Up to %(most)s words can be repeated from memory.")
        add("long", said % {"seconds": heard.seconds, "most": MOST_WORDS})
    if heard.longest > BREATH:
        said = ngettext(
            "Its longest sentence has %(count)s word; it is hard to say in one breath. Cut it in two.",
            "Its longest sentence has %(count)s words; it is hard to say in one breath. Cut it in two.",
            heard.longest,
        )
        add("breath", said % {"count": heard.longest})
    if heard.sentences > SENTENCES:
        add("many", _("It has many sentences. What is left when only two may stay?"))
    if heard.spelled:
        said = _("Nobody hears what these letters stand for: %(letters)s. Say it in words.")
        add("letters", said % {"letters": ", ".join(heard.spelled[:NAMED])})
    if found := list(dict.fromkeys(word.lower() for word in LATER.findall(text))):
        said = _("It speaks of later (%(words)s). Written as if it had come true, a vision is easier to picture.")
        add("later", said % {"words": ", ".join(found[:NAMED])})
    if year is None and heard.words:
        add("year", _("It does not say which year it looks to. Without one, nobody can tell later whether it came true."))
    return hints
