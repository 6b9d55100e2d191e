"""Signing in by password, signing out, sign-up, forgotten passwords."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from sciezka.rooms.people.models import User
from tests.factories.people import PASSWORD

Post = Callable[..., Any]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_leads_to_the_desk(client: Client, person: User, sign_in: Post) -> None:
    answer = sign_in(person.email.upper())
    assert answer.status_code == 302
    assert answer["Location"] == reverse("town:desk")
    assert is_signed_in(client)


def test_signing_in_leads_back_to_the_page_that_asked_for_it_but_never_outside(client: Client, person: User) -> None:
    typed = {"login": person.email, "password": PASSWORD}
    inside = client.post(reverse("account_login"), {**typed, "next": "/konto/email/"})
    client.logout()
    outside = client.post(reverse("account_login"), {**typed, "next": "https://zly.example/"})
    assert inside["Location"] == "/konto/email/"
    assert outside["Location"] == reverse("town:desk")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client, person: User, sign_in: Post) -> None:
    wrong = sign_in(person.email, "wrong")
    unknown = sign_in("nikt@miasto.example", "wrong")
    assert wrong.status_code == unknown.status_code == 200
    assert list(wrong.context["form"].errors.values()) == list(unknown.context["form"].errors.values())
    assert not is_signed_in(client)


def test_what_was_typed_is_kept_but_for_the_password(person: User, sign_in: Post) -> None:
    text = sign_in(person.email, "nie-to-haslo").content.decode()
    assert f'value="{person.email}"' in text
    assert "nie-to-haslo" not in text


def test_the_form_tells_password_keepers_what_its_fields_are(client: Client) -> None:
    text = client.get(reverse("account_login")).content.decode()
    assert 'autocomplete="username webauthn"' in text
    assert 'autocomplete="current-password"' in text
    assert "placeholder" not in text


def test_an_inactive_account_is_told_that_it_is_closed(client: Client, person: User, sign_in: Post) -> None:
    person.is_active = False
    person.save()
    answer = sign_in(person.email)
    assert answer["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)


def test_signing_out_asks_first_and_then_does(member: Client) -> None:
    assert member.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(member)
    assert member.post(reverse("account_logout")).status_code == 302
    assert not is_signed_in(member)


def test_sign_up_is_closed_unless_the_operator_opens_it(client: Client) -> None:
    typed = {"name": "Ktoś", "email": "ktos@miasto.example", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(reverse("account_signup"), typed)
    assert "account/signup_closed.html" in [template.name for template in answer.templates]
    assert not User.objects.filter(email="ktos@miasto.example").exists()


def test_open_sign_up_makes_an_account_that_works_once_the_address_is_confirmed(
    client: Client, settings: Settings, sign_in: Post, last_link: Callable[[], str]
) -> None:
    settings.OPEN_SIGNUP = True
    typed = {"name": "Ktoś", "email": "ktos@miasto.example", "password1": PASSWORD, "password2": PASSWORD}
    assert client.get(reverse("account_signup")).status_code == 200
    assert client.post(reverse("account_signup"), typed)["Location"] == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    link = last_link()
    assert client.get(link).status_code == 200
    client.post(link)
    sign_in("ktos@miasto.example")
    assert is_signed_in(client)
    assert User.objects.get(email="ktos@miasto.example").name == "Ktoś"


def test_open_sign_up_does_not_tell_that_an_address_is_taken(client: Client, settings: Settings, person: User) -> None:
    settings.OPEN_SIGNUP = True
    typed = {"name": "Ktoś", "password1": PASSWORD, "password2": PASSWORD}
    taken = client.post(reverse("account_signup"), {**typed, "email": person.email})
    client.cookies.clear()
    free = client.post(reverse("account_signup"), {**typed, "email": "wolny@miasto.example"})
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    assert mail.outbox[0].subject == "There is an account with this address already"


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(
    client: Client, person: User, sign_in: Post, last_link: Callable[[], str]
) -> None:
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = last_link()
    form = client.get(link, follow=True)
    assert "KEY" not in form.request["PATH_INFO"]
    new = {"password1": "zupelnie-nowe-haslo", "password2": "zupelnie-nowe-haslo"}
    done = client.post(form.request["PATH_INFO"], new, follow=True)
    assert done.status_code == 200
    assert mail.outbox[-1].subject == "The password has been set anew"
    sign_in(person.email, "zupelnie-nowe-haslo")
    assert is_signed_in(client)
    client.logout()
    assert b"does not work" in client.get(link, follow=True, headers={"accept-language": "en"}).content


def test_asking_for_a_new_password_does_not_tell_whether_there_is_an_account(client: Client, person: User) -> None:
    known = client.post(reverse("account_reset_password"), {"email": person.email}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "nikt@miasto.example"}, follow=True)
    known_page, unknown_page = (
        answer.content.decode().replace(str(answer.context["csrf_token"]), "") for answer in (known, unknown)
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert known_page == unknown_page
    assert [message.to for message in mail.outbox] == [[person.email], ["nikt@miasto.example"]]


def test_links_in_letters_lead_to_the_public_address_whatever_host_was_asked(
    client: Client, person: User, last_link: Callable[[], str]
) -> None:
    client.post(reverse("account_reset_password"), {"email": person.email}, headers={"host": "zly.example"})
    assert last_link()
    assert "zly.example" not in str(mail.outbox[-1].body)


def test_letters_speak_the_language_of_the_reader(client: Client, person: User) -> None:
    client.post(reverse("account_reset_password"), {"email": person.email}, headers={"accept-language": "pl"})
    person.language = "pl"
    person.save()
    client.post(reverse("account_reset_password"), {"email": person.email}, headers={"accept-language": "en"})
    english, polish = (message.subject for message in mail.outbox)
    assert english == "A new password"
    assert polish == "Nowe hasło"


def test_too_many_requests_for_a_new_password_are_refused_in_our_look(client: Client, person: User) -> None:
    answers = [client.post(reverse("account_reset_password"), {"email": person.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "429.html" in [template.name for template in answers[-1].templates]
    assert b"kit/css/base.css" in answers[-1].content


def test_an_operator_made_by_command_signs_in_at_once(
    client: Client, sign_in: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, email="Operator@miasto.example", verbosity=0)
    assert sign_in("operator@miasto.example").status_code == 302
    assert is_signed_in(client)
    assert User.objects.get().is_superuser
