"""Trying a draft out: answers drawn at random, whole walks of them, and what such walks never reached.

Nothing here is stored. Walks tell what no reading of the conditions tells: that a page is never come to, or that somebody
who answers everything rightly can't go on.
"""

import datetime
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_UP, Decimal
from typing import Any

from sciezka.core.money import CENT
from sciezka.rooms.questions.queries.drafts import list_parts
from sciezka.rooms.questions.schema.answers import check_page, replace_answers
from sciezka.rooms.questions.schema.budgets import WHOLE, read_limit
from sciezka.rooms.questions.schema.routes import holds, is_required, next_page, shown_items, shown_rows, walk_pages
from sciezka.rooms.questions.schema.types import (
    Answers,
    Item,
    Kind,
    Page,
    Questionnaire,
)

LEFT_OPEN = 0.15
"""How often a question that need not be answered is passed over."""
DAY_BOUNDS = (730_000, 738_000)
WORDS = ("przykład", "odpowiedź", "próba")


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk through a questionnaire.

    Attributes:
        pages: the codes of the pages that were shown, in order.
        items: the codes of the questions that were shown.
        stuck: the page that could not be left, and the question that stood in the way; nothing where the end was reached.
    """

    pages: tuple[str, ...]
    items: frozenset[str]
    stuck: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What many walks came to."""

    walks: int
    ways: int
    shortest: int
    longest: int
    unmet_pages: tuple[str, ...]
    unmet_items: tuple[str, ...]
    stuck: Mapping[tuple[str, str], int] = field(default_factory=dict)


def try_out(questionnaire: Questionnaire, walks: int, seed: int = 1) -> Tried:
    """Walk through a questionnaire many times with answers drawn at random."""
    drawn = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    done = [walk_once(questionnaire, drawn) for _walk in range(walks)]
    pages = {code for walk in done for code in walk.pages}
    items = {code for walk in done for code in walk.items}
    lengths = [len(walk.items) for walk in done] or [0]
    return Tried(
        walks=walks,
        ways=len({walk.pages for walk in done}),
        shortest=min(lengths),
        longest=max(lengths),
        unmet_pages=tuple(page.code for page in questionnaire.pages if page.code not in pages),
        unmet_items=tuple(item.code for item in questionnaire.items() if item.code not in items),
        stuck=Counter(walk.stuck for walk in done if walk.stuck),
    )


def walk_once(questionnaire: Questionnaire, drawn: random.Random) -> Walk:
    """Walk from the first page to the end."""
    answers: dict[str, Any] = {}
    pages: list[str] = []
    items: set[str] = set()
    first = walk_pages(questionnaire, answers)
    page = first[0] if first else None
    while page is not None:
        pages.append(page.code)
        given = answer_page(page, answers, drawn)
        checked = check_page(questionnaire, page, given, answers)
        answers = replace_answers(page, answers, checked.answers)
        items.update(item.code for item in shown_items(page, answers))
        if checked.problems:
            return Walk(tuple(pages), frozenset(items), (page.code, checked.problems[0].item))
        page = next_page(questionnaire, page, answers)
    return Walk(tuple(pages), frozenset(items))


def answer_page(page: Page, answers: Answers, drawn: random.Random) -> dict[str, Any]:
    """Draw answers to a page, question by question, as each comes to be shown by those before it."""
    given: dict[str, Any] = {}
    own = {item.code for item in page.items()}
    earlier = {code: answer for code, answer in answers.items() if code not in own}
    met: set[str] = set()
    while True:
        live = {**earlier, **given}
        item = next((one for one in shown_items(page, live) if one.code not in met), None)
        if item is None:
            return given
        met.add(item.code)
        given.update(answer_item(item, live, drawn))


def answer_item(item: Item, answers: Answers, drawn: random.Random) -> dict[str, Any]:
    """Draw an answer to one question; nothing, now and then, where it need not be answered."""
    if item.kind in {Kind.NOTE, Kind.FILE} or (not is_required(item, answers) and drawn.random() < LEFT_OPEN):
        return {}
    value = _DRAWN[item.kind](item, answers, drawn)
    if value is None:
        return {}
    chosen = value if isinstance(value, list) else [value]
    words = {f"{item.code}.{code}": drawn.choice(WORDS) for code in item.options_of_own_words if code in chosen}
    return {item.code: value, **words}


def _choose(item: Item, _answers: Answers, drawn: random.Random) -> str | None:
    return drawn.choice(item.options).code if item.options else None


def _choose_many(item: Item, _answers: Answers, drawn: random.Random) -> list[str] | None:
    alone = [option for option in item.options if option.exclusive]
    together = [option for option in item.options if not option.exclusive]
    least, most = max(1, int(_number(item.least, 1))), int(_number(item.most, len(together)))
    if alone and (not together or drawn.random() < 1 / len(item.options)):
        return [drawn.choice(alone).code]
    most = min(most, len(together))
    if most < least:
        return None
    chosen = drawn.sample(together, drawn.randint(least, most))
    return [option.code for option in item.options if option in chosen]


