"""compute_index: its contract, its extensions, and what it says of every bad input."""

import json
import os
import re
from pathlib import Path

import pytest
from django.core.management import CommandError

from tests.rooms.monitor.index_files import DATA, TREE, compute

COLUMNS = ("code", "parent", "weight", "direction", "low", "high", "target")
FULL = '[normalise]\nmethod = "minmax"\n[aggregate]\nmethod = "arithmetic"\nmin_share = 0.6\n[rank]\nwithin = ["year"]\n'


def refuse(folder: Path, data: str | bytes, structure: str = TREE, recipe: str = "") -> str:
    """Run on bad files; give the sentence, having seen that nothing at all was written."""
    with pytest.raises(CommandError) as caught:
        compute(folder, data, structure, recipe)
    assert caught.value.returncode == 1
    assert {path.name for path in folder.iterdir()} <= {"data.csv", "tree.csv", "recipe.toml"}
    sentence = str(caught.value).replace(f"{folder}/", "")
    assert "\n" not in sentence.strip()
    return sentence


def test_a_table_that_anyone_can_recompute(tmp_path: Path) -> None:
    run = compute(tmp_path, DATA, TREE, FULL)
    assert run.text == (
        "unit,year,group,node,score,rank,coverage\n"
        "x,,,ALL,25,2,1\nx,,,A,0,3,1\nx,,,B,50,2,1\n"
        "y,,,ALL,10,3,1\ny,,,A,20,2,1\ny,,,B,0,3,1\n"
        "z,,,ALL,100,1,1\nz,,,A,100,1,1\nz,,,B,100,1,1\n"
    )
    assert "3 units × 3 nodes" in run.said
    assert re.search(r"Digest [0-9a-f]{64}\.?$", run.said.strip())
    assert run.remarked == ""


def test_years_and_groups_are_compared_apart_and_stand_in_the_table(tmp_path: Path) -> None:
    data = "unit,year,group,A,B\n" + "".join(
        f"{unit},{year},{group},{a},{b}\n"
        for unit, group, a, b in (("x", "north", 1, 2), ("y", "north", 3, 1), ("v", "south", 10, 5), ("w", "south", 30, 1))
        for year in (2019, 2018)
    )
    run = compute(tmp_path, data, TREE, '[normalise]\nmethod = "minmax"\n')
    assert run.text.splitlines()[1].startswith("x,2018,north,ALL,0,3,1")
    assert [line.split(",")[1] for line in run.text.splitlines()[1:]] == ["2018"] * 12 + ["2019"] * 12
    assert run.ranks("ALL", "xyvw", "2019") == [3, 1, 3, 1]
    ranked = compute(tmp_path, data, TREE, '[normalise]\nmethod = "minmax"\n[rank]\nwithin = ["year", "group"]\n')
    assert ranked.ranks("ALL", "xyvw", "2019") == [2, 1, 2, 1]


def test_a_recipe_may_be_empty_or_left_out(tmp_path: Path) -> None:
    empty, none = compute(tmp_path, DATA, TREE, ""), compute(tmp_path, DATA, TREE, None)
    assert empty.text == none.text
    assert sum(empty.scores("ALL", "xyz")) == pytest.approx(0, abs=1e-15)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    plain = compute(tmp_path, DATA, TREE, FULL).text
    data, tree, recipe = (b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for text in (DATA, TREE, FULL))
    assert compute(tmp_path, data, tree, recipe).text == plain


def test_scores_have_seventeen_digits_and_come_back_exactly(tmp_path: Path) -> None:
    run = compute(tmp_path, "unit,A,B\nx,0.1,1\ny,0.7,1.7\nz,0.45,0.3\n", TREE, "")
    again = compute(tmp_path, "unit,A,B\nx,0.1,1\ny,0.7,1.7\nz,0.45,0.3\n", TREE, "")
    assert run.text == again.text
    for row in run.rows.values():
        assert f"{float(row['score']):.17g}" == row["score"]


