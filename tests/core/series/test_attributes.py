"""Which zero is a zero, by the marks of Statistics Poland."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from sciezka.core.series.attributes import ATTRIBUTES, BREAKS, BY_SYMBOL, MISSING, TRUE_ZEROS, describe, find_missing
from sciezka.core.series.table import join_tables, make_table, refuse_doubles


@pytest.mark.parametrize("number", [4, 14, 15, 50, 91])
def test_some_marks_mean_missing_although_the_bank_answers_zero(number: int) -> None:
    table = make_table(unit=[261011], variable=[0], year=[2020], reported=[0.0], attribute=[number], variables=["bdl:1"])
    assert math.isnan(table.value[0])
    assert table.reported[0] == 0


@pytest.mark.parametrize("number", [0, 1, 3, 7, 9, 11, 13, 17, 20, 21, 94, 97, 98])
def test_other_marks_keep_the_value(number: int) -> None:
    table = make_table(unit=[261011], variable=[0], year=[2020], reported=[0.0], attribute=[number], variables=["bdl:1"])
    assert table.value[0] == 0


def test_true_zeros_and_breaks_are_those_of_the_bank() -> None:
    assert {4, 14, 15, 50, 91, 900, 902, 903} == MISSING
    assert {94, 98} == TRUE_ZEROS
    assert {11, 13, 14, 17, 98} == BREAKS
    assert find_missing(np.array([1, 4, 94])).tolist() == [False, True, False]
    assert BY_SYMBOL["x"] == 4
    assert BY_SYMBOL["n"] == 50


def test_every_mark_of_the_bank_is_known_with_its_symbol(shared: Path) -> None:
    with (shared / "data/bdl_api/bdl_attributes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert ATTRIBUTES[int(row["id"])].symbol == row["symbol"].strip()


def test_marks_are_explained_in_words() -> None:
    assert "secrecy" in describe(91)
    assert describe(None) == ""
    assert "777" in describe(777)


def test_a_cell_that_says_nothing_is_left_out_and_one_marked_missing_is_kept() -> None:
    table = make_table(
        unit=[1, 2],
        variable=[0, 0],
        year=[2020, 2020],
        reported=[math.nan, math.nan],
        attribute=[-1, 4],
        variables=["bdl:1"],
    )
    assert table.unit.tolist() == [2]


def test_one_unit_with_two_values_in_a_year_is_refused() -> None:
    table = make_table(unit=[261011] * 2, variable=[0, 0], year=[2020] * 2, reported=[1.0, 2.0], variables=["bdl:1"])
    with pytest.raises(ValueError, match=r"0261011 has two values of bdl:1 in 2020"):
        refuse_doubles(table)


def test_tables_join_under_one_list_of_variables() -> None:
    one = make_table(unit=[1], variable=[0], year=[2020], reported=[1.0], variables=["bdl:1"])
    two = make_table(unit=[2, 2], variable=[0, 1], year=[2020] * 2, reported=[2.0, 3.0], variables=["bdl:2", "bdl:1"])
    both = join_tables([one, two])
    assert both.variables == ("bdl:1", "bdl:2")
    assert both.value[both.of("bdl:1")].tolist() == [1.0, 3.0]
