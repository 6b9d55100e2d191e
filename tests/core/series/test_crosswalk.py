"""Units whose codes changed."""

from pathlib import Path

import pytest

from sciezka.core.series.crosswalk import read_crosswalk
from sciezka.core.series.table import SeriesProblem

TABLE = """from,to,mode,name,description,start_year,end_year
030210363011,030210365011,1,Wałbrzych,kind,2003,2012
030210321091,030210365011,1,Wałbrzych,rights,2013,
020811409102,020811462011,2,Zielona Góra,merged,2015,
023216403042,999999999999,9,Ostrowice,abolished,,
"""


def test_codes_lead_to_their_successors() -> None:
    crosswalk = read_crosswalk(TABLE)
    assert crosswalk.successor("0263011") == "0265011"
    assert crosswalk.successor("0221091") == "0265011"
    assert crosswalk.successor("0809102") == "0862011"
    assert crosswalk.successor("3203042") == ""
    assert crosswalk.successor("0261011") == "0261011"


def test_a_code_begins_after_the_last_one_that_it_replaces() -> None:
    assert read_crosswalk(TABLE).births == {"0265011": 2013}


def test_the_hash_does_not_depend_on_the_order() -> None:
    head, *rows = TABLE.strip().splitlines()
    turned = "\n".join([head, *rows[::-1]])
    assert read_crosswalk(turned).digest == read_crosswalk(TABLE).digest
    assert read_crosswalk(TABLE.replace("2015", "2016")).digest != read_crosswalk(TABLE).digest


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("a,b\n1,2", "crosswalk.columns", "lacks the columns from, to, mode"),
        ("from,to,mode\n0261011,0262011,3", "crosswalk.mode", "Line 2: the mode is “3”"),
        ("from,to,mode\nx,0262011,1", "crosswalk.code", "Line 2"),
        ("from,to,mode\n0261011,0262011,1\n0261011,0263011,1", "crosswalk.twice", "Line 3"),
        ("from,to,mode\n0261011,0262011,1\n0262011,0261011,1", "crosswalk.circle", "circle"),
        ("from,to,mode,start_year\n0261011,0262011,1,12", "crosswalk.year", "Line 2"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, code: str, words: str) -> None:
    with pytest.raises(SeriesProblem, match=words) as problem:
        read_crosswalk(text)
    assert problem.value.code == code


def test_all_189_known_changes_are_read(shared: Path) -> None:
    crosswalk = read_crosswalk((shared / "data/gmina_panel/unify.csv").read_text(encoding="utf-8"))
    modes = [change.mode for change in crosswalk.changes]
    assert (len(modes), modes.count(1), modes.count(2), modes.count(9)) == (189, 170, 1, 18)
    assert crosswalk.births["0265011"] == 2013
    assert crosswalk.successor("1214022") == "1214023"