def test_a_report_holds_what_is_needed_to_recompute(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    recipe = '[treat]\nmethod = "winsorise"\nlimits = [0, 0.5]\n[impute]\nmethod = "mean"\n'
    run = compute(tmp_path, "unit,A,B\nx,1,4\ny,2,\nz,6,2\n", TREE, recipe, f"--report={report}")
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["digest"] in run.said
    assert 'method = "winsorise"' in found["recipe"]
    assert found["effective_weights"] == {"ALL": 1.0, "A": 0.5, "B": 0.5}
    assert {"unit": "z", "year": None, "node": "A", "before": 6.0, "after": 2.0} in found["treated"]
    assert [cell["unit"] for cell in found["imputed"]] == ["y"]
    assert run.rows["y", "", "ALL"]["coverage"] == "0.5"


def test_text_in_numbers_is_refused_with_its_place(tmp_path: Path) -> None:
    assert refuse(tmp_path, "unit,A,B\nx,1,4\ny,dwa,6\nz,6,2\n", TREE) == (
        "data.csv, line 3, column A: dwa is not a number. Write a number with a decimal point, or leave the cell empty "
        "when the value is missing."
    )


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ('"1,5"', "Write numbers with a decimal point and without spaces."),
        ('"1 200,50"', "Write numbers with a decimal point and without spaces."),
        ("NaN", "Leave the cell empty when the value is missing."),
        ("NA", "Leave the cell empty when the value is missing."),
        ("-", "Leave the cell empty when the value is missing."),
        ("inf", "An infinite value cannot be compared. Give a finite number or leave the cell empty."),
        ("-Infinity", "An infinite value cannot be compared. Give a finite number or leave the cell empty."),
        ("1e999", "An infinite value cannot be compared. Give a finite number or leave the cell empty."),
        ("1_000", "Write a number with a decimal point, or leave the cell empty when the value is missing."),
        ("1 234", "Write numbers with a decimal point and without spaces."),
        ("\u22123", "Write the minus sign as a hyphen: -."),
        ("0x10", "Write a number with a decimal point, or leave the cell empty when the value is missing."),
        ("٣", "Write a number with a decimal point, or leave the cell empty when the value is missing."),
    ],
)
def test_what_is_no_plain_number_is_refused_with_a_hint(tmp_path: Path, cell: str, hint: str) -> None:
    assert refuse(tmp_path, f"unit,A,B\nx,1,4\ny,{cell},6\nz,6,2\n", TREE) == (
        f"data.csv, line 3, column A: {cell.strip(chr(34))} is not a number. {hint}"
    )


def test_a_unit_that_stands_twice_is_refused(tmp_path: Path) -> None:
    assert refuse(tmp_path, DATA + "x,3,3\n", TREE) == "data.csv has x twice, on lines 2 and 5. Keep one of them."
    years = "unit,year,A,B\nx,2019,1,4\ny,2019,2,6\nx,2019,6,2\n"
    assert refuse(tmp_path, years, TREE) == "data.csv has x in 2019 twice, on lines 2 and 4. Keep one of them."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "data.csv is empty. It needs a header and at least one row."),
        ("unit,A,B\n", "data.csv has a header and no row under it."),
        ("unit;A;B\nx;1;2\n", "data.csv, line 1: the columns must be parted by commas."),
        ("name,A,B\nx,1,2\n", "data.csv has no column unit."),
        (
            "unit,A\nx,1\n",
            "data.csv has no column for the indicator B of the structure. Add it, empty where unknown.",
        ),
        (
            "unit,A,B,C\nx,1,2,3\n",
            "data.csv has a column C, which is not in the structure. Take it out or mend its name.",
        ),
        (
            "unit,A,B,ALL\nx,1,2,3\n",
            "data.csv has a column ALL, which is not an indicator: it has others under it. Take it out or mend its name.",
        ),
        ("unit,A,B,A\nx,1,2,3\n", "data.csv, line 1 names the column A twice."),
        ("unit,A,B,\nx,1,2,\n", "data.csv, line 1: column 4 has no name."),
        ("unit,A,B\nx,1\n", "data.csv, line 2 has 2 cells where the header has 3."),
        (
            "unit,A,B\nx,1,5,2\n",
            "data.csv, line 2 has 4 cells where the header has 3. Write numbers with a decimal point, not a comma.",
        ),
        ("unit,A,B\n,1,5\n", "data.csv, line 2 names no unit."),
        ("unit,year,A,B\nx,2019r,1,5\n", "data.csv, line 2, column year: 2019r is not a year. Write four digits."),
        ("unit,year,A,B\nx,,1,5\n", "data.csv, line 2, column year: an empty cell is not a year. Write four digits."),
        (b"unit,A,B\n\xb3\xf3d\xbc,1,2\n", "data.csv, line 2 is not UTF-8 text. Save the file in UTF-8."),
        (b"\xff\xfeu\x00n\x00", "data.csv, line 1 is not UTF-8 text. Save the file in UTF-8."),
    ],
)
def test_data_of_another_shape_are_refused(tmp_path: Path, data: str | bytes, sentence: str) -> None:
    assert refuse(tmp_path, data, TREE) == sentence


