"""XLSForm workbooks become questionnaires, and questionnaires XLSForm workbooks that other programs accept."""

import io
import zipfile
from typing import Any

import pytest
from pyxform.xls2xform import convert

from sciezka.rooms.questions.carrying import Carried, CarryingProblem, read_xlsform, write_xlsform
from sciezka.rooms.questions.carrying.carried import WHAT, WHY
from sciezka.rooms.questions.carrying.xlsform_writing import write_cell
from sciezka.rooms.questions.library import shipped_questionnaires
from sciezka.rooms.questions.schema.routes import holds
from sciezka.rooms.questions.schema.types import (
    Compared,
    Item,
    Kind,
    Operator,
    Option,
    Page,
    Questionnaire,
    Row,
    Section,
    Text,
)
from tests.rooms.questions.form_files import CHOICES, HEADINGS, write_form, write_workbook
from tests.rooms.questions.lime_files import item_of, reasons


def items_of(carried: Carried) -> list[tuple[str, Kind]]:
    return [(item.code, item.kind) for item in carried.questionnaire.items()]


@pytest.mark.parametrize(
    ("kind", "ours"),
    [
        ("text", Kind.TEXT), ("integer", Kind.NUMBER), ("decimal", Kind.NUMBER), ("range", Kind.NUMBER), ("date", Kind.DATE),
        ("select_one kolor", Kind.SINGLE), ("select one kolor", Kind.SINGLE), ("select_multiple kolor", Kind.MULTIPLE),
        ("rank kolor", Kind.RANKING), ("geopoint", Kind.PLACE), ("acknowledge", Kind.CONSENT), ("image", Kind.FILE),
        ("file", Kind.FILE), ("note", Kind.NOTE), ("dateTime", Kind.DATE), ("time", Kind.TEXT),
    ],
)  # fmt: skip
def test_each_type_becomes_the_kind_that_asks_the_same(kind: str, ours: Kind) -> None:
    assert items_of(read_xlsform(write_form((kind, "q", "Pytanie")))) == [("q", ours)]


@pytest.mark.parametrize(
    ("appearance", "kind", "ours"),
    [
        ("multiline", "text", Kind.LONG_TEXT),
        ("minimal", "select_one kolor", Kind.DROPDOWN),
        ("likert", "select_one skala", Kind.SINGLE),
    ],
)
def test_an_appearance_that_means_something_is_carried(appearance: str, kind: str, ours: Kind) -> None:
    carried = read_xlsform(write_form((kind, "q", "Pytanie", "", "", "", appearance)))

    assert items_of(carried) == [("q", ours)]
    assert not carried.left_out


def test_groups_are_pages_and_groups_inside_them_sections() -> None:
    carried = read_xlsform(
        write_form(
            ("text", "luzem", "Luzem"),
            ("begin_group", "g", "Grupa", "${luzem} != ''"),
            ("integer", "wiek", "Wiek"),
            ("begin group", "h", "Wewnątrz", "${wiek} > 3"),
            ("text", "w", "W"),
            ("end group",),
            ("text", "za", "Za"),
            ("end_group",),
        )
    )

    first, second = carried.questionnaire.pages
    assert [item.code for item in first.items()] == ["luzem"]
    assert (second.title.words, second.show_if) == ({"pl": "Grupa"}, Compared("luzem", Operator.ANSWERED))
    assert [[item.code for item in section.items] for section in second.sections] == [["wiek"], ["w"], ["za"]]
    assert [section.show_if for section in second.sections] == [None, Compared("wiek", Operator.ABOVE, 3), None]
    assert second.sections[1].title.words == {"pl": "Wewnątrz"}


def test_a_table_becomes_a_grid_whose_lines_may_be_asked_about() -> None:
    carried = read_xlsform(
        write_form(
            ("begin_group", "oceny", "Oceny", "", "", "", "table-list"),
            ("select_one skala", "drogi", "Drogi", "", "yes"),
            ("select_one skala", "szkoly", "Szkoły", "", "yes"),
            ("end_group",),
            ("text", "czemu", "Czemu?", "${drogi} = '1'"),
        )
    )

    grid = item_of(carried, "oceny")
    assert (grid.kind, grid.required, [row.code for row in grid.rows]) == (Kind.GRID, True, ["drogi", "szkoly"])
    assert [option.value for option in grid.options] == [1, 2]
    assert item_of(carried, "czemu").show_if == Compared("oceny", Operator.IS, "1", "drogi")
    assert ("question", "szkoly", "merged") in reasons(carried)


