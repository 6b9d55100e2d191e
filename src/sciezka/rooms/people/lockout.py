"""How repeated failures to sign in are counted and answered (the axes library asks these functions)."""

import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from axes.models import AccessAttempt
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def read_address(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Tell which account somebody tries to open, written one way whatever the case."""
    known = credentials or {}
    typed = known.get("email") or known.get("username")
    if not typed and request is not None:
        typed = request.POST.get("login", "")
    return str(typed or "").strip().lower()[:254]


def read_computer(request: HttpRequest) -> str | None:
    """Tell from which address a request comes; the proxy's word counts only where settings trust the proxy."""
    try:
        address: str = get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None
    return address


def show_lockout(
    request: HttpRequest,
    _answer: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Say that signing in is locked, and until when."""
    last = (
        AccessAttempt.objects.filter(username=read_address(request, credentials), ip_address=read_computer(request))
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    until = (last or timezone.now()) + settings.AXES_COOLOFF_TIME
    # The minute shown is the first at which trying again works.
    shown = timezone.localtime(until + datetime.timedelta(seconds=59))
    words = {"until": shown, "failures": settings.AXES_FAILURE_LIMIT, "wait": settings.AXES_COOLOFF_TIME}
    return render(request, "people/lockout.html", words, status=429)
