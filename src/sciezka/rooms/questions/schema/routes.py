"""Where an answer leads: which items show, which page is next, and which answers count.

One rule stands above all: **what is hidden was not answered.** Pages are walked from the first one, and a condition sees
only answers of items that were shown on the way there. An answer that somebody gave before going back and choosing
otherwise neither shows nor hides anything, and ``prune`` drops it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sciezka.rooms.questions.schema.budgets import SUMS, sum_typed
from sciezka.rooms.questions.schema.types import (
    END,
    Answers,
    Condition,
    Item,
    Joined,
    Kind,
    Operator,
    Page,
    Questionnaire,
    Row,
)

DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIGURE: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
HOLD_UNANSWERED: Final = frozenset({Operator.UNANSWERED, Operator.IS_NOT, Operator.EXCLUDES})
NOTHING: Final[tuple[Any, ...]] = (None, "", [], {})


def holds(condition: Condition, answers: Answers) -> bool:
    """Tell whether a condition holds.

    Of an item without an answer nothing holds but ``unanswered``, ``is_not`` and ``excludes``. ``at_least`` and its like
    compare numbers, days, codes made of digits, and of a list how many are in it.

    Args:
        condition: one comparison or several joined.
        answers: what counts as answered.
    """
    if isinstance(condition, Joined):
        parts = (holds(part, answers) for part in condition.parts)
        if condition.how == "all":
            return all(parts)
        return any(parts) if condition.how == "any" else not any(parts)
    answer = answers.get(condition.item)
    if condition.row:
        answer = _find_part(answer, condition.row)
    if answer is None or answer in NOTHING:
        return condition.operator in HOLD_UNANSWERED
    return COMPARISONS[condition.operator](answer, condition.value)


def shown_items(page: Page, answers: Answers) -> tuple[Item, ...]:
    """Give the items that show on a page, in the questionnaire's order."""
    own = {item.code for item in page.items()}
    earlier = {code: answer for code, answer in answers.items() if code not in own}
    return tuple(_show(page, answers, earlier))


def shown_rows(item: Item, answers: Answers) -> tuple[Row, ...]:
    """Give the rows of a grid or a semantic scale that show; nothing for other kinds."""
    if not item.has_conditional_rows:
        return item.rows
    return tuple(row for row in item.rows if row.show_if is None or holds(row.show_if, answers))


def is_required(item: Item, answers: Answers) -> bool:
    """Tell whether an item, when shown, must be answered."""
    if item.kind is Kind.NOTE:
        return False
    return item.required or (item.required_if is not None and holds(item.required_if, answers))


def first_page(questionnaire: Questionnaire, answers: Answers | None = None) -> Page | None:
    """Give the first page that shows anything; nothing where none does."""
    pages = walk_pages(questionnaire, answers or {})
    return pages[0] if pages else None


def next_page(questionnaire: Questionnaire, page: Page, answers: Answers) -> Page | None:
    """Give the page after one, or nothing at the end.

    An option's leap goes before the page's own; of several chosen options that leap, the first item's counts. A leap that
    leads nowhere or backwards is passed over, so that nobody walks in a circle.
    """
    pages = walk_pages(questionnaire, answers)
    place = _find_place(questionnaire, page)
    return next((other for other in pages if _find_place(questionnaire, other) > place), None)


def previous_page(questionnaire: Questionnaire, page: Page, answers: Answers) -> Page | None:
    """Give the page that led to one, or nothing at the beginning."""
    pages = walk_pages(questionnaire, answers)
    place = _find_place(questionnaire, page)
    return next((other for other in reversed(pages) if _find_place(questionnaire, other) < place), None)


def walk_pages(questionnaire: Questionnaire, answers: Answers) -> tuple[Page, ...]:
    """Give the pages from the first to the end, as what has been answered so far leads."""
    return _walk(questionnaire, answers, len(questionnaire.pages)).pages


