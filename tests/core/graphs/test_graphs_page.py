"""What docs/methods/graphs.md says of functions and of its worked example."""

import re
from importlib import import_module

from sciezka.core.graphs.footing import explain, find_losing
from tests.conftest import ROOT
from tests.core.graphs.graphs import draw

PAGE = (ROOT / "docs" / "methods" / "graphs.md").read_text(encoding="utf-8")


def test_functions_that_the_page_names_are_there() -> None:
    named = re.findall(r"^\| [^|]+\? \| ((?:`[\w.]+`(?:, )?)+) \|", PAGE, re.MULTILINE)
    assert len(named) == 13
    for cell in named:
        first, *more = re.findall(r"`([\w.]+)`", cell)
        module = import_module(f"sciezka.core.graphs.{first.partition('.')[0]}")
        assert all(callable(getattr(module, name)) for name in (first.partition(".")[2], *more))


def test_the_worked_example_falls_and_is_explained_as_the_page_says() -> None:
    plan = draw(
        re.sub(r", | → ", lambda found: " " if found[0] == ", " else ">", PAGE.split("example: ")[1].split(", with")[0])
    )
    falls = dict(re.findall(r"^\| (\w\d) \| ([^|]+) \|", PAGE.split("| taken out |")[1], re.MULTILINE))
    assert falls.keys() == {"e1", "e2", "g1"}
    for key, told in falls.items():
        lost = find_losing(plan, key, ["e1", "e2"])
        assert told.startswith(", ".join(lost) or "nothing")
    chains = [" → ".join(chain) for chain in explain(plan, "u1", ["e1", "e2"]).chains]
    assert f"because of {chains[0]}, {chains[1]} and {chains[2]}." in PAGE
