"""The page of a long work, watched by the person who started it."""

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from sciezka.kit.guards import needs_account
from sciezka.kit.journal import Actor
from sciezka.kit.models import Work


@needs_account
@never_cache
def show_work(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show how far a work is; a poll gets the changing part alone and is led to the result once it stands."""
    work = get_object_or_404(Work, pk=key, owner=cast("Actor", request.user).ref)
    context = {"work": work, "now": timezone.now()}
    if not getattr(request, "htmx", False):
        return render(request, "kit/work.html", context)
    if work.state == Work.State.DONE and work.result_url:
        return HttpResponseClientRedirect(work.result_url)
    return render(request, "kit/_work_poll.html", context)
