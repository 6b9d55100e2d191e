"""Our own format, tables with a mapping, workbooks and budget tables."""

from io import BytesIO

import openpyxl
import pytest

from sciezka.core.series.table import SeriesProblem
from sciezka.core.series.tables.mapped import Columns
from sciezka.core.series.tables.own import read_own, write_own
from sciezka.core.series.tables.reading import Hints, read_file

HEAD = "# sciezka series 1\n# source: GUS\n# retrieved: 2022-09-01\n# unit 0261011: Jelenia Góra\n# variable gus:x: things\n"
LONG = HEAD + "unit;variable;year;value;attr\n0261011;gus:x;2020;1,5;\n0261011;gus:x;2021;0;91\n"
WIDE = HEAD + "unit;variable;2020;2021\n0261011;gus:x;1.5;2\n0262011;gus:x;3\n"


def test_the_long_form_brings_marks_and_what_the_head_says() -> None:
    table = read_own(LONG)
    assert table.reported.tolist() == [1.5, 0.0]
    assert table.attribute.tolist() == [-1, 91]
    assert (table.source, table.retrieved) == ("GUS", "2022-09-01")
    assert (table.names, table.labels) == ({261011: "Jelenia Góra"}, {"gus:x": "things"})


def test_the_wide_form_may_leave_out_the_last_years() -> None:
    table = read_own(WIDE)
    assert list(zip(table.unit.tolist(), table.year.tolist(), table.value.tolist(), strict=True)) == [
        (261011, 2020, 1.5),
        (261011, 2021, 2.0),
        (262011, 2020, 3.0),
    ]


def test_what_is_written_is_read_back() -> None:
    table = read_own(WIDE)
    again = read_own(write_own(table, title="t", source="GUS", retrieved="2022-09-01"))
    assert again.value.tolist() == table.value.tolist()
    assert again.names == table.names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (LONG.replace("1,5", "abc"), "series.number"),
        (LONG.replace("0261011;gus:x;2020", "0261011;x;2020"), "series.key"),
        (LONG.replace("0261011;gus:x;2020", "nobody;gus:x;2020"), "series.unit"),
        (LONG.replace(";91", ";999"), "series.mark"),
        (LONG.replace("2022-09-01", "yesterday"), "series.date"),
        (LONG.replace("2021;0;91", "2020;0;91"), "series.twice"),
        (LONG.replace("unit;variable", "a;b"), "series.header"),
        (LONG.replace("2021;0;91", "2021"), "series.width"),
        (HEAD, "series.empty"),
    ],
)
def test_our_own_format_refuses_what_it_cannot_read(text: str, code: str) -> None:
    with pytest.raises(SeriesProblem) as problem:
        read_own(text)
    assert problem.value.code == code


def test_any_table_is_read_by_a_mapping() -> None:
    data = "Gmina,TERYT,Rok,Ludność\nJelenia Góra,261011,2020,78335\nLegnica,262011,2020,98436\n".encode()
    hints = Hints(columns=Columns.read("unit=TERYT,year=Rok,bdl:72305=Ludność"))
    table = read_file(data, "x.csv", hints).table
    assert table.variables == ("bdl:72305",)
    assert table.value.tolist() == [78335, 98436]
    assert table.names[261011] == "Jelenia Góra"


def test_years_may_stand_in_the_header() -> None:
    data = b"kod;liczba 2020;liczba 2021\n0261;1;2\n"
    hints = Hints(columns=Columns("kod", "", {"liczba": "own:count"}))
    assert read_file(data, "x.csv", hints).table.year.tolist() == [2020, 2021]
    assert read_file(data, "x.csv", Hints(prefix="own")).table.variables == ("own:liczba",)


def test_a_citys_own_table_needs_no_mapping() -> None:
    table = read_file("teryt;rok;Wnioski o żłobek\n0261011;2024;120\n".encode("cp1250"), "x.csv", Hints(prefix="own")).table
    assert table.variables == ("own:wnioski_o_zlobek",)


def test_a_workbook_is_read_like_a_table() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["teryt", "rok", "Liczba"], ["0261011", 2024, 12.5], ["0261011", 2025, None]):
        sheet.append(row)
    data = BytesIO()
    book.save(data)
    table = read_file(data.getvalue(), "x.xlsx", Hints(prefix="own")).table
    assert table.value.tolist() == [12.5]


@pytest.mark.parametrize(
    ("data", "hints", "code"),
    [
        ("a;b\n1;2\n", Hints(), "series.unknown"),
        ("teryt;rok;x\n0261011;2020;1\n", Hints(), "series.unknown"),
        ("teryt;rok;x\n", Hints(prefix="own"), "series.empty"),
        ("teryt;rok;x\n0261011;2020;1\n", Hints(columns=Columns("kod", "rok", {"x": "own:x"})), "mapping.column"),
        ("teryt;rok;x\n0261011;2020;1;7\n", Hints(prefix="own"), "series.width"),
        ("teryt;rok;x\n0261011;2020;much\n", Hints(prefix="own"), "series.number"),
        ("teryt;x\n0261011;1\n", Hints(columns=Columns("teryt", "", {"x": "own:x"})), "mapping.years"),
    ],
)
def test_tables_that_cannot_be_read_are_refused(data: str, hints: Hints, code: str) -> None:
    with pytest.raises(SeriesProblem) as problem:
        read_file(data.encode(), "x.csv", hints)
    assert problem.value.code == code


@pytest.mark.parametrize(
    ("text", "code"), [("unit", "mapping.part"), ("year=Rok", "mapping.unit"), ("unit=a,x=b", "series.key")]
)
def test_a_mapping_that_says_nothing_is_refused(text: str, code: str) -> None:
    with pytest.raises(SeriesProblem) as problem:
        Columns.read(text)
    assert problem.value.code == code


BUDGET = "WK;PK;GK;GT;PT;DZIAL;ROZDZIAL;PLAN;WYKONANIE\n02;61;01;1;0;801;80101;10;1,50\n02;61;01;1;0;801;80104;9;2\n"


def test_a_budget_table_is_summed_by_section() -> None:
    data = (BUDGET + "2;61;1;1;0;010;01030;9;4\n02;01;00;0;0;801;80101;5;5\n").encode()
    table = read_file(data, "x.csv", Hints(budget="expenditure", year=2023)).table
    found = {table.variables[at]: value for at, value in zip(table.variable, table.value.tolist(), strict=True)}
    assert found == {"mf:expenditure_010": 4.0, "mf:expenditure_801": 3.5, "mf:expenditure_total": 7.5}
    assert set(table.unit.tolist()) == {261011}
    assert table.passed_over == {"level": 1}


@pytest.mark.parametrize(
    ("text", "hints", "code"),
    [
        (BUDGET, Hints(year=2023), "budget.kind"),
        (BUDGET, Hints(budget="revenue"), "budget.year"),
        (BUDGET.replace("801;", "edu;"), Hints(budget="revenue", year=2023), "budget.section"),
        (BUDGET.replace("1,50", "x1"), Hints(budget="revenue", year=2023), "series.number"),
    ],
)
def test_a_budget_table_that_says_too_little_is_refused(text: str, hints: Hints, code: str) -> None:
    with pytest.raises(SeriesProblem) as problem:
        read_file(text.encode(), "x.csv", hints)
    assert problem.value.code == code
