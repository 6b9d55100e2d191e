"""Opening a process, its front page, its settings and its publication."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from sciezka.kit.models import JournalEntry
from sciezka.rooms.town.actions.processes import ProcessValues, open_process
from sciezka.rooms.town.actions.programmes import edit_programme, load_shipped_programmes
from sciezka.rooms.town.models import Event, Process, Programme, Seat, Task
from sciezka.rooms.town.models.processes import RESERVED_PROCESS_SLUGS
from sciezka.rooms.town.programmes import as_toml_source, shipped_programmes
from sciezka.rooms.town.queries.next_steps import next_steps, read_situation
from sciezka.rooms.town.queries.stages import StageFacts, read_stages, stage_states
from tests.factories import town
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
START = dt.date(2026, 3, 2)
ALL_POWERS = frozenset(
    {"town.manage_teams", "town.manage_seats", "town.publish_event", "town.edit_process", "town.plan_tasks"}
)


@pytest.fixture
def office() -> Office:
    """An office with somebody in each role."""
    return build_office()


def fill(**changed: object) -> dict[str, object]:
    """Fill the form that opens a process."""
    return {"programme": "rozwoj-lokalny", "name": "Żółty Młyn 2030", "slug": "", "started_on": "2026-03-02", **changed}


@pytest.mark.parametrize("template", shipped_programmes(), ids=lambda template: template.key)
def test_a_process_gets_everything_its_programme_names(office: Office, template: object) -> None:
    key = template.key  # type: ignore[attr-defined]
    answer = office.client("coordinator").post(f"{office.home}nowy-proces/", fill(programme=key))
    process = Process.objects.get(slug="zolty-mlyn-2030")
    assert answer["Location"] == f"/biuro/{office.workspace.slug}/zolty-mlyn-2030/"
    assert list(process.stages.values_list("key", flat=True)) == [stage.key for stage in template.stages]  # type: ignore[attr-defined]
    assert process.tasks.count() == len(template.tasks)  # type: ignore[attr-defined]
    assert process.teams.count() == len(template.teams)  # type: ignore[attr-defined]
    assert not process.is_published
    assert not any(team.memberships.exists() for team in process.teams.all())
    first = min(template.tasks, key=lambda task: task.start_day)  # type: ignore[attr-defined]
    assert process.tasks.first().starts_on == START + dt.timedelta(days=first.start_day)  # type: ignore[union-attr]
    owned = {task.assignee == "coordinator" for task in template.tasks}  # type: ignore[attr-defined]
    assert process.tasks.filter(owner=office.people["coordinator"]).exists() == (True in owned)
    assert JournalEntry.objects.filter(verb="process.open", object_id=str(process.pk)).count() == 1


@pytest.mark.one_database
def test_texts_are_taken_in_the_workspaces_language(office: Office) -> None:
    office.workspace.language = "en"
    office.workspace.save()
    programme = load_shipped_programmes()[0]
    process = open_process(
        actor=None,
        workspace=office.workspace,
        slug="en",
        values=ProcessValues(name="x", started_on=START),
        programme=programme,
    )
    assert process.stages.first().name == shipped_programmes()[0].stages[0].name.en  # type: ignore[union-attr]


def test_without_a_programme_the_process_has_one_stage_and_nothing_else(office: Office) -> None:
    office.client("coordinator").post(f"{office.home}nowy-proces/", fill(programme="none"))
    process = Process.objects.get(slug="zolty-mlyn-2030")
    assert (process.stages.count(), process.tasks.count(), process.programme) == (1, 0, None)


@pytest.mark.one_database
@pytest.mark.parametrize("slug", sorted(RESERVED_PROCESS_SLUGS))
def test_a_reserved_address_is_refused(office: Office, slug: str) -> None:
    answer = office.client("coordinator").post(f"{office.home}nowy-proces/", fill(slug=slug))
    assert "slug" in answer.context["form"].errors
    assert "Żółty Młyn 2030" in answer.content.decode()


def test_a_taken_address_is_refused_here_but_free_in_another_workspace(office: Office) -> None:
    town.ProcessFactory.create(slug="wolny")
    client = office.client("coordinator")
    assert "slug" in client.post(f"{office.home}nowy-proces/", fill(slug=office.process.slug)).context["form"].errors
    assert client.post(f"{office.home}nowy-proces/", fill(slug="wolny")).status_code == 302


@pytest.mark.one_database
@pytest.mark.parametrize("changed", [{"name": ""}, {"started_on": "31.02.2026"}, {"programme": "nie-ma"}, {"slug": "ź ł"}])
def test_bad_input_makes_nothing_and_keeps_what_was_typed(office: Office, changed: dict[str, object]) -> None:
    answer = office.client("coordinator").post(f"{office.home}nowy-proces/", fill(**changed))
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == changed.keys()
    assert Process.objects.count() == 1


def test_every_address_of_the_office_is_reserved() -> None:
    from sciezka.rooms.town.urls import office as addresses  # noqa: PLC0415

    words = {str(pattern.pattern).split("/")[2] for pattern in addresses.workspace} - {""}
    assert words <= RESERVED_PROCESS_SLUGS


def test_publishing_and_withdrawing(office: Office) -> None:
    client = office.client("coordinator")
    client.post(f"{office.desk}wycofanie/")
    office.process.refresh_from_db()
    assert not office.process.is_published
    client.post(f"{office.desk}publikacja/")
    client.post(f"{office.desk}publikacja/")
    office.process.refresh_from_db()
    assert office.process.is_published
    assert JournalEntry.objects.filter(verb="process.publish").count() == 1


def test_settings_are_saved_and_refused_whole(office: Office) -> None:
    client = office.client("coordinator")
    data = {"name": "Nowa nazwa", "summary": "Po co", "started_on": "2026-03-02", "ended_on": "2026-03-01"}
    assert "ended_on" in client.post(f"{office.desk}ustawienia/", data).context["form"].errors
    assert client.post(f"{office.desk}ustawienia/", {**data, "ended_on": ""}).status_code == 302
    office.process.refresh_from_db()
    assert (office.process.name, office.process.summary) == ("Nowa nazwa", "Po co")


def test_the_office_takes_its_colour_and_refuses_one_that_is_none(office: Office) -> None:
    client = office.client("coordinator")
    data = {"name": "Miasto", "language": "pl", "accent": "red"}
    assert "accent" in client.post(f"{office.home}ustawienia/", data).context["form"].errors
    assert client.post(f"{office.home}ustawienia/", {**data, "accent": "#7A1F3D"}).status_code == 302
    office.workspace.refresh_from_db()
    assert office.workspace.accent == "#7A1F3D"


def test_a_unit_joins_by_its_code_or_name_and_only_once(office: Office) -> None:
    unit = town.UnitFactory.create(name="Karpacz")
    town.UnitFactory.create(name="Dwojak")
    town.UnitFactory.create(name="Dwojak")
    client = office.client("coordinator")
    url = f"{office.home}ustawienia/jednostki/nowa/"
    assert client.post(url, {"unit": "karpacz", "role": "member"}).status_code == 302
    assert office.workspace.members.get().unit == unit
    for text in (unit.pk, "Dwojak", "0000000", "nie ma"):
        assert "unit" in client.post(url, {"unit": text, "role": "member"}).context["form"].errors


# What next


def steps_of(office: Office, powers: frozenset[str] = ALL_POWERS) -> list[tuple[str, str]]:
    """Give the steps of the process in English, with their urgency."""
    with translation.override("en"):
        states = read_stages([office.process])[office.process.pk]
        return [(step.urgency, step.title) for step in next_steps(read_situation(office.process, states, powers))]


def test_steps_come_by_urgency_and_each_has_one_thing_to_do(office: Office) -> None:
    office.process.published_at = None
    office.process.save()
    with time_machine.travel(dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC), tick=False):
        town.TaskFactory.create(process=office.process, title="Po terminie", due_on=dt.date(2026, 6, 14))
        town.TaskFactory.create(process=office.process, title="Wkrótce", due_on=dt.date(2026, 6, 29))
        town.TaskFactory.create(process=office.process, title="Daleko", due_on=dt.date(2026, 6, 30))
        town.EventFactory.create(
            process=office.process, title="Warsztat", start=dt.date(2026, 6, 20), end=dt.date(2026, 6, 20)
        )
        town.EventFactory.create(process=office.process, status=Event.Status.DRAFT)
        office.team.until = dt.date(2026, 7, 1)
        office.team.save()
        found = steps_of(office)
    assert found == [
        ("late", "Po terminie"),
        ("soon", "Warsztat"),
        ("soon", "Wkrótce"),
        ("soon", f"The term of “{office.team}” is ending"),
        ("soon", "1 draft waits for publication"),
        ("order", "Residents do not know yet what the process is for"),
        ("order", "No legal act stands behind the co-ordinator's rights"),
        ("order", "Residents do not see the process yet"),
        ("order", f"Nothing is planned in stage I: {office.stage.name}"),
    ]


def test_an_expired_team_with_open_work_is_late(office: Office) -> None:
    office.team.until = dt.date(2020, 3, 1)
    office.team.save()
    town.TaskFactory.create(process=office.process, team=office.team, due_on=dt.date(2099, 1, 1))
    assert ("late", f"The term of “{office.team}” has expired") in steps_of(office)
    Task.objects.update(status="done")
    assert not [step for step in steps_of(office) if "has expired" in step[1]]


def test_many_overdue_tasks_fold_into_one_step(office: Office) -> None:
    town.TaskFactory.create_batch(7, process=office.process, due_on=dt.date(2026, 3, 20), starts_on=START)
    with time_machine.travel(dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC), tick=False):
        late = [title for urgency, title in steps_of(office) if urgency == "late"]
    assert len(late) == 5
    assert late[-1] == "and 3 more overdue tasks"


def test_whoever_can_not_do_a_thing_is_not_asked_to(office: Office) -> None:
    office.process.published_at = None
    office.process.save()
    town.EventFactory.create(process=office.process, status=Event.Status.DRAFT)
    assert steps_of(office, frozenset()) == []


@pytest.mark.one_database
def test_a_new_process_shows_its_front_page_to_every_role(office: Office) -> None:
    office.client("coordinator").post(f"{office.home}nowy-proces/", fill())
    for role in ("coordinator", "adviser"):
        assert office.client(role).get(f"{office.home}zolty-mlyn-2030/").status_code == 200


# How far the stages are


def test_stages_follow_from_the_work() -> None:
    today = dt.date(2026, 6, 15)
    past = StageFacts(dt.date(2026, 1, 1), dt.date(2026, 2, 1), 3, 0)
    left_open = StageFacts(dt.date(2026, 1, 1), dt.date(2026, 2, 1), 3, 1)
    now = StageFacts(dt.date(2026, 6, 1), dt.date(2026, 7, 1), 2, 2)
    ahead = StageFacts(dt.date(2026, 8, 1), dt.date(2026, 9, 1), 2, 2)
    assert stage_states([past, None, now, ahead], today) == ["done", "done", "now", "ahead"]
    assert stage_states([left_open, now], today) == ["now", "now"]
    assert stage_states([None, None], today) == ["ahead", "ahead"]
    assert stage_states([past, ahead], today, is_over=True)[0] == "done"


def test_stages_of_many_processes_cost_three_queries(django_assert_num_queries: object) -> None:
    processes = []
    for _ in range(3):
        stage = town.StageFactory.create()
        town.TaskFactory.create(process=stage.process, stage=stage)
        town.EventFactory.create(process=stage.process, stage=stage)
        processes.append(stage.process)
    with django_assert_num_queries(3):  # type: ignore[operator]
        states = read_stages(processes)
    assert all(len(states[process.pk]) == 1 for process in processes)


# Shipped programmes


def test_shipped_programmes_arrive_once_and_spare_what_was_edited_here() -> None:
    assert len(load_shipped_programmes()) == 3
    programme = Programme.objects.get(key="rozwoj-lokalny")
    source = as_toml_source("rozwoj-lokalny").replace('version = "1.0"', 'version = "1.7"')
    edit_programme(actor=None, programme=programme, source=source)
    load_shipped_programmes()
    programme.refresh_from_db()
    assert (programme.version, programme.is_edited, Programme.objects.count()) == ("1.7", True, 3)


def test_an_older_shipped_programme_is_brought_up_to_date() -> None:
    load_shipped_programmes()
    Programme.objects.filter(key="rozwoj-lokalny").update(source="stare", version="0.1")
    load_shipped_programmes()
    assert Programme.objects.get(key="rozwoj-lokalny").version != "0.1"


@pytest.mark.one_database
def test_an_adviser_who_opens_nothing_is_no_owner(office: Office) -> None:
    programme = load_shipped_programmes()[0]
    Seat.objects.filter(user=office.people["coordinator"]).update(until=dt.date(2020, 2, 2))
    process = open_process(
        actor=office.people["coordinator"], workspace=office.workspace, slug="x",
        values=ProcessValues(name="x", started_on=START), programme=programme,
    )  # fmt: skip
    assert not process.tasks.filter(owner__isnull=False).exists()
