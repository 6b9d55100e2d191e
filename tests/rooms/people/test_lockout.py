"""Repeated failures lock one account for one computer, for a quarter of an hour."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from sciezka.kit.models import Memo
from sciezka.rooms.people.models import User
from tests.factories.people import PASSWORD, UserFactory

Post = Callable[..., Any]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOON = datetime.datetime(2026, 3, 2, 11, 0, tzinfo=datetime.UTC)  # noon in Warsaw


def fail(sign_in: Post, times: int, email: str = "sekretarz@miasto.example", **extra: Any) -> list[int]:
    return [sign_in(email, f"wrong-{number}", **extra).status_code for number in range(times)]


def test_five_failures_lock_the_account_even_for_the_right_password(client: Client, person: User, sign_in: Post) -> None:
    assert fail(sign_in, 5) == [200, 200, 200, 200, 429]
    assert sign_in(person.email).status_code == 429
    assert "_auth_user_id" not in client.session


@pytest.mark.one_database
def test_the_page_says_when_to_try_again_and_trying_does_not_put_it_off(person: User, sign_in: Post) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        fail(sign_in, 5)
        clock.shift(datetime.timedelta(minutes=10))
        answer = sign_in(person.email, headers={"accept-language": "en"})
        assert answer.status_code == 429
        assert "works again at 12:15" in answer.content.decode()
        assert "people/lockout.html" in [template.name for template in answer.templates]
        clock.shift(datetime.timedelta(minutes=6))
        assert sign_in(person.email).status_code == 302


def test_the_lock_holds_one_account_from_one_computer(person: User, sign_in: Post) -> None:
    other = UserFactory()
    fail(sign_in, 5, person.email)
    assert sign_in(other.email).status_code == 302
    assert sign_in(person.email, REMOTE_ADDR="10.1.2.3").status_code == 302


def test_the_lock_does_not_tell_whether_there_is_an_account(person: User, sign_in: Post) -> None:
    assert fail(sign_in, 6, "nikt@miasto.example") == fail(sign_in, 6, person.email)


def test_the_case_of_the_address_makes_no_new_account_to_guess_at(sign_in: Post, person: User) -> None:
    fail(sign_in, 4)
    assert fail(sign_in, 1, person.email.upper()) == [429]


def test_success_forgets_earlier_failures(client: Client, person: User, sign_in: Post) -> None:
    fail(sign_in, 4)
    sign_in(person.email)
    client.logout()
    assert fail(sign_in, 4) == [200] * 4


def test_guessing_the_password_while_confirming_counts_too(member: Client, person: User) -> None:
    answers = [member.post(reverse("account_reauthenticate"), {"password": "wrong"}).status_code for _ in range(5)]
    assert answers[-1] == 429
    assert AccessAttempt.objects.get().username == person.email


@pytest.mark.one_database
def test_a_claimed_address_of_the_computer_counts_only_behind_a_trusted_proxy(
    settings: Settings, person: User, sign_in: Post
) -> None:
    claims = [sign_in(person.email, "wrong", headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code for n in range(5)]
    assert claims[-1] == 429
    AccessAttempt.objects.all().delete()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxied = [sign_in(person.email, "wrong", headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code for n in range(5)]
    assert proxied == [200] * 5
    cache.clear()  # the limit on one account from many computers would answer first
    spoofed = [
        sign_in(person.email, "wrong", headers={"x-forwarded-for": f"1.1.1.{n}, 10.9.9.9"}).status_code for n in range(5)
    ]
    assert spoofed[-1] == 429


def test_the_record_of_failures_holds_no_password(person: User, sign_in: Post) -> None:
    sign_in(person.email, PASSWORD + "-almost")
    attempt = AccessAttempt.objects.get()
    assert PASSWORD not in attempt.post_data + attempt.get_data


def test_the_limits_hold_in_whichever_process_one_tries_and_for_that_account_alone(
    person: User, sign_in: Post, change_process: Callable[[], None]
) -> None:
    def fail_from_elsewhere(number: int, email: str) -> bool:
        change_process()
        answer = sign_in(email, "wrong", REMOTE_ADDR=f"203.0.113.{number}")
        return answer.context["form"].errors.as_data()["__all__"][0].code == "too_many_login_attempts"

    with time_machine.travel(NOON, tick=False) as clock:
        assert [fail_from_elsewhere(number, person.email) for number in range(1, 13)] == [False] * 10 + [True] * 2
        assert not fail_from_elsewhere(13, "nikt@miasto.example")
        clock.shift(datetime.timedelta(minutes=5))
        assert not fail_from_elsewhere(14, person.email)


def test_a_flood_of_letters_is_stopped_in_whichever_process_it_is_asked_for(
    client: Client, person: User, change_process: Callable[[], None]
) -> None:
    def ask(email: str) -> int:
        change_process()
        return client.post(reverse("account_reset_password"), {"email": email}).status_code

    with time_machine.travel(NOON, tick=False) as clock:
        assert [ask(person.email) for _ in range(7)] == [302] * 5 + [429] * 2
        assert ask("nikt@miasto.example") == 302
        clock.shift(datetime.timedelta(hours=1))
        assert ask(person.email) == 302


def test_counts_name_neither_the_address_nor_the_computer(person: User, sign_in: Post) -> None:
    sign_in(person.email, "wrong", REMOTE_ADDR="203.0.113.7")
    kept = str(list(Memo.objects.values_list("key", "value")))
    assert Memo.objects.count() == 3
    assert "203.0.113" not in kept
    assert person.email not in kept


@pytest.mark.one_database
def test_reading_the_page_counts_nothing(client: Client) -> None:
    assert client.get(reverse("account_login")).status_code == 200
    assert client.get(reverse("account_reset_password")).status_code == 200
    assert not Memo.objects.exists()
