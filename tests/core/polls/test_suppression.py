"""Small cells stay hidden: attacks by linear algebra, linear programming and whole people on all that is published."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core.polls.columns import Column, ColumnSpec, Frame, build_frame, encode_rows, select
from sciezka.core.polls.counted import CountTable, ProtectedTable, count_tables, name_option
from sciezka.core.polls.lines import Rule, hide_line
from sciezka.core.polls.suppression import audit, protect, protect_one
from sciezka.core.polls.systems import is_ringless
from sciezka.core.polls.types import PollsProblem
from tests.core.polls.attacks import bound_cells, make_people, recover_cells
from tests.core.polls.frames import make_frame
from tests.core.polls.steps import count_calls


def make_table(counts: Sequence[int] | Sequence[Sequence[int]]) -> CountTable:
    """Make a table of counts whose last place on each axis is the missing."""
    array = np.array(counts, dtype=np.int64)
    codes = tuple(tuple(str(at) for at in range(size - 1)) for size in array.shape)
    return CountTable(tuple("abc"[: array.ndim]), codes, array)


def assert_nothing_leaks(tables: Sequence[ProtectedTable], threshold: int = 5) -> None:
    """Attack by linear programming, and by linear algebra where an attacker of our own could."""
    found = audit(tables, threshold)
    assert found.is_exact
    assert found.exposures == ()


@given(st.lists(st.integers(0, 30), min_size=2, max_size=8), st.integers(2, 10))
def test_a_distribution_hides_every_small_count_and_tells_none(counts: list[int], threshold: int) -> None:
    found = protect_one(make_table(counts), threshold)
    for count, cell in zip(counts[:-1], found.cells, strict=True):
        assert cell in {None, count}
        assert cell is None or cell == 0 or cell >= threshold
    assert_nothing_leaks([found], threshold)
    hidden = sum(count for count, cell in zip(counts[:-1], found.cells, strict=True) if cell is None)
    assert hidden == 0 or hidden >= threshold or found.n is None


def test_the_smallest_other_count_goes_with_a_single_small_one() -> None:
    found = protect_one(make_table([40, 3, 12, 0, 25, 7]))
    assert found.cells == (40, None, None, 0, 25)
    assert found.n == 80
    assert not found.is_whole


def test_small_ones_that_come_to_the_threshold_together_need_no_other() -> None:
    assert protect_one(make_table([40, 3, 4, 60, 0])).cells == (40, None, None, 60)


def test_everyone_else_being_few_hides_the_large_count_too() -> None:
    assert protect_one(make_table([97, 2, 1, 0])).cells == (None, None, None)


def test_a_table_without_small_counts_is_whole() -> None:
    found = protect_one(make_table([[40, 30, 0], [20, 10, 0], [0, 0, 0]]))
    assert found.is_whole
    assert found.cells == (40, 30, 20, 10)
    assert (found.n, found.find_bases(0), found.find_bases(1)) == (100, (70, 30), (60, 40))


@pytest.mark.parametrize("counts", [[3, 1, 0], [0, 2, 90], [1, 1, 1]])
def test_where_too_few_answered_nothing_is_shown_not_even_how_many(counts: list[int]) -> None:
    found = protect_one(make_table(counts))
    assert found.cells == (None, None)
    assert found.n is None


def test_a_small_survey_shows_nothing_at_all() -> None:
    tables = count_tables(make_people(1, rows=4, sizes=(2, 3)), [("a",), ("b",), ("a", "b")])
    for found in protect(tables):
        assert not found.shown.any()


def test_all_of_a_small_group_saying_the_same_is_not_told() -> None:
    found = protect_one(make_table([[12, 0, 0], [30, 40, 0], [0, 0, 0]]))
    assert found.cells[0] is None
    assert_nothing_leaks([found])
    assert protect_one(make_table([[12, 0, 0], [30, 40, 0], [0, 0, 0]]), alike_below=0).is_whole
    assert protect_one(make_table([[120, 0, 0], [30, 40, 0], [0, 0, 0]])).is_whole


def test_an_option_that_none_of_a_small_group_ticked_may_be_told() -> None:
    specs = [ColumnSpec(name="s", kind="set", codes=("x",)), ColumnSpec(name="g", kind="choice", codes=("p", "q"))]
    rows = [{"g": "p", "s": []}] * 12 + [{"g": "q", "s": ["x"]}] * 20 + [{"g": "q", "s": []}] * 20
    (none,) = protect(count_tables(encode_rows(specs, rows), [("s", "g")]))
    assert none.table.names == (name_option("s", "x"), "g")
    assert none.is_whole
    (all_,) = protect(
        count_tables(encode_rows(specs, [{**row, "s": ["x"]} if row["g"] == "p" else row for row in rows]), [("s", "g")])
    )
    assert not all_.is_whole


def draw_people(seed: int, variables: int) -> tuple[Frame, int]:
    """Draw a small survey, of the kinds that leaked once: few people, empty codes, few missing; and a threshold."""
    rng = np.random.default_rng(seed)
    frame = make_people(
        seed,
        rows=int(rng.integers(6, 60) if seed % 5 else rng.integers(60, 250)),
        sizes=tuple(int(size) for size in rng.integers(2, 5 if variables == 2 else 4, variables)),
        spread=float(rng.choice([0.15, 0.3, 1, 5])),
        missing=float(rng.choice([0, 0.02, 0.05, 0.2])),
        alike=float(rng.choice([0, 0.4, 0.9])),
    )
    return frame, int(rng.choice([3, 5, 10]))


@pytest.mark.parametrize(
    ("variables", "wanted", "seeds_"),
    [
        pytest.param(2, ["ab"], range(40), id="cross-tab"),
        pytest.param(3, ["ab", "ac"], range(12), id="tables that share an item"),
        pytest.param(3, ["ab", "bc", "ca"], range(8), id="ring"),
        pytest.param(3, ["abc", "ab", "c"], range(8), id="within groups"),
    ],
)
def test_no_hidden_cell_is_known_within_the_threshold_by_whole_people(
    variables: int, wanted: Sequence[str], seeds_: Sequence[int]
) -> None:
    for seed in seeds_:
        frame, threshold = draw_people(seed, variables)
        found = protect(count_tables(frame, [tuple(names) for names in wanted]), threshold)
        assert bound_cells(found, threshold) == {}, seed
        for table in found:
            assert all(cell is None or cell == 0 or cell >= threshold for cell in table.cells), seed


@pytest.mark.parametrize("seed", range(4))
def test_the_three_attackers_agree_that_nothing_is_to_be_had(seed: int) -> None:
    frame, threshold = draw_people(seed, 3)
    found = protect(count_tables(frame, [("a", "b"), ("c", "a")]), threshold)
    assert_nothing_leaks(found, threshold)
    assert recover_cells(found) == []


def draw_set(seed: int) -> tuple[Frame, int]:
    """Draw a set of up to three options by groups of very different size, some options ticked by nobody."""
    rng = np.random.default_rng(seed)
    rows, groups = int(rng.integers(6, 90)), int(rng.integers(2, 5))
    group = rng.choice(groups, rows, p=rng.dirichlet([1] * groups))
    group = np.where(rng.random(rows) < rng.choice([0, 0.03, 0.1]), -1, group).astype(np.int16)
    answered = rng.random(rows) >= np.clip(rng.random(groups + 1)[group] * 2 * rng.choice([0, 0.05, 0.4, 0.7]), 0, 1)
    ticks = (rng.random((3, rows)) < rng.choice([0, 0.02, 0.1, 0.5, 0.9], (3, 1))) & answered
    group_spec = ColumnSpec(name="g", kind="choice", codes=tuple("pqrs"[:groups]))
    columns = [Column(ColumnSpec(name="s", kind="set", codes=tuple("xyz")), ticks, answered)]
    columns.append(Column(group_spec, group, group >= 0))
    return build_frame(rows, columns), int(rng.choice([3, 5, 10]))


@pytest.mark.parametrize("seeds_", [range(8), range(8, 16), range(16, 24), (120, 122, 218, 254, 361)])
def test_options_of_a_set_by_group_give_nothing_away(seeds_: Sequence[int]) -> None:
    for seed in seeds_:
        frame, threshold = draw_set(seed)
        tables = count_tables(frame, [("s", "g")])
        found = protect(tables, threshold)
        assert bound_cells(found, threshold) == {}, seed
        for table, alone in zip(found, tables, strict=True):
            # What is hidden of an option does not depend on what it is told with: pages may be made one by one.
            np.testing.assert_array_equal(table.shown, protect_one(alone, threshold).shown)
            # Who did not tick is as well hidden as who did.
            assert all(cell is None or cell == 0 or cell >= threshold for cell in table.cells)
        assert all(np.array_equal(found[0].shown[-1], table.shown[-1]) for table in found), seed


def test_who_did_not_answer_one_option_of_a_set_answered_none() -> None:
    # Of q five people three answered. What the table of x would show of the missing in p, r and s told how many, and
    # with it that of y: the missing must be hidden in the same columns of both.
    missing = [23, 5, 13, 2, 7]
    tables = [
        CountTable((f"s={option}", "g"), (("yes", "no"), tuple("pqrs")), np.array([yes, no, missing]))
        for option, yes, no in [("x", [7, 1, 2, 1, 2], [3, 2, 4, 6, 2]), ("y", [0, 0, 0, 1, 0], [10, 3, 6, 6, 4])]
    ]
    first, second = found = protect(tables)
    np.testing.assert_array_equal(first.shown[-1], second.shown[-1])
    assert not first.shown[-1, 1]
    assert audit(found).exposures == ()
    assert bound_cells(found, 5) == {}
    # Once each was closed for itself; both attackers then had four cells of q within 0 to 3.
    shown = [[[0, 0, 0, 0, 1]] * 2 + [[0, 0, 1, 1, 1]], [[0] * 5] * 2 + [[1, 0, 1, 0, 1]]]
    naive = [
        ProtectedTable(table.table, np.array(cells, dtype=np.bool_), table.margins)
        for table, cells in zip(found, shown, strict=True)
    ]
    assert set(bound_cells(naive, 5).values()) == {(0, 3)}
    assert [(one.interval.low, one.interval.high) for one in audit(naive).exposures] == [(0, 3)] * 4


def test_what_all_but_a_few_gave_is_hidden_though_nobody_gave_another() -> None:
    # Eight of ten answered, all "no"; five of ten are women: at least three and at most five of them said "no".
    margins = [
        CountTable(("x",), (("yes", "no"),), np.array([0, 8, 2])),
        CountTable(("y",), (("w", "m"),), np.array([5, 5, 0])),
    ]
    table = CountTable(("x", "y"), (("yes", "no"), ("w", "m")), np.array([[0, 0, 0], [3, 5, 0], [2, 0, 0]]))
    shown = tuple(ProtectedTable(margin, np.ones(3, dtype=np.bool_)) for margin in margins)
    naive = ProtectedTable(table, np.zeros((3, 3), dtype=np.bool_), shown)
    assert bound_cells([naive], 5)[("x", "y"), (1, 0)] == (3, 5)
    found = protect_one(table)
    assert bound_cells([found], 5) == {}
    assert [margin.cells for margin in found.margins] == [(None, None), (5, 5)]
    # With nobody missing, or five, it may be told.
    assert protect_one(make_table([0, 80, 0])).cells == (0, 80)
    assert protect_one(make_table([0, 80, 5])).cells == (0, 80)
    assert protect_one(make_table([0, 80, 4])).cells == (None, None)


def test_of_one_code_all_is_hidden_where_few_did_not_give_it() -> None:
    found = protect_one(make_table([30, 3]))
    assert (found.cells, found.n) == ((None,), None)
    assert protect_one(make_table([30, 5])).cells == (30,)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=7), st.lists(st.integers(0, 40), min_size=2, max_size=7))
@settings(max_examples=60)
def test_two_distributions_alone_tell_nothing_of_a_cross_tab(one: list[int], other: list[int]) -> None:
    # Fréchet's bounds: a cell of codes of a and b of n people can move by min(a, b, n - a, n - b).
    one[-1] += max(0, sum(other) - sum(one))
    other[-1] += max(0, sum(one) - sum(other))
    first, second = protect_one(make_table(one)), protect_one(make_table(other))
    everyone = sum(one)
    for a in filter(None, first.cells):
        for b in filter(None, second.cells):
            assert everyone in {a, b} or min(a, b, everyone - a, everyone - b) >= 5


def test_a_withheld_table_still_says_where_nobody_is() -> None:
    frame = make_frame(10, seed=75)
    found = protect(count_tables(frame, [("why", "sex"), ("why", "city")]))
    assert audit(found).exposures == ()
    for table in found:
        empty = table.margins[1].shown & (table.margins[1].table.counts == 0)
        names = table.table.names
        axis = names.index(table.margins[1].table.names[0])
        assert np.moveaxis(table.shown, axis, 0)[empty].all(), names


def test_filters_that_differ_by_one_person_tell_nothing_of_that_person() -> None:
    # Of 40 people one is of group q. Told for all and for p alone, the answer of the one would be the difference.
    specs = [ColumnSpec(name="g", kind="choice", codes=("p", "q")), ColumnSpec(name="x", kind="choice", codes=("y", "n"))]
    rows = [{"g": "p", "x": "yn"[at % 2]} for at in range(39)] + [{"g": "q", "x": "y"}]
    everyone, group, by_group = protect(count_tables(encode_rows(specs, rows), [("x",), ("g",), ("g", "x")]))
    assert everyone.cells == (21, 19)
    assert group.cells == (None, None)
    assert by_group.cells == (None,) * 4
    assert_nothing_leaks([everyone, group, by_group])


def test_without_the_cells_hidden_for_others_sake_the_attackers_win() -> None:
    # The attackers can attack: hiding only what is small is not enough.
    table = make_table([[20, 3, 0], [15, 12, 0], [0, 0, 0]])
    naive = ProtectedTable(table, (table.counts == 0) | (table.counts >= 5), protect_one(table).margins)
    assert [place for _names, place, _value in recover_cells([naive])] == [(0, 1)]
    found = audit([naive])
    assert [(one.place, one.interval.low, one.interval.high) for one in found.exposures] == [(("0", "1"), 3, 3)]
    assert recover_cells([protect_one(table)]) == []


def test_bounds_that_are_too_narrow_are_found_though_nothing_can_be_solved() -> None:
    # Four hidden cells in a ring, one of them next to nothing: each is known within 0 to 4.
    table = make_table([[1, 3, 50, 0], [3, 30, 20, 0], [40, 30, 20, 0], [0, 0, 0, 0]])
    shown = np.ones((4, 4), dtype=np.bool_)
    shown[:2, :2] = False
    naive = ProtectedTable(table, shown, protect_one(table).margins)
    assert recover_cells([naive]) == []
    assert {one.interval.width for one in audit([naive]).exposures} == {4}
    assert_nothing_leaks([protect_one(table)])
    assert_nothing_leaks([protect_one(make_table([[1, 3, 50, 0], [3, 30, 20, 0], [40, 30, 20, 0], [0, 0, 0, 9]]))])


def test_two_tables_told_apart_leak_what_they_hide_when_put_together() -> None:
    # Each of the two is safe alone; their common margin must be hidden in both alike.
    frame = make_people(7, rows=60, sizes=(4, 3, 3), spread=0.4)
    both = protect(count_tables(frame, [("a", "b"), ("a", "c")]))
    assert_nothing_leaks(both)
    for table in both:
        hidden = ~next(part for part in table.margins if part.table.names == ("a",)).shown
        assert not ((table.shown & (table.table.counts > 0))[hidden]).any()


def test_a_base_that_could_give_a_share_away_is_hidden() -> None:
    # Of group 1 only three answered: how many did is hidden with what they said.
    found = protect_one(make_table([[20, 30, 2], [2, 1, 30], [25, 15, 1], [0, 0, 0]]))
    assert found.find_bases(0)[1] is None
    assert found.cells[2:4] == (None, None)
    assert_nothing_leaks([found])


def test_hiding_again_less_is_never_more_than_hiding_more() -> None:
    frame = make_people(3, rows=300, sizes=(5, 6))
    tables = count_tables(frame, [("a", "b")])
    (few,), (many,) = protect(tables, 5), protect(tables, 10)
    assert sum(cell is None for cell in few.cells) <= sum(cell is None for cell in many.cells)


def test_protection_gives_the_same_whatever_the_order_of_tables_and_axes() -> None:
    frame = make_people(5, rows=150, sizes=(4, 5, 3))
    wanted = [("a", "b"), ("c",), ("c", "a")]
    one = protect(count_tables(frame, wanted))
    other = protect(count_tables(frame, [("a", "c"), ("c",), ("b", "a")]))
    np.testing.assert_array_equal(one[0].shown, other[2].shown.T)
    np.testing.assert_array_equal(one[2].shown, other[0].shown.T)
    assert one[1].cells == other[1].cells


def test_tables_of_other_people_are_refused() -> None:
    frame = make_people(5, rows=50, sizes=(2, 3))
    half = select(frame, np.arange(50) < 25)
    for tables in (
        [*count_tables(frame, [("a",)]), *count_tables(half, [("a",)])],
        [*count_tables(frame, [("a",)]), *count_tables(half, [("b",)])],
    ):
        with pytest.raises(PollsProblem) as problem:
            protect(tables)
        assert problem.value.code == "tables.differ"
    with pytest.raises(PollsProblem):
        protect(count_tables(frame, [("a",)]), 1)


def test_tables_that_can_not_be_are_refused() -> None:
    frame = make_frame(20)
    for names in ([], ["sex", "sex"], ["sex", "city", "why", "sex"]):
        with pytest.raises(PollsProblem):
            count_tables(frame, [names])
    with pytest.raises(PollsProblem) as problem:
        count_tables(frame, [["age"]])
    assert problem.value.code == "column.kind"
    for counts in ([1, -1], [[1, 2]]):
        with pytest.raises(PollsProblem):
            CountTable(("a",), (("x",),), np.array(counts))


def test_a_large_ring_is_protected_and_the_audit_says_what_it_could_not_try() -> None:
    frame = make_people(9, rows=400, sizes=(6, 6, 6, 6, 6, 6))
    found = protect(count_tables(frame, [*(pair for pair in zip("abcdef", "bcdefa", strict=True))]))
    result = audit(found)
    assert not result.is_exact
    assert result.exposures == ()


def test_ties_with_a_ring_are_told_from_ties_without() -> None:
    ties = [frozenset(pair) for pair in ("ab", "bc", "cd")]
    assert is_ringless(ties)
    assert not is_ringless([*ties, frozenset("da")])
    assert is_ringless([*ties, frozenset("abcd")])
    assert is_ringless([frozenset("ab"), frozenset("cd")])


def test_a_line_of_zeros_hides_nothing() -> None:
    assert not hide_line(np.array([0, 0, 9]), np.zeros(3, dtype=np.bool_), Rule(5, 20)).any()


def test_a_page_of_forty_distributions_and_a_wide_cross_tab_is_protected_in_few_steps() -> None:
    frame = make_people(2, rows=300, sizes=(10, 10), alike=0.2)
    rest = [CountTable((f"q{at}",), (tuple("abcdefg"),), np.random.default_rng(at).integers(0, 60, 8)) for at in range(40)]
    people = 300
    for table in rest:
        table.counts[-1] += people - min(people, table.people)
        while table.people > people:
            table.counts[table.counts.argmax()] -= 1
    tables = [*rest, *count_tables(frame, [("a", "b")])]
    assert len(protect(tables)) == 41
    # 20 to 40 ms on the machine that docs/benchmarks.md names; a cell tried by linear programming has 10,000 steps.
    assert count_calls(lambda: protect(tables)) < 100_000
