"""summarise_ratings: its contract, its conventions, and what it says of every bad input."""

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.core.index.golden import golden_file

HEADER = "respondent,item,value\n"
SMALL = HEADER + "anna,A,3\nanna,B,4\njan,A,2\njan,B,\nola,A,1\nola,B,na\n"
FIGURES = ("median", "mean", "q1", "q3", "range", "agreement")


def run(folder: Path, table: str | bytes, *options: str) -> str:
    """Write RATINGS, run the command in this process and give what it printed."""
    path = folder / "ratings.csv"
    path.write_bytes(table.encode() if isinstance(table, str) else table)
    said, remarked = io.StringIO(), io.StringIO()
    call_command("summarise_ratings", str(path), *options, stdout=said, stderr=remarked, no_color=True)
    assert remarked.getvalue() == ""
    return said.getvalue()


def read(folder: Path, table: str | bytes, *options: str) -> dict[str, Any]:
    """Run with --json; numbers that JSON does not know are an error."""

    def refuse_constant(name: str) -> float:
        raise AssertionError(name)

    found: dict[str, Any] = json.loads(run(folder, table, "--json", *options), parse_constant=refuse_constant)
    return found


def refuse(folder: Path, table: str | bytes, *options: str) -> str:
    """Run on a bad file; give the sentence."""
    with pytest.raises(CommandError) as caught:
        run(folder, table, "--json", *options)
    assert caught.value.returncode == 1
    sentence = str(caught.value).replace(f"{folder}/", "")
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def write(rows: Iterable[Sequence[object]]) -> str:
    """Write judges' rows, a value for each item, as RATINGS."""
    return HEADER + "".join(
        f"judge {judge},item {item},{value}\n"
        for judge, row in enumerate(rows, start=1)
        for item, value in enumerate(row, start=1)
    )


def test_the_contract_by_hand(tmp_path: Path) -> None:
    assert read(tmp_path, SMALL) == {
        "levels": [1, 2, 3, 4],
        "items": [
            {
                "item": "A",
                "n": 3,
                "dont_know": 0,
                "not_applicable": 0,
                "distribution": {"1": 1, "2": 1, "3": 1, "4": 0},
                "median": 2,
                "mean": 2,
                "q1": 1.5,
                "q3": 2.5,
                "range": 2,
                "agreement": 1 / 3,
            },
            {
                "item": "B",
                "n": 1,
                "dont_know": 1,
                "not_applicable": 1,
                "distribution": {"1": 0, "2": 0, "3": 0, "4": 1},
                "median": 4,
                "mean": 4,
                "q1": 4,
                "q3": 4,
                "range": 0,
                "agreement": 1,
            },
        ],
        "overall": {
            "respondents": 3,
            "items": 2,
            "kendall_w": None,
            "chi2": None,
            "df": None,
            "p_value": None,
            "kendall_respondents": 1,
        },
    }


def test_the_commission_of_shrout_and_fleiss_is_met(tmp_path: Path) -> None:
    with golden_file("commission/shrout_fleiss_1979_ratings.csv").open(encoding="utf-8", newline="") as lines:
        proposals = list(csv.DictReader(lines))
    with golden_file("commission/shrout_fleiss_aggregates.csv").open(encoding="utf-8", newline="") as lines:
        aggregates = {row["proposal"]: row for row in csv.DictReader(lines)}
    with golden_file("commission/shrout_fleiss_kendall_W.csv").open(encoding="utf-8", newline="") as lines:
        (golden,) = csv.DictReader(lines)
    judges = ("J1", "J2", "J3", "J4")
    table = HEADER + "".join(f"{judge},{row['proposal']},{row[judge]}\n" for row in proposals for judge in judges)
    found = read(tmp_path, table)
    for item in found["items"]:
        row = aggregates[item["item"]]
        assert (item["mean"], item["median"]) == (float(row["mean"]), float(row["median"]))
    overall = found["overall"]
    assert overall["kendall_w"] == pytest.approx(float(golden["kendall_W"]), abs=1e-14)
    assert overall["chi2"] == pytest.approx(float(golden["friedman_chi2"]), abs=1e-12)
    assert (overall["df"], overall["kendall_respondents"]) == (int(golden["df"]), 4)
    assert overall["p_value"] == pytest.approx(float(golden["p"]), abs=1e-14)
    # The same as places: 11 less the rating, so that the highest is first.
    places = HEADER + "".join(f"{judge},{row['proposal']},{11 - int(row[judge])}\n" for row in proposals for judge in judges)
    ranked = read(tmp_path, places, "--ranking")
    assert ranked["overall"]["kendall_w"] == overall["kendall_w"]
    for item in ranked["items"]:
        row = aggregates[item["item"]]
        assert (item["borda"], item["rank"]) == (float(row["borda"]), int(row["rank_mean"]))
        assert ranked["borda"][item["item"]] == ranked["overall"]["borda"][item["item"]] == item["borda"]


