"""Reading banks of questions: every fault is told with its place, and nothing crashes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.rooms.assessment.banks import (
    BankProblem,
    CsvHead,
    CsvReading,
    Wording,
    as_csv,
    as_toml,
    read_bank,
    read_bank_csv,
    read_example,
)
from tests.factories.assessment import write_bank

BAD_ROWS = Path(__file__).parent / "data" / "bank-with-bad-rows.csv"
HEAD = CsvHead("proba", "1", Wording("Próba"))
TABLE = """kod;obszar;zagadnienie;pytanie;klasa;rodzaje;poziom_0;poziom_1
A1;Planowanie;Strategia;Czy jest strategia?;podstawowe;;nie ma;jest
A2;Planowanie;Dane;Czy są dane?;zaawansowane;powiat, miasto na prawach powiatu;nie ma;są
"""


def list_faults(source: str) -> str:
    with pytest.raises(BankProblem) as found:
        read_bank(source)
    return "\n".join(found.value.sentences)


def read(table: str | bytes) -> CsvReading:
    return read_bank_csv(table if isinstance(table, bytes) else table.encode(), HEAD)


def say(reading: CsvReading) -> list[str]:
    return [str(problem) for problem in reading.problems]


def test_the_small_bank_is_read_whole() -> None:
    bank = read_bank(write_bank())
    assert [item.code for item in bank.items] == ["P1", "P2", "F1", "F2"]
    assert bank.items[0].text.in_language("en") == "Does P1 work?"
    assert bank.items[0].levels[3].text.pl == "P1 na poziomie 4"
    assert (bank.target, bank.values) == (3, (1, 2, 3, 4))


def test_a_text_of_one_language_stands_in_both() -> None:
    bank = read_bank(write_bank())
    assert bank.about.in_language("en") == bank.about.in_language("pl") == "Do prób."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('code = "P2"', 'code = "p1"'), "areas[1].items[2] (p1).code: “p1” is used twice."),
        (('code = "P2"', 'code = "P 2"'), "“P 2” is not a code"),
        (('method = "levels"', 'method = "stars"'), "method: “stars” is not allowed here"),
        (("target = 3", "target = 9"), "target: choose one of the levels: 1, 2, 3, 4."),
        (('key = "finanse"', 'key = "planowanie"'), "areas: “planowanie” is used twice."),
        (('text.pl = "P1 na poziomie 2"', 'text.pl = "P1 na poziomie 1"'), "two levels are described alike"),
        (('class = "advanced"', 'class = "hard"'), "class: “hard” is not allowed here"),
        (('units = ["county"]', 'units = ["village"]'), "units: “village” is not allowed here"),
        (('version = "2026-11"', "version = 7"), "version: expected a string."),
        (('issue.pl = "Zagadnienie P1"', 'isue.pl = "Zagadnienie P1"'), "isue: this key is not known here."),
        (('text.pl = "Czy P1 działa?"\ntext.en = "Does P1 work?"\n', ""), "items[1].text: this key is missing."),
        (("target = 3", "target = 3\ntarget = 4"), "this is not valid TOML"),
    ],
)
def test_a_fault_is_told_with_its_place(change: tuple[str, str], said: str) -> None:
    assert change[0] in write_bank()
    assert said in list_faults(write_bank().replace(*change, 1))


def test_every_fault_is_told_at_once() -> None:
    source = write_bank().replace('code = "P2"', 'code = "P1"').replace("target = 3", "target = 9")
    assert len(list_faults(source).splitlines()) == 2


def test_a_missing_level_is_told() -> None:
    source = write_bank()
    block = '[[areas.items.levels]]\nvalue = 2\ntext.pl = "P1 na poziomie 2"\ntext.en = "P1 at level 2"\n'
    assert "describe these levels in this order: 1, 2, 3, 4." in list_faults(source.replace(block, ""))


def test_a_question_without_any_descriptors_is_asked_by_the_general_names() -> None:
    source = write_bank()
    start = source.index('[[areas.items.levels]]\nvalue = 1\ntext.pl = "P1')
    end = source.index('[[areas.items]]\ncode = "P2"')
    assert read_bank(source[:start] + source[end:]).items[0].levels == ()


def test_levels_must_rise() -> None:
    assert "from the lowest to the highest" in list_faults(write_bank().replace("value = 2", "value = 7", 1))


def test_a_stage_of_a_ladder_without_conditions_is_told() -> None:
    source = write_bank(method="ladder")
    assert read_bank(source).items[0].conditions_of(2)[1].text.pl == "Warunek P1 2.2"
    fault = list_faults(source.replace("stage = 2", "stage = 1", 2))
    assert "(P1).conditions: stage 2 has no conditions." in fault
    assert "(P1).conditions: there is no stage 9." in list_faults(source.replace("stage = 2", "stage = 9", 1))


def test_texts_that_toml_could_stumble_on_are_kept() -> None:
    awkward = 'x\\ "y" \t\u007f \u2028 „cytat” ] # nie'
    bank = read_bank(write_bank().replace('"Do prób."', "'''" + awkward.replace("\u007f", "") + "'''"))
    assert read_bank(as_toml(bank)).about.pl == awkward.replace("\u007f", "").strip()


@pytest.mark.parametrize("source", ["", "key = 1", "[" * 3000, "a = " + "9" * 5000, "areas = 3\nlevels = 'x'", "\x00"])
def test_nonsense_is_refused_and_crashes_nothing(source: str) -> None:
    assert list_faults(source)


def test_a_table_is_read_with_polish_names_of_columns() -> None:
    reading = read(TABLE)
    assert reading.problems == ()
    assert reading.bank is not None
    assert [item.code for item in reading.bank.items] == ["A1", "A2"]
    assert reading.bank.items[1].group == "advanced"
    assert reading.bank.items[1].units == ("county", "county_rights")
    assert [area.key for area in reading.bank.areas] == ["planowanie"]
    assert (reading.bank.values, reading.bank.target) == ((0, 1), 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_usual_encodings_and_separators_are_read(encoding: str, delimiter: str) -> None:
    table = TABLE.replace("powiat, miasto", "powiat|miasto").replace(";", delimiter)
    reading = read(table.encode(encoding))
    assert reading.problems == ()
    assert reading.bank is not None
    assert reading.bank.items[1].text.pl == "Czy są dane?"


def test_the_shipped_example_is_read_without_a_fault() -> None:
    reading = read(read_example())
    assert reading.problems == ()
    assert reading.good == reading.rows > 3


def test_the_file_with_bad_rows_gives_each_bad_row_with_its_line_and_the_good_ones() -> None:
    content = BAD_ROWS.read_bytes()
    reading = read(content)
    assert reading.bank is not None
    lines = {problem.line for problem in reading.problems}
    assert lines
    assert all(1 < line <= len(content.splitlines()) for line in lines)
    assert reading.good + len(lines) == reading.rows
    assert reading.good >= 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("A2;Planowanie", ";Planowanie"), "3: kod: this must not be empty."),
        (("A2;", "A1;"), "3: kod: “A1” was already used in line 2."),
        (("A2;Planowanie", "A2;"), "3: obszar: this must not be empty."),
        (("Czy są dane?", ""), "3: pytanie: this must not be empty."),
        (("nie ma;są", "nie ma;"), "3: poziom_1: this level has no descriptor, though others have."),
        (("nie ma;są", "są;są"), "3: poziom_1: this descriptor is the same as that of level 0."),
        (("zaawansowane", "trudne"), "3: klasa: “trudne” is not allowed here"),
        (("powiat, miasto", "sołectwo, miasto"), "3: rodzaje: “sołectwo” is not allowed here"),
        (("nie ma;są", "nie ma;są;x"), "3: : the row has more cells than the table has columns."),
        (("poziom_1", "uwagi"), "1: uwagi: this column is not known."),
        (("poziom_1", "poziom_0"), "1: poziom_0: this column stands twice."),
        (("kod;", "numer;"), "1: kod: this column is missing."),
        (("A2;", "A2/b;"), "3: kod: “A2/b” is not a code"),
    ],
)
def test_a_fault_of_a_table_is_told_with_its_line_and_column(change: tuple[str, str], said: str) -> None:
    assert change[0] in TABLE
    faults = say(read(TABLE.replace(*change, 1)))
    assert any(fault.startswith(said) for fault in faults), faults


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    table = TABLE.replace("nie ma;jest", '"nie\nma";jest').replace("Czy są dane?", "")
    assert say(read(table)) == ["4: pytanie: this must not be empty."]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"\xff\xfe\x00\x01", b"a;b", b'"', b"kod;obszar;pytanie;poziom_0;poziom_1\n", b"x" * 3_000_000],
)
def test_a_file_that_is_no_table_is_refused_and_crashes_nothing(content: bytes) -> None:
    reading = read(content)
    assert reading.bank is None
    assert reading.problems


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(content: bytes) -> None:
    assert isinstance(read(content), CsvReading)


@given(st.text(max_size=200))
def test_no_cell_crashes_the_reader(text: str) -> None:
    assert isinstance(read(f"{TABLE}{text}"), CsvReading)


def test_what_a_spreadsheet_would_run_is_written_as_text_and_read_back() -> None:
    reading = read(TABLE.replace("Czy są dane?", "=SUMA(A1)"))
    assert reading.bank is not None
    written = as_csv(reading.bank)
    assert b"'=SUMA(A1)" in written
    again = read(written).bank
    assert again is not None
    assert again.items[1].text.pl == "=SUMA(A1)"


def test_a_scenario_asks_only_what_applies() -> None:
    bank = read_bank(write_bank())

    def ask(*areas: str, unit: str = "urban", basic: bool = False) -> list[str]:
        return [item.code for item in bank.choose(areas=areas, unit_kind=unit, only_basic=basic).items]

    assert ask("planowanie", "finanse", unit="county") == ["P1", "P2", "F1", "F2"]
    assert ask("planowanie", "finanse") == ["P1", "P2", "F1"]
    assert ask("planowanie", "finanse", basic=True) == ["P1", "F1"]
    assert ask("finanse") == ["F1"]
    assert ask() == []
