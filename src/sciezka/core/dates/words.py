"""The words dates are written with: months, weekdays and the little words around them, Polish and English."""

from __future__ import annotations

import re
from collections.abc import Iterable

MONTHS_POLISH = (
    "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec",
    "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
)  # fmt: skip
MONTHS_POLISH_GENITIVE = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
    "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
)  # fmt: skip
MONTHS_POLISH_LOCATIVE = (
    "styczniu", "lutym", "marcu", "kwietniu", "maju", "czerwcu",
    "lipcu", "sierpniu", "wrześniu", "październiku", "listopadzie", "grudniu",
)  # fmt: skip
MONTHS_ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS_SHORT = (
    ("sty", "stycz", "jan"), ("lut", "feb"), ("mar", "marz"), ("kwi", "kwiec", "apr"), (), ("cze", "czerw", "jun"),
    ("lip", "jul"), ("sie", "sierp", "aug"), ("wrz", "wrześ", "sep", "sept"), ("paź", "paźdz", "oct"),
    ("lis", "listop", "nov"), ("gru", "grudz", "dec"),
)  # fmt: skip
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
WEEKDAYS = (
    "poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela",
    "poniedziałku", "wtorku", "środę", "środy", "czwartku", "piątku", "sobotę", "soboty", "niedzielę", "niedzieli",
    "pon", "pn", "wt", "śr", "czw", "cz", "pt", "sob", "niedz", "nd",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
)  # fmt: skip

_PLAIN = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
_SAME_LENGTH = str.maketrans(
    dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | {"\u2019": "'"}
)


def level_signs(text: str) -> str:
    """Replace every kind of space and dash by the plain one, keeping the length, so that offsets stay true."""
    return text.translate(_SAME_LENGTH)


def strip_diacritics(text: str) -> str:
    """Write Polish letters without their marks, as typed in haste or by an old system."""
    return text.translate(_PLAIN)


def _gather_months() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for names in (MONTHS_POLISH, MONTHS_POLISH_GENITIVE, MONTHS_POLISH_LOCATIVE, MONTHS_ENGLISH):
        numbers |= {name.lower(): number for number, name in enumerate(names, 1)}
    for number, shorts in enumerate(MONTHS_SHORT, 1):
        numbers |= dict.fromkeys(shorts, number)
    return numbers | {strip_diacritics(name): number for name, number in numbers.items()}


MONTH_NUMBERS = _gather_months()
ROMAN_NUMBERS = {roman: number for number, roman in enumerate(ROMAN_MONTHS, 1)}


def join_words(words: Iterable[str]) -> str:
    """Make a regular expression of alternatives, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


MONTH_NAME = rf"(?:(?:{join_words(MONTH_NUMBERS)})(?![^\W\d_])\.?|(?-i:(?:{join_words(ROMAN_MONTHS)})(?!\w)))"
WEEKDAY = rf"(?:{join_words([*WEEKDAYS, *map(strip_diacritics, WEEKDAYS)])})(?!\w)\.?"


def number_month(word: str) -> int:
    """Tell the number of a month written as a name, an abbreviation, a roman or an ordinary number."""
    bare = word.rstrip(".")
    if bare.isdecimal():
        return int(bare)
    return ROMAN_NUMBERS.get(bare) or MONTH_NUMBERS[bare.lower()]
