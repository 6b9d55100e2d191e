"""Sharing submissions out among assessors."""

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.scoring.assignment import Assignment, Pair, assign

CODES = ("001", "002", "003", "004", "005", "006")
NAMES = ("A", "B", "C", "D")


@st.composite
def tasks(draw: st.DrawFn) -> tuple[tuple[str, ...], tuple[str, ...], int, frozenset[Pair], frozenset[Pair]]:
    codes = CODES[: draw(st.integers(1, 4))]
    names = NAMES[: draw(st.integers(1, 4))]
    pairs = st.frozensets(st.sampled_from(list(itertools.product(codes, names))), max_size=6)
    conflicts = draw(pairs)
    return codes, names, draw(st.integers(1, 3)), conflicts, draw(pairs) - conflicts


def find_levellest(
    codes: tuple[str, ...], names: tuple[str, ...], each: int, conflicts: frozenset[Pair], held: frozenset[Pair]
) -> int:
    """Try every way and give the least sum of squares of loads: the measure of how level they are."""
    ways = []
    for code in codes:
        kept = frozenset(name for one, name in held if one == code)
        free = [name for name in names if name not in kept and (code, name) not in conflicts]
        more = min(max(each - len(kept), 0), len(free))
        ways.append([kept | set(some) for some in itertools.combinations(free, more)])
    return min(square(Counter(itertools.chain.from_iterable(way))) for way in itertools.product(*ways))


def square(loads: Counter[str]) -> int:
    return sum(load * load for load in loads.values())


@given(tasks())
def test_each_submission_gets_as_many_as_may_judge_it_and_loads_are_as_level_as_they_can_be(
    task: tuple[tuple[str, ...], tuple[str, ...], int, frozenset[Pair], frozenset[Pair]],
) -> None:
    codes, names, each, conflicts, held = task
    found = assign(codes, names, each, conflicts=conflicts, held=held)
    for code in codes:
        some = found.judges[code]
        kept = {name for one, name in held if one == code}
        may = [name for name in names if (code, name) not in conflicts]
        assert not {(code, name) for name in some} & conflicts
        assert kept <= set(some)
        assert len(set(some)) == len(some) == max(len(kept), min(each, len(may)))
        assert found.short.get(code, 0) == max(each - len(some), 0)
    assert square(Counter(found.loads(names))) == find_levellest(codes, names, each, conflicts, held)
    assert set(found.added) | held == {(code, name) for code, some in found.judges.items() for name in some}
    assert assign(codes, names, each, conflicts=conflicts, held=held) == found


@given(st.integers(1, 40), st.integers(1, 7), st.integers(1, 7))
def test_without_ties_loads_differ_by_one_at_most(count: int, people: int, each: int) -> None:
    codes = [f"{number:03}" for number in range(count)]
    loads = assign(codes, NAMES + ("E", "F", "G")[: max(people - 4, 0)] if people > 4 else NAMES[:people], each)
    counts = loads.loads(()).values()
    assert max(counts) - min(counts) <= 1


def test_all_judge_all_but_for_ties() -> None:
    found = assign(["001", "002"], ["A", "B", "C"], conflicts={("002", "B")})
    assert found.judges == {"001": ("A", "B", "C"), "002": ("A", "C")}
    assert found.short == {"002": 1}


def test_work_is_passed_on_through_others() -> None:
    # B may judge 001 and 002 alone, C all but those; A hands on to B what C can't take.
    conflicts = {("001", "C"), ("002", "C"), ("003", "B"), ("004", "B")}
    found = assign(["001", "002", "003", "004"], ["A", "B", "C"], 1, conflicts=conflicts)
    assert sorted(found.loads("ABC").values()) == [1, 1, 2]


def test_cards_that_were_begun_stay_where_they_are() -> None:
    held = [("001", "A"), ("002", "A"), ("003", "A")]
    found = assign(["001", "002", "003", "004"], ["A", "B"], 1, held=held)
    assert found == Assignment({"001": ("A",), "002": ("A",), "003": ("A",), "004": ("B",)}, (("004", "B"),), {})


def test_a_large_call_is_shared_out_at_once() -> None:
    codes = [f"{number:04}" for number in range(1000)]
    names = [f"os{number}" for number in range(12)]
    conflicts = {(code, names[0]) for code in codes[:900]}
    loads = assign(codes, names, 3, conflicts=conflicts).loads(names)
    assert loads["os0"] == 100
    assert max(loads.values()) - min(load for name, load in loads.items() if name != "os0") <= 1


@pytest.mark.parametrize(("codes", "each"), [(["001", "001"], 1), (["001"], 0)])
def test_nonsense_is_refused(codes: list[str], each: int) -> None:
    with pytest.raises(ValueError, match=r"twice|at least one"):
        assign(codes, ["A"], each)
