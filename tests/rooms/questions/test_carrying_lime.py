"""LimeSurvey files become questionnaires, and whatever cannot come is listed."""

from pathlib import Path
from typing import Any

import pytest

from sciezka.rooms.questions.carrying import CarryingProblem, read_lss
from sciezka.rooms.questions.carrying.carried import WHAT, WHY
from sciezka.rooms.questions.schema.types import Compared, Kind, Operator
from tests.rooms.questions.lime_files import item_of, make_file, reasons, write_document

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "surveys"


@pytest.mark.parametrize("is_old", [False, True])
def test_texts_come_from_both_shapes_of_the_file(is_old: bool) -> None:  # noqa: FBT001
    file, group = make_file(languages=("pl", "en", "de"), is_old=is_old)
    file.question(group, "plec", "G", "Płeć", mandatory="Y")
    file.question(group, "okolica", "L", "Gdzie <b>mieszka</b>?", answers={"A1": "Centrum", "A2": "Południe"}, other="Y")

    carried = read_lss(file.write())

    assert carried.questionnaire.languages == ("pl", "en")
    assert carried.questionnaire.title.words == {"pl": "Ankieta (pl)", "en": "Ankieta (en)"}
    assert carried.questionnaire.pages[0].title.words["en"] == "Pierwsza (en)"
    place = item_of(carried, "okolica")
    assert place.text.words == {"pl": "Gdzie mieszka? (pl)", "en": "Gdzie mieszka? (en)"}
    assert [option.code for option in place.options] == ["A1", "A2", "other"]
    assert place.options[1].text.words["en"] == "Południe (en)"
    assert place.options[2].own_words
    assert item_of(carried, "plec").required
    assert ("language", "", "other_language") in reasons(carried)


@pytest.mark.parametrize(
    ("kind", "ours", "given"),
    [
        ("L", Kind.SINGLE, {"answers": {"1": "a", "2": "b"}}),
        ("!", Kind.DROPDOWN, {"answers": {"1": "a", "2": "b"}}),
        ("Y", Kind.SINGLE, {}),
        ("G", Kind.SINGLE, {}),
        ("5", Kind.SINGLE, {}),
        ("M", Kind.MULTIPLE, {"parts": {"a": "a", "b": "b"}}),
        ("F", Kind.GRID, {"parts": {"a": "a"}, "answers": {"1": "x", "2": "y"}}),
        ("H", Kind.GRID, {"parts": {"a": "a"}, "answers": {"1": "x", "2": "y"}}),
        ("A", Kind.GRID, {"parts": {"a": "a"}}),
        ("B", Kind.GRID, {"parts": {"a": "a"}}),
        ("C", Kind.GRID, {"parts": {"a": "a"}}),
        ("E", Kind.GRID, {"parts": {"a": "a"}}),
        ("N", Kind.NUMBER, {}),
        ("S", Kind.TEXT, {}),
        ("T", Kind.LONG_TEXT, {}),
        ("U", Kind.LONG_TEXT, {}),
        ("D", Kind.DATE, {}),
        ("R", Kind.RANKING, {"answers": {"1": "a", "2": "b"}}),
        ("X", Kind.NOTE, {}),
        ("|", Kind.FILE, {}),
    ],
)
def test_each_type_becomes_the_kind_that_asks_the_same(kind: str, ours: Kind, given: dict[str, Any]) -> None:
    file, group = make_file()
    file.question(group, "pytanie", kind, "Pytanie", **given)

    carried = read_lss(file.write())

    assert item_of(carried, "pytanie").kind is ours
    assert not carried.left_out or kind == "H"


def test_points_of_scales_keep_their_numbers_and_plain_categories_have_none() -> None:
    file, group = make_file()
    file.question(group, "skala", "F", "Skala", parts={"a": "a"}, answers={"1": "źle", "2": "dobrze"})
    file.question(group, "dzielnica", "L", "Dzielnica", answers={"1": "Centrum", "2": "Południe"})

    carried = read_lss(file.write())

    assert [option.value for option in item_of(carried, "skala").options] == [1, 2]
    assert [option.value for option in item_of(carried, "dzielnica").options] == [None, None]