def test_a_partial_ranking_shares_the_points_left_and_enters_no_w(tmp_path: Path) -> None:
    table = HEADER + "x,a,1\nx,b,2\nx,c,3\nx,d,4\ny,b,1\ny,a,\nz,d,1\nz,a,1\nz,b,3\nz,c,4\nv,a,\n"
    found = read(tmp_path, table, "--ranking")
    # x: 3 2 1 0; y: b 3, the others 1 each; z: a and d 2.5, b 1, c 0; v ranked nothing.
    assert found["overall"]["borda"] == {"a": 3 + 1 + 2.5, "b": 2 + 3 + 1, "c": 1 + 1 + 0, "d": 0 + 1 + 2.5}
    assert [item["rank"] for item in found["items"]] == [1, 2, 4, 3]
    assert [item["dont_know"] for item in found["items"]] == [2, 0, 0, 0]
    assert (found["overall"]["respondents"], found["overall"]["kendall_respondents"]) == (4, 2)


def test_mid_ranks_are_places(tmp_path: Path) -> None:
    found = read(tmp_path, HEADER + 'x,a,"1,5"\nx,b,1.5\nx,c,3\ny,a,1\ny,b,2\ny,c,3\n', "--ranking")
    assert found["levels"] == [1, 1.5, 2, 3]
    assert found["items"][0]["distribution"] == {"1": 1, "1.5": 1, "2": 0, "3": 0}
    assert found["borda"] == {"a": 3.5, "b": 2.5, "c": 0}


def test_the_scale_is_found_from_the_values_or_given(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER + "x,a,2\nx,b,5\n")["levels"] == [2, 3, 4, 5]
    assert read(tmp_path, HEADER + "x,a,0\nx,b,100\n")["levels"] == list(range(101))
    assert read(tmp_path, HEADER + "x,a,0\nx,b,101\n")["levels"] == [0, 101]
    assert read(tmp_path, HEADER + "x,a,0.5\nx,b,5\n")["levels"] == [0.5, 5]
    assert read(tmp_path, HEADER + "x,a,-1\nx,b,1\n")["levels"] == [-1, 0, 1]
    for scale in ("1-5", "1–5", "1,2,3,4,5", " 1 - 5 "):
        assert read(tmp_path, HEADER + "x,a,2\n", f"--scale={scale}")["levels"] == [1, 2, 3, 4, 5]
    assert read(tmp_path, HEADER + "x,a,2\n", "--scale=-2-2")["levels"] == [-2, -1, 0, 1, 2]
    given = read(tmp_path, SMALL, "--scale=1-5")["items"][0]
    assert given["agreement"] == 0.5
    assert given["distribution"] == {"1": 1, "2": 1, "3": 1, "4": 0, "5": 0}


@pytest.mark.parametrize("scale", ["", "5-1", "1-1", "one", "1,1", "2,1", "1-99999", "1-5-9", "nan", "1,inf", "1,1e99"])
def test_a_scale_that_is_none_is_refused(tmp_path: Path, scale: str) -> None:
    assert "is not a scale. Write its lowest and highest level" in refuse(tmp_path, SMALL, f"--scale={scale}")


def test_a_value_off_the_scale_is_refused_with_its_line(tmp_path: Path) -> None:
    assert refuse(tmp_path, SMALL, "--scale=1-3") == "ratings.csv, line 3: 4 is not on the scale."
    assert refuse(tmp_path, HEADER + "x,a,2.5\n", "--scale=1-3") == "ratings.csv, line 2: 2.5 is not on the scale."


def test_without_any_value_everything_but_the_counts_is_missing(tmp_path: Path) -> None:
    found = read(tmp_path, HEADER + "x,a,\ny,a,DK\nz,a,NA\n", "--ranking")
    item = found["items"][0]
    assert (item["n"], item["dont_know"], item["not_applicable"], item["distribution"]) == (0, 2, 1, {})
    assert [item[figure] for figure in FIGURES] == [None] * 6
    assert found["levels"] == []
    assert found["borda"] == {"a": 0}


