"""Keeping edits: the later counts, nothing is lost, nothing is kept twice, bad ones are refused one by one."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from sciezka.rooms.rounds.actions import answers as acting
from sciezka.rooms.rounds.actions.edits import Edit
from sciezka.rooms.rounds.actions.late import admit_late
from sciezka.rooms.rounds.models import Answer, Participant, Round
from sciezka.rooms.rounds.queries.sheets import answers_of, find_sheet, history_of, late_sheets
from tests.factories.rounds import make_round, make_scale
from tests.factories.town import ProcessFactory, SeatFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def make_edit(item: Any, value: int | None = 3, **more: Any) -> Edit:
    """Give an edit of the scale that factories make."""
    return Edit(
        **{"key": uuid.uuid4(), "item": item.pk, "scale": "sila", "value": value, "edited_at": timezone.now(), **more}
    )


def start(**fields: Any) -> tuple[Round, Participant, list[Any]]:
    """Give a round of one person with its items."""
    round_ = make_round(ProcessFactory.create(), people=1, **fields)
    return round_, round_.participants.get(), list(round_.items.all())


def given_in(participant: Participant) -> dict[int, int | str | None]:
    """Give what counts, by item."""
    return {item: answer.special or answer.value for (item, *_), answer in answers_of(find_sheet(participant)).items()}


def test_an_edit_counts_and_marks_the_beginning() -> None:
    _round, person, items = start()
    edit = make_edit(items[0], 4, reason="bo tak")
    kept = acting.keep_edits(participant=person, edits=[edit])
    assert kept.counted == (edit.key,)
    assert given_in(person) == {items[0].pk: 4}
    person.refresh_from_db()
    assert person.has_started
    assert not person.has_finished


def test_the_same_edit_sent_again_is_acknowledged_and_kept_once() -> None:
    _round, person, items = start()
    edit = make_edit(items[0])
    first = acting.keep_edits(participant=person, edits=[edit, edit])
    again = acting.keep_edits(participant=person, edits=[edit])
    assert first.counted == again.counted == (edit.key,)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_later_edit_wins_in_whatever_order_they_come_and_the_earlier_is_kept(order: tuple[int, int]) -> None:
    _round, person, items = start()
    now = timezone.now()
    edits = [
        make_edit(items[0], 2, edited_at=now - dt.timedelta(minutes=2)),
        make_edit(items[0], 5, edited_at=now - dt.timedelta(minutes=1)),
    ]
    kept = [acting.keep_edits(participant=person, edits=[edits[at]]) for at in order]
    assert given_in(person) == {items[0].pk: 5}
    sheet = find_sheet(person)
    assert sheet
    assert [(row.value, row.fate) for row in history_of(sheet, items[0], "sila")] == [(5, "current"), (2, "earlier")]
    assert bool(kept[1].replaced) == (order == (1, 0))


def test_two_edits_of_one_answer_in_one_parcel_leave_one_that_counts() -> None:
    _round, person, items = start()
    now = timezone.now()
    edits = [make_edit(items[0], value, edited_at=now - dt.timedelta(seconds=10 - value)) for value in (5, 1, 3)]
    kept = acting.keep_edits(participant=person, edits=edits)
    assert len(kept.counted) == 3
    assert given_in(person) == {items[0].pk: 5}
    assert Answer.objects.filter(fate=Answer.Fate.EARLIER).count() == 2


def test_an_edit_from_the_future_is_taken_as_made_now() -> None:
    _round, person, items = start()
    now = timezone.now()
    acting.keep_edits(participant=person, edits=[make_edit(items[0], 1, edited_at=now + dt.timedelta(days=3))], now=now)
    assert Answer.objects.get().edited_at == now
    acting.keep_edits(participant=person, edits=[make_edit(items[0], 2)], now=now + dt.timedelta(seconds=1))
    assert given_in(person) == {items[0].pk: 2}


def test_taking_back_leaves_nothing_that_counts_but_the_history() -> None:
    _round, person, items = start()
    acting.keep_edits(participant=person, edits=[make_edit(items[0], 4)])
    acting.keep_edits(participant=person, edits=[make_edit(items[0], None)])
    assert given_in(person) == {items[0].pk: None}
    assert Answer.objects.count() == 2


def test_i_dont_know_is_kept_and_not_applicable_only_where_allowed() -> None:
    round_, person, items = start()
    unknown, inapplicable = make_edit(items[0], None, special="dk"), make_edit(items[1], None, special="na")
    kept = acting.keep_edits(participant=person, edits=[unknown, inapplicable])
    assert kept.counted == (unknown.key,)
    assert [refused.problem for refused in kept.refused] == ["special"]
    round_.scales = [make_scale(allows_na=True, allows_unknown=False)]
    round_.save()
    kept = acting.keep_edits(participant=person, edits=[make_edit(items[1], None, special="na")])
    assert not kept.refused


def test_each_wrong_edit_is_refused_with_its_reason_and_the_right_ones_are_kept() -> None:
    _round, person, items = start()
    other = make_round(ProcessFactory.create()).items.first()
    wrong = {
        "item": make_edit(other),
        "scale": make_edit(items[0], scale="inna"),
        "value": make_edit(items[0], 6),
        "special": make_edit(items[0], None, special="xx"),
        "reason": make_edit(items[0], reason="x" * 4001),
    }
    right = make_edit(items[1], 5)
    kept = acting.keep_edits(participant=person, edits=[*wrong.values(), right])
    assert kept.counted == (right.key,)
    assert {refused.key: refused.problem for refused in kept.refused} == {edit.key: name for name, edit in wrong.items()}
    assert all(refused.sentence for refused in kept.refused)


def test_a_column_is_asked_for_in_a_matrix_alone_and_never_of_the_item_itself() -> None:
    _round, person, items = start(kind=Round.Kind.MATRIX)
    right = make_edit(items[0], 2, scale="", against=items[1].pk)
    wrong = [
        make_edit(items[0], 2, scale="", against=items[0].pk),
        make_edit(items[0], 2, scale=""),
        make_edit(items[0], 2, against=items[2].pk),
    ]
    kept = acting.keep_edits(participant=person, edits=[right, *wrong])
    assert kept.counted == (right.key,)
    assert [refused.problem for refused in kept.refused] == ["item", "item", "scale"]
    _round, person, items = start()
    kept = acting.keep_edits(participant=person, edits=[make_edit(items[0], against=items[1].pk)])
    assert kept.refused[0].problem == "item"


def test_more_picks_than_allowed_are_refused_until_one_is_taken_back() -> None:
    _round, person, items = start(kind=Round.Kind.PICK, most_picks=2, scales=[])

    def pick(at: int, value: int | None = 1) -> Any:
        return acting.keep_edits(participant=person, edits=[make_edit(items[at], value, scale="")])

    assert pick(0).counted
    assert pick(1).counted
    assert pick(2).refused[0].problem == "picks"
    assert pick(1).counted, "choosing once more what is chosen is no third choice"
    pick(0, None)
    assert pick(2).counted
    assert given_in(person) == {items[0].pk: None, items[1].pk: 1, items[2].pk: 1}


def test_a_place_in_a_ranking_is_between_one_and_the_number_of_items() -> None:
    _round, person, items = start(kind=Round.Kind.RANKING, scales=[])
    kept = acting.keep_edits(participant=person, edits=[make_edit(items[0], value, scale="") for value in (0, 4, 3)])
    assert (len(kept.counted), [refused.problem for refused in kept.refused]) == (1, ["value", "value"])


@pytest.mark.parametrize("phase", ["waiting", "collecting", "sorting"])
def test_a_round_that_is_not_open_takes_nothing(phase: str) -> None:
    _round, person, items = start(phase=phase)
    kept = acting.keep_edits(participant=person, edits=[make_edit(items[0])])
    assert kept.refused[0].problem == "not_open"
    assert not Answer.objects.exists()


def test_who_was_taken_off_the_list_changes_nothing() -> None:
    _round, person, items = start()
    Participant.objects.update(removed_at=timezone.now())
    assert acting.keep_edits(participant=person, edits=[make_edit(items[0])]).refused
    assert not Answer.objects.exists()


def test_what_comes_after_the_end_is_kept_as_late_and_counts_once_admitted() -> None:
    round_, person, items = start()
    acting.keep_edits(participant=person, edits=[make_edit(items[0], 1)])
    made_before_the_end = timezone.now()
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now())
    late = make_edit(items[0], 5, edited_at=made_before_the_end)
    new = make_edit(items[1], 4, edited_at=made_before_the_end)
    kept = acting.keep_edits(participant=person, edits=[late, new])
    assert set(kept.late) == {late.key, new.key}
    assert acting.keep_edits(participant=person, edits=[late]).late == (late.key,)
    assert given_in(person) == {items[0].pk: 1}
    round_.refresh_from_db()
    (line,) = late_sheets(round_)
    assert line.count == 2
    coordinator = SeatFactory.create(workspace=round_.process.workspace).user
    assert admit_late(actor=coordinator, round=round_, sheet=line.sheet) == 2
    assert given_in(person) == {items[0].pk: 5, items[1].pk: 4}
    assert late_sheets(round_) == []


def test_admitting_keeps_to_the_most_that_may_be_picked() -> None:
    round_, person, items = start(kind=Round.Kind.PICK, most_picks=1, scales=[])
    acting.keep_edits(participant=person, edits=[make_edit(items[0], 1, scale="")])
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now())
    acting.keep_edits(participant=person, edits=[make_edit(items[1], 1, scale="")])
    sheet = find_sheet(person)
    assert sheet
    coordinator = SeatFactory.create(workspace=round_.process.workspace).user
    assert admit_late(actor=coordinator, round=round_, sheet=sheet) == 0
    assert given_in(person) == {items[0].pk: 1}


def test_finishing_and_reopening_is_possible_while_the_round_is_open() -> None:
    round_, person, _items = start()
    assert acting.finish_sheet(person).is_finished
    person.refresh_from_db()
    assert person.has_finished
    assert not acting.reopen_sheet(person).is_finished
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now())
    with pytest.raises(ValidationError):
        acting.finish_sheet(person)


def test_a_flood_of_changes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "MOST_CHANGES", 2)
    _round, person, items = start()
    for _time in range(2):
        acting.keep_edits(participant=person, edits=[make_edit(items[0])])
    assert acting.keep_edits(participant=person, edits=[make_edit(items[0])]).refused[0].problem == "full"


def test_the_number_of_queries_does_not_grow_with_the_edits(django_assert_max_num_queries: Any) -> None:
    _round, person, items = start(items=[f"Pozycja {number}" for number in range(40)])
    acting.keep_edits(participant=person, edits=[make_edit(item, 1) for item in items])
    for count in (1, 40):
        with django_assert_max_num_queries(12):
            acting.keep_edits(participant=person, edits=[make_edit(item, 2) for item in items[:count]])