def test_two_poles_become_a_semantic_scale() -> None:
    file, group = make_file()
    number = file.question(group, "wrazenie", "A", "Wrażenie", parts={"a": "", "b": ""})
    for row in file.tables["question_l10ns"]:
        if row["qid"] != number:
            row["question"] = "zimno|ciepło"

    item = item_of(read_lss(file.write()), "wrazenie")

    assert (item.kind, item.steps) == (Kind.SEMANTIC, 5)
    assert (item.rows[0].text.words["pl"], item.rows[0].right.words["pl"]) == ("zimno", "ciepło")


def test_what_one_item_cannot_ask_becomes_several_and_is_told() -> None:
    file, group = make_file()
    parts, columns = {"a": "A", "b": "B"}, {"c": "C", "d": "D"}
    file.question(group, "liczby", "K", "Liczby", parts=parts)
    file.question(group, "teksty", "Q", "Teksty", parts=parts, mandatory="Y")
    file.question(group, "dwie", "1", "Dwie", parts=parts, answers={"1": "x", "2": "y"}, second={"1": "z", "2": "w"})
    file.question(group, "tab", ":", "Tabela", parts=parts, columns=columns)
    file.question(group, "krat", ":", "Kratki", parts=parts, columns=columns, attributes={"multiflexible_checkbox": "1"})
    file.question(group, "pola", ";", "Pola", parts=parts, columns=columns)
    file.question(group, "uwagi", "P", "Z uwagami", parts=parts)
    file.question(group, "lista", "O", "Z uwagą", answers={"1": "x", "2": "y"})

    carried = read_lss(file.write())

    assert [item.code for item in carried.questionnaire.items()] == [
        "liczby_a", "liczby_b", "teksty_a", "teksty_b", "dwie", "dwie_2", "tab_c", "tab_d", "krat_a", "krat_b",
        "pola_a_c", "pola_a_d", "pola_b_c", "pola_b_d", "uwagi", "uwagi_acomment", "uwagi_bcomment", "lista",
        "lista_comment",
    ]  # fmt: skip
    assert item_of(carried, "teksty_b").required
    assert item_of(carried, "uwagi_acomment").show_if == Compared("uwagi", Operator.INCLUDES, "a")
    split = {entry.where for entry in carried.remarks if entry.why == "split"}
    assert split == {"liczby", "teksty", "dwie", "tab", "krat", "pola"}


def test_attributes_that_mean_something_are_carried() -> None:
    file, group = make_file()
    file.question(
        group, "sport", "M", "Sport", parts={"a": "Bieg", "b": "Rower", "z": "Żaden"},
        attributes={"exclude_all_others": "z", "min_answers": "1", "max_answers": "2", "random_order": "1"},
    )  # fmt: skip
    file.question(
        group, "wiek", "N", "Wiek",
        attributes={"min_num_value_n": "16", "max_num_value_n": "99", "suffix": "lat", "num_value_int_only": "1"},
    )  # fmt: skip
    file.question(group, "podzial", "K", "Podział", parts={"a": "A", "b": "B"}, attributes={"equals_num_value": "100"})
    file.question(group, "kiedy", "D", "Kiedy", attributes={"date_min": "2020-01-01", "date_max": "2020-12-31"})
    file.question(group, "imie", "S", "Miasto", attributes={"maximum_chars": "40"})

    carried = read_lss(file.write())

    sport, age = item_of(carried, "sport"), item_of(carried, "wiek")
    assert [option.exclusive for option in sport.options] == [False, False, True]
    assert (sport.least, sport.most, sport.shuffle) == (1, 2, True)
    assert (age.least, age.most, age.decimals, age.unit.words) == (16, 99, 0, {"pl": "lat"})
    assert (item_of(carried, "podzial").kind, item_of(carried, "podzial").total) == (Kind.ALLOCATION, 100)
    assert (item_of(carried, "kiedy").least, item_of(carried, "kiedy").most) == ("2020-01-01", "2020-12-31")
    assert item_of(carried, "imie").longest == 40
    assert not carried.left_out


