"""The web exports of the Local Data Bank, with the traps that real ones set."""

import math
from pathlib import Path

import pytest

from sciezka.core.series.table import SeriesProblem, Table
from sciezka.core.series.tables.reading import Hints, read_file

CTAB = """"Kod";"Nazwa";"ogółem;2019;[osoba]";"ogółem;2020;[osoba]";
0000000;"POLSKA";100;90,5;
0201000;"Powiat bolesławiecki";60;50;
0201011;"Bolesławiec (1)";1 000;;
0201044;"Nowogrodziec - miasto (4)";5;6;
0265011;"Wałbrzych od 2013 (1)";-;3;
"""
CREL = """"Kod";"Nazwa";"Ogółem";"Rok";"Wartosc";"Jednostka miary";"Atrybut";
030210101011;"Bolesławiec *";"ogółem";"2004";14,8;"%";"";
030210101011;"Bolesławiec *";"ogółem";"2005";0,0;"%";"x";
030210101011;"Bolesławiec *";"ogółem";"2006";0,0;"%";"z";
011212000000;"PODREGION KRAKOWSKI";"ogółem";"2006";13,3;"%";"";
"""


def read(text: str, name: str = "RYNE_1944_CTAB_20250616184618.csv", encoding: str = "utf-8-sig") -> Table:
    return read_file(text.encode(encoding), name).table


def rows_of(table: Table) -> dict[tuple[int, int], float]:
    return dict(zip(zip(table.unit.tolist(), table.year.tolist(), strict=True), table.value.tolist(), strict=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "utf-16"])
def test_a_wide_export_is_read_in_every_usual_encoding(encoding: str) -> None:
    table = read(CTAB, encoding=encoding)
    found = rows_of(table)
    assert table.variables == ("bdl:10514",)
    assert found[0, 2020] == 90.5
    assert found[201011, 2019] == 1000
    assert (201011, 2020) not in found
    assert (201044, 2019) not in found
    assert math.isnan(found[265011, 2019])
    assert table.passed_over == {"part": 1}
    assert table.names[265011] == "Wałbrzych od 2013 (1)"
    assert table.retrieved == "2025-06-16"


def test_the_phantom_last_column_may_be_missing_and_lines_may_end_in_two_signs() -> None:
    bare = "\r\n".join(line.removesuffix(";") for line in CTAB.splitlines())
    # The row whose last cell is empty keeps its semicolon: without it a cell would be missing.
    bare = bare.replace("1 000;", "1 000;;").replace(";;;", ";;")
    assert rows_of(read(bare))[0, 2020] == 90.5


def test_a_header_whose_quotes_were_lost_is_put_together_again() -> None:
    text = CTAB.replace('"', "")
    assert rows_of(read(text)).keys() == rows_of(read(CTAB)).keys()


def test_leading_zeros_lost_in_a_spreadsheet_are_found_again() -> None:
    text = CTAB.replace("0201011", "201011").replace("0000000", "0").replace("0265011", "265011")
    assert rows_of(read(text)).keys() == rows_of(read(CTAB)).keys()


def test_a_long_export_brings_its_marks() -> None:
    table = read_file(CREL.encode(), "stopa__RYNE_2392_CREL_20230312150319.csv").table
    found = rows_of(table)
    assert table.variables == ("bdl:60270",)
    assert found[201011, 2004] == 14.8
    assert math.isnan(found[201011, 2005])
    assert found[201011, 2006] == 0
    assert table.attribute.tolist() == [1, 4, 94]
    assert table.passed_over == {"level": 1}


def test_keys_may_be_given_and_must_be_as_many_as_the_variables() -> None:
    assert read_file(CTAB.encode(), "", Hints(variables=("gus:jobless",))).table.variables == ("gus:jobless",)
    with pytest.raises(SeriesProblem, match=r"holds 1 variables \(ogółem\), and 2 keys"):
        read_file(CTAB.encode(), "", Hints(variables=("gus:a", "gus:b")))


def test_an_unknown_variable_gets_a_key_from_its_words() -> None:
    assert read(CTAB, "LUDN_9999_CTAB_20250101000000.csv").variables == ("gus:p9999_ogolem",)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (CTAB.replace("90,5", "dużo"), "series.number", "Line 2, column “ogółem 2020”: “dużo” is not a number"),
        (CTAB.replace("90,5", "NaN"), "series.number", "NaN"),
        (CTAB.replace("90,5", "inf"), "series.number", "inf"),
        (CTAB.replace("90,5", "1e999"), "series.number", "1e999"),
        (CTAB.replace("60;50;", "60"), "series.width", "Line 3 has 3 cells; the header has 4"),
        (CTAB.replace("0201011", "abc"), "series.unit", "Line 4: “abc” is not the code of a unit"),
        (CTAB.replace("0265011", "0201011"), "series.twice", "Unit 0201011 has two values of bdl:10514 in 2019"),
        (CREL.replace('"x"', '"q"'), "series.mark", "Line 3: the mark “q”"),
        (CREL.replace('"2005"', '"20o5"'), "series.year", "Line 3: “20o5” is not a year"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, code: str, words: str) -> None:
    with pytest.raises(SeriesProblem, match=words) as problem:
        read(text)
    assert problem.value.code == code


@pytest.mark.parametrize("data", [b"", b"   \n", b"\x00\x01\x02" * 50, b"PK\x03\x04broken", b"\xff\xfe\x00"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(SeriesProblem):
        read_file(data, "x.csv")


def test_the_real_wide_export_is_read_whole(shared: Path) -> None:
    path = shared / "data/bdl_exports/RYNE_1944_CTAB_20250616184618.csv"
    table = read_file(path.read_bytes(), path.name).table
    found = rows_of(table)
    assert found[0, 2003] == 3175674
    assert found[201011, 2024] == 433
    assert table.passed_over["part"] == 1422


def test_the_real_long_export_is_all_subregions_and_its_marks_are_known(shared: Path) -> None:
    path = shared / "data/bdl_exports/stopa_bezrobocia__RYNE_2392_CREL_20230312150319.csv"
    table = read_file(path.read_bytes(), path.name).table
    assert len(table) == 0
    assert table.passed_over == {"level": 1387}
