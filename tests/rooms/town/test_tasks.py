"""The plan: board, single tasks, moving, deleting and bringing back."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.town.actions.tasks import TaskValues, edit_task, move_task, plan_task
from sciezka.rooms.town.models import Task
from sciezka.rooms.town.queries.tasks import BoardFilters, people_of, read_board
from tests.factories import town
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office() -> Office:
    """An office with somebody in each role."""
    return build_office()


def fill(office: Office, **changed: object) -> dict[str, object]:
    """Fill the form of a task."""
    values = {
        "title": "Zebrać dane", "description": "", "stage": office.stage.pk, "holder": f"t{office.team.pk}",
        "starts_on": "2026-03-02", "due_on": "2026-03-16", "status": "todo",
    }  # fmt: skip
    return {**values, **changed}


def test_a_task_is_planned_for_a_team(office: Office) -> None:
    answer = office.client("adviser").post(f"{office.desk}zadania/nowe/", fill(office))
    task = Task.objects.get()
    assert answer["Location"] == f"{office.desk}zadania/#task-{task.pk}"
    assert (task.team, task.owner, task.stage) == (office.team, None, office.stage)


def test_a_task_is_planned_for_a_person(office: Office) -> None:
    person = office.people["contributor"]
    office.client("coordinator").post(f"{office.desk}zadania/nowe/", fill(office, holder=f"u{person.pk}"))
    assert Task.objects.get().owner == person


@pytest.mark.one_database
@pytest.mark.parametrize("holder", ["u999999", "t999999", "x", "'; drop", "u"])
def test_a_task_goes_to_nobody_from_outside(office: Office, holder: str) -> None:
    answer = office.client("coordinator").post(f"{office.desk}zadania/nowe/", fill(office, holder=holder))
    assert answer.status_code == 200
    assert not Task.objects.exists()


def test_what_was_typed_stays_when_the_due_day_comes_before_the_start(office: Office) -> None:
    answer = office.client("coordinator").post(f"{office.desk}zadania/nowe/", fill(office, due_on="2026-03-01"))
    assert answer.status_code == 200
    assert "Zebrać dane" in answer.content.decode()
    assert answer.context["form"].errors.keys() == {"due_on"}


def test_whoever_has_a_task_stays_in_its_form_after_their_rights_ended(office: Office) -> None:
    person = office.people["contributor"]
    task = town.TaskFactory.create(process=office.process, owner=person)
    office.team.memberships.update(until=dt.date(2020, 2, 1))
    assert person not in people_of(office.process)
    data = fill(office, title="Zmienione", holder=f"u{person.pk}")
    office.client("coordinator").post(f"{office.desk}zadania/{task.pk}/zmiana/", data)
    task.refresh_from_db()
    assert (task.title, task.owner) == ("Zmienione", person)


def test_a_task_is_moved_without_scripts(office: Office) -> None:
    task = town.TaskFactory.create(process=office.process)
    answer = office.client("contributor").post(f"{office.desk}zadania/{task.pk}/ruch/?late=1", {"status": "done"})
    assert answer["Location"] == f"{office.desk}zadania/?late=1#task-{task.pk}"
    task.refresh_from_db()
    assert (task.status, task.done_on) == ("done", timezone.localdate())


def test_with_scripts_only_the_board_is_drawn_and_the_focus_stays_on_the_task(office: Office) -> None:
    task = town.TaskFactory.create(process=office.process)
    url = f"{office.desk}zadania/{task.pk}/ruch/"
    page = office.client("contributor").post(url, {"status": "doing"}, headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<div class="toasts"')
    assert "<html" not in page
    assert page.count("autofocus") == 1


def test_an_unknown_status_changes_nothing(office: Office) -> None:
    task = town.TaskFactory.create(process=office.process)
    office.client("contributor").post(f"{office.desk}zadania/{task.pk}/ruch/", {"status": "burnt"})
    task.refresh_from_db()
    assert task.status == "todo"


def test_taking_a_task_up_again_forgets_the_day_it_was_done(office: Office) -> None:
    task = town.TaskFactory.create(process=office.process, status="done", done_on=dt.date(2026, 3, 3))
    move_task(actor=None, task=task, status="doing")
    assert task.done_on is None


def test_a_deleted_task_can_be_brought_back(office: Office) -> None:
    task = town.TaskFactory.create(process=office.process, stage=office.stage, team=office.team, title="Ważne")
    client = office.client("coordinator")
    client.post(f"{office.desk}zadania/{task.pk}/usuniecie/")
    assert not Task.objects.exists()
    client.post(f"{office.desk}zadania/przywrocenie/")
    back = Task.objects.get()
    assert (back.title, back.stage, back.team, back.due_on) == ("Ważne", office.stage, office.team, task.due_on)
    client.post(f"{office.desk}zadania/przywrocenie/")
    assert Task.objects.count() == 1


def test_a_task_of_another_process_is_not_brought_back_here(office: Office) -> None:
    task = town.TaskFactory.create(process=office.process)
    other = town.ProcessFactory.create(workspace=office.workspace)
    client = office.client("coordinator")
    client.post(f"{office.desk}zadania/{task.pk}/usuniecie/")
    client.post(f"/biuro/{office.workspace.slug}/{other.slug}/zadania/przywrocenie/")
    assert not Task.objects.exists()


def test_a_stage_of_another_process_is_refused(office: Office) -> None:
    stage = town.StageFactory.create()
    values = TaskValues(title="x", starts_on=dt.date(2026, 3, 2), due_on=dt.date(2026, 3, 2), stage=stage)
    with pytest.raises(ValidationError):
        plan_task(actor=None, process=office.process, values=values)


def test_saving_the_same_task_twice_leaves_one_trace(office: Office) -> None:
    task = town.TaskFactory.create(process=office.process)
    values = TaskValues(title="Nowy tytuł", starts_on=task.starts_on, due_on=task.due_on)
    edit_task(actor=None, task=task, values=values)
    edit_task(actor=None, task=task, values=values)
    assert JournalEntry.objects.filter(verb="task.edit").count() == 1


def test_finished_tasks_fold_to_the_latest_ten(office: Office) -> None:
    for day in range(1, 14):
        town.TaskFactory.create(process=office.process, status="done", done_on=dt.date(2026, 3, day), title=f"Z{day:02}")
    done = read_board(office.process, BoardFilters())[2]
    assert [card.task.title for card in done.cards] == [f"Z{day:02}" for day in range(13, 3, -1)]
    assert (done.number, done.hidden) == (13, 3)
    assert read_board(office.process, BoardFilters(all_done=True))[2].hidden == 0


def test_the_board_marks_overdue_tasks_by_a_word(office: Office) -> None:
    town.TaskFactory.create(process=office.process, due_on=dt.date(2026, 3, 16))
    with time_machine.travel(dt.datetime(2026, 3, 16, 12, tzinfo=dt.UTC), tick=False):
        assert not read_board(office.process, BoardFilters(late_only=True))[0].cards
    with time_machine.travel(dt.datetime(2026, 3, 17, 12, tzinfo=dt.UTC), tick=False):
        assert read_board(office.process, BoardFilters(late_only=True))[0].cards[0].is_late


def test_the_board_filters_by_stage(office: Office) -> None:
    town.TaskFactory.create(process=office.process, stage=office.stage, title="Tutaj")
    town.TaskFactory.create(process=office.process, title="Gdzie indziej")
    page = office.client("viewer").get(f"{office.desk}zadania/?stage={office.stage.pk}").content.decode()
    assert "Tutaj" in page
    assert "Gdzie indziej" not in page


@pytest.mark.one_database
@pytest.mark.parametrize("query", ["stage=abc", "stage=99999999999999999999999", "stage=-1", "done=x"])
def test_a_spoilt_address_shows_the_whole_board(office: Office, query: str) -> None:
    town.TaskFactory.create(process=office.process, title="Jest")
    assert "Jest" in office.client("viewer").get(f"{office.desk}zadania/?{query}").content.decode()


def count_queries(office: Office, path: str, django_assert_max_num_queries: object) -> int:
    """Count the queries of a page."""
    client = office.client("coordinator")
    client.get(path)
    with django_assert_max_num_queries(40) as found:  # type: ignore[operator]
        client.get(path)
    return len(found)


@pytest.mark.one_database
@pytest.mark.parametrize("page", ["zadania/", "harmonogram/", "harmonogram.csv", ""])
def test_a_page_costs_the_same_for_one_task_and_for_three(
    office: Office, page: str, django_assert_max_num_queries: object
) -> None:
    def add() -> None:
        stage = town.StageFactory.create(process=office.process)
        owner = office.people["adviser"]
        town.TaskFactory.create(process=office.process, stage=stage, owner=owner)
        town.EventFactory.create(process=office.process, stage=stage)

    add()
    once = count_queries(office, f"{office.desk}{page}", django_assert_max_num_queries)
    add()
    add()
    assert count_queries(office, f"{office.desk}{page}", django_assert_max_num_queries) == once


def test_the_plan_as_csv_opens_in_office_programs_and_runs_nothing(office: Office) -> None:
    town.TaskFactory.create(process=office.process, title="=1+1", stage=office.stage)
    body = office.client("viewer").get(f"{office.desk}harmonogram.csv").content.decode("utf-8")
    assert body.startswith("\ufeff")
    assert "'=1+1" in body
    assert ";=1+1" not in body