def _rate(item: Item, answers: Answers, drawn: random.Random) -> dict[str, Any] | None:
    rows = shown_rows(item, answers)
    if item.kind is Kind.SEMANTIC:
        return {row.code: drawn.randint(1, item.steps) for row in rows}
    return {row.code: drawn.choice(item.options).code for row in rows} if item.options else None


def _draw_number(item: Item, _answers: Answers, drawn: random.Random) -> float | int:
    least = _number(item.least, 0)
    most = _number(item.most, max(least, 0) + 100)
    value = round(drawn.uniform(least, most), item.decimals)
    return value if item.decimals else int(min(max(value, least), most))


def _draw_words(item: Item, _answers: Answers, drawn: random.Random) -> str:
    return drawn.choice(WORDS)[: item.longest or None]


def _draw_day(item: Item, _answers: Answers, drawn: random.Random) -> str:
    def read(bound: float | str | None, other: int) -> int:
        try:
            return datetime.date.fromisoformat(str(bound)).toordinal()
        except ValueError:
            return other

    least = read(item.least, DAY_BOUNDS[0])
    return datetime.date.fromordinal(drawn.randint(least, max(least, read(item.most, DAY_BOUNDS[1])))).isoformat()


def _rank(item: Item, _answers: Answers, drawn: random.Random) -> list[str]:
    most = min(int(_number(item.most, len(item.options))), len(item.options))
    least = min(max(1, int(_number(item.least, 1))), most)
    return [option.code for option in drawn.sample(item.options, drawn.randint(least, most) if most else 0)]


def _share_out(item: Item, _answers: Answers, drawn: random.Random) -> dict[str, int] | None:
    if not item.options:
        return None
    cuts = sorted(drawn.randint(0, item.total) for _option in item.options[1:])
    bounds = [0, *cuts, item.total]
    return {option.code: bounds[n + 1] - bounds[n] for n, option in enumerate(item.options)}


def _draw_place(item: Item, _answers: Answers, drawn: random.Random) -> list[float]:
    latitude, longitude, _zoom = item.centre or (52.0, 19.0, 10.0)
    return [latitude + drawn.uniform(-0.02, 0.02), longitude + drawn.uniform(-0.02, 0.02)]


def _draw_budget(item: Item, _answers: Answers, drawn: random.Random) -> list[dict[str, str]]:
    """Draw one line that keeps to the limits: so much asked for as may be, the rest carried by oneself."""
    most, share = read_limit(item.most), read_limit(item.least) or Decimal(0)
    total = Decimal(drawn.randint(1, 50)) * 100
    least_own = (total * min(share, Decimal(WHOLE)) / WHOLE).quantize(CENT, rounding=ROUND_UP)
    own = max(least_own, total - most if most is not None else Decimal(0), Decimal("0.00"))
    return [{"what": drawn.choice(WORDS), "quantity": "1", "unit": "", "price": f"{total:.2f}", "own": f"{own:.2f}"}]


def _number(bound: float | str | None, other: float) -> float:
    return float(bound) if isinstance(bound, int | float) else other


def _score(_item: Item, _answers: Answers, drawn: random.Random) -> int:
    return drawn.randint(0, 10)


def _consent(_item: Item, _answers: Answers, _drawn: random.Random) -> bool:
    return True


_DRAWN: dict[Kind, Callable[[Item, Answers, random.Random], Any]] = {
    Kind.SINGLE: _choose,
    Kind.DROPDOWN: _choose,
    Kind.MULTIPLE: _choose_many,
    Kind.GRID: _rate,
    Kind.SEMANTIC: _rate,
    Kind.NUMBER: _draw_number,
    Kind.TEXT: _draw_words,
    Kind.LONG_TEXT: _draw_words,
    Kind.DATE: _draw_day,
    Kind.RANKING: _rank,
    Kind.NPS: _score,
    Kind.ALLOCATION: _share_out,
    Kind.PLACE: _draw_place,
    Kind.BUDGET: _draw_budget,
    Kind.CONSENT: _consent,
}


@dataclass(frozen=True, slots=True)
class ConditionState:
    """A condition of a part, and whether it holds with the answers so far."""

    code: str
    holds: bool


def tell_conditions(questionnaire: Questionnaire, answers: Answers) -> list[ConditionState]:
    """Tell of each part that has a condition whether it holds now."""
    return [
        ConditionState(part.code, holds(part.show_if, answers))
        for part in list_parts(questionnaire)
        if part.show_if is not None
    ]