def test_attributes_that_cannot_come_are_listed_and_usual_ones_are_not() -> None:
    file, group = make_file()
    file.question(
        group, "wiek", "N", "Wiek", preg="/^[0-9]+$/",
        attributes={
            "cssclass": "wide", "hide_tip": "0", "statistics_showgraph": "1", "time_limit": "30",
            "em_validation_q": "wiek > 3",
            "nowy_atrybut": "tak", "time_limit_action": "1", "min_num_value_n": "{inne}",
        },
    )  # fmt: skip

    carried = read_lss(file.write())

    assert {(entry.what, entry.why, entry.detail) for entry in carried.left_out} == {
        ("constraint", "checked_by_pattern", "/^[0-9]+$/"),
        ("constraint", "checked_by_expression", "em_validation_q = wiek > 3"),
        ("constraint", "expression", "min_num_value_n = {inne}"),
        ("attribute", "timing", "time_limit = 30"),
        ("attribute", "timing", "time_limit_action = 1"),
        ("attribute", "unknown_part", "nowy_atrybut = tak"),
        ("look", "looks", "cssclass = wide"),
    }


def test_what_is_hidden_calculated_or_of_no_kind_is_listed() -> None:
    file, group = make_file()
    file.question(group, "plec", "G", "Płeć")
    file.question(group, "ukryte", "S", "Skąd", attributes={"hidden": "1"})
    file.question(group, "suma", "*", "{wiek * 2}")
    file.question(group, "jezyk", "I", "Język")
    file.question(group, "obce", "?", "Obce")
    file.question(group, "nigdy", "S", "Nigdy", relevance="0")
    file.question(group, "pusta", "L", "Bez odpowiedzi")

    carried = read_lss(file.write())

    assert [item.code for item in carried.questionnaire.items()] == ["plec"]
    assert reasons(carried) == {
        ("question", "ukryte", "hidden"), ("calculation", "suma", "calculated"), ("question", "jezyk", "no_kind"),
        ("question", "obce", "no_kind"), ("question", "nigdy", "never_shown"), ("question", "pusta", "no_options"),
    }  # fmt: skip


def test_references_in_texts_are_kept_where_they_can_be() -> None:
    file, group = make_file()
    number = file.question(group, "imie", "S", "Imię")
    inserted = f"{{INSERTANS:123456X{group}X{number}}}"
    text = "{imie.shown}, " + inserted + ", {TOKEN:FIRSTNAME} i { zwykłe } {if(imie=='a','b','c')}"
    file.question(group, "dalej", "S", text)

    carried = read_lss(file.write())

    assert item_of(carried, "dalej").text.words["pl"] == "{imie}, {imie}, … i { zwykłe } … (pl)"
    assert [entry.detail for entry in carried.left_out if entry.why == "piping"] == [
        "{TOKEN:FIRSTNAME}",
        "{if(imie=='a','b','c')}",
    ]