@pytest.mark.parametrize(
    "table",
    [
        b"\xef\xbb\xbf" + SMALL.encode(),
        SMALL.encode("utf-16"),
        SMALL.replace("\n", "\r\n").encode(),
        SMALL.replace("\n", "\r").encode(),
        SMALL.replace(",", ";").encode(),
        SMALL.replace(",", "\t").encode(),
        SMALL.replace(",", ", ").encode(),
        SMALL.replace(",3", ',"3"').replace("anna", '"anna"').encode(),
        SMALL.replace(",3", ",3.0").encode(),
        SMALL.replace(",", ";").replace(";3", ";3,0").encode(),
        SMALL.replace("jan,B,", "jan,B,dk").replace("na\n", "NA\n").encode(),
        ("\n" + SMALL.replace("\n", "\n\n,,\n") + "\n\n").encode(),
        SMALL.replace("respondent,item", "Respondent, Item").encode(),
        SMALL.replace("\n", ",\n").encode(),
        SMALL[:-1].encode(),
    ],
)
def test_how_spreadsheets_write_changes_nothing(tmp_path: Path, table: bytes) -> None:
    assert read(tmp_path, table) == read(tmp_path, SMALL)


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    assert read(tmp_path, "value,item,respondent\n3,A,anna\n") == read(tmp_path, HEADER + "anna,A,3\n")


def test_polish_letters_are_read_in_the_offices_encoding_and_in_both_forms_of_unicode(tmp_path: Path) -> None:
    polish = HEADER + "łucja,Żłobek,3\n"
    for table in (polish.encode(), polish.encode("cp1250"), polish.replace("Ż", "Z\u0307").encode()):
        assert read(tmp_path, table)["items"][0]["item"] == "Żłobek"
    both = HEADER + "łucja,Żłobek,3\nłucja,Z\u0307łobek,4\n"
    assert "twice, on lines 2 and 3" in refuse(tmp_path, both)


def test_items_with_commas_and_line_breaks_keep_their_names_and_lines_stay_right(tmp_path: Path) -> None:
    table = HEADER + 'x,"roads, and\nbridges",3\nx,a,oops\n'
    assert refuse(tmp_path, table).startswith("ratings.csv, line 4: oops is not a number.")
    found = read(tmp_path, table.replace("oops", "4"))
    assert found["items"][0]["item"] == "roads, and\nbridges"
    assert "roads, and bridges" in run(tmp_path, table.replace("oops", "4"))


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("dwa", "dwa is not a number. Leave the cell empty for “I don't know”, write na for “not applicable”."),
        ("nan", "nan is not a number. Leave the cell empty for “I don't know”, write na for “not applicable”."),
        ("1_0", "1_0 is not a number. Leave the cell empty for “I don't know”, write na for “not applicable”."),
        ("٣", "٣ is not a number. Leave the cell empty for “I don't know”, write na for “not applicable”."),
        ("0x1", "0x1 is not a number. Leave the cell empty for “I don't know”, write na for “not applicable”."),
        ("1 000", "1 000 is not a number. Leave the cell empty for “I don't know”, write na for “not applicable”."),
        ("\x1b[31m2", " [31m2 is not a number. Leave the cell empty for “I don't know”, write na for “not applicable”."),
        ("inf", "inf is too large for a judgement."),
        ("-Infinity", "-Infinity is too large for a judgement."),
        ("1e999", "1e999 is too large for a judgement."),
        ("1e16", "1e16 is too large for a judgement."),
        ("z" * 300, "z" * 40 + "… is not a number. Leave the cell empty for “I don't know”, write na for “not applicable”."),
    ],
)
def test_what_is_no_judgement_is_refused_with_its_line(tmp_path: Path, cell: str, sentence: str) -> None:
    assert refuse(tmp_path, HEADER + f"x,a,3\nx,b,{cell}\n") == f"ratings.csv, line 3: {sentence}"


