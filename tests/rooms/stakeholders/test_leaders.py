"""The Social Leaders: invitations, answers without an account, the team, and the balance of its composition."""

import json
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from sciezka.kit.models import JournalEntry
from sciezka.rooms.stakeholders.actions.leaders import (
    AnswerValues,
    ShareValues,
    answer_invitation,
    gather_leaders,
    set_population,
    withdraw_invitation,
)
from sciezka.rooms.stakeholders.models import Invitation, PopulationShare
from sciezka.rooms.stakeholders.queries.balance import read_balance
from sciezka.rooms.stakeholders.queries.leaders import key_of, read_leaders
from sciezka.rooms.stakeholders.queries.mapping import read_map
from sciezka.rooms.town.models import Team
from tests.factories.stakeholders import make_invitation, make_judging, make_stakeholder
from tests.factories.town import ProcessFactory
from tests.rooms.stakeholders.conftest import Office

pytestmark = pytest.mark.both_databases


def address_of(invitation: Invitation) -> str:
    return reverse("stakeholders:invitation_answer", kwargs={"key": key_of(invitation)})


@pytest.fixture
def at_once(settings: object, django_capture_on_commit_callbacks: object) -> object:  # noqa: ARG001
    """Run what waits for the end of the transaction."""
    return django_capture_on_commit_callbacks


def test_an_invitation_goes_out_with_an_address_of_its_own(office: Office, at_once: object) -> None:
    body = make_stakeholder(office.process, "Klub Iskra")
    sent = {"stakeholder": body.pk, "email": "Liderka@Klub.example", "letter": "Zapraszamy & czekamy"}
    client = office.sign_in(office.coordinator)
    with at_once(execute=True):  # type: ignore[operator]
        assert client.post(office.url("leader_invite"), sent).status_code == 302
    invitation = Invitation.objects.get()
    letter = mail.outbox[-1]
    assert letter.to == ["liderka@klub.example"]
    assert address_of(invitation) in letter.body
    assert "Zapraszamy & czekamy" in letter.body
    kept = json.dumps(list(JournalEntry.objects.filter(verb="leader.invite").values("label", "before", "after")))
    assert "liderka" not in kept.lower()


@pytest.mark.parametrize(("field", "value"), [("email", "to nie adres"), ("email", ""), ("stakeholder", "abc"), ("letter", "x" * 4001)])  # fmt: skip  # noqa: E501
def test_a_wrong_invitation_is_not_sent_and_what_was_typed_stays(office: Office, field: str, value: str) -> None:
    body = make_stakeholder(office.process)
    sent = {"stakeholder": body.pk, "email": "a@b.example", "name": "Wpisane imię", field: value}
    answer = office.sign_in(office.coordinator).post(office.url("leader_invite"), sent)
    assert answer.status_code == 200
    assert "Wpisane imię" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_same_address_is_not_invited_twice_for_one_stakeholder(office: Office) -> None:
    body = make_stakeholder(office.process)
    make_invitation(body, email="a@b.example")
    sent = {"stakeholder": body.pk, "email": "A@B.example"}
    assert office.sign_in(office.coordinator).post(office.url("leader_invite"), sent).status_code == 200
    assert Invitation.objects.count() == 1


def test_members_neither_see_nor_send_invitations(office: Office) -> None:
    invitation = make_invitation(make_stakeholder(office.process))
    for person in (office.contributor, office.viewer):
        client = office.sign_in(person)
        for name in ("leaders", "leader_invite", "balance", "population"):
            assert client.get(office.url(name)).status_code == 404
        assert client.post(office.url("leader_withdraw", invitation=invitation.pk)).status_code == 404
        assert client.post(office.url("leaders_team")).status_code == 404
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None


def test_an_invitation_of_another_process_is_not_found(office: Office) -> None:
    other = ProcessFactory.create(workspace=office.process.workspace, slug="inny")
    foreign = make_invitation(make_stakeholder(other))
    client = office.sign_in(office.coordinator)
    assert client.post(office.url("leader_withdraw", invitation=foreign.pk)).status_code == 404


