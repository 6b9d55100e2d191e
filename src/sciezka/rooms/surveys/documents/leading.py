"""Conditions and leaps told in words, for a sheet of paper that can hide nothing."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from sciezka.kit.typography import write_number
from sciezka.rooms.questions.schema.types import (
    END,
    Compared,
    Condition,
    Item,
    Joined,
    Kind,
    Operator,
    Page,
    Questionnaire,
)

Words = Mapping[str, Any]
LONGEST: Final = 60
BOUNDS: Final = {
    Operator.AT_LEAST: "compared_at_least",
    Operator.AT_MOST: "compared_at_most",
    Operator.ABOVE: "compared_above",
    Operator.BELOW: "compared_below",
}
NEGATED: Final = frozenset({Operator.IS_NOT, Operator.EXCLUDES})
# What may stand in one clause: „a or b” of any, „neither a nor b” of all.
MERGED: Final = {"any": frozenset({Operator.IS, Operator.INCLUDES}), "all": NEGATED}


class Leading:
    """Leads through a printed questionnaire by the numbers of its questions."""

    def __init__(self, asked: Questionnaire, items: Mapping[str, int], language: str, words: Words) -> None:
        """Take the questionnaire, the printed numbers of its items by code, and the words of the language."""
        self.asked, self.numbers, self.language, self.words = asked, items, language, words

    def say_condition(self, condition: Condition) -> str:
        """Say a condition; one on a question that is not printed says nothing."""
        if isinstance(condition, Compared):
            return self.say_compared(condition)
        said = [part for part in self.say_parts(condition) if part]
        if not said:
            return ""
        joined = str(self.words["and" if condition.how == "all" else "or"]).join(said)
        return str(self.words["none"]).format(condition=joined) if condition.how == "none" else joined

    def say_parts(self, joined: Joined) -> Iterator[str]:
        """Say joined conditions; answers to one question that are joined alike stand in one clause."""
        merges = MERGED.get(joined.how, frozenset())
        for (item, row, is_merged), parts in groupby(joined.parts, lambda part: _find_clause(part, merges)):
            listed = list(parts)
            if is_merged and len(listed) > 1:
                values = tuple(part.value for part in listed if isinstance(part, Compared))
                yield self.say_values(item, row, values, is_not=joined.how == "all")
            else:
                yield from map(self.say_condition, listed)

    def say_compared(self, condition: Compared) -> str:
        """Say a condition on one answer."""
        number = self.numbers.get(condition.item)
        item = self.asked.find_item(condition.item)
        if number is None or item is None:
            return ""
        operator = condition.operator
        if operator in {Operator.ANSWERED, Operator.UNANSWERED}:
            return str(self.words[str(operator)]).format(number=number)
        if operator in BOUNDS:
            return str(self.words[BOUNDS[operator]]).format(number=number, answer=self.name_value(item, condition.value))
        values = condition.value if operator == Operator.IN else (condition.value,)
        return self.say_values(condition.item, condition.row, values, is_not=operator in NEGATED)

    def say_values(self, code: str, row_code: str, values: Iterable[Any], *, is_not: bool) -> str:
        """Say that one of some answers was given to a question, or none of them."""
        number, item = self.numbers.get(code), self.asked.find_item(code)
        if number is None or item is None:
            return ""
        row = item.find_row(row_code) if row_code else None
        line = row.text.say(self.language, self.asked.base) if row else ""
        sentence = "is_not" if is_not else "is_row" if line else "is"
        named = str(self.words["nor" if is_not else "or"]).join(self.name_value(item, value) for value in values)
        return str(self.words[sentence]).format(number=number, row=line, answer=named)

    def name_value(self, item: Item, value: Any) -> str:  # noqa: ANN401 - a code or a number
        """Name what an answer is compared with: by its words, where it is an option."""
        option = item.find_option(value)
        if option is not None:
            words = option.text.say(self.language, self.asked.base) or option.code
            short = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
            return str(self.words["quote"]).format(answer=short)
        if item.kind == Kind.CONSENT:
            return "×"
        return write_number(value, 6) if isinstance(value, int | float) else str(value)

    def say_leap(self, to: str) -> str:
        """Say where a leap leads: to the first printed question of a page, or to the end."""
        number = self.find_number(to)
        if to and (to == END or number is None):
            return str(self.words["end"])
        return str(self.words["go"]).format(number=number) if number else ""

    def find_number(self, to: str) -> int | None:
        """Find the first printed question of a page, or of the next one that has any."""
        codes = [page.code for page in self.asked.pages]
        if to not in codes:
            return None
        return next(
            (number for page in self.asked.pages[codes.index(to) :] if (number := self.first_of(page)) is not None), None
        )

    def first_of(self, page: Page) -> int | None:
        """Give the number of the first printed question of a page."""
        return next((self.numbers[item.code] for item in page.items() if item.code in self.numbers), None)


def _find_clause(part: Condition, merges: frozenset[Operator]) -> tuple[str, str, bool]:
    """Tell which clause a condition can stand in: its question, its line, and whether it merges with its like."""
    if isinstance(part, Compared) and part.operator in merges:
        return part.item, part.row, True
    return "", "", False
