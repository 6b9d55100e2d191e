"""Teams: establishing, appointing by e-mail, ending, and the history that stays."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.teams import TeamValues, appoint_member, end_membership, establish_team
from sciezka.rooms.town.models import Membership, Seat, Team
from sciezka.rooms.town.queries.teams import read_term, teams_of
from tests.factories import town
from tests.factories.people import UserFactory
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FIRST = dt.date(2026, 3, 2)


@pytest.fixture
def office() -> Office:
    """An office with somebody in each role."""
    return build_office()


def test_a_team_is_established_under_an_address_made_from_its_name(office: Office) -> None:
    data = {"name": "Zespół Łączności", "kind": "team", "rights": "contribute", "is_public": "on"}
    answer = office.client("coordinator").post(f"{office.desk}zespoly/nowy/", data)
    assert answer["Location"] == f"{office.desk}zespoly/zespol-lacznosci/"


def test_two_teams_of_one_name_get_two_addresses_and_none_takes_a_reserved_word(office: Office) -> None:
    slugs = [
        establish_team(actor=None, process=office.process, values=TeamValues(name=name)).slug
        for name in ("Rada", "Rada", "Nowy", "???")
    ]
    assert slugs == ["rada", "rada-2", "nowy-2", "zespol"]


def test_an_act_of_another_workspace_is_refused(office: Office) -> None:
    act = town.LegalActFactory.create()
    with pytest.raises(ValidationError):
        establish_team(actor=None, process=office.process, values=TeamValues(name="Rada", act=act))
    data = {"name": "Rada", "kind": "team", "rights": "view", "act": act.pk}
    answer = office.client("coordinator").post(f"{office.desk}zespoly/nowy/", data)
    assert "act" in answer.context["form"].errors


def test_a_person_with_an_account_is_appointed_at_once(office: Office) -> None:
    person = UserFactory.create()
    data = {"email": person.email.upper(), "function": "secretary", "since": "2026-03-02"}
    office.client("coordinator").post(f"{office.desk}zespoly/{office.team.slug}/sklad/nowa/", data)
    membership = Membership.objects.get(user=person)
    assert (membership.function, membership.since) == ("secretary", FIRST)
    assert mail.outbox == []


def test_a_person_without_an_account_is_invited(
    office: Office, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    data = {"email": "nowa@miasto.example", "function": "member", "since": "2026-03-02"}
    with django_capture_on_commit_callbacks(execute=True):
        office.client("coordinator").post(f"{office.desk}zespoly/{office.team.slug}/sklad/nowa/", data)
    assert [message.to for message in mail.outbox] == [["nowa@miasto.example"]]
    assert f"{office.team.name}, {office.workspace.name}" in mail.outbox[0].body
    assert Membership.objects.filter(user=User.objects.get(email="nowa@miasto.example"), team=office.team).exists()


def test_nobody_is_appointed_twice_for_the_same_time(office: Office) -> None:
    person = office.people["contributor"]
    data = {"email": person.email, "function": "member", "since": "2026-03-02"}
    answer = office.client("coordinator").post(f"{office.desk}zespoly/{office.team.slug}/sklad/nowa/", data)
    assert answer.status_code == 200
    assert "email" in answer.context["form"].errors
    assert Membership.objects.filter(user=person).count() == 1


def test_somebody_may_come_back_after_their_membership_ended(office: Office) -> None:
    person = UserFactory.create()
    town.MembershipFactory.create(team=office.team, user=person, until=FIRST)
    after = FIRST + dt.timedelta(days=1)
    with pytest.raises(ValidationError):
        appoint_member(actor=None, team=office.team, email=person.email, function="member", since=FIRST)
    appoint_member(actor=None, team=office.team, email=person.email, function="member", since=after)
    assert Membership.objects.filter(user=person).count() == 2


def test_ending_a_membership_keeps_it_in_the_history(office: Office) -> None:
    membership = office.team.memberships.get()
    with time_machine.travel(dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC), tick=False):
        url = f"{office.desk}zespoly/{office.team.slug}/sklad/{membership.pk}/koniec/"
        office.client("coordinator").post(url, {"last_day": "2026-03-09"})
        membership.refresh_from_db()
        assert membership.until == dt.date(2026, 3, 9)
        page = office.client("coordinator").get(f"{office.desk}zespoly/{office.team.slug}/").content.decode()
        assert str(membership.user) in page[page.index('id="past"') :]
        assert office.client("contributor").get(office.desk).status_code == 404


def test_an_appointment_made_by_mistake_today_can_end_at_once(office: Office) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC), tick=False):
        person = UserFactory.create()
        found, _ = appoint_member(
            actor=None, team=office.team, email=person.email, function="member", since=dt.date(2026, 3, 10)
        )
        end_membership(actor=None, membership=found, last_day=dt.date(2026, 3, 9))
        assert read_term(found).state == "expired"


def test_the_journal_cites_the_act_behind_the_actors_right(office: Office) -> None:
    act = town.LegalActFactory.create(workspace=office.workspace, number="0050.414.2020.VIII")
    Seat.objects.filter(user=office.people["coordinator"]).update(act=act)
    establish_team(actor=office.people["coordinator"], process=office.process, values=TeamValues(name="Rada"))
    entry = JournalEntry.objects.get(verb="team.establish")
    assert "0050.414.2020.VIII" in entry.basis


@pytest.mark.parametrize(
    ("since", "until", "state"),
    [
        (None, None, "open"),
        (dt.date(2026, 3, 3), None, "ahead"),
        (None, dt.date(2026, 3, 1), "expired"),
        (None, dt.date(2026, 3, 2), "expiring"),
        (None, dt.date(2026, 4, 1), "expiring"),
        (None, dt.date(2026, 4, 2), "running"),
    ],
)
def test_a_term_warns_a_month_before_it_ends(since: dt.date | None, until: dt.date | None, state: str) -> None:
    assert read_term(Team(since=since, until=until), FIRST).state == state


def test_the_list_counts_only_the_members_of_today(office: Office) -> None:
    town.MembershipFactory.create(team=office.team, until=dt.date(2020, 2, 1))
    line = next(line for line in teams_of(office.process) if line.team == office.team)
    assert line.members == 1


@pytest.mark.parametrize("page", ["zespoly/", "zespoly/{team}/"])
def test_a_page_costs_the_same_for_one_member_and_for_three(
    office: Office, page: str, django_assert_max_num_queries: object
) -> None:
    client = office.client("coordinator")
    url = office.desk + page.format(team=office.team.slug)

    def count() -> int:
        client.get(url)
        with django_assert_max_num_queries(30) as found:  # type: ignore[operator]
            client.get(url)
        return len(found)

    once = count()
    for _ in range(2):
        town.MembershipFactory.create(team=office.team)
        town.TeamFactory.create(process=office.process, act=town.LegalActFactory.create(workspace=office.workspace))
    assert count() == once
