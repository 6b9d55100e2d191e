"""One's own account: profile, sessions, export, erasure."""

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.guards import needs_account, open_to_all
from sciezka.rooms.people.actions import collect_export, erase_account, find_blockers
from sciezka.rooms.people.forms.profile import ProfileForm
from sciezka.rooms.people.queries import actor_of, read_security


@needs_account
@never_cache
def show_profile(request: HttpRequest) -> HttpResponse:
    """Show one's profile, to be edited in place."""
    person = actor_of(request)
    form = ProfileForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        translation.activate(form.save().language)
        messages.success(request, _("The profile has been saved."))
        return redirect("people:profile")
    return render(request, "people/profile.html", {"form": form, "security": read_security(person)})


@needs_account
@never_cache
@require_safe
def download_export(request: HttpRequest) -> HttpResponse:
    """Give everything kept about oneself as a file."""
    day = timezone.localdate().isoformat()
    return JsonResponse(
        collect_export(actor=actor_of(request)),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="sciezka-{day}.json"'},
    )


@needs_account
@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """Sign out one of one's own sessions."""
    found = get_object_or_404(UserSession, pk=session, user=actor_of(request))
    end_sessions(request, [found])
    messages.success(request, _("The session has been signed out."))
    return redirect("usersessions_list")


@needs_account
@never_cache
@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    """Say what erasing one's account means, and do it."""
    person = actor_of(request)
    blockers = find_blockers(actor=person)
    if request.method == "POST" and not blockers:
        erase_account(actor=person)
        logout(request)
        return redirect("people:erased")
    return render(request, "people/erase.html", {"blockers": blockers}, status=409 if request.method == "POST" else 200)


@open_to_all
def show_erased(request: HttpRequest) -> HttpResponse:
    """Say that the account is no more."""
    return render(request, "people/erased.html")
