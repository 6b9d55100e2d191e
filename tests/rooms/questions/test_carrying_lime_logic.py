"""When a LimeSurvey file shows a question, ours shows it as well; what cannot be said so is listed."""

from typing import Any

import pytest

from sciezka.rooms.questions.carrying import read_lss
from sciezka.rooms.questions.schema.routes import holds
from sciezka.rooms.questions.schema.types import Compared, Joined, Operator
from tests.rooms.questions.lime_files import item_of, make_file, reasons

ASKED = [
    ('plec.NAOK == "F"', {"plec": "F"}, {"plec": "M"}),
    ('plec != "F"', {"plec": "M"}, {"plec": "F"}),
    ("(sport_a.NAOK == 'Y')", {"sport": ["a"]}, {"sport": ["b"]}),
    ('sport_a != "Y"', {"sport": ["b"]}, {"sport": ["a"]}),
    ("!is_empty(sport_b)", {"sport": ["b"]}, {"sport": ["a"]}),
    ('okolica == "-oth-"', {"okolica": "other"}, {"okolica": "A1"}),
    ("!is_empty(okolica_other.NAOK)", {"okolica": "other"}, {"okolica": "A1"}),
    ("wiek.NAOK >= 18 && wiek < 65", {"wiek": 18}, {"wiek": 65}),
    ("18 lt wiek", {"wiek": 19}, {"wiek": 18}),
    ("! is_empty(wiek) and (plec == 'F' or plec == 'M')", {"wiek": 3, "plec": "M"}, {"plec": "M"}),
    ("!(plec == 'F')", {"plec": "M"}, {"plec": "F"}),
    ("ocena_a.NAOK > 2", {"ocena": {"a": "3"}}, {"ocena": {"a": "2"}}),
    ("ocena_a == 1", {"ocena": {"a": "1"}}, {"ocena": {"a": "2"}}),
    ("count(sport_a.NAOK, sport_b.NAOK) > 0", {"sport": ["b"]}, {"sport": ["c"]}),
    ("123456X1X2 == 'F'", {"plec": "F"}, {"plec": "M"}),
    ("wiek == ''", {}, {"wiek": 3}),
    ("Q2.NAOK == 'F'", {"plec": "F"}, {"plec": "M"}),
    ("Q5_S6.NAOK == 'Y'", {"sport": ["a"]}, {"sport": ["b"]}),
    ("intval(wiek.NAOK) ge 18", {"wiek": 18}, {"wiek": 17}),
    ("wiek.shown > 2", {"wiek": 3}, {"wiek": 2}),
]


@pytest.mark.parametrize(("expression", "shows", "hides"), ASKED)
def test_a_condition_holds_for_the_answers_it_held_for(
    expression: str, shows: dict[str, Any], hides: dict[str, Any]
) -> None:
    file, group = make_file()
    file.question(group, "plec", "G", "Płeć")
    file.question(group, "okolica", "L", "Okolica", answers={"A1": "Centrum"}, other="Y")
    file.question(group, "sport", "M", "Sport", parts={"a": "Bieg", "b": "Rower", "c": "Nic"})
    file.question(group, "wiek", "N", "Wiek")
    file.question(group, "ocena", "F", "Ocena", parts={"a": "Drogi"}, answers={"1": "źle", "2": "średnio", "3": "dobrze"})
    file.question(group, "dalej", "S", "Dalej", relevance=expression)

    carried = read_lss(file.write())

    condition = item_of(carried, "dalej").show_if
    assert condition is not None, carried.left_out
    assert holds(condition, shows)
    assert not holds(condition, hides)


@pytest.mark.parametrize(
    "expression",
    [
        "strpos(wiek, '1') > 0",
        "wiek > inne",
        "wiek + 1 > 3",
        "regexMatch('/a/', wiek)",
        "(wiek",
        "TOKEN:EMAIL == 'a'",
        "okolica.shown == 'x'",
        "wiek = 4",
    ],
)
def test_a_condition_that_is_not_understood_is_listed_and_the_item_shows_always(expression: str) -> None:
    file, group = make_file()
    file.question(group, "wiek", "N", "Wiek")
    file.question(group, "dalej", "S", "Dalej", relevance=expression)

    carried = read_lss(file.write())

    assert item_of(carried, "dalej").show_if is None
    assert [(entry.where, entry.why, entry.detail) for entry in carried.left_out] == [("dalej", "expression", expression)]


