"""Polish and English typography in text that people typed."""

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from django.utils.formats import get_format, number_format
from django.utils.translation import get_language

NBSP = "\u00a0"
WORD_JOINER = "\u2060"
# Names and labels stand on page after page; longer texts are bound each time, so that what is kept stays small.
_SHORT = 240
_HALF_UP = Context(prec=400, rounding=ROUND_HALF_UP)
_AFTER_SHORT_WORD = re.compile(r"(?<![^\s(„\"\u00a0])([aiouwzAIOUWZ]) (?=\S)")
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=(?:zł|PLN|EUR|CHF|mln|mld|tys\.|proc\.|km|ha|%|r\.|godz\.|osób|miast)(?:\W|$))")
_RANGE = re.compile(r"(?<=\d)–(?=\d)")
# Signs that neither a drawing nor a workbook can hold: a paste from a terminal brings them, a malicious person types them.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ABBREVIATION = re.compile(r"\b(nr|art\.|ust\.|pkt|godz\.|ul\.|pl\.|al\.|No\.) (?=[\w§])", re.IGNORECASE)


def bind_words(text: str) -> str:
    """Put non-breaking spaces where a line must not end.

    After one-letter words (a, i, o, u, w, z), between a number and its unit, and after abbreviations such as „art.”;
    and a word joiner after the dash of a range of numbers. Only spaces change, so the text reads the same.
    """
    return _bind_short(text) if len(text) <= _SHORT else _bind(text)


def keep_writable(text: str) -> str:
    """Leave out the signs that no XML can hold, so that a drawing or a workbook of people's words can be opened."""
    return _UNWRITABLE.sub("", text)


def _bind(text: str) -> str:
    text = _AFTER_SHORT_WORD.sub(rf"\1{NBSP}", text)
    # A second pass binds runs such as „i w domu”, whose spaces overlap in one pass.
    text = _AFTER_SHORT_WORD.sub(rf"\1{NBSP}", text)
    text = _NUMBER_AND_UNIT.sub(NBSP, text)
    text = _RANGE.sub(f"–{WORD_JOINER}", text)
    return _ABBREVIATION.sub(rf"\1{NBSP}", text)


_bind_short = lru_cache(maxsize=4096)(_bind)


def write_number(value: float | None, digits: int = 2, *, keep: bool = False) -> str:
    """Write a number as the page's language does, without zeros at the end unless they are to be kept."""
    if value is None:
        return "–"
    text = _round(value, digits)
    if not keep and "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR"))).replace("-", "−")


def _round(value: float, digits: int) -> str:
    """Round a half up, as people and Django's own filter do: the same number reads the same on every page."""
    if not math.isfinite(value):
        return str(value)
    return f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), context=_HALF_UP):f}"


def write_money(amount: Decimal | None) -> str:
    """Write an amount in złotys as offices do: „40 000 zł”, „12,50 zł”."""
    return "–" if amount is None else _write_money(amount, get_language() or "")


@lru_cache(maxsize=4096)
def _write_money(amount: Decimal, _language: str) -> str:
    digits = 0 if amount == amount.to_integral_value() else 2
    figure = str(number_format(amount, decimal_pos=digits, use_l10n=True, force_grouping=True))
    return f"{figure.replace(' ', NBSP).replace('-', '−')}{NBSP}zł"
