"""Whatever is brought, the answer is a table or a sentence."""

import contextlib
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sciezka.core.series.crosswalk import read_crosswalk
from sciezka.core.series.table import SeriesProblem
from sciezka.core.series.tables.reading import Hints, read_file
from sciezka.core.series.tables.text import read_number

HEADS = (
    '"Kod";"Nazwa";"ogółem;2019;[osoba]";"ogółem;2020;[osoba]";\n',
    '"Kod";"Nazwa";"Ogółem";"Rok";"Wartosc";"Jednostka miary";"Atrybut";\n',
    "# sciezka series 1\nunit;variable;year;value;attr\n",
    "# sciezka series 1\nunit;variable;2019;2020\n",
    "teryt;rok;liczba\n",
    "WK;PK;GK;GT;DZIAL;WYKONANIE\n",
    "",
)
CELLS = st.sampled_from(
    [
        "0261011",
        "261011",
        "0000000",
        "2019",
        "gus:x",
        "1,5",
        "-",
        ".",
        "x",
        '"',
        ";",
        "\n",
        "",
        "NaN",
        "1e999",
        "abc",
        "\x00",
        "²",
    ]
)


@given(st.binary(max_size=300))
@settings(max_examples=40, deadline=timedelta(seconds=2))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for head in (b"", b"PK\x03\x04", b"\xff\xfe", b"# sciezka series 1\n"):
        with contextlib.suppress(SeriesProblem):
            read_file(head + data, "x.csv", Hints(prefix="own"))


@given(st.sampled_from(HEADS), st.lists(CELLS, max_size=30))
@example("WK;PK;GK;GT;DZIAL;WYKONANIE\n", ["²"])
@settings(max_examples=40, deadline=timedelta(seconds=2))
def test_any_cells_under_a_known_header_are_read_or_refused(head: str, cells: list[str]) -> None:
    text = head + ";".join(cells)
    with contextlib.suppress(SeriesProblem):
        table = read_file(text.encode(), "x.csv", Hints(prefix="own", budget="revenue", year=2020)).table
        assert len(table.unit) == len(table.value) == len(table.attribute)
    with contextlib.suppress(SeriesProblem):
        read_crosswalk("from,to,mode\n" + ",".join(cells))


@given(st.floats(-1e18, 1e18))
@settings(max_examples=40)
def test_a_number_written_with_a_comma_is_the_same_number(value: float) -> None:
    assert read_number(repr(value).replace(".", ","), 1, "x") == (value, None)
