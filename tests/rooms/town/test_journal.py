"""The journal as people read it."""

import datetime as dt

import pytest
from django.utils import translation

from sciezka.kit.manifests import say_verb
from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.actions import erase_account
from sciezka.rooms.town.actions.tasks import TaskValues, edit_task, move_task, plan_task
from sciezka.rooms.town.queries.journal import JournalFilters, read_journal
from tests.factories import town
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NO_FILTER = JournalFilters()


@pytest.fixture
def office() -> Office:
    """An office with somebody in each role."""
    return build_office()


def plan(office: Office, title: str = "Zebrać dane") -> object:
    """Plan a task as the adviser."""
    values = TaskValues(
        title=title, starts_on=dt.date(2026, 3, 2), due_on=dt.date(2026, 3, 16), stage=office.stage, team=office.team
    )
    return plan_task(actor=office.people["adviser"], process=office.process, values=values)


def test_an_entry_says_who_did_what_to_what_in_words(office: Office) -> None:
    plan(office)
    with translation.override("en"):
        _, lines = read_journal(office.process.scope, NO_FILTER, None)
    line = lines[0]
    pairs = {pair.name: (pair.before, pair.after) for pair in line.pairs}
    assert line.who == str(office.people["adviser"])
    assert line.sentence == "planned a task"
    assert pairs["stage"] == ("", str(office.stage))
    assert pairs["team"] == ("", str(office.team))
    assert pairs["status"] == ("", "to do")
    assert pairs["due"] == ("", "16 March 2026")


def test_a_change_shows_before_and_after_and_nothing_else(office: Office) -> None:
    task = plan(office)
    move_task(actor=None, task=task, status="doing")  # type: ignore[arg-type]
    with translation.override("en"):
        _, lines = read_journal(office.process.scope, NO_FILTER, None)
        assert [(pair.name, pair.before, pair.after) for pair in lines[0].pairs] == [("status", "to do", "under way")]
        assert lines[0].who == "the system"


def test_an_erased_account_leaves_its_deeds_without_its_name(office: Office) -> None:
    plan(office)
    name = str(office.people["adviser"])
    erase_account(actor=office.people["adviser"])
    page = office.client("coordinator").get(f"{office.desk}dziennik/").content.decode()
    assert name not in page
    _, lines = read_journal(office.process.scope, NO_FILTER, None)
    assert lines[0].is_erased


def test_what_is_gone_since_is_said_to_be_gone(office: Office) -> None:
    plan(office)
    office.process.tasks.all().delete()
    office.stage.delete()
    with translation.override("en"):
        _, lines = read_journal(office.process.scope, NO_FILTER, None)
    assert {pair.name: pair.after for pair in lines[0].pairs}["stage"] == "no longer there"


def test_the_journal_of_one_thing_holds_only_it(office: Office) -> None:
    first = plan(office, "Pierwsze")
    plan(office, "Drugie")
    url = f"{office.desk}dziennik/?object=town.task:{first.pk}"  # type: ignore[attr-defined]
    page = office.client("adviser").get(url).content.decode()
    assert "Pierwsze" in page
    assert "Drugie" not in page


def test_the_journal_filters_by_person_and_day(office: Office) -> None:
    plan(office)
    client = office.client("coordinator")
    me, other = office.people["coordinator"].ref, office.people["adviser"].ref
    assert "Zebrać dane" not in client.get(f"{office.desk}dziennik/?who={me}").content.decode()
    assert "Zebrać dane" in client.get(f"{office.desk}dziennik/?who={other}").content.decode()
    assert "Zebrać dane" not in client.get(f"{office.desk}dziennik/?until=2020-01-01").content.decode()


@pytest.mark.parametrize(
    "query", ["who=x", "object=::", "object=no.such:1", "since=2026-13-45", "until=abc", "page=9999", "page=x"]
)
def test_a_spoilt_address_is_no_error(office: Office, query: str) -> None:
    plan(office)
    assert office.client("coordinator").get(f"{office.desk}dziennik/?{query}").status_code == 200


def test_strange_values_are_shown_and_not_stumbled_over(office: Office) -> None:
    JournalEntry.objects.create(
        verb="task.edit", object_type="town.task", object_id="1", scope=office.process.scope, label="x",
        before={"stage": "III. Projekt", "due_on": "2026-99-99", "links": [{"a": 1}], "unknown": [1, 2]},
        after={"stage": None, "due_on": "2026-03-02T12:00", "owner": [], "is_public": True},
    )  # fmt: skip
    JournalEntry.objects.create(verb="x.y", object_type="gone.model", object_id="1", scope=office.process.scope, label="x")
    page = office.client("coordinator").get(f"{office.desk}dziennik/").content.decode()
    assert "III. Projekt" in page
    assert "gone.model" in page


def test_another_processs_deeds_do_not_show(office: Office) -> None:
    other = town.ProcessFactory.create(workspace=office.workspace)
    values = TaskValues(title="Cudze", starts_on=dt.date(2026, 3, 2), due_on=dt.date(2026, 3, 2))
    plan_task(actor=None, process=other, values=values)
    assert "Cudze" not in office.client("coordinator").get(f"{office.desk}dziennik/").content.decode()
    assert "Cudze" in office.client("coordinator").get(f"{office.home}dziennik/").content.decode()


def test_a_page_costs_the_same_for_one_entry_and_for_many(office: Office, django_assert_max_num_queries: object) -> None:
    client = office.client("coordinator")

    def count() -> int:
        client.get(f"{office.desk}dziennik/")
        with django_assert_max_num_queries(20) as found:  # type: ignore[operator]
            client.get(f"{office.desk}dziennik/")
        return len(found)

    task = plan(office)
    once = count()
    for number in range(12):
        values = TaskValues(
            title=f"Zmiana {number}",
            starts_on=dt.date(2026, 3, 2),
            due_on=dt.date(2026, 3, 16),
            stage=office.stage,
            team=office.team,
        )
        edit_task(actor=list(office.people.values())[number % 4], task=task, values=values)  # type: ignore[arg-type]
    assert count() == once


def test_every_verb_of_the_office_has_its_sentence() -> None:
    verbs = [
        "task.plan",
        "task.edit",
        "task.move",
        "task.delete",
        "task.restore",
        "team.establish",
        "team.edit",
        "seat.give",
        "seat.edit",
    ]
    verbs += [
        "seat.end",
        "membership.appoint",
        "membership.end",
        "act.record",
        "act.edit",
        "act.file",
        "process.open",
        "process.edit",
    ]
    verbs += ["process.publish", "process.withdraw", "workspace.create", "workspace.edit", "member.join", "member.edit"]
    verbs += ["programme.load", "programme.add", "programme.edit", "programme.restore"]
    assert [verb for verb in verbs if say_verb(verb) == verb] == []