def prune(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """Give only the answers that count: of items and rows that show on the way, with the words that belong to them."""
    return _walk(questionnaire, answers, len(questionnaire.pages)).answers


def gather_earlier(questionnaire: Questionnaire, page: Page, answers: Answers) -> dict[str, Any]:
    """Give the answers that count and were given before a page."""
    return _walk(questionnaire, answers, _find_place(questionnaire, page)).answers


def measure_progress(questionnaire: Questionnaire, page: Page | None, answers: Answers) -> float:
    """Tell how far somebody has come when a page opens, from 0 to 1 (no page: the end).

    What was shown so far, of that and all that may yet come. It never falls from one page to the next.
    """
    if page is None:
        return 1.0
    here = _find_place(questionnaire, page)
    walked = _walk(questionnaire, answers, here)
    left = sum(1 for later in questionnaire.pages[here:] for _ in later.items())
    done = walked.shown
    return done / (done + left) if done + left else 0.0


@dataclass(frozen=True, slots=True)
class _Walk:
    """A way through the pages: those that showed, the answers that count, and how many items were shown."""

    pages: tuple[Page, ...]
    answers: dict[str, Any]
    shown: int


def _walk(questionnaire: Questionnaire, answers: Answers, until: int) -> _Walk:
    """Walk from the first page to a place, which is not entered."""
    pages: list[Page] = []
    live: dict[str, Any] = {}
    place = shown = 0
    while place < until:
        page = questionnaire.pages[place]
        here = place
        place += 1
        if page.show_if is not None and not holds(page.show_if, live):
            continue
        items = _show(page, answers, live)
        if not items:
            continue
        pages.append(page)
        shown += len(items)
        place = _find_target(questionnaire, page, items, live, here)
    return _Walk(tuple(pages), live, shown)


def _show(page: Page, answers: Answers, live: dict[str, Any]) -> list[Item]:
    """List the items that show on a page, adding their answers to those that count as they come."""
    items: list[Item] = []
    for section in page.sections:
        if section.show_if is not None and not holds(section.show_if, live):
            continue
        for item in section.items:
            if item.show_if is not None and not holds(item.show_if, live):
                continue
            if item.has_conditional_rows and not shown_rows(item, live):
                continue
            items.append(item)
            if item.code in answers:
                _keep(item, answers, live)
    return items


def _keep(item: Item, answers: Answers, live: dict[str, Any]) -> None:
    """Let an answer count, without rows that are hidden and with the words of options that are chosen."""
    answer = answers[item.code]
    if item.has_conditional_rows and isinstance(answer, dict):
        # A row that the item has never had stays, for the check to find it.
        shown = {row.code for row in shown_rows(item, live)}
        answer = {row: given for row, given in answer.items() if row in shown or row not in item.rows_by_code}
        if not answer:
            return
    live[item.code] = answer
    for option in item.options_of_own_words:
        key = f"{item.code}.{option}"
        if key in answers and is_chosen(option, answer):
            live[key] = answers[key]


def is_chosen(option: str, answer: object) -> bool:
    """Tell whether an answer chooses an option, alone or among others."""
    return option in answer if isinstance(answer, list) else option == answer


def _find_target(questionnaire: Questionnaire, page: Page, items: list[Item], live: Mapping[str, Any], here: int) -> int:
    """Give the place of the page to go on with; the number of pages is the end."""
    for item in items:
        if item.leaps and item.code in live:
            answer = live[item.code]
            for option, target in item.leaps.items():
                place = _find_leap(questionnaire, target, here)
                if place and is_chosen(option, answer):
                    return place
    return _find_leap(questionnaire, page.skip_to, here) or here + 1


def _find_leap(questionnaire: Questionnaire, target: str, here: int) -> int:
    """Give the place where a leap leads, or 0 where it may not be followed."""
    if not target:
        return 0
    place = len(questionnaire.pages) if target == END else questionnaire.places.get(target, 0)
    return place if place > here else 0


def _find_place(questionnaire: Questionnaire, page: Page) -> int:
    return questionnaire.places.get(page.code, len(questionnaire.pages))


def _is_equal(answer: Any, value: Any) -> bool:  # noqa: ANN401 - any answer
    """Compare an answer with a value; ``true`` is no 1, and a list of one is what is in it."""
    if isinstance(answer, list):
        return len(answer) == 1 and bool(answer[0] == value)
    return isinstance(answer, bool) == isinstance(value, bool) and bool(answer == value)


def _find_part(answer: Any, row: str) -> Any:  # noqa: ANN401 - any answer
    """Find what a comparison of a part is about: a row of a grid and its like, or a sum of a budget."""
    if isinstance(answer, list | tuple):
        return float(getattr(sum_typed(answer), row)) if answer and row in SUMS else None
    return answer.get(row) if isinstance(answer, dict) else None


def _includes(answer: Any, value: Any) -> bool:  # noqa: ANN401 - any answer
    if isinstance(answer, list):
        return value in answer
    return value in answer.values() if isinstance(answer, dict) else _is_equal(answer, value)


def _is_among(answer: Any, values: Any) -> bool:  # noqa: ANN401 - any answer
    if not isinstance(values, tuple | list):
        return False
    return any(part in values for part in answer) if isinstance(answer, list) else answer in values


def _compare(compared: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Make a comparison of two numbers or two days; what cannot be compared does not hold."""

    def compare(answer: Any, value: Any) -> bool:  # noqa: ANN401 - any answer
        if isinstance(value, str):
            return (
                isinstance(answer, str) and bool(DAY.fullmatch(answer) and DAY.fullmatch(value)) and compared(answer, value)
            )
        if isinstance(answer, list):
            answer = len(answer)
        elif isinstance(answer, str):
            if not FIGURE.fullmatch(answer):
                return False
            answer = float(answer)
        figures = all(isinstance(part, int | float) and not isinstance(part, bool) for part in (answer, value))
        return figures and compared(answer, value)

    return compare


COMPARISONS: Final[Mapping[Operator, Callable[[Any, Any], bool]]] = {
    Operator.IS: _is_equal,
    Operator.IS_NOT: lambda answer, value: not _is_equal(answer, value),
    Operator.IN: _is_among,
    Operator.INCLUDES: _includes,
    Operator.EXCLUDES: lambda answer, value: not _includes(answer, value),
    Operator.ANSWERED: lambda _answer, _value: True,
    Operator.UNANSWERED: lambda _answer, _value: False,
    Operator.AT_LEAST: _compare(lambda answer, value: bool(answer >= value)),
    Operator.AT_MOST: _compare(lambda answer, value: bool(answer <= value)),
    Operator.ABOVE: _compare(lambda answer, value: bool(answer > value)),
    Operator.BELOW: _compare(lambda answer, value: bool(answer < value)),
}
