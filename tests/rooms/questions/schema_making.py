"""Questionnaires for tests of the schema: made by hand in few words, and drawn by hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.questions.schema.types import Item, Kind, Questionnaire

SCALE = [{"code": code, "text": {"pl": code}} for code in "abc"]
ROWS = [{"code": code, "text": {"pl": code}} for code in ("r1", "r2")]


def make_item(code: str = "q1", kind: str = "single", **fields: Any) -> dict[str, Any]:
    """Describe an item with what its kind cannot do without."""
    item: dict[str, Any] = {"code": code, "kind": kind, "text": {"pl": f"Pytanie {code}?"}}
    if kind in {"single", "dropdown", "multiple", "grid", "ranking", "allocation"}:
        item["options"] = SCALE
    if kind in {"grid", "semantic"}:
        item["rows"] = ROWS
    return {**item, **fields}


def make_page(code: str, *items: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Describe a page of one section."""
    return {"code": code, "sections": [{"code": f"s_{code}", "items": list(items)}], **fields}


def make_questionnaire(*pages: dict[str, Any], **fields: Any) -> Questionnaire:
    """Make a questionnaire of pages that have been described."""
    return read_questionnaire({"languages": ["pl"], "title": {"pl": "Ankieta"}, "pages": list(pages), **fields})


def make_one(kind: str, **fields: Any) -> Questionnaire:
    """Make a questionnaire of one item, ``q1``."""
    return make_questionnaire(make_page("p1", make_item("q1", kind, **fields)))


def option(code: str, **fields: Any) -> dict[str, Any]:
    """Describe an option."""
    return {"code": code, "text": {"pl": code}, **fields}


def compare(item: str, op: str, value: Any = None, row: str = "") -> dict[str, Any]:
    """Describe a condition."""
    return {"item": item, "op": op, **({} if value is None else {"value": value}), **({"row": row} if row else {})}


# --- drawn -----------------------------------------------------------------------------------------------------------

CODES = ["a", "b", "c", "other"]
OPERATORS = ["is", "is_not", "includes", "excludes", "answered", "unanswered", "at_least", "below", "in"]


@st.composite
def conditions(draw: st.DrawFn, earlier: list[str], depth: int = 0) -> dict[str, Any]:
    """Draw a condition on an earlier item."""
    if depth < 2 and draw(st.integers(0, 5)) == 5:
        parts = [draw(conditions(earlier, depth + 1)) for _ in range(draw(st.integers(1, 2)))]
        return {draw(st.sampled_from(["all", "any", "none"])): parts}
    op = draw(st.sampled_from(OPERATORS))
    value: Any = draw(st.sampled_from([*CODES, 1, 5]))
    if op in {"at_least", "below"}:
        value = draw(st.integers(0, 10))
    elif op == "in":
        value = draw(st.lists(st.sampled_from(CODES), max_size=3))
    return compare(draw(st.sampled_from(earlier)), op, value, draw(st.sampled_from(["", "", "r1", "a"])))


@st.composite
def items(draw: st.DrawFn, code: str, earlier: list[str], later: list[str]) -> dict[str, Any]:
    """Draw an item of any kind."""
    item = make_item(code, draw(st.sampled_from([str(kind) for kind in Kind])), required=draw(st.booleans()))
    if "options" in item:
        item["options"] = [
            option(
                each,
                own_words=each == "other",
                exclusive=draw(st.integers(0, 5)) == 0,
                skip_to=draw(st.sampled_from(["", "", "", *later])),
            )
            for each in CODES
        ]
    if "rows" in item and earlier and draw(st.booleans()):
        item["rows"] = [{**row, "show_if": draw(conditions(earlier))} for row in ROWS]
    if item["kind"] in {"number", "multiple", "ranking"}:
        item |= draw(st.sampled_from([{}, {"least": 1, "most": 2}, {"least": 2}]))
    if item["kind"] == "number":
        item["decimals"] = draw(st.integers(0, 3))
    if earlier and draw(st.integers(0, 2)) == 0:
        item["show_if"] = draw(conditions(earlier))
    if earlier and draw(st.integers(0, 3)) == 0:
        item["required_if"] = draw(conditions(earlier))
    return item


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Draw a questionnaire of up to four pages that leads forwards only."""
    count = draw(st.integers(1, 4))
    codes = [f"p{place}" for place in range(count)]
    pages = []
    earlier: list[str] = []
    for place, code in enumerate(codes):
        later = [*codes[place + 1 :], "end"]
        sections = []
        before = list(earlier)
        for part in range(draw(st.integers(1, 2))):
            described = []
            seen = list(earlier)
            for number in range(draw(st.integers(0, 3))):
                name = f"q{place}{part}{number}"
                described.append(draw(items(name, list(earlier), later)))
                earlier.append(name)
            section: dict[str, Any] = {"code": f"s{place}{part}", "items": described}
            if seen and draw(st.integers(0, 3)) == 0:
                section["show_if"] = draw(conditions(seen))
            sections.append(section)
        page: dict[str, Any] = {"code": code, "sections": sections}
        if before and draw(st.integers(0, 2)) == 0:
            page["show_if"] = draw(conditions(before))
        if draw(st.integers(0, 5)) == 0:
            page["skip_to"] = draw(st.sampled_from(later))
        pages.append(page)
    return make_questionnaire(*pages)


TEXTS = st.sampled_from(
    [
        "", " ", "a", "b", "c", "other", "1", "2", "0", "10", "-1", "1,5", "1 234", "1 234,56", "1e5", "NaN", "inf", "٣",
        "2025-02-29", "28.02.2025", "9.3.2025", "\x00", "\ud800", "a\x00b", "ą" * 600, "x" * 6000, "a\u0301\u0316" * 20,
        "50,90", "15.73", "91", "on", "true", "ma\r\nkota", "\u202eabc", "=1+1", "{q1}", "<b>", "9" * 5000, "50", "100",
    ]
)  # fmt: skip
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        TEXTS, st.none(), st.booleans(), st.integers(-3, 12), st.just(10**400), st.floats(), st.text(max_size=20),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from([*CODES, "r1", "r2", "lat"]), TEXTS), inner, max_size=4),
    ),
    max_leaves=6,
)  # fmt: skip


def list_keys(item: Item) -> list[str]:
    """List the keys and field names that an item has anything to do with."""
    parts = [*item.options_by_code, *item.rows_by_code, "lat", "lon"]
    return [item.code, *(f"{item.code}.{part}" for part in parts)]
