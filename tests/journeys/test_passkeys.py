"""Passkeys in a real browser, with a made-up authenticator that Chromium provides for tests."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from sciezka.rooms.people.models import User
from tests.factories.people import PASSWORD, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person(transactional_db: None) -> User:  # noqa: ARG001 - the live server's database
    return UserFactory(email="sekretarz@miasto.example", name="Sekretarz miasta", language="en")


@pytest.fixture
def home(live_server: LiveServer) -> str:
    """Give the address by a name: browsers make no passkeys for bare numbers."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def authenticator(page: Page) -> None:
    """Give the browser a device that knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def enter(page: Page, home: str, person: User) -> None:
    page.goto(f"{home}/konto/login/")
    page.locator("#id_login").fill(person.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form.sheet .form__foot button").click()
    page.wait_for_url("**/biuro/**")


def add_passkey(page: Page, home: str, *, alone: bool) -> None:
    page.goto(f"{home}/konto/2fa/webauthn/add/")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form.sheet button[data-variant=primary]").click()
    page.locator("#id_name").fill("Laptop")
    page.locator("#id_passwordless").set_checked(alone)
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")


def leave(page: Page, home: str) -> None:
    page.goto(f"{home}/konto/logout/")
    page.locator("main form button").click()
    page.wait_for_url(f"{home}/")


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_signs_in_alone(page: Page, home: str, person: User) -> None:
    enter(page, home, person)
    add_passkey(page, home, alone=True)
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(f"{home}/konto/2fa/webauthn/")
    expect(page.get_by_text("works alone")).to_be_visible()
    leave(page, home)
    page.goto(f"{home}/konto/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/biuro/**")
    assert Authenticator.objects.get(type="webauthn").last_used_at


@pytest.mark.usefixtures("authenticator")
def test_a_security_key_completes_the_password_and_confirms_who_one_is(page: Page, home: str, person: User) -> None:
    enter(page, home, person)
    add_passkey(page, home, alone=False)
    leave(page, home)
    page.goto(f"{home}/konto/login/")
    page.locator("#id_login").fill(person.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form.sheet .form__foot button").click()
    page.wait_for_url("**/2fa/authenticate/")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("**/biuro/**")
    page.goto(f"{home}/konto/2fa/webauthn/reauthenticate/?next=/konto/2fa/")
    page.locator("#mfa_webauthn_reauthenticate").click()
    page.wait_for_url("**/konto/2fa/")


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_does_not_open_a_closed_account(page: Page, home: str, person: User) -> None:
    enter(page, home, person)
    add_passkey(page, home, alone=True)
    leave(page, home)
    for change in ({"is_active": False}, {"is_active": True, "is_demo": True}):
        User.objects.filter(pk=person.pk).update(**change)
        page.goto(f"{home}/konto/login/")
        page.locator("#passkey_login").click()
        page.wait_for_url("**/konto/inactive/")


@pytest.mark.usefixtures("authenticator")
def test_a_browser_without_the_passkey_says_so_in_words(page: Page, home: str) -> None:
    page.goto(f"{home}/konto/login/")
    page.locator("#passkey_login").click()
    expect(page.locator("#passkey-notice")).to_be_visible()
    expect(page.locator("#passkey-notice p:not([hidden])")).to_have_count(1)


def test_a_typed_password_can_be_shown_and_is_hidden_again_when_sent(page: Page, home: str, person: User) -> None:
    page.goto(f"{home}/konto/login/")
    page.locator("#id_password").fill("nie-to")
    button = page.locator(".reveal")
    button.click()
    expect(page.locator("#id_password")).to_have_attribute("type", "text")
    button.click()
    expect(page.locator("#id_password")).to_have_attribute("type", "password")
    button.click()
    page.locator("#id_login").fill(person.email)
    page.locator("form.sheet .form__foot button").click()
    expect(page.locator(".ds-error-summary")).to_be_focused()
    expect(page.locator("#id_login")).to_have_value(person.email)


def test_every_step_of_an_invitation_works_with_the_keyboard_alone(
    page: Page, home: str, person: User, mailoutbox: list[object]
) -> None:
    from sciezka.rooms.people.actions import invite_person  # noqa: PLC0415 - needs the database's apps

    invite_person(actor=person, email="nowa@miasto.example", language="en")
    body = str(mailoutbox[0].body)  # type: ignore[attr-defined]
    path = body[body.index("/konto/zaproszenie/") :].split(maxsplit=1)[0]
    page.goto(home + path)
    page.locator("#id_name").focus()
    page.keyboard.type("Inspektorka")
    for _ in range(2):
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.tagName") != "INPUT":
            page.keyboard.press("Tab")
        page.keyboard.type("dlugie-spokojne-zdanie")
    page.keyboard.press("Enter")
    page.wait_for_url("**/biuro/**")