def test_html_becomes_words_and_markdown_and_scripts_stay_behind() -> None:
    file, group = make_file()
    question = "<p>Jak <em>ocenia</em> się&nbsp;dojazd?</p><script>alert(1)</script><img src='https://example.org/a.png'>"
    file.question(group, "dojazd", "S", question)
    file.tables["surveys_languagesettings"] = [{
        "surveyls_language": "pl", "surveyls_title": "Tytuł &amp; reszta",
        "surveyls_welcometext": '<p>Dzień <b>dobry </b></p><b> </b><ul><li>raz</li></ul><a href="https://example.org/x">tu</a>'
        ' <a href="javascript:x">tam</a>',
        "surveyls_email_invite": "Zapraszamy", "surveyls_policy_notice": "Administratorem jest…",
    }]  # fmt: skip

    carried = read_lss(file.write())

    assert item_of(carried, "dojazd").text.words["pl"] == "Jak ocenia się dojazd? (pl)"
    assert carried.questionnaire.title.words["pl"] == "Tytuł & reszta"
    assert carried.questionnaire.intro.words["pl"] == "Dzień **dobry**\n\n- raz\n\n[tu](https://example.org/x) tam"
    assert {("script", "dojazd", "script"), ("media", "dojazd", "media"), ("mail", "", "mail_anew")} <= reasons(carried)
    assert ("text", "", "set_when_opened") in reasons(carried)


def test_quotas_defaults_and_unknown_tables_are_listed_one_by_one() -> None:
    file, group = make_file()
    number = file.question(group, "plec", "G", "Płeć")
    file.add("quota", id=7, name="Kobiety", qlimit=50)
    file.add("quota", id=8, name="Mężczyźni", qlimit=40)
    file.add("quota_members", quota_id=7, qid=number, code="F")
    file.add("defaultvalues", dvid=1, qid=number, sqid=0, scale_id=0, specialtype="")
    file.add("defaultvalue_l10ns", id=1, dvid=1, language="pl", defaultvalue="F")
    file.add("plugin_settings", name="SendSms", key="x", value="y")
    file.add("nowa_tabela", a="b")

    details = {(entry.what, entry.why, entry.detail) for entry in read_lss(file.write()).left_out}

    assert details == {
        ("quota", "quota_in_survey", "Kobiety: 50 (plec = F)"), ("quota", "quota_in_survey", "Mężczyźni: 40"),
        ("default", "prefilled", "F"), ("plugin", "plugin", "plugin_settings: SendSms"),
        ("setting", "unknown_part", "nowa_tabela: 1"),
    }  # fmt: skip


def test_codes_that_ours_cannot_be_are_changed_and_told() -> None:
    file, group = make_file(is_old=True)
    file.question(group, "1a", "L", "Pytanie", answers={"-1": "nie", "1": "tak", "ż": "może"})
    file.question(group, "1a", "S", "To samo jeszcze raz")

    carried = read_lss(file.write())

    assert [item.code for item in carried.questionnaire.items()] == ["q1a", "q1a_2"]
    assert [option.code for option in item_of(carried, "q1a").options] == ["m1", "1", "z"]
    assert {("option", "1a", "renamed"), ("question", "1a", "renamed"), ("question", "1a", "repeated")} <= reasons(carried)


def test_a_language_that_is_not_ours_waits_to_be_translated() -> None:
    file, group = make_file(languages=("de",))
    file.question(group, "alter", "N", "Alter")

    carried = read_lss(file.write())

    assert carried.questionnaire.languages == ("pl",)
    assert item_of(carried, "alter").text.words == {"pl": "Alter (de)"}
    assert [(entry.why, entry.detail) for entry in carried.remarks] == [("base_language", "de")]


def test_nothing_of_a_question_falls_off_silently() -> None:
    """Each question of the file is an item, a part of one, or stands in the list."""
    file, group = make_file()
    for place, kind in enumerate("L!OMPFABCEH1:;5YGNKSTUQRDX*|I?"):
        columns, answers = {"y1": "Kolumna"}, {"1": "x", "2": "y"}
        file.question(
            group, f"q{place}", kind, f"Pytanie {kind}", parts={"a": "A", "b": "B"}, columns=columns, answers=answers
        )

    carried = read_lss(file.write())

    carried_codes = {item.code for item in carried.questionnaire.items()}
    listed = {entry.where for entry in carried.left_out}
    for place in range(30):
        assert any(code == f"q{place}" or code.startswith(f"q{place}_") for code in carried_codes) or f"q{place}" in listed
    assert {entry.what for entry in (*carried.left_out, *carried.remarks)} <= WHAT
    assert {entry.why for entry in (*carried.left_out, *carried.remarks)} <= WHY


