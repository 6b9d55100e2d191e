"""Coming in: by an invitation, as one of the demonstration's people, through an organisation's server."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from requests import RequestException

from sciezka.kit.guards import open_to_all
from sciezka.rooms.people.actions import accept_invitation
from sciezka.rooms.people.forms.profile import AcceptForm
from sciezka.rooms.people.models import Invitation, User
from sciezka.rooms.people.queries import demo_people, find_invitation, find_person


@open_to_all
@never_cache
@sensitive_post_parameters("password1", "password2")
def show_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person in. Looking at the page uses nothing up: mail scanners follow links too."""
    invitation = find_invitation(token)
    person = find_person(invitation.email) if invitation else None
    if invitation is None or person is None or not invitation.is_open:
        return render(request, "people/invitation_closed.html", {"invitation": invitation}, status=410)
    if request.user.is_authenticated and request.user != person:
        return render(request, "people/invitation_other.html", {"invitation": invitation})
    if not person.is_invited:
        return welcome_back(request, invitation, person)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(invitation.language)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        return let_in(request, form.save(), "invitation", invitation.next_url)
    return render(request, "people/invitation.html", {"form": form, "invitation": invitation})


def welcome_back(request: HttpRequest, invitation: Invitation, person: User) -> HttpResponse:
    """Take an invited person who already has an account to where they were invited, by signing in."""
    target = invitation.next_url or resolve_url(settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated and request.method == "POST":
        accept_invitation(invitation=invitation)
        return redirect(target)
    return render(request, "people/invitation_known.html", {"invitation": invitation, "person": person})


def let_in(request: HttpRequest, person: User, method: str, next_url: str = "") -> HttpResponse:
    """Sign a person in through the library's stages, so that a second factor is asked for where there is one."""
    record_authentication(request, person, method=method)
    login = Login(user=person, email=person.email, redirect_url=next_url or None)
    answer: HttpResponse = perform_login(request, login)
    return answer


@open_to_all
@require_POST
def enter_demo(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's people; outside the demonstration there is no such page."""
    if not settings.DEMO:
        raise Http404
    person = next((one for one in demo_people() if str(one.pk) == request.POST.get("person")), None)
    if person is None:
        raise Http404
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = ""
    return let_in(request, person, "demo", target)


@open_to_all
@require_POST
@never_cache
def leave_for_server(request: HttpRequest) -> HttpResponse:
    """Send a person to their organisation's sign-in server.

    By a page rather than a redirect: our content policy lets no form lead outside, redirects included.
    """
    try:
        provider = get_adapter().get_provider(request, "openid_connect")
        answer = provider.redirect_from_request(request)
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    except RequestException:
        messages.error(
            request, _("The organisation's sign-in server does not answer. Try again, or sign in with a password.")
        )
        return redirect("account_login")
    return render(request, "people/leave.html", {"address": answer["Location"], "server": provider.name})
