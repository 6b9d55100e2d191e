"""One's own data: download and erasure."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.actions import (
    edit_profile,
    erase_account,
    erasure,
    exports,
    invite_person,
    register_erasure_blocker,
    register_export,
)
from sciezka.rooms.people.models import Invitation, User
from sciezka.rooms.people.queries import names_of, people_like
from tests.factories.people import PASSWORD, UserFactory

Post = Callable[..., Any]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def clean_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register only what the test registers, and leave nothing to the next."""
    monkeypatch.setattr(erasure, "BLOCKERS", [])
    monkeypatch.setattr(exports, "EXPORTS", {})


def test_the_download_holds_everything_of_oneself_and_nothing_secret(member: Client, person: User) -> None:
    invite_person(actor=person, email="nowa@miasto.example", language="pl")
    edit_profile(actor=person, name="Skarbnik", language="en")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "TAJNE"})
    answer = member.get(reverse("people:export"))
    parts = answer.json()
    assert "attachment" in answer["Content-Disposition"]
    assert parts["account"]["email"] == person.email
    assert parts["account"]["pseudonym"] == str(person.ref)
    assert parts["email_addresses"] == [{"email": person.email, "verified": True, "primary": True}]
    assert parts["sessions"][0]["ip"] == "127.0.0.1"
    assert parts["invitations_sent"][0]["email"] == "nowa@miasto.example"
    assert {entry["verb"] for entry in parts["journal"]} == {"account.invite", "account.edit"}
    assert "TAJNE" not in answer.content.decode()
    assert "argon2" not in answer.content.decode()


def test_the_download_holds_nothing_of_anybody_else(member: Client) -> None:
    stranger = UserFactory()
    invite_person(actor=stranger, email="nowa@miasto.example", language="pl")
    text = member.get(reverse("people:export")).content.decode()
    assert stranger.email not in text
    assert "nowa@miasto.example" not in text
    assert str(stranger.ref) not in text


@pytest.mark.usefixtures("clean_registries")
def test_another_room_adds_its_part_to_the_download(member: Client, person: User) -> None:
    register_export("seats", lambda user: [{"role": "coordinator", "of": user.pk, "ref": uuid.UUID(int=1)}])
    parts = member.get(reverse("people:export")).json()
    assert parts["seats"] == [{"role": "coordinator", "of": person.pk, "ref": str(uuid.UUID(int=1))}]


def test_anonymous_readers_get_no_download_and_erase_nothing(client: Client) -> None:
    for name in ("people:export", "people:erase", "people:profile"):
        assert client.post(reverse(name))["Location"].startswith(reverse("account_login"))


def test_erasing_leaves_a_row_without_a_person(proven: Client, person: User, sign_in: Post) -> None:
    SocialAccount.objects.create(user=person, provider="oidc", uid="1", extra_data={"name": "Jawna"})
    Authenticator.objects.create(user=person, type="recovery_codes", data={})
    invite_person(actor=UserFactory(), email=person.email, language="pl")
    edit_profile(actor=person, name="Skarbnik", language="en")
    AccessAttempt.objects.create(username=person.email, ip_address="127.0.0.1", failures_since_start=1)
    ref, address = person.ref, person.email
    assert b"be undone" in proven.get(reverse("people:erase")).content
    answer = proven.post(reverse("people:erase"))
    assert answer["Location"] == reverse("people:erased")
    assert proven.get(reverse("people:erased")).status_code == 200
    person.refresh_from_db()
    assert person.ref == ref
    assert (person.name, person.is_active, person.has_usable_password()) == ("", False, False)
    assert person.email.endswith("@erased.invalid")
    assert person.erased_at
    assert not person.is_invited
    for gone in (EmailAddress, Authenticator, SocialAccount, UserSession):
        assert not gone.objects.filter(user=person).exists(), gone
    assert not Invitation.objects.filter(email=address).exists()
    assert not AccessAttempt.objects.exists()
    assert proven.get(reverse("people:profile")).status_code == 302
    assert sign_in(address).status_code == 200
    entry = JournalEntry.objects.get(verb="account.erase")
    assert entry.actor == ref
    everything = " ".join(map(str, JournalEntry.objects.values_list("label", "before", "after")))
    assert address not in everything
    assert "Skarbnik" not in everything


def test_an_erased_person_is_found_by_nobody(person: User) -> None:
    edit_profile(actor=person, name="Skarbnik", language="en")
    erase_account(actor=person)
    assert not people_like("erased").exists()
    assert names_of([person.ref, None]) == {}
    assert str(person) in {"erased account", "usunięte konto"}


def test_the_address_of_an_erased_account_can_be_invited_again(person: User) -> None:
    address = person.email
    erase_account(actor=person)
    invite_person(actor=UserFactory(), email=address, language="pl")
    assert User.objects.get(email=address).is_invited


def test_other_devices_are_signed_out_by_erasing(proven: Client, person: User) -> None:
    elsewhere = Client()
    elsewhere.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    proven.post(reverse("people:erase"))
    assert elsewhere.get(reverse("people:profile")).status_code == 302


@pytest.mark.usefixtures("clean_registries")
def test_a_room_can_stop_an_erasure_and_says_why(proven: Client, person: User) -> None:
    register_erasure_blocker(lambda user: [f"Jedyna osoba koordynująca: {user.pk}"])
    answer = proven.post(reverse("people:erase"))
    assert answer.status_code == 409
    assert f"Jedyna osoba koordynująca: {person.pk}" in answer.content.decode()
    with pytest.raises(ValueError, match="settled"):
        erase_account(actor=person)
    person.refresh_from_db()
    assert person.is_active


def test_the_last_operator_and_the_demonstrations_people_stay(person: User) -> None:
    person.is_superuser = True
    person.save()
    demo = UserFactory(is_demo=True)
    for kept in (person, demo):
        with pytest.raises(ValueError, match="settled"):
            erase_account(actor=kept)
    UserFactory(is_superuser=True)
    erase_account(actor=person)
    assert person.erased_at
