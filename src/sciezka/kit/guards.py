"""Who may open a page: every view carries exactly one guard.

``@needs("town.edit_event", of=find_event)`` loads the noun that the address names (always through the workspace, so
that nothing of another workspace can be reached), checks the permission on it, and hands the noun to the view in
place of the address's words. Whoever may not see it gets 404, as if it did not exist; whoever is not signed in is
asked to sign in. ``@open_to_all`` says aloud that a page is public.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

import rules
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

P = ParamSpec("P")
Noun = TypeVar("Noun")
View = Callable[..., HttpResponseBase]


def may(user: Any, permission: str, subject: object = None) -> bool:  # noqa: ANN401 - any kind of user
    """Tell whether a user has a permission on a subject.

    Asks the room's rules only: being a superuser opens no workspace.
    """
    return bool(rules.has_perm(permission, user, subject))


def needs(
    permission: str,
    *,
    of: Callable[..., Noun],
    refuse: Literal["hide", "say"] = "hide",
) -> Callable[[Callable[Concatenate[HttpRequest, Noun, ...], HttpResponseBase]], View]:
    """Guard a view with a permission on the noun that its address names.

    Args:
        permission: the name of a rule, such as ``town.edit_event``.
        of: loads the noun from the address's keyword arguments; raises ``Http404`` when there is none.
        refuse: ``hide`` answers 404 to a signed-in stranger, ``say`` answers 403 (for pages whose existence is public).
    """

    def decorate(view: Callable[Concatenate[HttpRequest, Noun, ...], HttpResponseBase]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **address: Any) -> HttpResponseBase:  # noqa: ANN401 - words of any address
            if not request.user.is_authenticated and refuse == "hide":
                return redirect_to_login(request.get_full_path())
            subject = of(**address)
            request.subject = subject  # type: ignore[attr-defined]
            if may(request.user, permission, subject):
                try:
                    return view(request, subject)
                except ObjectDoesNotExist as gone:
                    # Somebody deleted the noun after it was found here and before the action held it.
                    if isinstance(subject, Model) and not type(subject)._default_manager.filter(pk=subject.pk).exists():
                        raise Http404 from gone
                    raise
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if refuse == "say":
                return HttpResponse(status=403)
            raise Http404

        guarded.guard = permission  # type: ignore[attr-defined]
        guarded.finder = of  # type: ignore[attr-defined]
        return guarded

    return decorate


def needs_account(view: Callable[..., HttpResponseBase]) -> View:
    """Guard a view that any signed-in person may open: their own desk and their own data."""

    @wraps(view)
    def guarded(request: HttpRequest, **address: Any) -> HttpResponseBase:  # noqa: ANN401 - words of any address
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, **address)

    guarded.guard = "account"  # type: ignore[attr-defined]
    return guarded


def open_to_all(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Say that a view is public. It must still load nothing that was not published."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view