def test_a_condition_on_a_later_question_is_listed_as_such() -> None:
    file, group = make_file()
    file.question(group, "dalej", "S", "Dalej", relevance="wiek > 3")
    file.question(group, "wiek", "N", "Wiek")

    assert ("condition", "dalej", "later_item") in reasons(read_lss(file.write()))


def test_the_older_table_of_conditions_is_read() -> None:
    file, group = make_file(is_old=True)
    sex = file.question(group, "plec", "G", "Płeć")
    sport = file.question(group, "sport", "M", "Sport", parts={"1": "Bieg", "2": "Rower"})
    number = file.question(group, "dalej", "S", "Dalej", relevance="")
    for asked, name, value in (
        (sex, f"123456X{group}X{sex}", "F"),
        (sport, f"+123456X{group}X{sport}1", "Y"),
        (sport, f"+123456X{group}X{sport}2", "Y"),
    ):
        file.add("conditions", cid=1, qid=number, scenario=1, cqid=asked, cfieldname=name, method="==", value=value)

    condition = item_of(read_lss(file.write()), "dalej").show_if

    assert condition is not None
    assert holds(condition, {"plec": "F", "sport": ["2"]})
    assert not holds(condition, {"plec": "F"})
    assert not holds(condition, {"plec": "M", "sport": ["1"]})


def test_a_group_is_a_page_with_its_condition() -> None:
    file, group = make_file()
    file.question(group, "plec", "G", "Płeć")
    second = file.group("Druga", 'plec.NAOK == "F"')
    file.question(second, "dalej", "S", "Dalej")

    pages = read_lss(file.write()).questionnaire.pages

    assert [page.title.words["pl"] for page in pages] == ["Pierwsza (pl)", "Druga (pl)"]
    assert pages[1].show_if == Compared("plec", Operator.IS, "F")


def test_a_survey_shown_all_at_once_is_one_page() -> None:
    file, group = make_file(settings={"format": "A"})
    file.question(group, "plec", "G", "Płeć")
    second = file.group("Druga", 'plec.NAOK == "F"')
    file.question(second, "dalej", "S", "Dalej")

    (page,) = read_lss(file.write()).questionnaire.pages

    assert [section.show_if for section in page.sections] == [None, Compared("plec", Operator.IS, "F")]


def test_lines_of_a_table_are_filtered_by_an_earlier_choice() -> None:
    file, group = make_file()
    parts = {"a": "Bieg", "b": "Rower"}
    file.question(group, "sport", "M", "Sport", parts=parts)
    file.question(
        group, "ocena", "F", "Ocena", parts=parts, answers={"1": "x", "2": "y"}, attributes={"array_filter": "sport"}
    )
    file.question(group, "znow", "M", "Znów", parts=parts, attributes={"array_filter": "sport"})

    carried = read_lss(file.write())

    shown = [row.show_if for row in item_of(carried, "ocena").rows]
    assert shown == [Compared("sport", Operator.INCLUDES, "a"), Compared("sport", Operator.INCLUDES, "b")]
    assert ("attribute", "znow", "answer_filter") in reasons(carried)


def test_each_line_keeps_its_own_condition() -> None:
    file, group = make_file()
    file.question(group, "plec", "G", "Płeć")
    file.question(
        group, "ocena", "F", "O", parts={"a": "A", "b": "B"}, answers={"1": "x", "2": "y"}, relevance_a="plec == 'F'"
    )

    rows = item_of(read_lss(file.write()), "ocena").rows

    assert [row.show_if for row in rows] == [Compared("plec", Operator.IS, "F"), None]


def test_scenarios_of_the_table_of_conditions_are_alternatives() -> None:
    file, group = make_file(is_old=True)
    sex = file.question(group, "plec", "G", "Płeć")
    age = file.question(group, "wiek", "N", "Wiek")
    number = file.question(group, "dalej", "S", "Dalej", relevance="")
    for scenario, asked, method, value in ((1, sex, "==", "F"), (2, age, ">=", "18")):
        name = f"123456X{group}X{asked}"
        file.add("conditions", cid=1, qid=number, scenario=scenario, cqid=asked, cfieldname=name, method=method, value=value)

    assert item_of(read_lss(file.write()), "dalej").show_if == Joined(
        "any", (Compared("plec", Operator.IS, "F"), Compared("wiek", Operator.AT_LEAST, 18))
    )
