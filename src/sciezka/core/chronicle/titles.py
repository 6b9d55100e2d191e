"""Writing an entry's title: its first sentence or clause, with the place before the event left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 110
READ_FOR_TITLE = 2000
READ_LINES = 50
SHORTEST_CLAUSE = 40

EVENT_WORDS = (
    r"(?:pierwsze|drugie|trzecie|kolejne|robocze|otwarte|ostatnie)?\s*(?:spotkani[ea]|warsztaty?|warsztatów|szkoleni[ea]"
    r"|konsultacj[ea]|posiedzeni[ea]|narad[ay]|seminari(?:um|a)|konferencj[ea]|prezentacj[ea]|debat[ay]|wywiady?|webinar(?:ium)?"
    r"|meeting|workshops?|training|seminar|consultations?|webinar|conference|session)\b"
)
_FIELD = re.compile(r"\W*(?:temat|tytuł|wydarzenie|nazwa|co|subject|title|topic|event|what)\s*:\s*(?=\w)", re.IGNORECASE)
# A line that only tells where, as below a heading with an hour: "Town Hall, room 12".
_WHERE = re.compile(
    r"\W*(?:(?:miejsce|gdzie|adres|godz(?:ina|\.)|where|place|venue|time)\s*:.{0,80}"
    r"|(?:sal[ai]|świetlic[ay]|ratusz|ul\.|aula|room|hall)(?!\w)[^.:!?–—-]{0,40})$",
    re.IGNORECASE,
)
_PLACE_FIRST = re.compile(rf"[^.!?–—-]{{2,70}}?\s+[-–—]\s*(?={EVENT_WORDS})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![\W\d_][A-ZŁŚŻŹĆ])(?<!\b\w)[.!?…]+[\"”)]*\s+(?=[\"„(]?[A-ZĄĆĘŁŃÓŚŹŻ\d])")
_ABBREVIATION = re.compile(
    r"\b(?:m\.in|tj|np|pn|itp|itd|ul|pl|al|nr|godz|r|św|im|ds|prof|dr|mgr|inż|ok|tzw|wg|tys|mln|zł|St|No|e\.g|i\.e|Dr|Mr|Mrs|"
    r"S\.A|o\.o|woj|gm|pow|os)\.$"
)
_CLAUSE_END = re.compile(r"\s+[–—-]\s+|[,;:]\s+|\s+(?=(?:w ramach|w celu|podczas|który|która|które)\b)")
_LEADS_ON = re.compile(r",?\s+(?:tj|m\.in|np|i\.e|e\.g)\.$")
_SPACES = re.compile(r"\s+")


def write_title(plain: Sequence[str]) -> str:
    """Write a title of at most 110 characters from the plain lines of an entry."""
    told = [line for line in plain[:READ_LINES] if any(sign.isalnum() for sign in line)]
    first = next((line for line in told if not _WHERE.match(line)), told[0] if told else "")
    first = _FIELD.sub("", first[:READ_FOR_TITLE])
    sentence = cut_sentence(_SPACES.sub(" ", first).strip(" *_#|"))
    place = _PLACE_FIRST.match(sentence)
    if place:
        sentence = sentence[place.end() :].strip()
    return _capitalise(shorten(_LEADS_ON.sub("", sentence.strip(" ,;:–—-"))))


def cut_sentence(text: str) -> str:
    """Return the first sentence, without its full stop."""
    text = text[:READ_FOR_TITLE]
    for match in _SENTENCE_END.finditer(text):
        head = text[: match.start() + 1]
        if not _ABBREVIATION.search(head):
            return text[: match.start()] + match[0].strip().lstrip(".")
    return re.sub(r"(?<!\.)\.$", "", text) if not _ABBREVIATION.search(text) else text


def shorten(text: str) -> str:
    """Cut a long sentence at a clause, else at a word."""
    if len(text) <= LONGEST:
        return text
    clauses = [m.start() for m in _CLAUSE_END.finditer(text) if SHORTEST_CLAUSE <= m.start() <= LONGEST]
    for place in reversed(clauses):
        if _is_balanced(text[:place]):
            return text[:place].rstrip(" ,;:–—-")
    head = text[: LONGEST - 1]
    return head[: head.rfind(" ")].rstrip(" ,;:–—-") + "…" if " " in head else head + "…"


def _is_balanced(text: str) -> bool:
    return all(text.count(a) <= text.count(b) for a, b in (("(", ")"), ("„", "”"), ("[", "]")))


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:] if text and not text.startswith(("http", "www.")) else text
