"""What is revised after the results: who reads which version until it is decided about anew."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.calls.actions.applying import begin_correction, save_head
from sciezka.rooms.calls.actions.applying_sending import send_submission
from sciezka.rooms.calls.actions.decisions import Verdict, decide
from sciezka.rooms.calls.actions.protocols import make_protocol
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.applying_work import read_head
from sciezka.rooms.calls.queries.keys import private_path
from sciezka.rooms.path.models import Goal
from tests.factories import calls, path
from tests.rooms.town.office import Office, build_office

pytestmark = pytest.mark.django_db
OLD, NEW, NEWEST = "Park przy dworcu", "Park i skatepark", "Park, skatepark i kawiarnia"


@pytest.fixture
def office() -> Office:
    return build_office()


@pytest.fixture
def goals(office: Office) -> list[Goal]:
    return [path.make_goal(office.process, name) for name in ("Cel zielony", "Cel sportowy")]


@pytest.fixture
def call(office: Office) -> Call:
    return calls.make_call(office.process, phase="published", shows_ideas=True)


@pytest.fixture
def one(call: Call, goals: list[Goal]) -> Submission:
    """A submission that the published results ask to revise."""
    sent_at = timezone.now() - dt.timedelta(days=9)
    made = calls.make_submission(call, OLD, sent_at=sent_at, summary="Trawa.", area="Śródmieście")
    made.goals.set(goals[:1])
    made.versions.create(number=1, sent_at=sent_at, head=read_head(made), answers=made.answers)
    calls.make_check(made)
    calls.make_card(made)
    calls.make_decision(made, "revise", revise_until=timezone.now() + dt.timedelta(days=9))
    return made


def revise(one: Submission, title: str, **head: Any) -> None:
    """Send it anew, as its applicant does."""
    one.refresh_from_db()
    held = begin_correction(submission=one)
    save_head(submission=held, head={**read_head(held), "title": title, **head})
    send_submission(submission=held)
    one.refresh_from_db()
    assert one.title == title


def read(client: Client, name: str, call: Call, query: str = "") -> str:
    page = client.get(reverse(f"calls:{name}", kwargs=call.address) + query)
    assert page.status_code == 200, name
    return page.content.decode()


def told(client: Client, call: Call) -> set[str]:
    """Give which titles stand on the public pages and in their files."""
    pages = [read(client, name, call) for name in ("public_ideas", "public_results", "public_results_csv")]
    found = {title for title in (OLD, NEW, NEWEST) for page in pages if f"{title}<" in page or f"{title}," in page}
    quoted = {title for title in (OLD, NEW, NEWEST) if f'"{title}"' in pages[2]}
    return found | quoted


def test_residents_read_what_was_decided_about_until_the_next_decision(
    client: Client, office: Office, call: Call, one: Submission
) -> None:
    assert told(client, call) == {OLD}
    revise(one, NEW)
    assert told(client, call) == {OLD}
    # Decided about once more, to be revised once more: what was looked at last holds.
    decision = one.decision
    verdict = Verdict(outcome="revise", reason="Bez skateparku.", revise_until=timezone.now() + dt.timedelta(days=5))
    decide(actor=office.people["coordinator"], submission=one, verdict=verdict, version=decision.version)
    assert told(client, call) == {NEW}
    revise(one, NEWEST)
    assert told(client, call) == {NEW}
    decision.refresh_from_db()
    verdict = Verdict(outcome="rejected", reason="Za drogo.")
    decide(actor=office.people["coordinator"], submission=one, verdict=verdict, version=decision.version)
    assert told(client, call) == {NEWEST}


def test_the_list_of_ideas_is_searched_in_what_it_shows(
    client: Client, call: Call, one: Submission, goals: list[Goal]
) -> None:
    said = [{"pk": goals[1].pk, "name": goals[1].name}]
    revise(one, NEW, summary="Beton.", area="Zabobrze", goals=said, applicant="Klub Rolka", email="inny@klub.example")
    # Another address waits to be confirmed; what was decided about stands on the list all the same.
    assert one.confirmed_at is None
    page = read(client, "public_ideas", call)
    assert [word for word in ("Trawa.", "Śródmieście", "Cel zielony") if word not in page] == []
    assert [word for word in ("Beton.", "Zabobrze", "Cel sportowy", "Rolka") if word in page] == []
    for query, stands in {
        "?szukaj=dworcu": 1, "?szukaj=skatepark": 0, "?szukaj=beton": 0, "?obszar=Zabobrze": 0,
        f"?cel={goals[0].pk}": 1, f"?cel={goals[1].pk}": 0,
    }.items():  # fmt: skip
        assert ("001" in read(client, "public_ideas", call, query)) == bool(stands), query


def test_a_protocol_made_meanwhile_speaks_of_what_was_judged(office: Office, call: Call, one: Submission) -> None:
    revise(one, NEW)
    content = str(make_protocol(actor=office.people["coordinator"], call=call).content)
    assert (OLD in content, NEW in content) == (True, False)


def test_both_sides_are_told_which_version_residents_read(office: Office, one: Submission) -> None:
    applicant, page = Client(), reverse("calls:submission", kwargs=one.address)
    for client, address in ((applicant, private_path(one)), (office.client("coordinator"), page)):
        assert 'id="until-decided"' not in client.get(address).content.decode()
    revise(one, NEW)
    for client, address in ((applicant, private_path(one)), (office.client("coordinator"), page)):
        said = client.get(address).content.decode()
        assert 'id="until-decided"' in said
        assert f"“{OLD}”" in said or f"„{OLD}”" in said
        assert NEW in said
    decide(
        actor=office.people["coordinator"], submission=one, verdict=Verdict(outcome="rejected", reason="Za drogo."),
        version=one.decision.version,
    )  # fmt: skip
    for client, address in ((applicant, private_path(one)), (office.client("coordinator"), page)):
        assert 'id="until-decided"' not in client.get(address).content.decode()


def test_another_applicant_reads_no_revised_title_either(
    office: Office, call: Call, one: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    other = calls.make_submission(call, "Park kieszonkowy")
    calls.make_check(other)
    standing = calls.make_decision(other, "reserve")
    revise(one, NEW)
    verdict = Verdict(outcome="merged", reason="To samo miejsce.", into=one)
    with django_capture_on_commit_callbacks(execute=True):
        decide(actor=office.people["coordinator"], submission=other, verdict=verdict, version=standing.version)
    for said in (Client().get(private_path(other)).content.decode(), mail.outbox[-1].body):
        assert (OLD in said, NEW in said) == (True, False)