def test_whoever_is_invited_answers_without_an_account_and_may_think_again(office: Office) -> None:
    invitation = make_invitation(make_stakeholder(office.process, "Klub Iskra"))
    client = Client()
    page = client.get(address_of(invitation))
    assert "Klub Iskra" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    invitation.refresh_from_db()
    assert invitation.answer == "waiting"
    sent = {"answer": "accept", "gender": "woman", "age_group": "25-39", "district": "Cieplice"}
    assert client.post(address_of(invitation), sent).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.gender, invitation.district) == ("accepted", "woman", "Cieplice")
    client.post(address_of(invitation), {**sent, "answer": "decline"})
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.gender, invitation.age_group, invitation.district) == ("declined", "", "", "")


@pytest.mark.parametrize("sent", [
    {"answer": "accept", "gender": "other thing"}, {"answer": "accept", "age_group": "7"}, {"answer": "maybe"}, {},
    {"answer": "accept", "district": "x" * 121},
])  # fmt: skip
def test_a_wrong_answer_changes_nothing(office: Office, sent: dict[str, str]) -> None:
    invitation = make_invitation(make_stakeholder(office.process))
    assert Client().post(address_of(invitation), sent).status_code == 200
    invitation.refresh_from_db()
    assert invitation.answer == "waiting"


def test_a_forged_key_opens_nothing(office: Office) -> None:
    invitation = make_invitation(make_stakeholder(office.process))
    key = key_of(invitation)
    for wrong in (
        str(invitation.pk),
        key[:-1],
        key.replace(":", ":x", 1),
        "9" * 40,
        f"{invitation.pk + 1}:{key.split(':')[1]}",
    ):
        assert Client().get(reverse("stakeholders:invitation_answer", kwargs={"key": wrong})).status_code == 404


def test_withdrawing_erases_the_invited_person_and_the_address_says_so(office: Office) -> None:
    invitation = make_invitation(make_stakeholder(office.process), name="Tajna Osoba", answer="accepted", gender="woman")
    client = office.sign_in(office.coordinator)
    assert client.post(office.url("leader_withdraw", invitation=invitation.pk)).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.name, invitation.gender) == ("", "")
    assert "liderka" not in invitation.email
    assert "Tajna" not in client.get(office.url("leaders")).content.decode()
    assert Client().get(address_of(invitation)).status_code == 200
    assert Client().post(address_of(invitation), {"answer": "accept"}).status_code == 200
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    with pytest.raises(ValidationError):
        answer_invitation(invitation=invitation, values=AnswerValues(accepts=True))


def test_an_erased_persons_invitation_opens_nothing(office: Office) -> None:
    person = make_stakeholder(office.process, "Osoba", is_person=True, erased_at="2026-01-01T00:00:00Z")
    assert Client().get(address_of(make_invitation(person))).status_code == 404


def test_candidates_are_those_of_high_influence_and_engagement_not_invited_yet(office: Office) -> None:
    rows = [make_stakeholder(office.process, name) for name in ("Izba", "Klub", "Chór")]
    make_judging(office.process, {rows[0]: (5, 5), rows[1]: (4, 4), rows[2]: (5, 1)}, people=1)
    make_invitation(rows[0])
    leaders = read_leaders(office.process, read_map(office.coordinator, office.process))
    assert [point.stakeholder.name for point in leaders.candidates] == ["Klub"]
    page = office.sign_in(office.coordinator).get(office.url("leaders")).content.decode()
    assert "Klub" in page


def test_the_team_is_made_of_those_who_accepted_and_grows(office: Office) -> None:
    club = make_stakeholder(office.process, "Klub Iskra")
    person = make_stakeholder(office.process, "Tajna Osoba", is_person=True)
    yes, no = make_invitation(club, answer="accepted"), make_invitation(club, answer="declined")
    alone = make_invitation(person, answer="accepted")
    client = office.sign_in(office.coordinator)
    assert client.post(office.url("leaders_team")).status_code == 302
    team = Team.objects.get(name__in=["Social Leaders Team", "Zespół Liderów Społecznych"])
    assert set(team.memberships.values_list("user__email", flat=True)) == {yes.email, alone.email}
    assert (team.rights, team.is_public, team.composition) == ("view", False, "Klub Iskra")
    later = make_invitation(club, answer="accepted")
    assert gather_leaders(actor=office.coordinator, process=office.process) == (team, 1)
    assert team.memberships.count() == 3
    with pytest.raises(ValidationError):
        gather_leaders(actor=office.coordinator, process=office.process)
    assert client.post(office.url("leaders_team")).status_code == 302
    no.refresh_from_db()
    later.refresh_from_db()
    assert (no.team, later.team) == (None, team)
    with pytest.raises(ValidationError):
        withdraw_invitation(actor=office.coordinator, invitation=later)