def test_bounds_are_read_out_of_constraints_and_other_checks_are_listed() -> None:
    carried = read_xlsform(
        write_form(
            ("integer", "wiek", "Wiek", "", "", ". >= 18 and . < 100"),
            ("text", "opis", "Opis", "", "", "string-length(.) <= 200"),
            ("select_multiple kolor", "kolory", "Kolory", "", "", "not(selected(., 'zaden') and count-selected(.) > 1)"),
            ("select_multiple kolor", "dwa", "Dwa", "", "", "count-selected(.) <= 2"),
            ("text", "kod", "Kod", "", "", "regex(., '^[0-9]+$')"),
            ("integer", "inna", "Inna", "", "", ". > ${wiek}"),
        )
    )

    assert (item_of(carried, "wiek").least, item_of(carried, "wiek").most) == (18, 99)
    assert item_of(carried, "opis").longest == 200
    assert [option.exclusive for option in item_of(carried, "kolory").options] == [False, False, True]
    assert item_of(carried, "dwa").most == 2
    assert reasons(carried) == {("constraint", "kod", "checked_by_pattern"), ("constraint", "inna", "checked_by_expression")}


@pytest.mark.parametrize(
    ("expression", "shows", "hides"),
    [
        ("${kolor} = 'a'", {"kolor": "a"}, {"kolor": "b"}),
        ("selected(${kolor}, 'a')", {"kolor": "a"}, {"kolor": "b"}),
        ("selected(${kolory}, 'a') and not(selected(${kolory}, 'b'))", {"kolory": ["a"]}, {"kolory": ["a", "b"]}),
        ("count-selected(${kolory}) >= 1", {"kolory": ["a"]}, {}),
        ("${wiek} >= 18 or ${kolor} != ''", {"wiek": 18}, {"wiek": 17}),
        ("string-length(${imie}) > 0", {"imie": "x"}, {}),
        ("(${wiek} = 3)", {"wiek": 3}, {"wiek": 4}),
    ],
)
def test_a_condition_holds_for_the_answers_it_held_for(
    expression: str, shows: dict[str, Any], hides: dict[str, Any]
) -> None:
    carried = read_xlsform(
        write_form(
            ("text", "imie", "Imię"), ("integer", "wiek", "Wiek"), ("select_one kolor", "kolor", "Kolor"),
            ("select_multiple kolor", "kolory", "Kolory"), ("text", "dalej", "Dalej ${imie}", expression),
        )
    )  # fmt: skip

    item = item_of(carried, "dalej")
    assert item.show_if is not None, carried.left_out
    assert holds(item.show_if, shows)
    assert not holds(item.show_if, hides)
    assert item.text.words == {"pl": "Dalej {imie}"}


def test_what_cannot_come_is_listed_row_by_row() -> None:
    headings = (*HEADINGS, "choice_filter", "default", "calculation", "media::image", "nowa_kolumna")
    carried = read_xlsform(
        write_workbook(
            survey=(
                headings,
                ("start", "poczatek"),
                ("text", "q", "Pytanie ${nie_ma}", "${pozniej} = 'x'", "", "", "", "", "", "z góry", "", "a.png", "x"),
                ("calculate", "suma", "", "", "", "", "", "", "", "", "1 + 1"),
                ("select_one kolor", "kaskada", "Kaskada", "", "", "", "", "", "kolor=${q}"),
                ("select_one_from_file a.csv", "plik", "Z pliku"),
                ("select_one nie_ma", "pusta", "Pusta"),
                ("barcode", "kod", "Kod"),
                ("geoshape", "obszar", "Obszar"),
                ("begin_repeat", "dzieci", "Dzieci"),
                ("text", "pozniej", "Dziecko"),
                ("end_repeat",),
            ),
            choices=CHOICES,
            settings=(("form_title", "version", "default_language"), ("Tytuł", "3", "Polski (pl)")),
            entities=(("dataset",), ("ludzie",)),
        )
    )

    assert carried.questionnaire.title.words == {"pl": "Tytuł"}
    assert [item.code for item in carried.questionnaire.items()] == ["q", "kaskada", "pozniej"]
    assert reasons(carried) == {
        ("question", "poczatek", "device"), ("wording", "q", "piping"), ("condition", "q", "later_item"),
        ("default", "q", "prefilled"), ("media", "q", "media"), ("attribute", "q", "unknown_part"),
        ("calculation", "suma", "calculated"), ("condition", "kaskada", "cascading"), ("question", "plik", "cascading"),
        ("question", "pusta", "no_options"), ("question", "kod", "device"), ("question", "obszar", "no_kind"),
        ("group", "dzieci", "repeat"), ("setting", "", "set_when_opened"), ("form", "", "unknown_part"),
        ("option", "skala", "no_item"),
    }  # fmt: skip
    assert {entry.what for entry in carried.left_out} <= WHAT
    assert {entry.why for entry in (*carried.left_out, *carried.remarks)} <= WHY


