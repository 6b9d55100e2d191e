"""The house's own pages: errors, language, statements, health; and the guards and manifests behind every page."""

import json
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import path, reverse

from sciezka.config import urls
from sciezka.kit import manifests
from sciezka.kit.context import build_menu
from sciezka.kit.guards import may, needs, needs_account, open_to_all
from sciezka.kit.manifests import MenuItem, all_manifests, say_verb
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

rules.add_perm("kittest.see", rules.predicate(lambda user, thing: user.is_authenticated and thing == "ours"))


def find_thing(thing: str) -> str:
    if thing == "none":
        raise Http404
    return thing


@needs("kittest.see", of=find_thing)
def show_hidden(_request: HttpRequest, thing: str) -> HttpResponse:
    return HttpResponse(thing)


@needs("kittest.see", of=find_thing, refuse="say")
def show_known(_request: HttpRequest, thing: str) -> HttpResponse:
    return HttpResponse(thing)


@needs_account
def show_own(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("own")


@open_to_all
def break_down(request: HttpRequest) -> HttpResponse:
    match request.GET.get("how"):
        case "400":
            raise BadRequest
        case "403":
            raise PermissionDenied
        case _:
            message = "broken on purpose"
            raise RuntimeError(message)


urlpatterns = [
    path("ukryte/<str:thing>/", show_hidden),
    path("znane/<str:thing>/", show_known),
    path("wlasne/", show_own),
    path("awaria/", break_down),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
own_urls = pytest.mark.urls("tests.kit.test_house_pages")


@own_urls
def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    for address in ("/ukryte/ours/", "/ukryte/none/", "/znane/ours/", "/wlasne/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"] == f"{reverse('account_login')}?next={address}"


@own_urls
def test_what_is_not_for_a_person_looks_as_if_it_were_not_there(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/ukryte/ours/").content == b"ours"
    assert client.get("/ukryte/theirs/").status_code == 404
    assert client.get("/ukryte/none/").status_code == 404
    assert client.get("/wlasne/").content == b"own"


@own_urls
def test_a_page_whose_existence_is_public_says_that_it_is_closed(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/znane/theirs/").status_code == 403


def test_guards_say_what_they_ask() -> None:
    assert (show_hidden.guard, show_own.guard, break_down.guard) == ("kittest.see", "account", "public")  # type: ignore[attr-defined]


def test_a_superuser_has_no_rights_beyond_the_rules() -> None:
    assert not may(UserFactory(is_superuser=True), "kittest.see", "theirs")
    assert not may(AnonymousUser(), "kittest.see", "ours")
    assert not may(UserFactory(), "kittest.unknown", "ours")


@own_urls
@pytest.mark.parametrize(("how", "status"), [("400", 400), ("403", 403), ("500", 500)])
def test_errors_are_pages_that_say_what_to_do(how: str, status: int) -> None:
    client = Client(raise_request_exception=False)
    response = client.get(f"/awaria/?how={how}", headers={"Accept-Language": "en"})
    assert response.status_code == status
    page = response.content.decode()
    assert "<h1>" in page
    assert 'href="/"' in page
    assert "broken on purpose" not in page


def test_an_unknown_address_is_a_page(client: Client) -> None:
    response = client.get("/kit/nie-ma/", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_the_page_of_a_broken_server_asks_nothing_of_the_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert "<h1>" in render_to_string("kit/500.html")


def test_an_expired_form_says_so() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("kit:language"), {"language": "en"}, headers={"Accept-Language": "en"})
    assert response.status_code == 403
    assert "The form has expired" in response.content.decode()


def test_the_language_is_remembered_in_a_cookie_and_in_the_profile(client: Client) -> None:
    person = UserFactory()
    client.force_login(person)
    response = client.post(reverse("kit:language"), {"language": "en", "next": "/kit/?a=1"})
    assert response["Location"] == "/kit/?a=1"
    assert client.cookies["django_language"].value == "en"
    person.refresh_from_db()
    assert person.language == "en"


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org/", "javascript:alert(1)", "https:///example.org", "\\\\example.org"]
)
def test_the_language_switch_leads_nowhere_else(client: Client, target: str) -> None:
    assert client.post(reverse("kit:language"), {"language": "en", "next": target})["Location"] == "/"


@pytest.mark.parametrize("language", ["de", "", "../../x", "x" * 5000])
def test_an_unknown_language_changes_nothing(client: Client, language: str) -> None:
    assert client.post(reverse("kit:language"), {"language": language}).status_code == 302
    assert "django_language" not in client.cookies


def test_the_language_is_not_switched_by_a_link(client: Client) -> None:
    assert client.get(reverse("kit:language")).status_code == 405


def test_the_server_says_that_it_is_well(client: Client) -> None:
    assert json.loads(client.get(reverse("kit:health")).content) == {"status": "ok"}


@pytest.mark.parametrize("name", ["kit:accessibility", "kit:privacy"])
def test_statements_are_public(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_every_page_carries_the_strict_policy(client: Client) -> None:
    policy = client.get(reverse("kit:privacy"))["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_frame_draws_messages_for_each_person(client: Client) -> None:
    client.force_login(UserFactory(name="Koordynatorka <b>"))
    page = client.get(reverse("kit:privacy")).content.decode()
    assert "Koordynatorka &lt;b&gt;" in page
    assert reverse("account_logout") in page


def test_manifests_of_the_rooms_are_collected() -> None:
    keys = [manifest.key for manifest in all_manifests()]
    assert keys.index("people") < keys.index("town")
    assert all(str(manifest.title) for manifest in all_manifests())


def test_unknown_verbs_are_shown_as_they_are() -> None:
    assert say_verb("kittest.unheard") == "kittest.unheard"


@own_urls
def test_a_menu_shows_what_the_address_knows_and_the_person_may(monkeypatch: pytest.MonkeyPatch) -> None:
    menu = (
        MenuItem("Later", "kit:privacy", "site", order=2),
        MenuItem("First", "kit:accessibility", "site", order=1),
        MenuItem("Needs a word", "kit:health", "site", address=("workspace",)),
        MenuItem("Closed", "kit:health", "site", permission="kittest.see"),
        MenuItem("Elsewhere", "kit:health", "office"),
    )
    monkeypatch.setattr(manifests, "_manifests", {"x": manifests.Manifest("x", "X", menu=menu)})
    request = RequestFactory().get(reverse("kit:privacy"))
    request.user = AnonymousUser()
    assert build_menu(request, "site") == []
    request.resolver_match = type("Match", (), {"kwargs": {}})()
    assert [(line.label, line.current) for line in build_menu(request, "site")] == [("First", ""), ("Later", "page")]
    request.user, request.subject = UserFactory(), "ours"
    assert "Closed" in [line.label for line in build_menu(request, "site")]


@own_urls
def test_a_line_for_the_whole_place_gives_way_where_the_address_says_more(monkeypatch: pytest.MonkeyPatch) -> None:
    menu = (MenuItem("Whole", "kit:privacy", "site", without=("process",)), MenuItem("Both", "kit:accessibility", "site"))
    monkeypatch.setattr(manifests, "_manifests", {"x": manifests.Manifest("x", "X", menu=menu)})
    request = RequestFactory().get(reverse("kit:privacy"))
    request.user = AnonymousUser()
    request.resolver_match = type("Match", (), {"kwargs": {}})()
    assert [line.label for line in build_menu(request, "site")] == ["Whole", "Both"]
    request.resolver_match = type("Match", (), {"kwargs": {"process": "rozwoj"}})()
    assert [line.label for line in build_menu(request, "site")] == ["Both"]
