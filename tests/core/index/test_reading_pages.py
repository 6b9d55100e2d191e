"""The worked tables of the method pages on uncertainty, reading, trends and comparison groups, reckoned again."""

import numpy as np
import pytest

from sciezka.core import peers, trends
from sciezka.core.index import reading, robustness
from sciezka.core.index.classify import make_bands
from sciezka.core.index.types import Node, Structure
from tests.conftest import ROOT
from tests.core.index.golden import make_flat_structure

NAN = float("nan")
X = np.array([[90.0, 60, 20], [40, 60, 90]])


def read_rows(page: str, start: str) -> list[list[str]]:
    """Read the cells of the page's table whose header begins so."""
    text = (ROOT / "docs" / "methods" / page).read_text(encoding="utf-8")
    table = text[text.index(start) :].split("\n\n")[0]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def read_numbers(cells: list[str]) -> list[float]:
    return [float(word) if word.strip() else NAN for cell in cells for word in cell.split(",")]


def near(numbers: list[float]) -> object:
    return pytest.approx(numbers, abs=5e-5)


def test_the_table_of_trends_is_right_and_whole() -> None:
    series = np.array([read_numbers(row) for row in read_rows("trends.md", "| year | first")])
    rows = read_rows("trends.md", "| measure | first")
    assert [row[0] for row in rows] == list(trends.MEASURES)
    assert [row[0] for row in read_rows("trends.md", "| measure | formula")] == list(trends.MEASURES)
    for name, *expected in rows:
        assert trends.MEASURES[name](series[:, 1:], series[:, 0].tolist()) == near(read_numbers(expected)), name


def test_the_tables_of_uncertainty_are_right() -> None:
    rows = read_rows("uncertainty.md", "| weights | x")
    weights = np.array([[1.0, *read_numbers(row[:1])] for row in rows])
    scores = robustness.aggregate_draws(X, make_flat_structure(["a", "b"]), weights)[:, 0]
    ranks = robustness.rank_draws(scores)
    for run, row in enumerate(rows):
        assert scores[run] == near(read_numbers(row[1:4]))
        assert ranks[run].tolist() == read_numbers(row[4:])
    found = robustness.summarise_ranks(ranks)
    for unit, row in enumerate(read_rows("uncertainty.md", "| unit | 5 %")):
        told = [found.low[unit], found.median[unit], found.high[unit], found.mean[unit]]
        assert np.array(told) == near(read_numbers(row[1:]))
    assert robustness.count_wins(ranks)[0].tolist()[1:] == [0.75, 0.75]
    inputs = [row[0] for row in read_rows("uncertainty.md", "| input | options")]
    assert inputs == list(robustness.INPUTS)


def test_the_table_of_contributions_is_right() -> None:
    structure = Structure((Node("all"), Node("a", "all", 2.0), Node("b", "all", 1.0)))
    scored = reading.Scored(structure, np.stack([(2 * X[0] + X[1]) / 3, X[0], X[1]]))
    found = reading.contribute(scored, "all")
    for unit, row in enumerate(read_rows("reading.md", "| unit | a | b")):
        told = [*X[:, unit], found.scores[unit], *found.added[:, unit], *found.lift[:, unit]]
        assert np.array(told) == near(read_numbers(row[1:]))
    upward = reading.find_band_changes(scored, "all", 1, make_bands((50, 70), ("low", "middle", "high")))[0]
    assert [(one.leaf, round(one.change, 9)) for one in upward.leaves] == [("a", 15.0), ("b", 30.0)]


def test_the_table_of_neighbours_is_right() -> None:
    rows = read_rows("comparison-groups.md", "| unit | people")
    values = np.array([read_numbers(row[1:3]) for row in rows]).T
    keys = [row[0] for row in rows]
    found = peers.find_neighbours("like", "0000001", keys, ["people", "density"], values, count=3, year=2022)
    assert list(found.distances) == keys[1:]
    for key, row in zip(keys[1:], rows[1:], strict=True):
        assert np.array(found.differences[key]) == near(read_numbers(row[3:4]))
        assert found.distances[key] == pytest.approx(float(row[4]), abs=5e-5)


def test_the_criteria_on_the_page_can_be_read() -> None:
    for row in read_rows("comparison-groups.md", "| criterion | written"):
        assert peers.write_rule(peers.read_rule(row[1])) == row[1]
