"""The worked table of the method page is true."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sciezka.core.index.normalise import normalise
from sciezka.core.index.recipe import Normalise, Recipe
from sciezka.core.index.types import Node, Structure
from tests.core.index.golden import make_cube

PAGE = Path(__file__).resolve().parents[3] / "docs" / "methods" / "index-steps.md"


def test_the_worked_table_of_the_method_page_can_be_reckoned_again() -> None:
    section = PAGE.read_text(encoding="utf-8").partition("### A worked table")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")][2:]
    table = {row[0].strip().strip("`"): np.array([float(cell) for cell in row[1:]]) for row in rows}
    cube = make_cube(table.pop("observed")[None, :], ("U",), list("ABCDE"))
    structure = Structure((Node("R"), Node("U", "R", direction=-1, low=2, high=12, target=3)))
    assert len(table) == 15
    for method, expected in table.items():
        recipe = Recipe(normalise=Normalise(method, reference="A"))
        assert np.abs(normalise(cube, structure, recipe)[0].values[0, 0] - expected).max() < 0.00005, method