def test_who_sits_in_the_team_can_no_longer_change_the_answer_alone(office: Office) -> None:
    invitation = make_invitation(make_stakeholder(office.process), answer="accepted")
    gather_leaders(actor=office.coordinator, process=office.process)
    assert Client().post(address_of(invitation), {"answer": "decline"}).status_code == 200
    invitation.refresh_from_db()
    assert invitation.answer == "accepted"


def test_the_balance_gives_shares_beside_the_populations(office: Office) -> None:
    body = make_stakeholder(office.process, sector="ngo")
    for number in range(5):
        make_invitation(body, answer="accepted", gender="woman" if number < 1 else "man")
    make_invitation(body, answer="declined", gender="woman")
    shares = [
        ShareValues(dimension="gender", category=key, share=Decimal(share)) for key, share in (("woman", 53), ("man", 47))
    ]
    set_population(actor=None, process=office.process, rows=shares)
    balance = read_balance(office.process)
    gender = next(part for part in balance.parts if part.key == "gender")
    assert [(row.count, row.share, row.gap) for row in gender.rows] == [(1, 20.0, -33.0), (4, 80.0, 33.0)]
    assert [row.label for _part, row in balance.far] == [gender.rows[0].label, gender.rows[1].label]
    assert office.sign_in(office.coordinator).get(office.url("balance")).status_code == 200


def test_what_few_told_of_themselves_is_not_shown(office: Office) -> None:
    body = make_stakeholder(office.process, sector="ngo")
    for _number in range(4):
        make_invitation(body, answer="accepted", district="Tajna Dzielnica")
    parts = {part.key: part for part in read_balance(office.process).parts}
    assert (parts["district"].is_hidden, parts["district"].rows) == (True, ())
    assert not parts["sector"].is_hidden
    assert "Tajna Dzielnica" not in office.sign_in(office.coordinator).get(office.url("balance")).content.decode()


def test_the_population_is_given_with_commas_and_districts_line_by_line(office: Office) -> None:
    client = office.sign_in(office.coordinator)
    sent = {
        "gender.woman": "53,1",
        "gender.man": "46.9 %",
        "districts": "Stare Miasto: 12,5\nOsiedle XX-lecia 7",
        "source": "GUS",
    }
    assert client.post(office.url("population"), sent).status_code == 302
    found = {row.category: row.share for row in PopulationShare.objects.all()}
    assert found == {
        "woman": Decimal("53.10"),
        "man": Decimal("46.90"),
        "Stare Miasto": Decimal("12.50"),
        "Osiedle XX-lecia": Decimal("7.00"),
    }
    page = client.get(office.url("population")).content.decode()
    assert "Stare Miasto: 12.50" in page
    client.post(office.url("population"), sent)
    assert JournalEntry.objects.filter(verb="population.set").count() == 1


@pytest.mark.parametrize("sent", [
    {"gender.woman": "sto"}, {"gender.woman": "101"}, {"gender.woman": "-1"}, {"gender.woman": "NaN"},
    {"gender.woman": "60", "gender.man": "60"}, {"districts": "Cieplice"}, {"districts": "A: 10\nA: 20"},
    {"districts": "A: 999"}, {"districts": "\n".join(f"D{n}: 1" for n in range(61))}, {"source": "x" * 201},
])  # fmt: skip
def test_a_wrong_composition_is_refused_with_a_reason_and_kept_on_the_page(office: Office, sent: dict[str, str]) -> None:
    answer = office.sign_in(office.coordinator).post(office.url("population"), {"source": "GUS", **sent})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not PopulationShare.objects.exists()
