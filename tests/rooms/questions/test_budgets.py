"""Budgets: what is typed, what is stored, what is shown and what is wrong with it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.money import Line, add_up
from sciezka.rooms.questions.carrying.xlsform_writing import FormWriter
from sciezka.rooms.questions.queries.budgets import read_budget, say_lines, sum_budgets
from sciezka.rooms.questions.queries.showing import show_page
from sciezka.rooms.questions.queries.showing_problems import say_problem
from sciezka.rooms.questions.schema.answers import check_all, check_page, read_posted
from sciezka.rooms.questions.schema.budgets import read_budget_answer, write_fields, write_text
from sciezka.rooms.questions.schema.checking import find_faults
from sciezka.rooms.questions.schema.routes import holds, walk_pages
from sciezka.rooms.questions.schema.stored import write_condition
from sciezka.rooms.questions.schema.types import Compared, Operator
from sciezka.rooms.questions.schema.valuing import Reading
from tests.rooms.questions.schema_making import make_item, make_one, make_page, make_questionnaire

BENCH = {"what": "Ławka", "quantity": "3", "unit": "szt.", "price": "1 200,50", "own": "600"}
STORED = {"what": "Ławka", "quantity": "3", "unit": "szt.", "price": "1200.50", "own": "600.00"}


def check(lines: Any, **fields: Any) -> tuple[Any, list[tuple[str, str]]]:
    """Check one budget: what is stored, and the codes and rows of problems."""
    asked = make_one("budget", **fields)
    checked = check_page(asked, asked.pages[0], {"q1": lines}, {})
    return checked.answers.get("q1"), [(problem.code, problem.row) for problem in checked.problems]


def test_numbers_are_read_as_people_type_them_and_stored_exactly() -> None:
    assert check([BENCH]) == ([STORED], [])
    assert check([STORED]) == ([STORED], [])
    typed = {"what": " Projekt ", "quantity": "0,5", "price": "99.9 zł", "own": ""}
    stored = {"what": "Projekt", "quantity": "0.5", "unit": "", "price": "99.90", "own": "0.00"}
    assert check([typed]) == ([stored], [])
    assert check([{"what": "Za darmo", "quantity": 1, "price": 0}])[0][0]["price"] == "0.00"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"what": ""}, ("budget_what", "1.what")),
        ({"what": "x" * 201}, ("too_long", "1.what")),
        ({"quantity": "dużo"}, ("budget_quantity", "1.quantity")),
        ({"quantity": "0"}, ("budget_quantity", "1.quantity")),
        ({"quantity": "0,0001"}, ("budget_decimals", "1.quantity")),
        ({"price": ""}, ("budget_price", "1.price")),
        ({"price": "-5"}, ("budget_price", "1.price")),
        ({"price": "1,005"}, ("budget_decimals", "1.price")),
        ({"own": "pół"}, ("budget_own", "1.own")),
        ({"own": "3601,51"}, ("budget_own_over", "1.own")),
        ({"price": "999999999999", "quantity": "999"}, ("budget_total", "")),
    ],
)
def test_a_line_that_is_wrong_is_said_beside_its_field(change: dict[str, str], problem: tuple[str, str]) -> None:
    stored, problems = check([{**BENCH, **change}])
    assert (stored, problems) == (None, [problem])


def test_limits_hold_to_the_grosz() -> None:
    line = {"what": "Plac", "quantity": "1", "price": "100,00", "own": "10,00"}
    assert check([line], most=90, least=10)[1] == []
    assert check([{**line, "own": "9,99"}], least=10)[1] == [("budget_share", "")]
    assert check([{**line, "own": "9,99"}], most=90)[1] == [("budget_asked", "")]
    assert check([line, line], longest=1)[1] == [("budget_lines", "")]
    assert check([], required=True)[1] == [("required", "")]


@pytest.mark.parametrize("junk", ["", "  ", 5, {"what": "x"}, ["a"], [[]], [{"what": {}}], [{"x": 1}], None, True])
def test_what_is_no_budget_never_fails(junk: Any) -> None:
    stored, _problems = check(junk)
    assert stored is None or isinstance(stored, list)


NUMBERS = st.integers(1, 10**6)


@given(st.lists(st.tuples(NUMBERS, NUMBERS, st.integers(0, 100)), min_size=1, max_size=20))
def test_what_was_stored_reads_back_the_same_from_fields_and_from_text(rows: list[tuple[int, int, int]]) -> None:
    lines = [
        Line(what=f"pozycja | {n}", quantity=Decimal(q).scaleb(-3), price=Decimal(p).scaleb(-2))
        for n, (q, p, _own) in enumerate(rows)
    ]
    typed = [
        {"what": line.what, "quantity": f"{line.quantity:f}".replace(".", ","), "price": str(line.price),
         "own": str((line.cost * own / 100).quantize(Decimal("0.01"), rounding="ROUND_DOWN"))}
        for line, (_q, _p, own) in zip(lines, rows, strict=True)
    ]  # fmt: skip
    asked = make_one("budget")
    checked = check_page(asked, asked.pages[0], {"q1": typed}, {})
    assert checked.problems == ()
    assert check_all(asked, checked.answers) == ()
    item, stored = asked.items_by_code["q1"], checked.answers["q1"]
    assert read_budget(item, stored).total == add_up(lines).total
    fields = write_fields(item, stored)
    again = read_posted(asked.pages[0], fields, {})
    assert check_page(asked, asked.pages[0], again, {}).answers["q1"] == stored
    from_text = read_budget_answer(Reading(item), write_text(stored))
    assert from_text == [{**line, "what": line["what"].replace("|", "/")} for line in stored]


def test_a_page_shows_lines_sums_and_what_is_wrong() -> None:
    asked = make_one("budget", most=2000)
    drawn = show_page(asked, asked.pages[0], {"q1": [STORED]}, language="pl", seed="x", mark="budget-test")
    for expected in ('name="q1.1.price" value="1200,50"', "3\u00a0601,50", "3\u00a0001,50", 'name="q1.20.what" value=""'):
        assert expected in drawn
    assert '<details class="costs__more">' in drawn
    many = [STORED] * 6
    assert '<details class="costs__more" open>' in show_page(asked, asked.pages[0], {"q1": many}, language="pl", seed="x")
    checked = check_page(asked, asked.pages[0], {"q1": [{**BENCH, "quantity": "trzy"}]}, {})
    wrong = show_page(
        asked, asked.pages[0], {}, language="pl", seed="x", problems=checked.problems, given=checked.given
    )  # fmt: skip
    assert 'value="trzy"' in wrong
    assert 'aria-describedby="i-q1-1-quantity-error"' in wrong
    over = check_page(asked, asked.pages[0], {"q1": [BENCH]}, {}).problems[0]
    assert "1\u00a0001,50\u00a0zł" in say_problem(asked.items_by_code["q1"], over, "pl")


def test_budgets_of_a_form_are_added_up() -> None:
    asked = make_questionnaire(make_page("p1", make_item("b1", "budget"), make_item("b2", "budget")))
    answers = {"b1": [STORED], "b2": [STORED]}
    sums = sum_budgets(asked, answers)
    assert sums is not None
    assert (sums.total, sums.own, sums.asked) == (Decimal("7203.00"), Decimal("1200.00"), Decimal("6003.00"))
    assert sum_budgets(asked, {}) is None
    assert say_lines(asked.items_by_code["b1"], [STORED], "pl") == [
        "Ławka: 3\u00a0szt. × 1\u00a0200,50 = 3\u00a0601,50\u00a0zł"
    ]  # fmt: skip
    json.dumps(answers)


def test_limits_that_nothing_can_meet_are_faults() -> None:
    codes = {fault.code for fault in find_faults(make_one("budget", least=101, longest=99))}
    assert {"budget.share", "budget.lines"} <= codes
    assert "bounds.crossed" not in {fault.code for fault in find_faults(make_one("budget", least=50, most=5))}


@pytest.mark.parametrize(
    ("row", "operator", "value", "held"),
    [
        ("total", "at_least", 3601.5, True),
        ("total", "above", 3601.5, False),
        ("asked", "at_most", 3001.5, True),
        ("asked", "is", 3001.5, True),
        ("own", "below", 600, False),
        ("vat", "at_least", 0, False),
    ],
)
def test_a_condition_compares_a_sum_of_a_budget(row: str, operator: str, value: float, *, held: bool) -> None:
    condition = Compared("q1", Operator(operator), value, row)
    assert holds(condition, {"q1": [STORED]}) is held
    assert not holds(condition, {})
    asked = make_questionnaire(
        make_page("p1", make_item("q1", "budget")),
        make_page("p2", make_item("q2", "text", show_if=write_condition(condition))),
    )
    assert ("condition.row" in {fault.code for fault in find_faults(asked)}) is (row == "vat")
    if row != "vat":
        assert "condition.operator" not in {fault.code for fault in find_faults(asked)}
        assert [page.code for page in walk_pages(asked, {"q1": [STORED]})] == ["p1", "p2"][: 1 + held]
        # XLSForm can't say it, and the file tells so.
        writer = FormWriter(asked)
        assert writer.write_condition(condition, "q2") == ""
        assert writer.missing == [["condition", "q2", f"q1.{row}"]]


def test_a_budget_is_not_compared_as_a_whole() -> None:
    condition = Compared("q1", Operator.AT_LEAST, 1)
    asked = make_questionnaire(
        make_page("p1", make_item("q1", "budget")),
        make_page("p2", make_item("q2", "text", show_if=write_condition(condition))),
    )
    assert "condition.operator" in {fault.code for fault in find_faults(asked)}
