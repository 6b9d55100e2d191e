"""Pages of the house itself: errors, language, statements, health, and the reading of dates as one types."""

import logging

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_POST

from sciezka.kit.guards import open_to_all

logger = logging.getLogger(__name__)


@open_to_all
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language in a cookie and go back to where they were."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    language = request.POST.get("language", "")
    if check_for_language(language) and language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=31_536_000,
            samesite="Lax",
            secure=settings.IS_HTTPS,
            httponly=True,
        )
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language"])
    return response


@open_to_all
def show_accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "kit/accessibility.html")


@open_to_all
def show_privacy(request: HttpRequest) -> HttpResponse:
    """Say what the product keeps about people, and why."""
    return render(request, "kit/privacy.html")


@open_to_all
def check_health(_request: HttpRequest) -> HttpResponse:
    """Answer a load balancer: the process lives and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@open_to_all
def show_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the request could not be understood."""
    return show_error(
        request, 400, _("This request could not be understood"), _("Nothing was changed. Go back and try once more.")
    )


@open_to_all
def show_forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the page is not for this person."""
    return show_error(
        request, 403, _("This page is closed to you"), _("Nothing was changed. If you should see it, ask the co-ordinator.")
    )


@open_to_all
@requires_csrf_token
def show_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old to be accepted."""
    logger.info("csrf: %s", reason)
    return show_error(
        request,
        403,
        _("The form has expired"),
        _("Nothing was changed. Go back, reload the page and send the form once more; copy longer texts first."),
    )


@open_to_all
def show_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that there is no such page."""
    return show_error(
        request,
        404,
        _("There is no such page"),
        _("The address may be mistyped, the page may not be public yet, or it may need signing in."),
    )


@open_to_all
def show_server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, without asking the database for anything."""
    return render(request, "kit/500.html", status=500)


def show_error(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """Draw a page that says what happened, what was kept, and what to do."""
    return render(request, "kit/error.html", {"title": title, "text": text, "status": status}, status=status)
