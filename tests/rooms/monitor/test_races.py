"""Two people at the monitor at once: one name, one group used first, one batch."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sciezka.core.peers import Group
from sciezka.kit.models import JournalEntry
from sciezka.rooms.monitor.actions.groups import GroupValues, delete_group, make_group, revise_group, use_first
from sciezka.rooms.monitor.actions.holding import NameTaken
from sciezka.rooms.monitor.actions.imports import import_file
from sciezka.rooms.monitor.actions.recipes import keep_recipe
from sciezka.rooms.monitor.models import Batch, ComparisonGroup
from sciezka.rooms.monitor.store.runs import DEFAULT_RECIPE
from tests.factories.monitor import TOWNS, write_figures
from tests.factories.town import ProcessFactory

pytestmark = pytest.mark.both_databases

FEW = GroupValues(group=Group("few", "", TOWNS[:4], 2020))


def run_at_once(acts: list[Callable[[], object]]) -> list[BaseException]:
    """Run each act in a connection of its own, all at the same moment; gives what went wrong."""
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
        found = [done.exception() for done in [pool.submit(run, act) for act in acts]]
    return [problem for problem in found if problem is not None]


@pytest.mark.django_db
def test_a_name_is_given_once_however_late_it_is_found_out() -> None:
    process = ProcessFactory.create()
    make_group(actor=None, process=process, name="few", kind="hand", values=FEW)
    other = make_group(actor=None, process=process, name="other", kind="hand", values=FEW)
    with pytest.raises(NameTaken):
        make_group(actor=None, process=process, name="few", kind="hand", values=FEW)
    with pytest.raises(NameTaken):
        revise_group(actor=None, group=other, name="few", values=FEW)
    keep_recipe(actor=None, process=process, name="few", recipe=DEFAULT_RECIPE, weights={})
    with pytest.raises(NameTaken):
        keep_recipe(actor=None, process=process, name="few", recipe=DEFAULT_RECIPE, weights={})


@pytest.mark.django_db
def test_a_group_that_another_person_deleted_first_is_deleted_once() -> None:
    group = make_group(actor=None, process=ProcessFactory.create(), name="few", kind="hand", values=FEW)
    same = ComparisonGroup.objects.get(pk=group.pk)
    delete_group(actor=None, group=group)
    with pytest.raises(ComparisonGroup.DoesNotExist):
        delete_group(actor=None, group=same)
    assert JournalEntry.objects.filter(verb="group.delete").count() == 1


@pytest.mark.django_db
def test_no_longer_using_a_group_first_leaves_the_one_used_instead() -> None:
    process = ProcessFactory.create()
    old, new = (make_group(actor=None, process=process, name=name, kind="hand", values=FEW) for name in ("old", "new"))
    use_first(actor=None, group=old)
    seen_before = ComparisonGroup.objects.get(pk=old.pk)
    use_first(actor=None, group=new)
    use_first(actor=None, group=seen_before, is_default=False)
    assert ComparisonGroup.objects.get(is_default=True) == new


@pytest.mark.django_db(transaction=True)
def test_of_groups_put_first_at_once_one_is_first() -> None:
    process = ProcessFactory.create()
    groups = [make_group(actor=None, process=process, name=f"{n}", kind="hand", values=FEW) for n in range(4)]
    assert run_at_once([lambda group=group: use_first(actor=None, group=group) for group in groups]) == []  # type: ignore[misc]
    assert ComparisonGroup.objects.filter(is_default=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_groups_named_alike_at_once_one_is_kept() -> None:
    process = ProcessFactory.create()
    act = lambda: make_group(actor=None, process=process, name="few", kind="hand", values=FEW)  # noqa: E731 - said thrice
    found = run_at_once([act, act, act])
    assert [type(problem) for problem in found] == [NameTaken, NameTaken]


@pytest.mark.django_db(transaction=True)
def test_a_file_brought_in_twice_at_once_is_one_batch_with_its_observations(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    data = write_figures().encode()
    act = lambda: import_file(actor=None, data=data, name="figures.csv")  # noqa: E731 - said thrice
    assert run_at_once([act, act, act]) == []
    batch = Batch.objects.get()
    assert [path.stem for path in (tmp_path / "monitor" / "observations").iterdir()] == [batch.key]
