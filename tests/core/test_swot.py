"""The strategic position: a case reckoned by hand, and what must hold whatever is judged."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.swot import BLOCKS, INNER, OUTER, Crossed, Judged, Position, Quadrant, judge, meet, place, share_weights

S, W, O, T = Quadrant  # noqa: E741 - the letters of the method
MIRROR_IN = {S: W, W: S, O: O, T: T}
MIRROR_OUT = {S: S, W: W, O: T, T: O}
entries = st.lists(
    st.builds(
        Judged,
        st.sampled_from(list(Quadrant)),
        st.none() | st.floats(0.01, 1000),
        st.none() | st.floats(1, 5),
    ),
    max_size=24,
)
crossings = st.lists(
    st.builds(Crossed, st.sampled_from(INNER), st.sampled_from(OUTER), st.integers(-2, 2)), max_size=40
)  # fmt: skip


def swap(rows: list[Judged], to: dict[Quadrant, Quadrant]) -> list[Judged]:
    """Put entries into other quadrants."""
    return [Judged(to[row.quadrant], row.weight, row.rating) for row in rows]


def near(one: float | None, other: float | None) -> bool:
    """Tell whether two coordinates are the same, or both missing."""
    return one is other is None or (one is not None and other is not None and math.isclose(one, other, abs_tol=1e-9))


def test_a_swot_judged_by_hand_comes_to_its_position() -> None:
    # Strengths: weights 3 and 1 → 0.75·5 + 0.25·3 = 4.5; weaknesses: 1 entry of 2.5; (4.5 − 2.5) / 4 = 0.5.
    # Opportunities: 2 and 2 → 0.5·4 + 0.5·1 = 2.5; threats: 3.5; (2.5 − 3.5) / 4 = −0.25.
    rows = [Judged(S, 3, 5), Judged(S, 1, 3), Judged(W, 4, 2.5), Judged(O, 2, 4), Judged(O, 2, 1), Judged(T, 5, 3.5)]
    found = judge([*rows, Judged(S, None, 5), Judged(T, 2, None)])
    assert (found.inner, found.outer, found.positions) == (0.5, -0.25, (Position.CONSERVATIVE,))
    assert found.scores == {S: 4.5, W: 2.5, O: 2.5, T: 3.5}
    assert share_weights(rows)[:3] == [0.75, 0.25, 1]


@pytest.mark.parametrize("left", list(Quadrant))
def test_without_one_quadrant_there_is_no_position_and_it_is_named(left: Quadrant) -> None:
    found = judge([Judged(quadrant, 1, 3) for quadrant in Quadrant if quadrant != left] + [Judged(left, 3, None)])
    assert (found.missing, found.inner, found.outer, found.positions, found.length) == ((left,), None, None, (), 0)
    assert judge([]).missing == tuple(Quadrant)


@given(entries)
def test_the_position_lies_in_the_plane_and_is_named_by_its_quarter(rows: list[Judged]) -> None:
    found = judge(rows)
    shares = share_weights(rows)
    for quadrant in found.scores:
        total = sum(share for row, share in zip(rows, shares, strict=True) if row.quadrant == quadrant)
        assert math.isclose(total, 1)
    if found.inner is None or found.outer is None:
        assert found.missing
        assert not found.positions
        return
    assert max(abs(found.inner), abs(found.outer)) <= 1 + 1e-9
    assert found.length <= 1 + 1e-9
    assert len(found.positions) == (2 if abs(found.inner) <= 0.05 else 1) * (2 if abs(found.outer) <= 0.05 else 1)


@given(entries, st.floats(0.001, 1000), st.sampled_from(list(Quadrant)))
def test_scaling_the_weights_of_a_quadrant_changes_nothing(rows: list[Judged], by: float, of: Quadrant) -> None:
    scaled = [
        Judged(row.quadrant, row.weight * by, row.rating) if row.weight and row.quadrant == of else row for row in rows
    ]
    one, other = judge(rows), judge(scaled)
    assert near(one.inner, other.inner)
    assert near(one.outer, other.outer)
    assert one.missing == other.missing


@given(entries)
def test_changing_the_sides_mirrors_the_position(rows: list[Judged]) -> None:
    found = judge(rows)
    flipped, turned = judge(swap(rows, MIRROR_IN)), judge(swap(rows, MIRROR_OUT))
    assert near(flipped.inner, None if found.inner is None else -found.inner)
    assert near(flipped.outer, found.outer)
    assert near(turned.outer, None if found.outer is None else -found.outer)
    assert near(turned.inner, found.inner)


@given(entries, st.randoms())
def test_neither_the_order_nor_a_doubled_list_changes_the_position(rows: list[Judged], chance: random.Random) -> None:
    mixed = rows * 2
    chance.shuffle(mixed)
    one, other = judge(rows), judge(mixed)
    assert near(one.inner, other.inner)
    assert near(one.outer, other.outer)


def test_borders_are_named_by_all_that_meet_there() -> None:
    assert place(0.3, 0.3) == (Position.AGGRESSIVE,)
    assert place(-0.3, -0.3) == (Position.DEFENSIVE,)
    assert place(0.05, 0.3) == (Position.AGGRESSIVE, Position.COMPETITIVE)
    assert place(0.3, -0.02) == (Position.AGGRESSIVE, Position.CONSERVATIVE)
    assert place(0, 0) == tuple(BLOCKS.values())
    # 3.2 less 3, a quarter of it: right on the border, whatever binary fractions make of it, and whichever side.
    for one, other in ((S, W), (W, S)):
        rows = [Judged(one, 4, 3), Judged(one, 1, 4), Judged(other, 1, 3), Judged(O, 1, 5), Judged(T, 1, 1)]
        assert judge(rows).positions == (Position.AGGRESSIVE, Position.COMPETITIVE)


def test_crossings_speak_for_the_block_that_is_strongest() -> None:
    rows = [Crossed(S, O, 1), Crossed(S, T, 2), Crossed(S, T, 2), Crossed(W, O, -1), Crossed(W, T, -2), Crossed(W, T, 1)]
    found = meet(rows, {S: 2, W: 2, O: 1, T: 2})
    assert [block.sum for block in found.blocks.values()] == [1, 4, 1, 1]
    assert [block.net for block in found.blocks.values()] == [1, 4, -1, -1]
    assert (found.positions, found.filled, found.pairs) == ((Position.CONSERVATIVE,), 6, 12)
    level = meet([*rows, Crossed(W, T, -2), Crossed(W, T, -1)], {})
    assert level.positions == (Position.CONSERVATIVE, Position.DEFENSIVE)
    assert meet(rows[:3], {}).is_partial
    assert not meet(rows[:3], {}).positions
    # Nothing speaks for anything: judged, and yet no position.
    still = meet([Crossed(inner, outer, 0) for inner in INNER for outer in OUTER], {})
    assert (still.positions, still.is_partial) == ((), False)


@given(crossings)
def test_crossings_turned_inside_out_speak_for_the_mirrored_block(rows: list[Crossed]) -> None:
    mirror = {Position.AGGRESSIVE: Position.COMPETITIVE, Position.CONSERVATIVE: Position.DEFENSIVE}
    mirror |= {value: key for key, value in mirror.items()}
    turned = [Crossed(MIRROR_IN[row.inner], row.outer, -row.value) for row in rows]
    assert {mirror[found] for found in meet(turned, {}).positions} == set(meet(rows, {}).positions)
