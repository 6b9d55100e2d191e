"""Data: what is in force, the report of a batch, taking an own batch out of force and back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.monitor.actions.imports import restore_batch, withdraw_batch
from sciezka.rooms.monitor.queries.data import BatchSpot, find_batch, find_own_batch, keep_choice, read_data
from sciezka.rooms.monitor.queries.data_report import read_report
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_data(request: HttpRequest, process: Process) -> HttpResponse:
    """Show what is in force, how much of the catalogue it covers, and how to get more."""
    context = {
        "page": read_data(process, request.GET.get("page")),
        "may_import": may(request.user, "monitor.import_series", process),
    }
    return show_page(request, "monitor/data.html", keep_choice(process, request.GET.dict()), "data", context)


@require_safe
@needs("monitor.view", of=find_batch)
def show_batch(request: HttpRequest, spot: BatchSpot) -> HttpResponse:
    """Show the whole report of a batch."""
    context = {
        "report": read_report(spot, request.GET.get("page")),
        "may_import": spot.batch.workspace is not None and may(request.user, "monitor.import_series", spot),
    }
    return show_page(request, "monitor/batch.html", keep_choice(spot.process, request.GET.dict()), "data", context)


@require_POST
@needs("monitor.import_series", of=find_own_batch)
def withdraw(request: HttpRequest, spot: BatchSpot) -> HttpResponse:
    """Take an own batch out of force."""
    actor: Any = request.user
    withdraw_batch(actor=actor, batch=spot.batch)
    messages.success(request, _("“%(title)s” no longer counts. Its figures are kept.") % {"title": spot.batch.title})
    return redirect(reverse("monitor:batch", kwargs={**spot.process.address, "batch": spot.batch.pk}))


@require_POST
@needs("monitor.import_series", of=find_own_batch)
def restore(request: HttpRequest, spot: BatchSpot) -> HttpResponse:
    """Put an own batch back in force."""
    actor: Any = request.user
    restore_batch(actor=actor, batch=spot.batch)
    messages.success(request, _("“%(title)s” counts again.") % {"title": spot.batch.title})
    return redirect(reverse("monitor:batch", kwargs={**spot.process.address, "batch": spot.batch.pk}))
