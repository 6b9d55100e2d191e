"""One item as HTML with gaps: drawn once by its template, filled for each person.

A gap is a word between two signs that no text holds. A drawing is cut at its gaps, and at the chunks (options or rows) that
may come in another order.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from sciezka.kit.markup import render_markdown
from sciezka.kit.typography import bind_words
from sciezka.rooms.questions.queries.showing_budgets import fill_amount, fill_sum, prepare_budget
from sciezka.rooms.questions.queries.showing_hints import read_count, say_hints
from sciezka.rooms.questions.queries.showing_places import prepare_place
from sciezka.rooms.questions.queries.showing_problems import say_problem
from sciezka.rooms.questions.schema.answers import Problem
from sciezka.rooms.questions.schema.tidying import clean_signs
from sciezka.rooms.questions.schema.types import OPEN, Item, Kind, Option, Questionnaire, Text
from sciezka.rooms.questions.schema.valuing import EXTENSIONS, LONGEST

GAP, PART = "\x1c", "\x1d"
# So many drawings of items one process keeps: forty questionnaires of fifty items in two languages.
KEPT: Final = 4000
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# Controls that stand alone have a label; a group of controls has a legend.
ALONE: Final = OPEN | {Kind.DROPDOWN, Kind.NUMBER, Kind.DATE, Kind.FILE}
LONG_GRID: Final = 6

Say = Callable[[Text], str]
Gap = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn of an item: texts and gaps before the chunks, the chunks by their codes, texts and gaps after them.

    Attributes:
        head: before.
        chunks: options or rows, which may come in any order.
        tail: after.
        blank: the whole with nothing in its gaps, where the order may stay.
        names: fields that may be filled.
        is_personal: whether it says an earlier answer again, so that nobody else may be shown it.
    """

    head: tuple[str | Gap, ...]
    chunks: Mapping[str, tuple[str | Gap, ...]]
    tail: tuple[str | Gap, ...]
    blank: str = ""
    names: frozenset[str] = frozenset()
    is_personal: bool = False

    def fill(self, fields: Mapping[str, Sequence[str]], order: Sequence[str], hidden: frozenset[str]) -> str:
        """Fill the gaps.

        Args:
            fields: what stands in the form's fields.
            order: codes of the chunks, where they are not to stay as they are.
            hidden: codes of chunks that are not asked now.
        """
        if not order and not hidden and self.names.isdisjoint(fields):
            return self.blank
        parts = [*self.head]
        for code in order or self.chunks:
            parts += self.chunks[code]
        parts += self.tail
        return "".join(part if isinstance(part, str) else _fill_gap(part, fields, hidden) for part in parts)


FILLS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "value": lambda typed, _language: typed, "amount": fill_amount, "sum": fill_sum,
}  # fmt: skip


