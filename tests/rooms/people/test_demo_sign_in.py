"""The demonstration's people: one press in the demonstration, no way in outside it."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from sciezka.rooms.people.models import User
from sciezka.rooms.people.queries import active_people, demo_people
from tests.factories.people import PASSWORD, UserFactory

Post = Callable[..., Any]
pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_person(db: None) -> User:  # noqa: ARG001 - the database
    return UserFactory(email="koordynator@demo.example", name="Koordynatorka procesu", is_demo=True)


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


@pytest.mark.usefixtures("demo")
def test_in_the_demonstration_the_sign_in_page_offers_its_people(client: Client, demo_person: User) -> None:
    UserFactory(name="Ktoś prawdziwy")
    text = client.get(reverse("account_login")).content.decode()
    assert demo_person.name in text
    assert "Ktoś prawdziwy" not in text


@pytest.mark.usefixtures("demo")
def test_one_press_signs_in_and_leads_where_the_reader_was_going(client: Client, demo_person: User) -> None:
    answer = client.post(reverse("people:demo"), {"person": demo_person.pk, "next": "/konto/email/"})
    assert answer["Location"] == "/konto/email/"
    assert client.session["_auth_user_id"] == str(demo_person.pk)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("chosen", ["", "0", "abc", "-1", "99999999999999999999", "²"])
def test_one_press_signs_in_nobody_else(client: Client, chosen: str) -> None:
    real = UserFactory()
    for number in (chosen, real.pk):
        assert client.post(reverse("people:demo"), {"person": number}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demo")
def test_one_press_leads_nowhere_outside(client: Client, demo_person: User) -> None:
    answer = client.post(reverse("people:demo"), {"person": demo_person.pk, "next": "https://zly.example/"})
    assert answer["Location"] == reverse("town:desk")


def test_outside_the_demonstration_there_is_no_trace_of_it(client: Client, demo_person: User) -> None:
    text = client.get(reverse("account_login")).content.decode()
    assert demo_person.name not in text
    assert reverse("people:demo") not in text
    assert client.post(reverse("people:demo"), {"person": demo_person.pk}).status_code == 404
    assert not demo_people().exists()
    assert not active_people().exists()


def test_outside_the_demonstration_the_password_does_not_let_in(client: Client, demo_person: User, sign_in: Post) -> None:
    assert sign_in(demo_person.email, PASSWORD)["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_outside_the_demonstration_a_forgotten_password_gets_no_link(client: Client, demo_person: User) -> None:
    client.post(reverse("account_reset_password"), {"email": demo_person.email})
    assert "/password/reset/key/" not in mail.outbox[0].body


def test_a_session_of_the_demonstration_ends_with_it(client: Client, demo_person: User, settings: Settings) -> None:
    settings.DEMO = True
    client.post(reverse("people:demo"), {"person": demo_person.pk})
    assert client.get(reverse("people:profile")).status_code == 200
    settings.DEMO = False
    assert client.get(reverse("people:profile")).status_code == 302


def test_outside_the_demonstration_neither_does_any_other_way(client: Client, demo_person: User) -> None:
    """Every way in passes through the library's ``pre_login``; here it is asked as a passkey or a server would."""
    from allauth.account.internal.flows.login import perform_login  # noqa: PLC0415 - used by this test alone
    from allauth.account.models import Login  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    SocialAccount.objects.create(user=demo_person, provider="oidc", uid="1")
    request = RequestFactory().post("/")
    request.session = client.session
    assert perform_login(request, Login(user=demo_person))["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session