def test_a_quote_that_never_closes_is_refused(tmp_path: Path) -> None:
    assert refuse(tmp_path, 'unit,A,B\nx,1,2\n"y,1,2\n', TREE).startswith(
        "data.csv, line 3: the quotes of a cell do not fit"
    )


@pytest.mark.parametrize(
    ("tree", "sentence"),
    [
        ("code,parent\nALL,\nA,P\nP,Q\nQ,P\n", "The structure runs in a circle: P → Q → P."),
        ("code,parent\nA,B\nB,A\n", "The structure needs one node without a parent; it has none."),
        ("code,parent\nALL,\nTWO,\nA,ALL\nB,TWO\n", "The structure needs one node without a parent; it has ALL, TWO."),
        (
            "code,parent\nALL,\nA,ALL\nB,OTHER\n",
            "B stands under OTHER, which the structure does not know. Add it or mend the code.",
        ),
        ("code,parent\nALL,\nA,ALL\nA,ALL\n", "The structure names A twice. Keep one of the rows."),
        (
            "code,parent,weight\nALL,,\nA,ALL,0\nB,ALL,0\n",
            "The weights under ALL sum to 0. Give at least one of A, B a weight above 0.",
        ),
        (
            "code,parent,weight\nALL,,\nA,ALL,-1\nB,ALL,2\n",
            "The weight of A is -1.0. A weight is a number of 0 or more.",
        ),
        (
            "code,parent,weight\nALL,,\nA,ALL,NaN\nB,ALL,2\n",
            "tree.csv, line 3, column weight: NaN is not a number. Leave the cell empty when the value is missing.",
        ),
        (
            "code,parent,direction\nALL,,\nA,ALL,0\nB,ALL,1\n",
            "tree.csv, line 3: the direction of A is 0. Write 1 (more is better) or -1 (less is better).",
        ),
        (
            "code,parent,direction\nALL,,-1\nA,ALL,1\nB,ALL,1\n",
            "ALL is not an indicator, so it has no direction of its own. Write 1 or leave it empty.",
        ),
        (
            "code,parent,low,high\nALL,,,\nA,ALL,5,5\nB,ALL,0,1\n",
            "tree.csv, line 3: the lower goalpost of A (5) must be below the upper one (5).",
        ),
        ("code,weight\nALL,1\n", "tree.csv has no column parent."),
        (
            "code,parent,wieght\nALL,,\nA,ALL,1\n",
            f"tree.csv has a column wieght that means nothing here. It may have {', '.join(COLUMNS)}.",
        ),
        ("code,parent\nALL,\n,ALL\n", "tree.csv, line 3 has no code."),
        (
            "code,parent\nALL,\nyear,ALL\n",
            "An indicator cannot be called year: the data have a key column of that name.",
        ),
    ],
)
def test_a_structure_that_is_no_tree_is_refused(tmp_path: Path, tree: str, sentence: str) -> None:
    assert refuse(tmp_path, DATA, tree) == sentence


