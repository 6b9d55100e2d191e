"""Zeros that are no zeros."""

from itertools import product

import numpy as np

from sciezka.core.series.table import Table, make_table
from sciezka.core.series.variables import POPULATION, RULES, Rule
from sciezka.core.series.zeros import take_zeros_for_missing

SECRET = "bdl:10514"
EMPLOYED = "bdl:54821"
COMMUNES = [2005011, 2005022, 2005032]


def put(variable: str, rows: dict[tuple[int, int], float], attribute: int = -1) -> Table:
    return make_table(
        unit=[unit for unit, _ in rows],
        variable=[0] * len(rows),
        year=[year for _, year in rows],
        reported=list(rows.values()),
        attribute=[attribute] * len(rows),
        variables=[variable],
    )


def test_zeros_of_a_county_that_counts_more_are_secret() -> None:
    values = {(COMMUNES[0], 2015): 0.0, (COMMUNES[1], 2015): 0.0, (COMMUNES[2], 2015): 70.0, (2005000, 2015): 100.0}
    table, found = take_zeros_for_missing(put(SECRET, values))
    assert np.isnan(table.value).tolist() == [True, True, False, False]
    assert table.reported.tolist() == [0.0, 0.0, 70.0, 100.0]
    (zero,) = found
    assert (zero.attribute, zero.units, zero.excess) == (900, ("2005011", "2005022"), 30.0)


def test_zeros_of_a_county_that_adds_up_are_true() -> None:
    values = {(COMMUNES[0], 2015): 0.0, (COMMUNES[1], 2015): 100.0, (2005000, 2015): 100.0}
    for key in (SECRET, EMPLOYED):
        table, found = take_zeros_for_missing(put(key, values))
        assert table.value.tolist() == [0.0, 100.0, 100.0]
        assert found == ()


def test_county_totals_may_come_from_what_is_at_hand() -> None:
    values = {(COMMUNES[0], 2015): 0.0, (COMMUNES[1], 2015): 70.0}
    assert take_zeros_for_missing(put(SECRET, values))[1] == ()
    beside = put(SECRET, {(2005000, 2015): 100.0})
    assert take_zeros_for_missing(put(SECRET, values), people=beside)[1][0].excess == 30.0


def test_without_a_county_total_only_what_is_never_zero_is_taken() -> None:
    values = {(COMMUNES[0], 2015): 0.0, (COMMUNES[0], 2014): 4965.0}
    assert take_zeros_for_missing(put(EMPLOYED, values))[1][0].attribute == 900
    assert take_zeros_for_missing(put("bdl:76070", values))[1][0].attribute == 903
    assert take_zeros_for_missing(put("bdl:59", values))[1] == ()


def test_a_unit_without_people_may_have_zeros() -> None:
    values = {(COMMUNES[0], 2015): 0.0, (COMMUNES[0], 2014): 4965.0}
    nobody = put(POPULATION, {(COMMUNES[0], 2015): 0.0})
    assert take_zeros_for_missing(put(EMPLOYED, values), people=nobody)[1] == ()


def test_a_zero_that_the_bank_calls_meaningful_stays() -> None:
    values = {(COMMUNES[0], 2015): 0.0, (2005000, 2015): 5.0}
    table, found = take_zeros_for_missing(put(EMPLOYED, values, attribute=94))
    assert table.value[0] == 0
    assert found == ()


def test_a_year_of_nothing_but_zeros_is_missing_at_all_levels() -> None:
    units = [2005012 + 10 * at for at in range(25)]
    values = {(unit, year): 0.0 if year == 2015 else 5.0 for unit, year in product([*units, 2005000, 0], (2014, 2015))}
    table, found = take_zeros_for_missing(put("bdl:149164", values))
    assert np.isnan(table.value[table.year == 2015]).all()
    assert np.isfinite(table.value[table.year == 2014]).all()
    assert (found[0].attribute, found[0].year, found[0].count) == (902, 2015, 27)


def test_a_variable_that_is_zero_in_all_years_is_left_alone() -> None:
    values = {(2005012 + 10 * at, year): 0.0 for at in range(25) for year in (2014, 2015)}
    assert take_zeros_for_missing(put("bdl:149164", values))[1] == ()


def test_a_few_zeros_in_a_small_table_are_left_alone() -> None:
    values = {(unit, year): 0.0 if year == 2015 else 5.0 for unit, year in product(COMMUNES, (2014, 2015))}
    assert take_zeros_for_missing(put("bdl:149164", values))[1] == ()


def test_rules_are_declared_for_counts_only() -> None:
    assert all(rule.is_additive for rule in RULES.values() if rule.is_secret)
    assert RULES["bdl:76070"] == Rule(is_additive=True, is_never_zero=True)
