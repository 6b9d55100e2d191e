"""Reading the three tables and writing the long one."""

import csv
import io
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core.index.recipe import Recipe
from sciezka.core.index.replay import replay
from sciezka.core.index.tabular import read_data, read_recipe_text, read_sheet, read_structure
from sciezka.core.index.types import IndexProblem, Remark
from sciezka.core.index.written import make_report, quote, to_plain, write_scores

TREE = read_structure(
    b"code,parent,weight,direction,low,high,target,name\nALL,,,,,,,the whole\nA,ALL,2,1,0,10,9,one\nB,ALL,,-1,,,,\n"
)


def test_a_structure_takes_its_defaults_and_passes_over_names() -> None:
    assert [(node.code, node.parent, node.weight, node.direction) for node in TREE.nodes] == [
        ("ALL", "", 1.0, 1),
        ("A", "ALL", 2.0, 1),
        ("B", "ALL", 1.0, -1),
    ]
    assert (TREE.node("A").low, TREE.node("A").high, TREE.node("A").target, TREE.node("B").low) == (0, 10, 9, None)


def test_columns_rows_and_blank_lines_may_come_in_any_order() -> None:
    data = read_data(b"B,unit,group,A,year\n\n2,y,g,1e1,2019\n,,,,\n.5,x,h,,2018\n-3.,x,,+4,2019\n", TREE)
    cube = data.cube
    assert (cube.years, cube.units, cube.leaves, cube.group_names) == ((2018, 2019), ("y", "x"), ("A", "B"), ("g", "h"))
    assert cube.values[1].tolist() == [[10, 4], [2, -3]]
    assert cube.values[0, 1].tolist()[1] == 0.5
    assert np.isnan(cube.values[0, 0]).all()
    assert cube.groups.tolist() == [[-1, 1], [0, -1]]
    assert cube.here().tolist() == [[False, True], [True, True]]
    assert [remark.code for remark in data.remarks] == ["data.absent", "data.no_group"]
    assert (data.has_year, data.has_group) == (True, True)


def test_keys_are_text_so_leading_zeros_and_commas_stay() -> None:
    cube = read_data('unit,A,B\n0201011,1,2\n"Góra, Jelenia ""x""",3,4\n'.encode(), TREE).cube
    assert cube.units == ("0201011", 'Góra, Jelenia "x"')
    text = "".join(write_scores(replay(Recipe(), TREE, cube)))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["unit"] for row in rows[::3]] == list(cube.units)
    assert (rows[0]["year"], rows[0]["group"]) == ("", "")


def test_a_recipe_is_read_with_its_byte_order_mark() -> None:
    assert read_recipe_text(b'\xef\xbb\xbf[aggregate]\nmethod = "mpi"\n').aggregate.method == "mpi"
    with pytest.raises(IndexProblem, match="RECIPE, line 1 is not UTF-8 text"):
        read_recipe_text(b"title = '\xb3'")


def test_the_line_of_a_refusal_counts_lines_inside_quotes() -> None:
    sheet = read_sheet(b'unit,A\n"two\nlines",1\n\nx,2\n', "T")
    assert [line for line, _row in sheet.rows] == [2, 5]


def test_a_file_that_is_not_text_is_refused() -> None:
    with pytest.raises(IndexProblem, match="T is not a text file in UTF-8"):
        read_sheet(b"unit,A\nx\0,1\n", "T")


@settings(max_examples=40)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64), min_size=2, max_size=5))
def test_every_number_comes_back_from_seventeen_digits(values: list[float]) -> None:
    text = "unit,A,B\n" + "".join(f"u{at},{value:.17g},1\n" for at, value in enumerate(values))
    assert read_data(text.encode(), TREE).cube.values[0, 0].tolist() == values


@settings(max_examples=40)
@given(st.text(alphabet="0123456789+-.eE ,naif_٣x", min_size=1, max_size=6))
def test_a_cell_is_a_plain_number_or_refused(cell: str) -> None:
    text = f'unit,A,B\nx,"{cell}",1\ny,2,2\n'.encode()
    said = cell.strip()
    plain = said.isascii() and not set(said) & set("_naif, x")
    try:
        expected = float(said) if said else math.nan
    except ValueError:
        expected, plain = 0.0, False
    if plain and not math.isinf(expected):
        assert read_data(text, TREE).cube.values[0, 0, 0] == pytest.approx(expected, rel=0, abs=0, nan_ok=True)
    else:
        with pytest.raises(IndexProblem, match="line 2, column A: "):
            read_data(text, TREE)


def test_a_report_is_plain_json() -> None:
    result = replay(Recipe(), TREE, read_data(b"unit,A,B\nx,1,2\ny,3,4\n", TREE).cube)
    report = make_report(
        result, [Remark("own", "Own.", {"a": np.int64(3), "b": (1.5, math.nan), "c": {"d": np.bool_(True)}})]
    )
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    assert report["remarks"][0] == {
        "code": "own",
        "sentence": "Own.",
        "params": {"a": 3, "b": [1.5, None], "c": {"d": True}},
    }
    assert report["digest"] == result.digest
    assert to_plain(frozenset({Recipe})) == [str(Recipe)]
    assert quote("") == ""
