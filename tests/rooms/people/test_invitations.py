"""Invitations: the way in while sign-up is closed."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.actions import find_or_invite, invite_person, withdraw_invitation
from sciezka.rooms.people.models import Invitation, User
from sciezka.rooms.people.queries import find_invitation, open_invitations
from tests.factories.people import PASSWORD, UserFactory

Post = Callable[..., Any]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NEW = "nowa@miasto.example"
TYPED = {"name": "Inspektorka", "password1": "dlugie-spokojne-zdanie", "password2": "dlugie-spokojne-zdanie"}


@pytest.fixture
def link(person: User, last_link: Callable[[], str], django_capture_on_commit_callbacks: Any) -> str:
    """Invite somebody new and give the path of their link."""
    with django_capture_on_commit_callbacks(execute=True):
        invite_person(actor=person, email=NEW.upper(), language="pl", next_url="/konto/email/")
    return last_link()


def test_the_letter_is_plain_and_in_the_invited_persons_language(link: str, person: User) -> None:
    letter = mail.outbox[-1]
    assert letter.to == [NEW]
    assert letter.subject == "Zaproszenie do Ścieżki"
    assert f"{person.name} zaprasza do wspólnej pracy" in letter.body
    assert "przez 7 dni" in letter.body
    assert link in letter.body


def test_the_letter_and_the_page_say_where_the_person_is_to_work(
    client: Client, person: User, last_link: Callable[[], str], django_capture_on_commit_callbacks: Any
) -> None:
    where = "Zespół Strategiczny, Miasto Dolina"
    for actor in (person, None):
        with django_capture_on_commit_callbacks(execute=True):
            _person, invitation = find_or_invite(actor=actor, email=NEW, language="pl", purpose=f"{where}\n")
        assert invitation
        assert invitation.purpose == where
        sentence = mail.outbox[-1].body.split("\n\n")[1]
        assert where in sentence.split(". ")[0]
        assert where in client.get(last_link()).content.decode()
    known = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        invite_person(actor=person, email=known.email, language="pl", purpose=where)
    assert where in client.get(last_link()).content.decode()


def test_a_long_purpose_is_cut(person: User) -> None:
    purpose = invite_person(actor=person, email=NEW, language="pl", purpose="Miasto " * 100).purpose
    assert len(purpose) == 300
    assert purpose.endswith("…")


def test_the_account_is_there_at_once_but_nobody_can_sign_in(client: Client, link: str, sign_in: Post) -> None:
    account = User.objects.get(email=NEW)
    assert link
    assert account.is_invited
    assert not account.is_active
    assert not account.has_usable_password()
    client.post(reverse("account_reset_password"), {"email": NEW})
    assert "there is no open account" in mail.outbox[-1].body or "nie ma otwartego konta" in mail.outbox[-1].body
    assert sign_in(NEW, "").status_code == 200


def test_accepting_sets_name_and_password_and_leads_where_the_inviter_meant(client: Client, link: str) -> None:
    assert client.get(link).status_code == 200
    answer = client.post(link, TYPED)
    account = User.objects.get(email=NEW)
    assert answer["Location"] == "/konto/email/"
    assert (account.name, account.is_active, account.language) == ("Inspektorka", True, "pl")
    assert account.check_password(TYPED["password1"])
    assert client.session["_auth_user_id"] == str(account.pk)
    assert account.emailaddress_set.get().verified


def test_looking_at_the_link_uses_nothing_up(client: Client, link: str) -> None:
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert open_invitations().count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password2": "inne-haslo-calkiem"}, "password2"),
        ({"password1": "krotkie", "password2": "krotkie"}, "password1"),
        ({"password1": "nowa@miasto.example", "password2": "nowa@miasto.example"}, "password1"),
        ({"name": ""}, "name"),
    ],
)
def test_bad_input_is_said_and_keeps_the_name(client: Client, link: str, change: dict[str, str], field: str) -> None:
    answer = client.post(link, {**TYPED, **change})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert User.objects.get(email=NEW).is_invited
    assert change.get("name", "Inspektorka") in answer.content.decode()


def test_a_used_link_says_so_and_lets_nobody_in(client: Client, link: str) -> None:
    client.post(link, TYPED)
    client.logout()
    answer = client.post(link, {**TYPED, "name": "Ktoś inny"}, headers={"accept-language": "en"})
    assert answer.status_code == 410
    assert b"has been used" in answer.content
    assert User.objects.get(email=NEW).name == "Inspektorka"


def test_a_link_expires_after_seven_days(client: Client, link: str) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(days=6, hours=23)):
        assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7, minutes=1)):
        answer = client.post(link, TYPED, headers={"accept-language": "en"})
    assert answer.status_code == 410
    assert b"has expired" in answer.content
    assert User.objects.get(email=NEW).is_invited


def test_a_made_up_link_says_what_to_do(client: Client) -> None:
    answer = client.get(reverse("people:invitation", kwargs={"token": "x"}), headers={"accept-language": "en"})
    assert answer.status_code == 410
    assert b"no such invitation" in answer.content


def test_inviting_again_stops_the_earlier_link(client: Client, link: str, person: User) -> None:
    invite_person(actor=person, email=NEW, language="pl")
    assert client.get(link).status_code == 410
    assert User.objects.filter(email=NEW).count() == 1


def test_a_withdrawn_invitation_lets_nobody_in(client: Client, link: str, person: User) -> None:
    withdraw_invitation(actor=person, invitation=Invitation.objects.get())
    assert client.get(link).status_code == 410


def test_a_person_with_an_account_only_signs_in(
    client: Client, person: User, sign_in: Post, last_link: Callable[[], str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite_person(actor=UserFactory(), email=person.email, language="en", next_url="/konto/email/")
    path = last_link()
    page = client.get(path)
    assert f"{reverse('account_login')}?next={path}" in page.content.decode()
    client.post(path, TYPED)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert person.name == "Sekretarz miasta"
    sign_in(person.email)
    assert client.get(path).status_code == 200
    assert client.post(path)["Location"] == "/konto/email/"
    invitation.refresh_from_db()
    assert invitation.accepted_at


def test_another_person_signed_in_is_asked_to_sign_out_first(member: Client, person: User) -> None:
    with_token = Invitation.objects.create(
        key="0" * 64, email=NEW, expires_at=timezone.now() + datetime.timedelta(days=1), invited_by=person
    )
    UserFactory(email=NEW, is_active=False, password="!")
    assert with_token.is_open
    token = "abc"
    Invitation.objects.update(key=find_key(token))
    answer = member.post(reverse("people:invitation", kwargs={"token": token}), TYPED)
    assert b"for somebody else" in answer.content
    assert find_invitation(token).is_open  # type: ignore[union-attr]


def find_key(token: str) -> str:
    from sciezka.rooms.people.queries import digest_token  # noqa: PLC0415 - used by one test alone

    return digest_token(token)


def test_a_room_gets_an_account_to_point_at_and_invites_only_once_it_must(person: User) -> None:
    known, nothing = find_or_invite(actor=person, email=person.email.upper(), language="pl")
    new, invitation = find_or_invite(actor=person, email=NEW, language="en")
    again, second = find_or_invite(actor=person, email=NEW, language="en")
    assert (known, nothing) == (person, None)
    assert new == again
    assert new.is_invited
    assert invitation
    assert second
    assert invitation.pk != second.pk


@pytest.mark.parametrize("address", ["https://zly.example/", "//zly.example/", "/\\zly.example", "javascript:alert(1)"])
def test_an_invitation_leads_nowhere_outside(person: User, address: str) -> None:
    assert invite_person(actor=person, email=NEW, language="pl", next_url=address).next_url == ""


def test_the_database_holds_no_working_link(link: str) -> None:
    assert Invitation.objects.get().key not in link


def test_the_journal_names_nobody(client: Client, link: str) -> None:
    client.post(link, TYPED)
    verbs = list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))
    text = " ".join(str(list(JournalEntry.objects.values().values_list())))
    assert verbs == ["account.invite", "account.join"]
    assert NEW not in text
    assert "Inspektorka" not in text


def test_the_page_speaks_the_language_of_the_invitation(client: Client, link: str) -> None:
    assert "Zaproszenie do wspólnej pracy" in client.get(link, headers={"accept-language": "en"}).content.decode()
