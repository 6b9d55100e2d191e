"""Two people at the thread at once: no code twice, no circle closed from both sides."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from sciezka.rooms.thread.actions import hang, tie, untie
from sciezka.rooms.thread.models import Node, Tie
from tests.factories import town
from tests.factories.thread import NodeFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
AT_ONCE = 6


def run_at_once(acts: list[Callable[[], object]]) -> None:
    """Run each act in a connection of its own, all at the same moment."""
    if connection.settings_dict["ENGINE"].endswith("sqlite3") and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has one writer")
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(run, act) for act in acts]:
            done.result()


def test_nouns_hung_at_once_get_different_codes() -> None:
    process = town.ProcessFactory.create()
    tasks = town.TaskFactory.create_batch(AT_ONCE, process=process)

    def hang_one(place: int) -> Callable[[], object]:
        return lambda: hang(actor=None, process=process, type="test_proof", noun=tasks[place], title=f"{place}")

    run_at_once([hang_one(place) for place in range(AT_ONCE)])
    assert sorted(Node.objects.values_list("code", flat=True)) == [f"XW-{number:02}" for number in range(1, AT_ONCE + 1)]


def test_one_noun_hung_by_two_people_at_once_hangs_once() -> None:
    task = town.TaskFactory.create()
    run_at_once(
        [lambda: hang(actor=None, process=task.process, type="test_proof", noun=task, title="Raz") for _ in range(AT_ONCE)]
    )
    assert Node.objects.count() == 1


def test_no_circle_is_closed_from_both_sides_at_once() -> None:
    process = town.ProcessFactory.create()
    first, second = NodeFactory.create_batch(2, process=process)
    refused: list[ValidationError] = []

    def tie_them(source: Node, target: Node) -> Callable[[], object]:
        def act() -> None:
            try:
                tie(actor=None, source=source, target=target, kind="supports", reason="Bo tak.")
            except ValidationError as refusal:
                refused.append(refusal)

        return act

    run_at_once([tie_them(first, second), tie_them(second, first)])
    assert (Tie.objects.count(), [refusal.code for refusal in refused]) == (1, ["circle"])


def test_a_tie_removed_by_two_people_at_once_is_removed_once_and_the_second_is_told() -> None:
    first, second = NodeFactory.create_batch(2, process=town.ProcessFactory.create())
    made = tie(actor=None, source=first, target=second, kind="supports", reason="Bo tak.")
    refused: list[ValidationError] = []

    def act() -> None:
        try:
            untie(actor=None, tie=made)
        except ValidationError as refusal:
            refused.append(refusal)

    run_at_once([act, act])
    assert (Tie.objects.count(), [refusal.code for refusal in refused]) == (0, ["gone"])
