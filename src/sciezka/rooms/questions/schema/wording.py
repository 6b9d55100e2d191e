"""Texts that say again what was answered before: ``{q1}`` stands for the answer to ``q1``."""

import datetime
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from sciezka.rooms.questions.schema.budgets import CURRENCY, sum_typed
from sciezka.rooms.questions.schema.types import CHOOSING, Answers, Item, Kind, Questionnaire

PLACEHOLDER: Final = re.compile(r"\{([A-Za-z][A-Za-z0-9_]{0,39})(?:\.([A-Za-z0-9_]{1,40}))?\}")
NOTHING: Final = "…"
LONGEST: Final = 120
YES: Final = {"pl": "tak", "en": "yes", "uk": "так"}
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def fill_in(text: str, questionnaire: Questionnaire, answers: Answers, language: str) -> str:
    """Put earlier answers where a text names them.

    ``{q1}`` becomes the label of what was chosen (words of one's own, where they were asked for), the number or the text;
    ``{q1.r1}`` what stands in a row. An unknown code, a missing answer or one that cannot be said (a place) becomes „…”.
    What comes back is plain text: whoever shows it escapes it.

    Args:
        text: a text in the language.
        questionnaire: where the codes are.
        answers: what counts as answered.
        language: in which the answers are said.
    """
    if "{" not in text:
        return text

    def say(found: re.Match[str]) -> str:
        item = questionnaire.find_item(found[1])
        if item is None:
            return NOTHING
        return cut_short(say_answer(item, answers, language, row=found[2] or "", base=questionnaire.base)) or NOTHING

    return PLACEHOLDER.sub(say, text)


def find_placeholders(text: str) -> Iterator[tuple[str, str]]:
    """Find what a text says again: codes of items, each with the row or nothing."""
    return ((found[1], found[2] or "") for found in PLACEHOLDER.finditer(text))


def say_answer(item: Item, answers: Answers, language: str, *, row: str = "", base: str = "pl") -> str:
    """Say an answer in words, on one line; empty where there is none or it cannot be said."""
    answer = answers.get(item.code)
    if row:
        answer = answer.get(row) if isinstance(answer, Mapping) else None
    if answer is None or isinstance(answer, Mapping):
        return ""
    if item.kind is Kind.BUDGET:
        return f"{say_amount(sum_typed(answer).total, language)}\u00a0{say_currency(item, language, base)}"
    if isinstance(answer, list):
        if item.kind is Kind.PLACE:
            return ""
        said = (_say_part(item, part, answers, language, base) for part in answer)
        return ", ".join(part for part in said if part)
    return _say_part(item, answer, answers, language, base)


def say_number(number: float, language: str) -> str:
    """Write a number with the language's decimal sign."""
    written = str(number)
    return written if language == "en" else written.replace(".", ",")


def say_amount(amount: Decimal, language: str) -> str:
    """Write an amount of money as the language does: ``12 345,60``."""
    written = f"{amount:,.2f}"
    return written if language == "en" else written.replace(",", "\u00a0").replace(".", ",")


def say_currency(item: Item, language: str, base: str = "pl") -> str:
    """Give the currency of a budget."""
    return item.unit.say(language, base) or CURRENCY


def say_day(day: str, language: str) -> str:
    """Write a day (``YYYY-MM-DD``) as the language does; what is none stays."""
    try:
        read = datetime.date.fromisoformat(day)
    except ValueError:
        return day
    if language == "en":
        return f"{read.day} {MONTHS[read.month - 1]} {read.year}"
    return f"{read.day:02}.{read.month:02}.{read.year}"


def cut_short(text: str, longest: int = LONGEST) -> str:
    """Cut a text at a word, with „…” where something is missing."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    words = kept.rpartition(" ")[0]
    return f"{(words or kept).rstrip(' ,;:')}…"


def name_question(text: str, longest: int) -> str:
    """Name a question in front of a sentence on it, cut short: a colon follows, so its own full stop or colon goes."""
    return cut_short(text.rstrip(" .:") or text, longest)


def _say_part(item: Item, part: Any, answers: Answers, language: str, base: str) -> str:  # noqa: ANN401 - any answer
    if part is True:
        return YES.get(language, YES["en"])
    if isinstance(part, int | float):
        return say_number(part, language)
    if not isinstance(part, str):
        return ""
    option = item.find_option(part)
    if option is not None:
        words = answers.get(f"{item.code}.{option.code}") if option.own_words and item.kind in CHOOSING else None
        return " ".join(str(words or option.text.say(language, base)).split())
    return say_day(part, language) if item.kind is Kind.DATE else " ".join(part[: 10 * LONGEST].split())