def test_languages_are_read_however_they_are_named() -> None:
    headings = ("type", "name", "label::English (en)", "label::pl", "label::Deutsch (de)", "hint::Polski (pl)")
    carried = read_xlsform(write_workbook(survey=(headings, ("text", "q", "Name", "Imię", "Name", "Pierwsze"))))

    assert carried.questionnaire.languages == ("en", "pl")
    assert item_of(carried, "q").text.words == {"en": "Name", "pl": "Imię"}
    assert [(entry.why, entry.detail) for entry in carried.left_out] == [("other_language", "de")]


def make_everything() -> Questionnaire:
    options = (Option(code="a", text=Text({"pl": "A", "en": "A"})), Option(code="b", text=Text({"pl": "=B()", "en": "B"})))
    other = Option(code="inne", text=Text({"pl": "Inne"}), own_words=True, skip_to="end")
    items = tuple(
        Item(
            code=f"q_{kind}", kind=kind, text=Text({"pl": f"Pytanie {kind}", "en": f"Question {kind}"}), options=options,
            rows=(Row(code="r1", text=Text({"pl": "w"}), right=Text({"pl": "p"})),), required=kind is not Kind.NOTE,
        )
        for kind in Kind
    )  # fmt: skip
    plain = [item if item.kind in {Kind.GRID, Kind.SEMANTIC} else Item(code=item.code, kind=item.kind, text=item.text,
             options=item.options, required=item.required) for item in items]  # fmt: skip
    last = Item(
        code="koniec", kind=Kind.SINGLE, options=(*options, other), text=Text({"pl": "Koniec {q_text}"}),
        show_if=Compared("q_grid", Operator.IS, "a", "r1"),
    )  # fmt: skip
    sections = (Section(code="s", items=(*plain, last), text=Text({"pl": "Wstęp"})),)
    return Questionnaire(languages=("pl", "en"), title=Text({"pl": "T"}), pages=(Page(code="p", sections=sections),))


def test_what_is_written_is_accepted_by_other_programs_and_read_back() -> None:
    written = write_xlsform(make_everything())

    assert convert(io.BytesIO(written), file_type=".xlsx", validate=False).warnings is not None
    back = read_xlsform(written)
    kinds = {item.code: item.kind for item in back.questionnaire.items()}
    for kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.DROPDOWN, Kind.GRID, Kind.NUMBER, Kind.TEXT, Kind.LONG_TEXT, Kind.DATE,
                 Kind.RANKING, Kind.PLACE, Kind.FILE, Kind.CONSENT, Kind.NOTE):  # fmt: skip
        assert kinds[f"q_{kind}"] is kind
    assert item_of(back, "koniec").show_if == Compared("q_grid", Operator.IS, "a", "r1")
    assert item_of(back, "koniec").text.words["pl"] == "Koniec {q_text}"
    # A leap has no equivalent, and a budget becomes a plain text: both stand in the sheet beside.
    assert kinds["q_budget"] is Kind.LONG_TEXT
    assert [entry.detail for entry in back.left_out if entry.what == "form"] == ["not_carried: 3"]


def test_no_cell_that_is_written_can_run_as_a_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(write_xlsform(make_everything()))) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]

    assert sheets
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_signs_that_no_workbook_can_hold_are_left_out() -> None:
    assert write_cell("a\x0bb\ufffec\ud800d\uffff") == "abcd"


def test_every_shipped_questionnaire_is_accepted_by_other_programs() -> None:
    for shipped in shipped_questionnaires():
        assert convert(io.BytesIO(write_xlsform(shipped.questionnaire)), file_type=".xlsx", validate=False).xform


def make_bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * (101 * 1024 * 1024))
    return written.getvalue()


def pack(name: str, content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04zepsute", "workbook"),
        (pack("a.txt", b"a"), "workbook"),
        (pack("xl/vbaProject.bin", b"a"), "macros"),
        (pack("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'), "xml_doctype"),
        (make_bomb(), "bomb"),
        (write_workbook(dane=(("a", "b"), (1, 2))), "xlsform_kind"),
        (write_form(("calculate", "a")), "no_items"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_a_problem_with_a_word(data: bytes, code: str) -> None:
    with pytest.raises(CarryingProblem) as problem:
        read_xlsform(data)

    assert problem.value.code == code
