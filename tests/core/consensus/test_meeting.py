"""What a meeting is given: proposals, an agenda, changes between waves, matrices and ladders."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.consensus import (
    ConsensusProblem,
    Given,
    LadderStage,
    Special,
    agenda,
    compare_waves,
    ladder,
    needs_talk,
    propose,
    summarise,
    summarise_matrix,
)

DK, NA = Special.UNKNOWN, Special.NOT_APPLICABLE
FIVE = (1.0, 2.0, 3.0, 4.0, 5.0)


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ([3, 3, 3, 4], 3),
        ([3, 3, 4, 4], None),
        ([4, 4, 4, 4, 3], 4),
        ([3, 3, 3, 3, 3, 3, 5], None),
        ([3, 3, 3, 4, DK, DK, DK, DK, NA], 3),
        ([3, 3], 3),
        ([3], None),
        ([], None),
        ([DK, DK], None),
    ],
)
def test_a_level_is_proposed_when_three_quarters_chose_it_and_no_one_is_far_off(
    values: list[Given], level: float | None
) -> None:
    assert propose(values, FIVE) == level


def test_steps_are_counted_in_levels_not_in_numbers() -> None:
    assert propose([10, 10, 10, 100], (0, 10, 100)) == 10
    assert propose([1, 1, 1, 3], (1, 2, 3)) is None
    assert propose([1, 1, 1, 3], (1, 2, 3), widest=2) == 1


def test_a_share_is_met_but_for_rounding() -> None:
    assert propose([2] * 7 + [3] * 3, FIVE, share=0.7) == 2
    assert propose([2] * 69 + [3] * 31, FIVE, share=0.7) is None
    assert propose([2] * 29 + [3], FIVE, share=0.9666666666666667) == 2


@pytest.mark.parametrize("share", [0.5, 0, 1.01, float("nan")])
def test_a_share_that_two_levels_could_reach_is_refused(share: float) -> None:
    with pytest.raises(ConsensusProblem) as caught:
        propose([1, 1], FIVE, share=share)
    assert caught.value.code == "propose.share"


@given(st.lists(st.sampled_from([*FIVE, DK, NA]), max_size=20))
def test_what_is_proposed_is_the_median_and_needs_no_talk_but_for_doubt(values: list[Given]) -> None:
    level = propose(values, FIVE)
    summary = summarise(values, FIVE)
    if level is not None:
        assert summary.median == level
        need = needs_talk(summary)
        assert need is None or need.reasons == ("unknown",)


@pytest.mark.parametrize(
    ("values", "reasons"),
    [
        ([3, 3, 4, 4], None),
        ([3, 4, 5], ("range",)),
        ([1, 1, 5, 5], ("range", "agreement")),
        ([3, DK], ("unknown",)),
        ([1, 5, DK, DK], ("range", "agreement", "unknown")),
        ([DK], ("unknown",)),
        ([NA], None),
        ([], None),
        ([2], None),
    ],
)
def test_an_item_is_talked_over_for_its_range_its_agreement_or_its_doubt(
    values: list[Given], reasons: tuple[str, ...] | None
) -> None:
    need = needs_talk(summarise(values, FIVE), FIVE)
    assert (need and need.reasons) == reasons


def test_the_need_is_polarisation_and_range_and_doubt_together() -> None:
    need = needs_talk(summarise([1, 5, DK, DK], FIVE))
    assert need is not None
    assert need.score == 1 + 1 + 0.5
    assert need.steps == 4
    mild = needs_talk(summarise([2, 3, 4], FIVE))
    assert mild is not None
    assert mild.score == pytest.approx(0.25 + 0.5)


def test_how_far_apart_is_too_far_can_be_chosen() -> None:
    summary = summarise([2, 3, 4], FIVE)
    assert needs_talk(summary, spread=3) is None
    stricter = needs_talk(summary, spread=3, threshold=0.6)
    assert stricter is not None
    assert stricter.reasons == ("agreement",)
    with pytest.raises(ConsensusProblem) as caught:
        needs_talk(summary, (1, 2, 3))
    assert caught.value.code == "levels.other"


def test_the_agenda_starts_with_the_greatest_need_and_keeps_the_order_of_equals() -> None:
    answers = {"mild": [2, 3, 4], "none": [3, 3], "worst": [1, 5], "same": [2, 3, 4]}
    found = agenda((key, needs_talk(summarise(values, FIVE))) for key, values in answers.items())
    assert [point.key for point in found] == ["worst", "mild", "same"]
    assert [point.need.score for point in found] == sorted((point.need.score for point in found), reverse=True)


def test_two_waves_are_compared_after_less_before() -> None:
    change = compare_waves(summarise([1, 2, 3, DK], FIVE), summarise([3, 3, 4], FIVE))
    assert (change.n_before, change.n_after) == (3, 3)
    assert (change.median_change, change.range_change, change.share_unknown_change) == (1, -1, -0.25)
    assert change.mean_change == pytest.approx(4 / 3)
    assert change.agreement_change == pytest.approx(summarise([3, 3, 4], FIVE).agreement - 0.5)  # type: ignore[operator]
    unknown = compare_waves(summarise([], FIVE), summarise([3], FIVE))
    assert (unknown.median_change, unknown.agreement_change, unknown.share_unknown_change) == (None, None, None)
    with pytest.raises(ConsensusProblem) as caught:
        compare_waves(summarise([1], FIVE), summarise([1], (1, 2)))
    assert caught.value.code == "waves.scale"


def test_a_matrix_is_summarised_cell_by_cell() -> None:
    sheets: list[dict[tuple[str, str], Given]] = [
        {("a", "b"): 3, ("b", "a"): 0, ("a", "c"): 1},
        {("a", "b"): 3, ("b", "a"): 3, ("a", "c"): DK},
        {("a", "b"): 2, ("b", "a"): 1, ("a", "c"): 1},
    ]
    found = summarise_matrix(sheets, "abc", (0, 1, 2, 3))
    assert list(found.cells) == [("a", "b"), ("a", "c"), ("b", "a"), ("b", "c"), ("c", "a"), ("c", "b")]
    assert found.medians["a", "b"] == 3
    assert found.medians["b", "c"] is None
    assert (found.cells["a", "c"].n, found.cells["a", "c"].dont_know, found.cells["b", "a"].range) == (2, 1, 3)
    assert [point.key for point in found.disputed] == [("b", "a")]


def test_a_matrix_with_other_columns_has_every_pair() -> None:
    found = summarise_matrix([{("a", "a"): 1}], "ab", (0, 1), columns="a")
    assert found.medians == {("a", "a"): 1, ("b", "a"): None}


@pytest.mark.parametrize(
    ("sheet", "rows", "code"),
    [
        ({("a", "a"): 1}, "ab", "matrix.cell"),
        ({("a", "x"): 1}, "ab", "matrix.cell"),
        ({("a", "b"): 9}, "ab", "value.off_scale"),
        ({}, "aa", "items.twice"),
    ],
)
def test_answers_outside_the_matrix_are_refused(sheet: Mapping[tuple[str, str], Given], rows: str, code: str) -> None:
    with pytest.raises(ConsensusProblem) as caught:
        summarise_matrix([sheet], rows, (0, 1, 2, 3))
    assert caught.value.code == code


YES, NO, MAYBE = True, False, None


@pytest.mark.parametrize(
    ("conditions", "stage"),
    [
        ({1: [YES, YES], 2: [YES], 3: [YES]}, LadderStage(3, None, (), ())),
        ({1: [YES], 2: [YES, NO, MAYBE], 3: [YES]}, LadderStage(1, 2, (1, 2), (2,))),
        ({1: [NO], 2: [YES], 3: [YES]}, LadderStage(0, 1, (0,), ())),
        ({3: [YES], 1: [YES], 2: [MAYBE]}, LadderStage(1, 2, (0,), (0,))),
        ({1: [YES], 3: [YES], 5: [NO]}, LadderStage(3, 5, (0,), ())),
        ({}, LadderStage(0, None, (), ())),
    ],
)
def test_the_stage_is_the_highest_that_holds_with_all_below_it(
    conditions: Mapping[int, Sequence[bool | None]], stage: LadderStage
) -> None:
    assert ladder(conditions) == stage


@pytest.mark.parametrize(("conditions", "code"), [({0: [True]}, "ladder.stage"), ({1: [True], 2: []}, "ladder.empty")])
def test_a_ladder_that_is_none_is_refused(conditions: Mapping[int, Sequence[bool | None]], code: str) -> None:
    with pytest.raises(ConsensusProblem) as caught:
        ladder(conditions)
    assert caught.value.code == code


@given(st.lists(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=3), max_size=5), st.integers(0, 4))
def test_meeting_one_more_condition_never_lowers_the_stage(held: list[list[bool | None]], at: int) -> None:
    before = ladder(dict(enumerate(held, start=1))).stage
    if at < len(held):
        held[at] = [True, *held[at][1:]]
    assert ladder(dict(enumerate(held, start=1))).stage >= before
