"""The worked tables of the method page, reckoned again."""

import re

import numpy as np
import pytest

from sciezka.core.index.aggregate import choose_aggregator
from sciezka.core.index.recipe import METHODS, Aggregate, read_recipe
from sciezka.core.index.replay import replay
from sciezka.core.index.types import Node, Structure
from tests.conftest import ROOT
from tests.core.index.golden import make_cube

PAGE = (ROOT / "docs" / "methods" / "index.md").read_text(encoding="utf-8")


def read_rows(start: str) -> list[list[str]]:
    """Read the cells of the table whose header begins so."""
    table = PAGE[PAGE.index(start) :].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def test_the_table_of_methods_is_right_and_whole() -> None:
    rows = read_rows("| method | x: 2 and 8")
    assert tuple(row[0].strip("`") for row in rows) == METHODS["aggregate"]
    x = np.array([[2.0, 5, 8], [8, 5, 6]])
    for name, *expected in rows:
        found = choose_aggregator(name.strip("`"), Aggregate())(x, np.ones(2))
        assert found == pytest.approx([float(cell) for cell in expected], abs=5e-5), name


def test_the_table_of_a_whole_index_is_right() -> None:
    rows = read_rows("| unit | A, B, C observed")
    structure = Structure(
        (Node("ALL"), Node("P", "ALL", weight=2), Node("A", "P"), Node("B", "P", direction=-1), Node("C", "ALL"))
    )
    observed = np.array([[float(word) for word in row[1].split(",")] for row in rows]).T
    result = replay(read_recipe({"normalise": {"method": "minmax"}}), structure, make_cube(observed, ("A", "B", "C")))
    for unit, row in enumerate(rows):
        found = [result.scores[0, structure.position[code], unit] for code in ("A", "B", "C", "P", "ALL")]
        assert found == pytest.approx([float(cell) for cell in row[2:7]], abs=5e-5)
        assert result.ranks[0, 0, unit] == int(row[7])


def test_every_method_stands_on_the_page() -> None:
    for name in (*METHODS["aggregate"], *METHODS["weigh"]):
        assert re.search(rf"`{name}`", PAGE), name
