"""The worked tables of the method page, reckoned again."""

import re

import pytest

from sciezka.core.consensus import Special, borda, kendall, needs_talk, propose, rank_points, summarise
from sciezka.core.consensus.meeting import SHARE, THRESHOLD
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "methods" / "consensus.md").read_text(encoding="utf-8")
LEVELS = (1, 2, 3, 4, 5)


def read_rows(start: str) -> list[list[str]]:
    """Read the cells of the table whose header begins so."""
    table = PAGE[PAGE.index(start) :].split("\n\n")[0]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in table.splitlines()[2:]]


def read_figure(cell: str) -> float:
    return float(cell.replace("−", "-"))


def test_the_table_of_items_is_right() -> None:
    rows = read_rows("| item | ratings | n |")
    assert [row[0] for row in rows] == ["roads", "budget", "staff", "data"]
    for item, ratings, *figures, reasons, score in rows:
        values = [Special.UNKNOWN if word == "?" else float(word) for word in ratings.split()]
        found = summarise(values, LEVELS)
        need = needs_talk(found)
        steps = (found.high or 0) - (found.low or 0)
        expected = [read_figure(cell) for cell in figures]
        assert [found.n, found.median, found.mean, found.q1, found.q3, steps, found.agreement] == pytest.approx(
            expected, abs=5e-5
        ), item
        assert (", ".join(need.reasons) if need else "–") == reasons
        if need:
            assert need.score == pytest.approx(read_figure(score), abs=5e-5)
        assert propose(values, LEVELS) == (3 if item == "staff" else None)
    assert summarise([1, 2, 4, 5, 4, 2], LEVELS).agreement == pytest.approx(-1 / 27)


def test_the_table_of_rankings_is_right() -> None:
    rows = read_rows("| item | x | y | z | v |")
    items = [row[0] for row in rows]
    sheets = [{row[0]: float(row[person]) for row in rows if row[person]} for person in range(1, 5)]
    points = borda(sheets, items)
    assert list(points.values()) == [float(row[8]) for row in rows]
    assert list(rank_points(points).values()) == [int(row[9]) for row in rows]
    for at, sheet in enumerate(sheets):
        assert list(borda([sheet], items).values()) == [float(row[7].split(",")[at]) for row in rows]
    found = kendall([[sheet.get(item) for item in items] for sheet in sheets])
    assert (found.judges, found.left_out) == (3, 1)
    told = re.search(
        r"W = 486 / \(9·60 − 18\) = ([\d.]+), chi² = ([\d.]+) with 3\s+degrees of freedom, p = ([\d.]+)\.\n", PAGE
    )
    assert told is not None
    assert [found.w, found.chi2, found.p_value] == pytest.approx([float(number) for number in told.groups()], abs=5e-5)


def test_two_people_apart_have_the_agreement_that_the_page_says() -> None:
    told = re.search(r"one level apart on five levels it is ([\d.]+), two apart ([\d.]+), at the two ends −1", PAGE)
    assert told is not None
    found = [summarise(pair, LEVELS).agreement for pair in ([2, 3], [2, 4], [1, 5])]
    assert found == pytest.approx([float(told[1]), float(told[2]), -1], abs=5e-3)


def test_the_limits_stand_on_the_page() -> None:
    assert f"at least {SHARE:.0%} of those who rated".replace("%", " %") in PAGE
    assert f"A is below {THRESHOLD}" in PAGE