def test_a_single_group_and_a_single_question_are_read() -> None:
    file, group = make_file()
    file.question(group, "plec", "G", "Płeć")
    rows = {name: rows for name, rows in file.tables.items() if name in {"questions", "question_l10ns"}}

    assert item_of(read_lss(file.write("Group")), "plec")
    assert item_of(read_lss(write_document(rows, kind="Question")), "plec")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<document>", "xml"),
        (b"<html></html>", "lime_kind"),
        (b"<document><LimeSurveyDocType>Label set</LimeSurveyDocType></document>", "lime_kind"),
        (b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>", "no_items"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><document/>', "xml_doctype"),
        (b'<?xml version="1.0"?><!doctype a SYSTEM "file:///etc/passwd"><document/>', "xml_doctype"),
        (b"<document>" + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</document>", "xml"),
        (b"x" * (20 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_with_a_word(data: bytes, code: str) -> None:
    with pytest.raises(CarryingProblem) as problem:
        read_lss(data)

    assert problem.value.code == code


def test_control_characters_of_old_exports_do_no_harm() -> None:
    file, group = make_file()
    file.question(group, "plec", "G", "Pł\x0beć")

    assert item_of(read_lss(file.write()), "plec").text.words["pl"] == "Płeć (pl)"


def test_real_files_are_read() -> None:
    if not REAL.is_dir():
        pytest.skip("the real files are not here")
    survey = read_lss((REAL / "survey.lss").read_bytes())
    group = read_lss((REAL / "group.lsg").read_bytes())
    question = read_lss((REAL / "free_text.lsq").read_bytes())

    assert [(item.code, item.kind, item.required) for item in survey.questionnaire.items()] == [
        ("G01Q01", Kind.LONG_TEXT, False), ("G01Q02", Kind.SINGLE, True), ("G02Q03", Kind.FILE, True),
        ("G02Q04", Kind.SINGLE, True),
    ]  # fmt: skip
    assert [item.code for item in group.questionnaire.items()] == ["G01Q02", "G01Q01"]
    assert [item.kind for item in question.questionnaire.items()] == [Kind.LONG_TEXT]
    assert {entry.why for entry in survey.left_out} == {"file_rules", "private", "mail_anew", "looks"}


def test_passwords_and_addresses_of_the_other_program_are_never_kept() -> None:
    file, group = make_file(settings={
        "adminemail": "szef@example.org", "bounceaccountpass": "tajne-haslo", "emailnotificationto": "a@example.org",
        "expires": "2020-01-01", "nowe_ustawienie": "tak",
    })  # fmt: skip
    file.question(group, "plec", "G", "Płeć")

    carried = read_lss(file.write())

    assert [(entry.why, entry.detail) for entry in carried.left_out] == [
        ("set_when_opened", "expires = 2020-01-01"), ("unknown_part", "nowe_ustawienie = tak"),
        ("private", "adminemail, bounceaccountpass, emailnotificationto"),
    ]  # fmt: skip
    assert "tajne" not in str(carried)


def test_a_group_of_words_alone_becomes_a_page_that_is_seen() -> None:
    file, group = make_file()
    file.question(group, "plec", "G", "Płeć")
    file.group("Na koniec", "!is_empty(plec)")
    file.tables["group_l10ns"][-1]["description"] = "Dziękujemy za <b>czas</b>."

    carried = read_lss(file.write())

    last = carried.questionnaire.pages[1]
    assert [(item.kind, item.text.words) for item in last.items()] == [(Kind.NOTE, {"pl": "Dziękujemy za czas."})]
    assert ("group", "Na koniec (pl)", "as_note") in reasons(carried)