def _fill_gap(gap: Gap, fields: Mapping[str, Sequence[str]], hidden: frozenset[str]) -> str:
    kind, name, value = gap
    if kind == "hidden":
        return " hidden" if name in hidden else ""
    if kind in FILLS:
        return escape(FILLS[kind](fields[name][-1], value)) if fields.get(name) else ""
    if kind == "unfold":
        unfolded = f"{name}.{int(value) + 1}."
        return " open" if any(field.startswith(unfolded) for field in fields) else ""
    return f" {kind}" if value in fields.get(name, ()) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnOption:
    """An option as its template sees it."""

    code: str
    text: str
    id: str
    gap: SafeString
    own: str = ""
    own_gap: SafeString | str = ""
    value_gap: SafeString | str = ""
    exclusive: bool = False
    problem: str = ""
    places: Sequence[tuple[int, SafeString]] = ()

    @property
    def open(self) -> SafeString:
        """Where the chunk begins."""
        return make_gap("chunk", self.code)

    @property
    def close(self) -> SafeString:
        """Where the chunk ends."""
        return make_gap("end", self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """A row of a grid or of a semantic scale as its template sees it."""

    code: str
    name: str
    id: str
    text: str
    right: str
    hidden_gap: SafeString
    cells: tuple[DrawnOption, ...]
    problem: str = ""

    @property
    def open(self) -> SafeString:
        """Where the chunk begins."""
        return make_gap("chunk", self.code)

    @property
    def close(self) -> SafeString:
        """Where the chunk ends."""
        return make_gap("end", self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnItem:
    """An item as its template sees it."""

    code: str
    kind: str
    id: str
    text: str
    help: str
    hints: Sequence[str]
    lang: str
    is_needed: bool
    is_alone: bool
    problems: Sequence[str]
    described: str
    options: Sequence[DrawnOption] = ()
    rows: Sequence[DrawnRow] = ()
    value_gap: SafeString
    checked_gap: SafeString
    more: Mapping[str, Any] = field(default_factory=dict)


_kept: OrderedDict[tuple[str, str, str, bool], Drawing] = OrderedDict()
_lock = threading.Lock()


def find_drawing(questionnaire: Questionnaire, item: Item, language: str, *, mark: str, is_needed: bool) -> Drawing:
    """Give the drawing of an item of an edition, made once and kept while it is used."""
    key = (mark, item.code, language, is_needed)
    with _lock:
        drawing = _kept.get(key)
        if drawing is not None:
            _kept.move_to_end(key)
            return drawing
    base = questionnaire.base
    # One that says an earlier answer again is drawn for each person; what is kept of it only tells so.
    drawing = draw_item(item, language, base, is_needed=is_needed, say=lambda text: bind_words(text.say(language, base)))
    with _lock:
        _kept[key] = drawing
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return drawing


def draw_item(  # noqa: PLR0913 - by name, one for each thing that a drawing may depend on
    item: Item,
    language: str,
    base: str,
    *,
    is_needed: bool,
    say: Say,
    problems: Sequence[Problem] = (),
    file: Mapping[str, Any] | None = None,
    fields: Mapping[str, Sequence[str]] | None = None,
) -> Drawing:
    """Draw an item by the template of its kind.

    Args:
        item: what is asked.
        language: in which language.
        base: the language of what has not been translated.
        is_needed: whether it must be answered.
        say: says a text, with earlier answers in it where it names them.
        problems: what is to be mended.
        file: what is known of a file that was sent.
        fields: what stands in the fields, where the template must know it.
    """
    with translation.override(language):
        drawn = _prepare(item, language, base, is_needed=is_needed, say=say, problems=problems, fields=fields or {})
        text = render_to_string(f"questions/answer/{item.kind}.html", {"it": drawn, "file": file})
    return cut(text, is_personal=says_again(item))


def says_again(item: Item) -> bool:
    """Tell whether anything in an item says an earlier answer again."""
    texts = [item.text, item.help, item.low, item.high, item.unit]
    texts += [option.text for option in item.options]
    texts += [text for row in item.rows for text in (row.text, row.right)]
    return any("{" in words for text in texts for words in text.words.values())


def cut(text: str, *, is_personal: bool = False) -> Drawing:
    """Cut what was drawn at its gaps and its chunks."""
    chunks: dict[str, tuple[str | Gap, ...]] = {}
    head: tuple[str | Gap, ...] | None = None
    parts: list[str | Gap] = []
    names: set[str] = set()
    inside = ""
    for number, piece in enumerate(text.split(GAP)):
        if number % 2 == 0:
            parts.append(piece)
            continue
        kind, name, value = (*piece.split(PART), "", "")[:3]
        if kind == "chunk":
            # What stands between two chunks is white space, and is left out.
            head = tuple(parts) if head is None else head
            parts, inside = [], name
        elif kind == "end":
            chunks[inside] = tuple(parts)
            parts = []
        else:
            names.add(name)
            parts.append((kind, name, value))
    tail = tuple(parts) if head is not None else ()
    head = tuple(parts) if head is None else head
    whole = [*head, *(part for chunk in chunks.values() for part in chunk), *tail]
    blank = "".join(part for part in whole if isinstance(part, str))
    return Drawing(head, chunks, tail, blank, frozenset(names), is_personal)


def make_gap(kind: str, name: str, value: str = "") -> SafeString:
    """Make a gap; ``kind`` is an attribute (checked), of ``FILLS``, ``hidden``, ``unfold``, ``chunk`` or ``end``."""
    return mark_safe(f"{GAP}{kind}{PART}{name}{PART}{value}{GAP}")  # noqa: S308 - codes, which are letters and digits


def _prepare(  # noqa: PLR0913 - the same
    item: Item,
    language: str,
    base: str,
    *,
    is_needed: bool,
    say: Say,
    problems: Sequence[Problem],
    fields: Mapping[str, Sequence[str]],
) -> DrawnItem:
    def tidy(text: Text) -> str:
        return clean_signs(say(text))

    by_row = {problem.row: say_problem(item, problem, language) for problem in reversed(problems) if problem.row}
    sentences = tuple(dict.fromkeys(say_problem(item, problem, language) for problem in problems))
    help_, hints = tidy(item.help), say_hints(item)
    anchor = f"i-{item.code}"
    described = [f"{anchor}-help"] * bool(help_ or hints) + [f"{anchor}-error"] * bool(sentences)
    return DrawnItem(
        code=item.code, kind=str(item.kind), id=anchor, text=tidy(item.text), help=help_, hints=hints,
        lang="" if item.text.speaks(language) else base, is_needed=is_needed, is_alone=item.kind in ALONE,
        problems=sentences, described=" ".join(described),
        options=tuple(_prepare_option(item, option, tidy(option.text), by_row) for option in item.options),
        rows=tuple(_prepare_row(item, place, tidy, by_row) for place in range(len(item.rows))),
        value_gap=make_gap("value", item.code), checked_gap=make_gap("checked", item.code, "on"),
        more=_prepare_more(item, tidy, fields, language, by_row),
    )  # fmt: skip


def _prepare_option(item: Item, option: Option, text: str, by_row: Mapping[str, str]) -> DrawnOption:
    own = f"{item.code}.{option.code}" if option.own_words else ""
    if item.kind in {Kind.RANKING, Kind.ALLOCATION}:
        name, value = f"{item.code}.{option.code}", ""
    else:
        name, value = item.code, option.code
    return DrawnOption(
        code=option.code, text=text, id=f"i-{item.code}-{option.code}", own=own,
        gap=make_gap("selected" if item.kind is Kind.DROPDOWN else "checked", name, value),
        own_gap=make_gap("value", own), value_gap=make_gap("value", name), exclusive=option.exclusive,
        problem=by_row.get(option.code, ""), places=_prepare_places(item, name) if item.kind is Kind.RANKING else (),
    )  # fmt: skip


def _prepare_row(item: Item, place: int, tidy: Callable[[Text], str], by_row: Mapping[str, str]) -> DrawnRow:
    row = item.rows[place]
    name = f"{item.code}.{row.code}"
    anchor = f"i-{item.code}-{row.code}"
    if item.kind is Kind.SEMANTIC:
        values = [(str(step), str(step)) for step in range(1, item.steps + 1)]
    else:
        values = [(option.code, tidy(option.text)) for option in item.options]
    cells = (
        DrawnOption(code=code, text=text, id=f"{anchor}-{code}", gap=make_gap("checked", name, code))
        for code, text in values
    )
    return DrawnRow(
        code=row.code, name=name, id=anchor, text=tidy(row.text), right=tidy(row.right),
        hidden_gap=make_gap("hidden", row.code), cells=tuple(cells), problem=by_row.get(row.code, ""),
    )  # fmt: skip


def _prepare_more(  # noqa: C901, PLR0911 - one for each kind
    item: Item, tidy: Callable[[Text], str], fields: Mapping[str, Sequence[str]], language: str, by_row: Mapping[str, str]
) -> dict[str, Any]:
    """Give what only some kinds need."""
    match item.kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            return {"longest": item.longest or LONGEST[item.kind]}
        case Kind.NUMBER:
            return {"unit": tidy(item.unit), "is_whole": not item.decimals}
        case Kind.DATE:
            typed = (fields.get(item.code) or [""])[-1]
            # A date field would not show what is no day.
            return {"least": item.least or "", "most": item.most or "", "is_plain": bool(typed and not DAY.fullmatch(typed))}
        case Kind.NPS:
            steps = (str(step) for step in range(11))
            cells = [
                DrawnOption(code=step, text=step, id=f"i-{item.code}-{step}", gap=make_gap("checked", item.code, step))
                for step in steps
            ]
            return {"low": tidy(item.low), "high": tidy(item.high), "cells": cells}
        case Kind.NOTE:
            # What somebody typed is kept in no cache.
            render = render_markdown.__wrapped__ if says_again(item) else render_markdown
            return {"html": mark_safe(render(tidy(item.text)))}  # noqa: S308 - sanitised
        case Kind.ALLOCATION:
            return {"total": item.total}
        case Kind.PLACE:
            return prepare_place(item, make_gap("value", f"{item.code}.lat"), make_gap("value", f"{item.code}.lon"))
        case Kind.BUDGET:
            return prepare_budget(item, language, by_row, make_gap)
        case Kind.FILE:
            return {"accept": ",".join(f".{extension}" for extension in item.extensions or EXTENSIONS)}
        case Kind.GRID:
            return {"is_long": len(item.options) > LONG_GRID}
    return {}


def _prepare_places(item: Item, name: str) -> list[tuple[int, SafeString]]:
    """Give the places that an option of a ranking may take, each with its gap."""
    most = min(read_count(item.most) or len(item.options), len(item.options))
    return [(place, make_gap("selected", name, str(place))) for place in range(1, most + 1)]
