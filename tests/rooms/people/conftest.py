"""People who sign in the way people do."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from sciezka.rooms.people.models import User
from tests.factories.people import PASSWORD, UserFactory

Post = Callable[..., Any]


@pytest.fixture
def person(db: None) -> User:  # noqa: ARG001 - the database
    """Give a person with an account, who reads English so that tests can."""
    return UserFactory(email="sekretarz@miasto.example", name="Sekretarz miasta", language="en")


@pytest.fixture
def sign_in(client: Client) -> Post:
    """Sign in by typing an address and a password."""

    def do(email: str = "sekretarz@miasto.example", password: str = PASSWORD, **extra: Any) -> Any:
        return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)

    return do


@pytest.fixture
def change_process() -> Callable[[], None]:
    """Go on in another process, or in one started anew: nothing is left of what this one holds in its memory."""

    def do() -> None:
        for one in caches.all(initialized_only=True):
            if isinstance(one, LocMemCache):
                one.clear()

    return do


@pytest.fixture
def member(client: Client, person: User, sign_in: Post) -> Client:
    """Give a browser in which the person is signed in."""
    assert sign_in(person.email).status_code == 302
    return client


@pytest.fixture
def proven(member: Client) -> Client:
    """Give a browser in which the person has just confirmed who they are."""
    answer = member.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302
    return member


@pytest.fixture
def last_link(settings: Settings) -> Callable[[], str]:
    """Read the path of the link in the newest e-mail; the link must lead to the public address."""
    settings.BASE_URL = "https://sciezka.miasto.example"

    def read() -> str:
        found = re.search(r"https://sciezka\.miasto\.example(/\S+)", str(mail.outbox[-1].body))
        assert found, mail.outbox[-1].body
        return found[1]

    return read
