"""Noticing names of people: an honorific or a degree, then a name. Nothing is removed; a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_CALLED = r"[Pp]an(?:a|u|em|i|ią|ie|owie|ów|om|ami|iom|iami)?|[Pp]\.|Mrs?\.?|Ms\.?|Miss"
_DEGREE = r"[Mm]gr\.?|[Dd]r\.?|[Ii]nż\.?|[Hh]ab\.?|[Pp]rof\.?"
# A position is public and is no name: "Pan Prezydent" names nobody, "Pan Prezydent Jan Kowalski" does.
_POSITION = (
    r"(?:(?:Wice)?[Pp]rezyden|(?:Wice)?[Bb]urmistrz|[Ww]ój[tc]|(?:Wice)?[Ss]taro(?:st|ści)|(?:Wice)?[Mm]arszał"
    r"|(?:Wice)?[Mm]inist|(?:Wice)?[Pp]rzewodnicząc|(?:Wice)?[Dd]yrektor|[Ss]ekretarz|[Ss]karbni|[Zz]astęp|[Ww]ojewod"
    r"|[Kk]ierowni|[Kk]oordynator|[Rr]adn|[Ss]ołtys|[Pp]rezes|[Nn]aczelni|[Pp]ełnomocni|[Mm]iast|[Gg]min|[Pp]owiat|[Rr]ady|[Uu]rzęd|[Ww]ydział"
    r"|Mayor|President|Minister|Director"
    r"|Chair|Secretary)[^\W\d_]{0,12}"
)
_WORD = r"(?:[A-ZĄĆĘŁŃÓŚŹŻ]\.\s?){0,2}(?![IVXLC]+\b)[A-ZĄĆĘŁŃÓŚŹŻ][^\W\d_]{2,40}(?:[-–][A-ZĄĆĘŁŃÓŚŹŻ][^\W\d_]{1,40})?"
_NAMED = re.compile(
    rf"(?<![\w.])(?:{_CALLED}|{_DEGREE})(?:\s(?:{_DEGREE})){{0,3}}(?:\s{_POSITION}){{0,4}}"
    rf"\s(?!{_POSITION}(?![^\W\d_])){_WORD}(?:\s{_WORD}){{0,2}}"
)
# A street or a school that bears a name tells of no private person.
_PATRON = re.compile(r"\b(?:ul|im|al|pl|os|ulica|ulicy|imienia)\.?\s$", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def find_names(lines: Iterable[str]) -> Iterator[str]:
    """Find what seems to be a person's name in plain lines; give it as written, with its honorific."""
    for line in lines:
        text = _SPACES.sub(" ", line)
        for match in _NAMED.finditer(text):
            if not _PATRON.search(text[max(0, match.start() - 12) : match.start()]):
                yield match[0]