@pytest.mark.parametrize("place", ["0", "-1", "0.5"])
def test_a_place_below_the_first_is_refused(tmp_path: Path, place: str) -> None:
    sentence = refuse(tmp_path, HEADER + f"x,a,{place}\n", "--ranking")
    assert sentence == f"ratings.csv, line 2: {place} is not a place. Places start at 1."
    assert read(tmp_path, HEADER + f"x,a,{place}\n")["items"][0]["median"] == float(place)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("", "ratings.csv is empty. It needs the header respondent,item,value and rows."),
        ("\n \n", "ratings.csv is empty. It needs the header respondent,item,value and rows."),
        (HEADER, "ratings.csv has a header and no row under it."),
        ("x,a,3\n", "ratings.csv, line 1 has a column x. It may have respondent, item and value."),
        (
            "respondent,item,value,weight\nx,a,3,1\n",
            "ratings.csv, line 1 has a column weight. It may have respondent, item and value.",
        ),
        (
            "respondent,,value,item\nx,a,3,1\n",
            "ratings.csv, line 1 has a column without a name. It may have respondent, item and value.",
        ),
        ("respondent,item\nx,a\n", "ratings.csv has no column value."),
        ("respondent,item,item\nx,a,3\n", "ratings.csv, line 1 names the column item twice."),
        (HEADER + "x,a\n", "ratings.csv, line 2 has 2 cells where the header has 3."),
        (
            HEADER + "x,a,2,5\n",
            "ratings.csv, line 2 has 4 cells where the header has 3. Put a number with a decimal comma in quotes.",
        ),
        (HEADER + ",a,3\n", "ratings.csv, line 2 names no respondent."),
        (HEADER + "x,,3\n", "ratings.csv, line 2 names no item."),
        (
            HEADER + "x,a,3\ny,a,4\nx,a,3\n",
            "ratings.csv has x on a twice, on lines 2 and 4. Keep one of them.",
        ),
        (b"respondent,item,value\nx,a,\x003\n", "ratings.csv is not a table of text. Save it as CSV in UTF-8."),
        (b"respondent,item,value\n\x81\x83,a,3\n", "ratings.csv is not a table of text. Save it as CSV in UTF-8."),
        (b"\xff\xfer", "ratings.csv is not a table of text. Save it as CSV in UTF-8."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "ratings.csv is not a table of text. Save it as CSV in UTF-8."),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, table: str | bytes, sentence: str) -> None:
    assert refuse(tmp_path, table) == sentence


def test_quotes_that_do_not_close_and_endless_cells_are_refused(tmp_path: Path) -> None:
    assert refuse(tmp_path, HEADER + 'x,"a,3\n').startswith("ratings.csv, line 2: the cells can't be read")
    assert refuse(tmp_path, HEADER + f"x,{'a' * 200_000},3\n").startswith("ratings.csv, line 2: the cells can't be read")


def test_measurements_that_are_no_scale_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"x{at},item {at},{at}.5\n" for at in range(2_300))
    assert refuse(tmp_path, HEADER + rows) == "ratings.csv has 2300 different values, which are no scale."
    assert "is not on the scale" in refuse(tmp_path, HEADER + rows, "--scale=0-5")


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("summarise_ratings", str(tmp_path / name), "--json")
    assert "cannot be read: " in str(caught.value)


def test_the_table_says_the_same_to_read(tmp_path: Path) -> None:
    assert run(tmp_path, SMALL, "--scale=1-5").splitlines() == [
        "item  n  dk  na  median  mean   q1   q3  range  agreement",
        "A     3   0   0       2     2  1.5  2.5      2        0.5",
        "B     1   1   1       4     4    4    4      0          1",
        "",
        "Respondents: 3. Items: 2. Levels: 1, 2, 3, 4, 5.",
        "Kendall's W: not defined for 1 who judged every item (2 left out).",
    ]
    ranked = run(tmp_path, HEADER + "x,a,1\nx,b,2\ny,a,1\ny,b,2\nz,a,\nz,b,\n", "--ranking")
    assert ranked.splitlines()[0].split()[-2:] == ["borda", "rank"]
    assert ranked.splitlines()[1].split()[-2:] == ["2", "1"]
    assert "Kendall's W 1, chi2 2, df 1, p 0.157; of 2 who judged every item (1 left out)." in ranked
    empty = run(tmp_path, HEADER + "x,a,\n")
    assert empty.splitlines()[1].split()[4:] == ["–"] * 6
    assert "Levels: none." in empty
    assert "Levels: 101 from 0 to 100." in run(tmp_path, HEADER + "x,a,0\nx,b,100\n")


def test_ratings_of_a_whole_city_have_finite_numbers_for_every_item(tmp_path: Path) -> None:
    rows = [[(judge * 7 + item * 3 + judge * item) % 5 + 1 for item in range(152)] for judge in range(40)]
    found = read(tmp_path, write(rows), "--scale=1-5")
    assert len(found["items"]) == 152
    assert found["overall"]["kendall_respondents"] == 40
    assert 0 <= found["overall"]["kendall_w"] <= 1
    for item in found["items"]:
        assert sum(item["distribution"].values()) == item["n"] == 40
        assert all(math.isfinite(item[figure]) for figure in FIGURES)
