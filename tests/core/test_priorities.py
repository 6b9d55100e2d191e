"""The gap, the cut of a vote, departures from it, and how far voters picked the same."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.priorities import Cut, cut_votes, find_departures, measure_gap, measure_overlap

VOTES = st.dictionaries(st.integers(0, 30), st.integers(0, 6), max_size=12)
SHEETS = st.lists(st.sets(st.integers(0, 7), max_size=5), min_size=2, max_size=9)


def test_the_example_of_the_method_page() -> None:
    votes = {"flats": 9, "jobs": 7, "buses": 5, "air": 5, "schools": 5, "sport": 1, "signs": 0}
    assert cut_votes(votes, 2) == Cut(("flats", "jobs"))
    assert (
        cut_votes(votes, 3) == cut_votes({**votes, "late": 0}, 3) == Cut(("flats", "jobs"), ("buses", "air", "schools"), 1)
    )
    assert cut_votes(votes, 5) == Cut(("flats", "jobs", "buses", "air", "schools"))
    assert cut_votes(votes, 20).sure[-1] == "sport"
    departs = find_departures(votes, ["flats", "air", "sport", "never asked"])
    assert (departs.left_out, departs.brought_in) == (("jobs",), ("sport", "never asked"))
    assert not find_departures(votes, ["flats", "jobs", "schools"])
    assert [measure_gap(5, 1), measure_gap(5, 5), measure_gap(4, 2.5)] == [20, 0, 10]


@given(votes=VOTES, places=st.integers(0, 14))
def test_a_cut_fills_its_places_and_hides_no_tie(votes: dict[int, int], places: int) -> None:
    cut = cut_votes(votes, places)
    wanted = min(places, sum(count > 0 for count in votes.values()))
    assert len(cut.sure) + cut.seats == wanted
    assert (cut.seats == 0) == (cut.tied == ())
    assert len(cut.tied) > cut.seats or not cut.tied
    assert len({votes[key] for key in cut.tied}) <= 1
    rest = set(votes) - {*cut.sure, *cut.tied}
    if places:
        for key in rest:
            assert all(votes[key] < votes[other] for other in (*cut.sure, *cut.tied))
    for chosen in combinations(cut.tied, cut.seats):
        assert not find_departures(votes, [*cut.sure, *chosen])


@given(votes=VOTES, data=st.data())
def test_a_choice_departs_exactly_where_somebody_with_more_votes_was_passed_over(
    votes: dict[int, int], data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.sampled_from(sorted(votes)))) if votes else set()
    others = set(votes) - chosen
    passes_over = any(votes[one] < votes[other] for one in chosen for other in others)
    unasked = any(votes[key] == 0 for key in chosen)
    assert bool(find_departures(votes, chosen)) == (passes_over or unasked)


@given(sheets=SHEETS)
def test_the_overlap_is_the_mean_over_all_pairs_of_voters(sheets: list[set[int]]) -> None:
    votes = Counter(dict.fromkeys(range(8), 0))
    for sheet in sheets:
        votes.update(sheet)
    found = measure_overlap(votes.values(), len(sheets))
    if not any(sheets):
        assert found is None
        return
    pairs = list(combinations(sheets, 2))
    assert found is not None
    assert found.shared == pytest.approx(sum(len(one & other) for one, other in pairs) / len(pairs))
    assert found.picks == pytest.approx(sum(map(len, sheets)) / len(sheets))
    alike = measure_overlap([len(sheets)] * 3 + [0] * 5, len(sheets))
    assert alike is not None
    assert alike.part == 1.0
    assert alike.by_chance == pytest.approx(9 / 8)
    assert measure_overlap([1, 1], 1) is None
