"""The worked example of the method page, reckoned again."""

import numpy as np
import pytest

from sciezka.core.index.national import reweigh, run_national
from sciezka.core.index.national.plan import AGGREGATING, NORMALISING
from sciezka.core.index.recipe import Aggregate, Normalise, Recipe, Treat
from sciezka.core.index.types import Cube, Node, Structure
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "methods" / "national.md").read_text(encoding="utf-8")
TREE = Structure((Node("T"), Node("A", "T", 2), Node("c", "T", 1, -1), Node("a", "A"), Node("b", "A")))
RECIPE = Recipe(Treat("winsorise", (0.1, 0.9)), normalise=Normalise(within=("year",)), aggregate=Aggregate(min_share=0.6))


def read_rows(start: str) -> list[list[float]]:
    """Read the numbers of the table whose header begins so; an empty cell is NaN."""
    table = PAGE[PAGE.index(start) :].split("\n\n")[0]
    cells = [[cell.strip().split(" of ")[0] for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    return [[float(cell) if cell else np.nan for cell in row] for row in cells]


@pytest.mark.parametrize("engine", ["numba", "numpy", "duckdb"])
def test_the_worked_example_is_right(engine: str) -> None:
    data = np.array(read_rows("| unit | a | b | c |"))[:, 1:].T[None]
    groups = np.array([0, 0, 0, 1, 1], dtype=np.intp)
    done = run_national(
        Cube(data, (2024,), ("a", "b", "c"), tuple("12345"), groups, ("g", "h")), TREE, RECIPE, engine=engine
    )
    scores, ranks, own = done.scores[0], done.ranks[0], done.group_ranks[0]
    found = np.stack([scores[1], ranks[1], own[1], scores[0], ranks[0], own[0], done.seen[0, 0]], axis=1)
    expected = np.array(read_rows("| unit | score A"))[:, 1:]
    np.testing.assert_allclose(np.nan_to_num(found), np.nan_to_num(expected), atol=5e-5)
    drawn = reweigh(done, year=2024, weights={"A": 1, "c": 2})
    assert drawn.scores[0] == pytest.approx([0.4340, -0.1321, np.nan, -0.9256, np.nan], abs=5e-5, nan_ok=True)


def test_the_page_names_every_choice_that_the_engines_know() -> None:

    table = PAGE[PAGE.index("| step | choices |") :].split("\n\n")[0]
    assert all(f"`{name}`" in table for name in (*NORMALISING, *AGGREGATING))
