"""The second step: codes from an app and recovery codes. Passkeys are tested in a browser."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse

from sciezka.rooms.people.models import User
from tests.factories.people import PASSWORD, UserFactory

Post = Callable[..., Any]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def code_of(secret: str) -> str:
    """Compute the code as an app does."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def secret_in(client: Client) -> str:
    return str(client.get(reverse("mfa_activate_totp")).context["form"].secret)


@pytest.fixture
def guarded(proven: Client) -> tuple[Client, str]:
    """Switch codes from an app on; give the browser and the app's secret."""
    secret = secret_in(proven)
    # The half minute of a code may end between computing it and sending it.
    with time_machine.travel(datetime.datetime.now(datetime.UTC), tick=False):
        answer = proven.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return proven, secret


def test_setting_up_shows_a_picture_and_the_same_key_as_text(proven: Client) -> None:
    page = proven.get(reverse("mfa_activate_totp"))
    text = page.content.decode()
    assert 'src="data:image/svg+xml' in text
    assert page.context["form"].secret in text
    assert 'autocomplete="one-time-code"' in text


def test_a_wrong_code_switches_nothing_on(proven: Client) -> None:
    secret_in(proven)
    answer = proven.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "code" in answer.context["form"].errors
    assert not Authenticator.objects.exists()


def test_once_on_the_password_alone_lets_nobody_in(guarded: tuple[Client, str], person: User, sign_in: Post) -> None:
    client, secret = guarded
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    client.logout()
    assert sign_in(person.email)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": "123"}).status_code == 200
    # The code used to switch it on is spent for its half minute; a recovery code works at once.
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert client.post(reverse("mfa_authenticate"), {"code": recovery})["Location"] == reverse("town:desk")
    assert client.session["_auth_user_id"] == str(person.pk)
    client.logout()
    sign_in(person.email)
    assert client.post(reverse("mfa_authenticate"), {"code": recovery}).status_code == 200
    assert secret


def test_a_code_works_once_in_all_processes(
    guarded: tuple[Client, str], person: User, change_process: Callable[[], None]
) -> None:
    client, secret = guarded
    client.logout()
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=5), tick=False):
        answers = []
        for browser in (Client(), Client()):
            change_process()
            browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
            answers.append(browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code)
    assert answers == [302, 200]


def test_guessing_codes_is_limited(guarded: tuple[Client, str], person: User, sign_in: Post) -> None:
    client, _secret = guarded
    client.logout()
    sign_in(person.email)
    answers = [client.post(reverse("mfa_authenticate"), {"code": f"{number:06}"}) for number in range(11)]
    codes = [answer.context["form"].errors.as_data()["code"][0].code for answer in answers]
    assert codes == ["incorrect_code"] * 10 + ["too_many_login_attempts"]


@pytest.mark.django_db(transaction=True)
def test_switching_on_and_off_is_told_by_letter(guarded: tuple[Client, str]) -> None:
    client, _secret = guarded
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    subjects = [message.subject for message in mail.outbox]
    assert "Two-step sign-in has been switched on" in subjects
    assert "Codes from the app have been switched off" in subjects
    assert not Authenticator.objects.exists()


@pytest.mark.django_db(transaction=True)  # the letter goes out when the change is stored for good
def test_recovery_codes_are_shown_downloaded_and_made_anew(guarded: tuple[Client, str]) -> None:
    client, _secret = guarded
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert len(codes) == 10
    assert file.content.decode().split() == codes
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    client.post(reverse("mfa_generate_recovery_codes"))
    assert set(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]).isdisjoint(codes)
    assert mail.outbox[-1].subject == "New recovery codes"


def test_the_profile_says_that_it_is_on(guarded: tuple[Client, str]) -> None:
    security = guarded[0].get(reverse("people:profile")).context["security"]
    assert security.has_second_factor
    assert security.recovery_codes == 10


def test_the_code_also_confirms_who_one_is(guarded: tuple[Client, str], person: User) -> None:
    client, _secret = guarded
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert client.get(reverse("mfa_reauthenticate")).status_code == 200
    answer = client.post(reverse("mfa_reauthenticate") + "?next=/konto/2fa/", {"code": recovery})
    assert answer["Location"] == "/konto/2fa/"
    assert person.ref


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "people:erase"])
def test_what_matters_asks_for_the_password_again(member: Client, name: str) -> None:
    answer = member.get(reverse(name))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_the_address_can_change_with_a_second_factor_on(guarded: tuple[Client, str]) -> None:
    client, _secret = guarded
    client.post(reverse("account_email"), {"email": "nowy@miasto.example", "action_add": ""})
    assert mail.outbox[-1].to == ["nowy@miasto.example"]


def test_nobody_touches_the_keys_of_somebody_else(proven: Client) -> None:
    key = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "cudzy", "credential": {}})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert proven.post(reverse(name, kwargs={"pk": key.pk}), {"name": "mój"}).status_code == 404


def test_a_passkey_is_renamed_and_removed_by_its_owner(proven: Client, person: User) -> None:
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "laptop", "credential": {}})
    proven.post(reverse("mfa_edit_webauthn", kwargs={"pk": key.pk}), {"name": "telefon"})
    key.refresh_from_db()
    assert key.wrap().name == "telefon"
    answer = proven.post(reverse("mfa_remove_webauthn", kwargs={"pk": key.pk}), follow=True)
    assert "The passkey has been removed." in answer.content.decode()
    assert mail.outbox[-1].subject == "A passkey has been removed"
    assert not Authenticator.objects.exists()


def test_a_broken_passkey_is_refused_without_a_fault(client: Client) -> None:
    for credential in ("", "null", "[]", "{}", '{"response": {"userHandle": "%%"}}', "nie json"):
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert answer.status_code == 302, credential
        assert "_auth_user_id" not in client.session
