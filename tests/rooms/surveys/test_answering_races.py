"""The same page sent twice at once, over connections of their own."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from sciezka.rooms.surveys.actions.responses import begin_response
from sciezka.rooms.surveys.actions.responses_rows import Held, Overtaken, read_row, write_row
from sciezka.rooms.surveys.models import ClassCode, Invitation, Response, Survey
from sciezka.rooms.surveys.queries.passes import make_pass
from sciezka.rooms.surveys.queries.running import find_running
from sciezka.rooms.surveys.queries.running_tickets import issue_ticket
from tests.factories import town
from tests.factories.answering import Person
from tests.factories.surveys import make_content, make_item, make_survey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

DONE = "Thank you. The answers have been sent."
AT_ONCE = 6


def make(*pages: list[dict[str, Any]], **fields: Any) -> Survey:
    """Make an open survey that also speaks English."""
    process = town.ProcessFactory.create(workspace__slug="miasto", slug="rozwoj")
    return make_survey(process, make_content(*pages, languages=["pl", "en"]), **fields)


def do_at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Do all at the same moment, each in a thread with a connection of its own; give what went wrong."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("a database in memory has one writer")
    gate, wrong = threading.Barrier(len(acts)), []

    def play(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except BaseException as problem:  # noqa: BLE001 - told to the test
            wrong.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=play, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def copy(person: Person, fields: dict[str, Any]) -> tuple[Person, Callable[[], object]]:
    """Give another window with the same form, and the sending of it."""
    other = Person(person.survey)
    return other, lambda: other.post(fields)


def test_the_first_page_sent_many_times_at_once_makes_one_response() -> None:
    person = Person(make()).open()
    fields = {**person.form, "q1": "a"}
    windows = [copy(person, fields) for _ in range(AT_ONCE)]
    assert do_at_once(*(act for _, act in windows)) == []
    assert {window.page for window, _ in windows} == {"p2"}
    assert Response.objects.get().answers == {"q1": "a"}


def test_the_last_page_sent_many_times_at_once_finishes_once() -> None:
    person = Person(make()).open().send(q1="a")
    fields = {**person.form, "q3": "Koniec"}
    windows = [copy(person, fields) for _ in range(AT_ONCE)]
    assert do_at_once(*(act for _, act in windows)) == []
    assert {window.state for window, _ in windows} == {DONE}
    assert Response.objects.get().answers == {"q1": "a", "q3": "Koniec"}


def test_different_pages_sent_at_once_both_count() -> None:
    person = Person(make([make_item("q1")], [make_item("q2")], [make_item("q3")])).open().send(q1="a").send(q2="a")
    _, send_one = copy(person, {**person.form, "page": "p1", "q1": "b"})
    _, send_other = copy(person, {**person.form, "page": "p2", "q2": "c"})
    assert do_at_once(send_one, send_other) == []
    assert Response.objects.get().answers == {"q1": "b", "q2": "c"}


def test_a_pass_is_used_by_one_of_many_who_finish_at_once() -> None:
    survey = make(entry="list")
    invitation = Invitation.objects.create(survey=survey, email="osoba@miasto.example")
    people = [Person(survey).open("pass", passkey=make_pass(invitation)).start().send(q1="a") for _ in range(AT_ONCE)]
    assert do_at_once(*(person.send for person in people)) == []
    assert [person.state for person in people].count(DONE) == 1
    assert Response.objects.filter(finished_hour__isnull=False).count() == 1


def test_a_class_code_takes_no_more_than_its_places_at_once() -> None:
    survey = make(entry="codes")
    ClassCode.objects.create(survey=survey, code="ABC", label="4a", size=2)
    people = [Person(survey).open("door").start(code="abc").send(q1="a") for _ in range(AT_ONCE)]
    assert do_at_once(*(person.send for person in people)) == []
    assert [person.state for person in people].count(DONE) == 3
    assert ClassCode.objects.get().used == 3


def test_a_quota_takes_no_more_than_wanted_at_once() -> None:
    quota = {"code": "a", "when": {"item": "q1", "op": "is", "value": "a"}, "most": 2}
    survey = make(quotas=[quota])
    people = [Person(survey).open().send(q1="a") for _ in range(AT_ONCE)]
    assert do_at_once(*(person.send for person in people)) == []
    assert [person.state for person in people].count(DONE) == 2
    assert Response.objects.filter(finished_hour__isnull=False, quota="").count() == 2


def test_a_row_that_was_written_since_it_was_read_is_not_written_over() -> None:
    survey, ticket = make(), issue_ticket("link")
    write_row(Held(begin_response(running=find_running(survey.door), ticket=ticket, language="pl")))
    one, other = read_row(survey, ticket), read_row(survey, ticket)
    assert one is not None
    assert other is not None
    one.response.answers, other.response.answers = {"q1": "a"}, {"q1": "b"}
    write_row(one)
    with pytest.raises(Overtaken):
        write_row(other)
    assert Response.objects.get().answers == {"q1": "a"}


def test_a_row_that_was_finished_is_never_written_again() -> None:
    survey, ticket = make(), issue_ticket("link")
    response = begin_response(running=find_running(survey.door), ticket=ticket, language="pl")
    write_row(Held(response))
    held = read_row(survey, ticket)
    assert held is not None
    Response.objects.update(finished_hour=response.started_hour)
    with pytest.raises(Overtaken):
        write_row(held)


def test_a_key_makes_one_row_only() -> None:
    survey, ticket = make(), issue_ticket("link")
    running = find_running(survey.door)
    write_row(Held(begin_response(running=running, ticket=ticket, language="pl")))
    with pytest.raises(IntegrityError), transaction.atomic():
        write_row(Held(begin_response(running=running, ticket=ticket, language="pl")))