@pytest.mark.parametrize(
    ("recipe", "part"),
    [
        ('[normalise]\nmethod = "zscores"\n', "zscores"),
        ("[normalise]\nmean = true\n", "normalise.mean"),
        ('[agregate]\nmethod = "arithmetic"\n', "agregate"),
        ('[aggregate]\nlevels = {Q = "geometric"}\n', "levels in the recipe names Q, which the structure does not know."),
        ('[aggregate]\nlevels = {A = "geometric"}\n', "levels in the recipe names A, which is an indicator"),
        ("[aggregate]\nmin_share = 2\n", "aggregate.min_share"),
        ('[treat]\nmethod = "winsorise"\nlimits = [0.9, 0.1]\n', "treat.limits"),
        ("[aggregate\n", "recipe.toml is not valid TOML"),
        ('[normalise]\nmethod = "goalposts"\n', "A needs goalposts in the structure"),
        ('[normalise]\nmethod = "distance_to_target"\n', "A has no target in the structure"),
        ('[normalise]\nmethod = "distance_to_reference"\nreference = "nobody"\n', "nobody"),
    ],
)
def test_a_recipe_that_says_what_cannot_be_is_refused(tmp_path: Path, recipe: str, part: str) -> None:
    assert part in refuse(tmp_path, DATA, TREE, recipe)


@pytest.mark.parametrize("method", ["geometric", "harmonic", "generalised"])
def test_a_mean_that_needs_values_above_zero_refuses_others_and_says_where(tmp_path: Path, method: str) -> None:
    recipe = f'[normalise]\nmethod = "none"\n[aggregate]\nmethod = "{method}"\n'
    sentence = refuse(tmp_path, "unit,year,A,B\nx,2019,1,-4\ny,2019,-2,-6\n", TREE, recipe)
    least = "0 or more" if method == "generalised" else "above 0"
    assert sentence.startswith(f"ALL, unit y, year 2019, A: The {method} mean needs values {least}, and here is -2.")
    assert "minmax" in sentence


def test_a_mean_of_zero_under_the_mazziotta_pareto_index_is_refused(tmp_path: Path) -> None:
    recipe = '[normalise]\nmethod = "none"\n[aggregate]\nmethod = "mpi"\n'
    sentence = refuse(tmp_path, "unit,A,B\nx,1,1\ny,2,5\n", TREE, recipe)
    assert sentence.startswith("ALL, unit x: The Mazziotta–Pareto index divides by the mean of a unit's values")


def test_numbers_too_large_to_reckon_with_are_refused(tmp_path: Path) -> None:
    recipe = '[normalise]\nmethod = "none"\n[aggregate]\nmethod = "topsis"\n'
    sentence = refuse(tmp_path, "unit,A,B\nx,1e200,1\ny,-1e200,1\n", TREE, recipe)
    assert sentence.startswith("The data hold numbers too large to reckon with.")


def test_a_year_missing_for_half_of_the_units_leaves_them_out_of_that_year(tmp_path: Path) -> None:
    data = "unit,year,A,B\nx,2018,1,4\ny,2018,2,6\nz,2018,6,2\nv,2018,3,3\nx,2019,1,4\ny,2019,5,3\n"
    run = compute(tmp_path, data, TREE, '[normalise]\nmethod = "minmax"\n')
    assert "In 2019, 2 of 4 units have no row, the first of them z; they are left out of that year." in run.remarked
    assert ("z", "2019", "ALL") not in run.rows
    assert run.ranks("ALL", "xy", "2019") == [2, 1]
    assert run.ranks("ALL", "xyzv", "2018") == [3, 4, 1, 2]


def test_a_constant_indicator_tells_nobody_apart_and_is_passed_over(tmp_path: Path) -> None:
    run = compute(tmp_path, "unit,A,B\nx,7,4\ny,7,6\nz,7,2\n", TREE, "")
    assert "A does not tell units apart in all, so it has no normalised value there." in run.remarked
    assert run.rows["x", "", "A"]["score"] == run.rows["x", "", "A"]["rank"] == ""
    assert run.rows["x", "", "A"]["coverage"] == "1"
    assert run.scores("ALL", "xyz") == run.scores("B", "xyz")


