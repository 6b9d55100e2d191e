"""Signing in through an organisation's server, against a small server of the test's own."""

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from sciezka.rooms.people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


class Organisation(http.server.BaseHTTPRequestHandler):
    """An OpenID Connect server that says of everybody what ``claims`` holds."""

    claims: ClassVar[dict[str, Any]] = {}

    def answer(self) -> None:
        """Answer as such a server does."""
        root = f"http://{self.headers['Host']}"
        pages: dict[str, Any] = {
            "/.well-known/openid-configuration": {
                "issuer": root,
                "authorization_endpoint": f"{root}/enter",
                "token_endpoint": f"{root}/token",
                "userinfo_endpoint": f"{root}/who",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/token": {"access_token": "t", "token_type": "Bearer"},
            "/who": self.claims,
        }
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps(pages[urlsplit(self.path).path]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer  # noqa: N815 - the library's names

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def organisation(settings: Settings) -> Iterator[type[Organisation]]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Organisation)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "Urząd Miasta",
                    "client_id": "sciezka",
                    "secret": "s",
                    "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
                }
            ],
        }
    }
    Organisation.claims = {"sub": "77", "email": "sekretarz@miasto.example", "email_verified": True, "name": "S"}
    yield Organisation
    server.shutdown()
    server.server_close()


def come_back(client: Client, process: str = "login", **answer: str) -> Any:
    """Leave for the server and come back with its answer."""
    page = client.post(reverse("people:server"), {"process": process})
    assert page.status_code == 200
    state = parse_qs(urlsplit(page.context["address"]).query)["state"][0]
    query = {"code": "c", "state": state, **answer}
    return client.get(reverse("openid_connect_callback", kwargs={"provider_id": "oidc"}), query)


def test_without_a_server_there_is_no_button_and_no_page(client: Client) -> None:
    assert reverse("people:server") not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("people:server"), {"process": "login"}).status_code == 404
    assert client.get(reverse("openid_connect_login", kwargs={"provider_id": "oidc"})).status_code == 404


@pytest.mark.usefixtures("organisation")
def test_with_a_server_there_is_a_button_named_after_it(client: Client) -> None:
    assert "Urząd Miasta" in client.get(reverse("account_login")).content.decode()
    assert "Urząd Miasta" in client.get(reverse("openid_connect_login", kwargs={"provider_id": "oidc"})).content.decode()


@pytest.mark.usefixtures("organisation")
def test_leaving_is_a_page_so_that_the_content_policy_holds(client: Client) -> None:
    page = client.post(reverse("people:server"), {"process": "login"})
    assert 'http-equiv="refresh"' in page.content.decode()
    assert "/enter?" in page.context["address"]
    assert "code_challenge=" in page.context["address"]


@pytest.mark.usefixtures("organisation")
def test_a_confirmed_address_opens_and_connects_the_account_that_has_it(client: Client, person: User) -> None:
    assert come_back(client)["Location"] == reverse("town:desk")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert SocialAccount.objects.get().user == person
    assert mail.outbox[-1].subject == "An organisation's account has been connected"


def test_an_unconfirmed_address_opens_nothing(client: Client, person: User, organisation: type[Organisation]) -> None:
    organisation.claims = {**organisation.claims, "email_verified": False}
    answer = come_back(client)
    assert "account/signup_closed.html" in [template.name for template in answer.templates]
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.filter(user=person).exists()


@pytest.mark.usefixtures("organisation")
def test_an_address_that_our_side_has_not_confirmed_opens_nothing(client: Client) -> None:
    thief = UserFactory(email="zlodziej@miasto.example")
    EmailAddress.objects.create(user=thief, email="sekretarz@miasto.example", verified=False)
    come_back(client)
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("organisation")
def test_a_stranger_gets_no_account_while_sign_up_is_closed(client: Client) -> None:
    come_back(client)
    assert not User.objects.exists()


@pytest.mark.usefixtures("organisation")
def test_a_stranger_gets_an_account_where_sign_up_is_open(client: Client, settings: Settings) -> None:
    settings.OPEN_SIGNUP = True
    answer = come_back(client)
    assert answer.status_code == 302
    assert User.objects.get().email == "sekretarz@miasto.example"


def test_an_address_is_asked_for_when_the_server_tells_none(
    client: Client, settings: Settings, organisation: type[Organisation]
) -> None:
    settings.OPEN_SIGNUP = True
    organisation.claims = {"sub": "77"}
    page = client.get(come_back(client)["Location"])
    assert "socialaccount/signup.html" in [template.name for template in page.templates]
    client.post(reverse("socialaccount_signup"), {"name": "Ktoś", "email": "ktos@miasto.example"})
    assert User.objects.get().name == "Ktoś"


@pytest.mark.usefixtures("organisation")
def test_an_inactive_or_demo_account_stays_closed(client: Client, person: User) -> None:
    person.is_demo = True
    person.save()
    assert come_back(client)["Location"] == reverse("account_inactive")
    person.is_demo, person.is_active = False, False
    person.save()
    assert come_back(client)["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_a_signed_in_person_connects_and_disconnects(proven: Client, person: User, organisation: type[Organisation]) -> None:
    organisation.claims = {"sub": "78", "email": "inny@miasto.example"}
    come_back(proven, "connect")
    account = SocialAccount.objects.get(user=person)
    assert "Urząd Miasta" in proven.get(reverse("socialaccount_connections")).content.decode()
    proven.post(reverse("socialaccount_connections"), {"account": account.pk})
    assert not SocialAccount.objects.exists()
    assert mail.outbox[-1].subject == "An organisation's account has been disconnected"


def test_an_account_connected_elsewhere_is_refused(proven: Client, organisation: type[Organisation]) -> None:
    other = UserFactory()
    SocialAccount.objects.create(user=other, provider="oidc", uid="78")
    organisation.claims = {"sub": "78"}
    come_back(proven, "connect")
    assert SocialAccount.objects.get().user == other


@pytest.mark.usefixtures("organisation")
def test_giving_up_at_the_server_and_its_errors_are_said(client: Client) -> None:
    given_up = client.get(come_back(client, error="access_denied")["Location"])
    assert "socialaccount/login_cancelled.html" in [template.name for template in given_up.templates]
    failed = come_back(client, error="server_error")
    assert failed.status_code == 401
    assert "socialaccount/authentication_error.html" in [template.name for template in failed.templates]


def test_a_server_that_does_not_answer_is_said(client: Client, settings: Settings, organisation: type[Organisation]) -> None:
    assert organisation
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    answer = client.post(reverse("people:server"), {"process": "login"}, follow=True, headers={"accept-language": "en"})
    assert "does not answer" in answer.content.decode()


@pytest.mark.usefixtures("organisation")
def test_the_second_step_is_asked_for_also_after_the_server(client: Client, person: User) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: PLC0415 - used by this test alone

    TOTP.activate(person, generate_totp_secret())
    assert come_back(client)["Location"] == reverse("mfa_authenticate")
