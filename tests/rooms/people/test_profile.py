"""The profile, devices, address, password."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.models import User
from sciezka.rooms.people.templatetags.people import browser_name
from tests.factories.people import PASSWORD, UserFactory

Post = Callable[..., Any]
pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_the_profile_changes_name_and_language_at_once(member: Client, person: User) -> None:
    member.post(reverse("people:profile"), {"name": "Skarbniczka", "language": "pl"})
    person.refresh_from_db()
    assert (person.name, person.language) == ("Skarbniczka", "pl")
    assert "Moje konto" in member.get(reverse("people:profile"), headers={"accept-language": "en"}).content.decode()
    entry = JournalEntry.objects.get(verb="account.edit")
    assert entry.actor == person.ref
    assert "Skarbniczka" not in f"{entry.label} {entry.after}"


def test_bad_input_keeps_what_was_typed(member: Client, person: User) -> None:
    answer = member.post(reverse("people:profile"), {"name": "Ą" * 121, "language": "de"})
    assert set(answer.context["form"].errors) == {"name", "language"}
    assert "Ą" * 121 in answer.content.decode()
    assert not JournalEntry.objects.filter(verb="account.edit").exists()
    assert person.name == "Sekretarz miasta"


def test_the_profile_says_how_the_account_is_guarded(member: Client) -> None:
    security = member.get(reverse("people:profile")).context["security"]
    assert security.has_password
    assert not security.has_second_factor
    assert security.sessions == 1


def test_a_device_can_be_signed_out_alone(member: Client, person: User) -> None:
    elsewhere = Client(headers={"user-agent": FIREFOX})
    elsewhere.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    page = member.get(reverse("usersessions_list")).content.decode()
    assert "Firefox, Windows" in page
    other = UserSession.objects.get(user_agent=FIREFOX)
    member.post(reverse("people:session_end", kwargs={"session": other.pk}))
    assert elsewhere.get(reverse("people:profile")).status_code == 302
    assert member.get(reverse("people:profile")).status_code == 200


def test_all_other_devices_can_be_signed_out(member: Client, person: User) -> None:
    others = [Client(), Client()]
    for other in others:
        other.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    member.post(reverse("usersessions_list"))
    assert [other.get(reverse("people:profile")).status_code for other in others] == [302, 302]
    assert member.get(reverse("people:profile")).status_code == 200


def test_nobody_ends_a_session_of_somebody_else(member: Client) -> None:
    stranger, theirs = UserFactory(), Client()
    theirs.post(reverse("account_login"), {"login": stranger.email, "password": PASSWORD})
    session = UserSession.objects.get(user=stranger)
    assert member.post(reverse("people:session_end", kwargs={"session": session.pk})).status_code == 404
    assert theirs.get(reverse("people:profile")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_devices_costs_the_same_however_long(
    member: Client, person: User, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count - 1):
        Client().post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    # The library looks at each session anew, to drop those that ended; one query and one look each.
    with django_assert_max_num_queries(6 + 2 * count):
        member.get(reverse("usersessions_list"))


def test_the_address_changes_only_when_the_new_one_is_confirmed(
    proven: Client, person: User, last_link: Callable[[], str]
) -> None:
    proven.post(reverse("account_email"), {"email": "nowy@miasto.example", "action_add": ""})
    person.refresh_from_db()
    assert person.email == "sekretarz@miasto.example"
    assert "nowy@miasto.example" in proven.get(reverse("people:profile")).content.decode()
    link = last_link()
    assert proven.post(link)["Location"] == reverse("people:profile")
    person.refresh_from_db()
    assert person.email == "nowy@miasto.example"
    told = [message.to for message in mail.outbox if message.subject == "The e-mail address has been changed"]
    assert told == [["sekretarz@miasto.example"]]


def test_a_waiting_change_of_address_can_be_given_up(proven: Client, person: User) -> None:
    proven.post(reverse("account_email"), {"email": "nowy@miasto.example", "action_add": ""})
    page = proven.get(reverse("account_email")).content.decode()
    assert "A change is waiting" in page
    proven.post(reverse("account_email"), {"email": "nowy@miasto.example", "action_remove": ""})
    assert list(person.emailaddress_set.values_list("email", flat=True)) == ["sekretarz@miasto.example"]


def test_an_address_that_waits_for_its_owner_cannot_be_taken_by_another(
    proven: Client, person: User, last_link: Callable[[], str]
) -> None:
    User.objects.create(email="zaproszona@miasto.example", is_active=False)
    proven.post(reverse("account_email"), {"email": "zaproszona@miasto.example", "action_add": ""})
    answer = proven.post(last_link(), follow=True)
    assert "belongs to another account" in answer.content.decode()
    person.refresh_from_db()
    assert person.email == "sekretarz@miasto.example"


def test_changing_the_address_asks_for_the_password_first(member: Client, person: User) -> None:
    answer = member.post(reverse("account_email"), {"email": "nowy@miasto.example", "action_add": ""})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert person.emailaddress_set.count() == 1


def test_changing_the_password_signs_other_devices_out_and_writes_a_letter(member: Client, person: User) -> None:
    elsewhere = Client()
    elsewhere.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": "zupelnie-nowe-haslo", "password2": "zupelnie-nowe-haslo"}
    assert member.post(reverse("account_change_password"), new)["Location"] == reverse("people:profile")
    assert elsewhere.get(reverse("people:profile")).status_code == 302
    assert member.get(reverse("people:profile")).status_code == 200
    assert mail.outbox[-1].subject == "The password has been changed"
    assert "from the address 127.0.0.1" in mail.outbox[-1].body


def test_a_weak_password_is_refused(member: Client) -> None:
    weak = {"oldpassword": PASSWORD, "password1": "krótkie", "password2": "krótkie"}
    assert "password1" in member.post(reverse("account_change_password"), weak).context["form"].errors


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
            "Chrome, Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Safari/604", "Safari, iPhone"),
        ("", "unknown browser"),
    ],
)
def test_devices_are_named_in_words(agent: str, name: str) -> None:
    with translation.override("en"):
        assert browser_name(agent) == name
