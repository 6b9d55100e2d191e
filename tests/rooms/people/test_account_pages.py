"""Every page of the sign-in library: in our look, and open to whom it should be."""

import pytest
from allauth.mfa.models import Authenticator
from django.template import Context, Origin, Template, engines
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from sciezka.rooms.people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

# The library's pages that anyone may open. All others ask for signing in; the test below finds both kinds by itself.
PUBLIC = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}
PRIVATE = {
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "socialaccount_connections",
    "usersessions_list",
}
WORDS = {"uidb36": "1", "key": "abc", "pk": 1, "provider_id": "oidc"}


def names_under(resolver: URLResolver, namespace: str = "") -> set[str]:
    """Collect the names of addresses, those of other rooms left out."""
    found = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if not pattern.namespace:
                found |= names_under(pattern, namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    return found


def address_of(name: str) -> str:
    """Give an address, with made-up words where it needs some."""
    wanted = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
    return reverse(name, kwargs={word: WORDS[word] for word in wanted})


def test_the_lists_name_every_page_of_the_library() -> None:
    assert names_under(get_resolver()) == PUBLIC | PRIVATE


@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_private_pages_ask_for_signing_in(client: Client, name: str) -> None:
    for answer in (client.get(address_of(name)), client.post(address_of(name))):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_pages_never_fail(client: Client, name: str) -> None:
    for answer in (client.get(address_of(name)), client.post(address_of(name))):
        assert answer.status_code in {200, 302, 401, 404, 405}


@pytest.mark.parametrize("name", sorted(PUBLIC | PRIVATE))
@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_page_is_in_our_look(proven: Client, person: User, name: str, language: str) -> None:
    person.language = language
    person.save()
    if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"}:
        Authenticator.objects.create(pk=1, user=person, type="webauthn", data={"name": "laptop", "credential": {}})
    answer = (Client(headers={"accept-language": language}) if name in PUBLIC else proven).get(address_of(name))
    if answer.status_code != 302 and answer["Content-Type"].startswith("text/html"):
        text = answer.content.decode()
        assert "kit/css/base.css" in text
        assert text.count("<h1") == 1
        assert f'<html lang="{language}"' in text
        assert "style=" not in text


def test_a_person_without_passkeys_is_told_what_they_are_for(member: Client) -> None:
    assert "No passkeys yet" in member.get(reverse("mfa_list_webauthn")).content.decode()


def test_a_person_without_a_password_sets_one(client: Client) -> None:
    person = UserFactory(language="en")
    person.set_unusable_password()
    person.save()
    client.force_login(person, backend="sciezka.rooms.people.backends.AccountBackend")
    assert "not set" in client.get(reverse("people:profile")).content.decode()
    new = {"password1": "zupelnie-nowe-haslo", "password2": "zupelnie-nowe-haslo"}
    assert client.get(reverse("account_set_password")).status_code == 200
    assert client.post(reverse("account_set_password"), new)["Location"] == reverse("people:profile")
    person.refresh_from_db()
    assert person.has_usable_password()


@pytest.mark.parametrize(
    ("element", "shows"),
    [
        ("{% element alert %}{% slot message %}x{% endslot %}{% endelement %}", "ds-alert"),
        ('{% element badge tags="warning" %}x{% endelement %}', 'data-color="warning"'),
        ('{% element button href="/a" tags="danger,outline" %}x{% endelement %}', '<a href="/a" class="ds-button"'),
        ("{% element button_group %}x{% endelement %}", 'class="row"'),
        ("{% element details %}{% slot summary %}s{% endslot %}{% slot body %}b{% endslot %}{% endelement %}", "<summary>s"),
        (
            '{% element field id="a" type="text" name="a" %}{% slot label %}L{% endslot %}{% endelement %}',
            '<label class="ds-label" for="a">L',
        ),
        ('{% element field id="a" type="textarea" %}{% slot value %}v{% endslot %}{% endelement %}', ">v</textarea>"),
        ('{% element field id="a" type="radio" %}{% slot label %}L{% endslot %}{% endelement %}', 'type="radio"'),
        ("{% element fields form=form %}{% endelement %}", "ds-input"),
        (
            '{% element form method="post" %}{% slot body %}b{% endslot %}{% slot actions %}a{% endslot %}{% endelement %}',
            "form__foot",
        ),
        ("{% element h1 %}x{% endelement %}", "<h1>x</h1>"),
        ("{% element h2 %}x{% endelement %}", "<h2>x</h2>"),
        ("{% element hr %}{% endelement %}", "<hr>"),
        ('{% element img src="/a" %}{% endelement %}', 'class="qr"'),
        ("{% element p %}x{% endelement %}", "<p>x</p>"),
        ("{% element panel %}{% slot title %}t{% endslot %}{% slot body %}b{% endslot %}{% endelement %}", 'class="sheet"'),
        ('{% element provider_list %}{% element provider name="n" href="/a" %}{% endelement %}{% endelement %}', ">n</a>"),
        (
            (
                "{% element table %}{% element thead %}{% element tr %}{% element th %}h{% endelement %}{% endelement %}"
                "{% endelement %}{% element tbody %}{% element td %}d{% endelement %}{% endelement %}{% endelement %}"
            ),
            '<th scope="col">h</th>',
        ),
    ],
)
def test_the_librarys_building_blocks_are_ours(element: str, shows: str) -> None:
    from sciezka.rooms.people.forms.names import NameForm  # noqa: PLC0415 - needs the database's apps

    # The library reads the template's name, so it must have one.
    origin = Origin("test", template_name="test.html")
    template = Template("{% load allauth %}" + element, origin=origin, engine=engines["django"].engine)
    assert shows in template.render(Context({"form": NameForm()}))


@pytest.mark.parametrize("name", ["account/request_login_code.html", "account/confirm_login_code.html"])
def test_a_page_that_we_have_not_rewritten_still_comes_in_our_look(client: Client, name: str) -> None:
    request = client.get(reverse("account_login")).wsgi_request
    text = engines["django"].get_template(name).render({"login_url": "/konto/login/"}, request)
    assert "kit/css/base.css" in text
    assert text.count("<h1") == 1