def test_a_node_without_any_value_has_no_score_and_no_rank(tmp_path: Path) -> None:
    tree = "code,parent,weight,direction\nALL,,,\nP,ALL,1,\nA,P,1,1\nB,ALL,1,-1\n"
    run = compute(tmp_path, "unit,A,B\nx,,4\ny,,6\nz,,2\n", tree, "")
    assert "No value of A is known." in run.remarked
    assert "P has no score and no rank for 3 of 3 observations, the first of them x." in run.remarked
    assert [run.rows[unit, "", "P"]["score"] for unit in "xyz"] == ["", "", ""]
    assert run.ranks("P", "xyz") == [0, 0, 0]
    assert run.ranks("ALL", "xyz") == [2, 3, 1]
    assert {run.rows[unit, "", "ALL"]["coverage"] for unit in "xyz"} == {"0.5"}


def test_a_group_of_one_unit_compares_nothing_and_says_so(tmp_path: Path) -> None:
    data = "unit,group,A,B\nx,big,1,4\ny,big,2,6\nz,alone,6,2\n"
    run = compute(tmp_path, data, TREE, "")
    assert "There is only one unit in alone, so nothing can be compared there." in run.remarked
    assert run.rows["z", "", "ALL"]["score"] == run.rows["z", "", "ALL"]["rank"] == ""
    assert run.ranks("ALL", "xy") == [1, 1]


def test_an_outlier_is_kept_and_remarked_on(tmp_path: Path) -> None:
    data = "unit,A,B\n" + "".join(f"u{at},{at},{at}\n" for at in range(20)) + "far,1000000000,3\n"
    run = compute(tmp_path, data, TREE, "")
    assert "A has extreme values in all that the skewness rule would treat; they are kept as they are." in run.remarked
    assert run.ranks("A", ["far", "u19"]) == [1, 2]


def test_no_refused_run_touches_an_earlier_result(tmp_path: Path) -> None:
    before = compute(tmp_path, DATA, TREE, "").text
    with pytest.raises(CommandError):
        compute(tmp_path, DATA + "x,1,1\n", TREE, "")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == before


def test_nothing_but_a_file_is_ever_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(CommandError, match="pipe is a device, not a file"):
        compute(tmp_path, DATA, TREE, "", f"--out={pipe}")
    assert pipe.is_fifo()
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    text = compute(tmp_path, DATA, TREE, "").text
    compute(tmp_path, DATA, TREE, "", f"--out={tmp_path}/link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text(encoding="utf-8") == text


def test_a_small_table_never_takes_the_whole_memory(tmp_path: Path) -> None:
    rows = "".join(f"u{at},{at % 9999 + 1},1,2\n" for at in range(9000))
    assert refuse(tmp_path, f"unit,year,A,B\n{rows}").startswith("data.csv has so many years and units that hardly any")


def test_a_year_may_be_written_as_a_decimal_number(tmp_path: Path) -> None:
    data = "unit,year,A,B\nx,2020.0,1,4\ny,2020.0,2,6\nz,2020.0,6,2\n"
    assert compute(tmp_path, data, TREE, "").text == compute(tmp_path, data.replace(".0", ""), TREE, "").text


def test_files_that_cannot_be_read_or_written_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no\.csv cannot be read: No such file or directory\."):
        compute(tmp_path, DATA, TREE, "", f"--data={tmp_path}/no.csv")
    with pytest.raises(CommandError, match="is named twice"):
        compute(tmp_path, DATA, TREE, "", f"--out={tmp_path}/data.csv")
    with pytest.raises(CommandError, match="is a folder"):
        compute(tmp_path, DATA, TREE, "", f"--out={tmp_path}")
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        compute(tmp_path, DATA, TREE, "", f"--out={tmp_path}/no/out.csv")
    with pytest.raises(CommandError, match="is a folder"):
        compute(tmp_path, DATA, TREE, "", f"--report={tmp_path}")
    with pytest.raises(CommandError, match="is a folder"):
        compute(tmp_path, DATA, TREE, "", "--out=")
    with pytest.raises(CommandError, match="x cannot be written: File name too long"):
        compute(tmp_path, DATA, TREE, "", f"--out={tmp_path}/{'x' * 300}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.csv", "recipe.toml", "tree.csv"]
    assert not (tmp_path / "out.csv").exists()
    assert (tmp_path / "data.csv").read_text(encoding="utf-8") == DATA
