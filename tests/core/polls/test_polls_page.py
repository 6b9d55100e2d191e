"""The worked tables of docs/methods/polls.md, reckoned again."""

import re
from collections import Counter

import numpy as np

from sciezka.core.polls.columns import ColumnSpec, encode_rows
from sciezka.core.polls.counted import CountTable, count_tables
from sciezka.core.polls.places import METRES
from sciezka.core.polls.sizes import margin_of_error, sample_size
from sciezka.core.polls.suppression import ALIKE_FACTOR, MOST_KINDS, PROVED_KINDS, THRESHOLD, audit, protect, protect_one
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "methods" / "polls.md").read_text(encoding="utf-8")


def read_rows(first: str) -> list[list[str]]:
    """Give the cells of the table's rows from the one that begins so."""
    lines = PAGE[PAGE.index(first) :].split("\n\n", 1)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not line.startswith("|---")]


def test_sizes_of_samples_on_the_page_are_reckoned() -> None:
    populations, sizes = read_rows("| population |")
    for population, size in zip(populations[1:], sizes[1:], strict=True):
        count = None if population == "endless" else int(population.replace(",", ""))
        assert sample_size(count) == int(size)
    assert f"{100 * (margin_of_error(168, 270) or 0):.2f} points" in PAGE


def test_the_worked_table_of_small_cells_is_hidden_as_the_page_shows() -> None:
    rows = [row for row in read_rows("| | yes | no |") if row[0] in {"a", "b", "c"}]
    counts = np.zeros((4, 3), dtype=np.int64)
    counts[:3, :2] = [[int(cell) for cell in row[1:3]] for row in rows]
    found = protect_one(CountTable(("group", "said"), (("a", "b", "c"), ("yes", "no")), counts))
    told = [None if cell == "–" else int(cell) for row in rows for cell in row[5:7]]
    assert list(found.cells) == told
    assert [str(base) for base in found.find_bases(0)] == [row[7] for row in rows]
    assert audit([found]).exposures == ()


def test_limits_that_the_page_names_are_those_of_the_code() -> None:
    assert (THRESHOLD, ALIKE_FACTOR) == (5, 4)
    assert f"of more than {PROVED_KINDS:,} kinds" in PAGE
    assert f"up to {MOST_KINDS:,} kinds" in PAGE
    assert f"{METRES} m; it moves by {METRES / 2**0.5:.0f} m" in PAGE


def test_waves_and_their_sum_are_protected_as_an_item_of_two_codes() -> None:
    specs = [
        ColumnSpec(name="wave", kind="choice", codes=("1", "2")),
        ColumnSpec(name="x", kind="choice", codes=tuple("abc")),
    ]
    rows = [{"wave": "1", "x": code} for code in "a" * 30 + "b" * 20 + "c" * 6]
    rows += [{"wave": "2", "x": code} for code in "a" * 33 + "b" * 25 + "c" * 2]
    both, by_wave = protect(count_tables(encode_rows(specs, rows), [("x",), ("x", "wave")]))
    # Each wave and both together: the two who said c in the second would be 8 − 6.
    assert both.cells == (63, 45, 8)
    assert Counter(cell is None for cell in by_wave.cells) == {True: 4, False: 2}
    assert by_wave.cells[4:] == (None, None)
    assert audit([both, by_wave]).exposures == ()


def test_one_more_answer_tells_nothing_when_before_and_after_are_an_item() -> None:
    specs = [
        ColumnSpec(name="when", kind="choice", codes=("before", "after")),
        ColumnSpec(name="x", kind="choice", codes=("y", "n")),
    ]
    rows = [{"when": "before", "x": "yn"[at % 2]} for at in range(40)] + [{"when": "after", "x": "y"}]
    by_time = protect(count_tables(encode_rows(specs, rows), [("x",), ("when", "x")]))[1]
    assert by_time.cells == (None,) * 4


def test_every_source_is_named_with_its_year() -> None:
    assert len(set(re.findall(r"\((?:[A-Z][\w ,é]+ )?(?:19|20)\d\d", PAGE))) >= 12
