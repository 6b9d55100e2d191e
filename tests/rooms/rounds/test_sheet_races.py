"""Two tabs saving at once: one sheet, one answer that counts, nothing lost."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from sciezka.rooms.rounds.actions.answers import finish_sheet, keep_edits, open_sheet
from sciezka.rooms.rounds.actions.edits import Edit, Kept
from sciezka.rooms.rounds.actions.entering import enter_round
from sciezka.rooms.rounds.models import Answer, Item, Round
from tests.factories.rounds import make_round
from tests.factories.town import ProcessFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
TABS = 4
TURNS = 5


def run_at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run each act in a connection of its own, all at the same moment."""
    if connection.settings_dict["ENGINE"].endswith("sqlite3") and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has one writer")
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        gate.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(run, act) for act in acts]]


def make_edit(item: Item, value: int, scale: str = "sila") -> Edit:
    return Edit(key=uuid.uuid4(), item=item.pk, scale=scale, value=value, edited_at=timezone.now())


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_tabs_saving_at_once_leave_one_sheet_and_one_answer_that_counts(is_anonymous: bool) -> None:  # noqa: FBT001
    round_ = make_round(ProcessFactory.create(), people=1, is_anonymous=is_anonymous)
    person, items = round_.participants.get(), list(round_.items.all())

    def save(tab: int) -> list[Kept]:
        return [
            keep_edits(participant=person, edits=[make_edit(item, 1 + (tab + turn) % 5) for item in items])
            for turn in range(TURNS)
        ]

    kept = [one for tab in run_at_once([lambda tab=tab: save(tab) for tab in range(TABS)]) for one in tab]  # type: ignore[misc, attr-defined]
    assert not any(one.refused for one in kept)
    assert round_.sheets.count() == 1
    assert Answer.objects.count() == TABS * TURNS * len(items)
    for item in items:
        (counts,) = Answer.objects.filter(item=item, fate=Answer.Fate.CURRENT)
        assert counts.edited_at == max(Answer.objects.filter(item=item).values_list("edited_at", flat=True))


def test_the_same_parcel_sent_by_two_tabs_at_once_is_kept_once() -> None:
    round_ = make_round(ProcessFactory.create(), people=1)
    person = round_.participants.get()
    edits = [make_edit(item, 4) for item in round_.items.all()]
    kept = run_at_once([lambda: keep_edits(participant=person, edits=edits) for _tab in range(TABS)])
    assert {set(one.counted) == {edit.key for edit in edits} for one in kept} == {True}  # type: ignore[attr-defined]
    assert Answer.objects.count() == len(edits)


def test_two_tabs_can_not_pick_more_than_allowed_together() -> None:
    round_ = make_round(ProcessFactory.create(), people=1, kind=Round.Kind.PICK, most_picks=2, scales=[])
    person, items = round_.participants.get(), list(round_.items.all())
    run_at_once([lambda item=item: keep_edits(participant=person, edits=[make_edit(item, 1, "")]) for item in items])  # type: ignore[misc]
    assert Answer.objects.filter(fate=Answer.Fate.CURRENT, value=1).count() == 2


def test_sheets_opened_at_once_get_numbers_of_their_own() -> None:
    round_ = make_round(ProcessFactory.create(), people=6, is_anonymous=True)
    people = list(round_.participants.all())
    run_at_once([lambda person=person: open_sheet(person) for person in people])  # type: ignore[misc]
    run_at_once([lambda person=person: finish_sheet(person) for person in people])  # type: ignore[misc]
    assert len({sheet.number for sheet in round_.sheets.all()}) == len(people)


def test_people_who_come_by_the_link_at_once_are_people_of_their_own() -> None:
    round_ = make_round(ProcessFactory.create(), people=0, audience=Round.Audience.LINK)
    run_at_once([lambda: enter_round(round=round_) for _person in range(TABS)])
    assert round_.participants.count() == TABS
