"""The catalogue of indicators: reading it, taking it away as a file, changing it."""

import csv
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciezka.core.indicators import CatalogueProblem, write_catalogue
from sciezka.kit.charts import defuse_cell
from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.rooms.monitor.actions.catalogue import edit_catalogue
from sciezka.rooms.monitor.forms.catalogue import ExtensionForm
from sciezka.rooms.monitor.models import CatalogueVersion
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force, catalogue_versions
from sciezka.rooms.monitor.queries.data import keep_choice
from sciezka.rooms.monitor.queries.data_catalogue import list_columns, list_rows, read_catalogue_page
from sciezka.rooms.monitor.queries.data_examples import EXAMPLE
from sciezka.rooms.monitor.queries.data_faults import say_fault_with_line
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

MOST_FAULTS = 30
VERSIONS_ON_PAGE = 20


@require_safe
@needs("monitor.view", of=find_process)
def show_catalogue(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the tree of indicators."""
    context = {
        "page": read_catalogue_page(process, request.GET.get("szukaj", "")),
        "may_edit": may(request.user, "monitor.edit_catalogue", process),
    }
    return show_page(request, "monitor/catalogue.html", keep_choice(process, request.GET.dict()), "data", context)


@needs("monitor.edit_catalogue", of=find_process)
def edit(request: HttpRequest, process: Process) -> HttpResponse:
    """Change the workspace's extension of the catalogue, or look at an older version of it."""
    versions = catalogue_versions(process.workspace)
    faults: list[str] = []
    asked = read_number(request.GET.get("wersja"))
    shown = versions.filter(number=asked).first() if asked else versions.first()
    text = shown.source if shown else ""
    if "przyklad" in request.GET and EXAMPLE not in text:
        text = f"{text}\n\n{EXAMPLE}".lstrip()
    form = ExtensionForm(initial={"source": text})
    if request.method == "POST":
        older = versions.filter(number=read_number(request.POST.get("restore")) or 0).first()
        form = ExtensionForm(describe_older(older) if older else request.POST)
        if form.is_valid():
            faults = save_extension(request, process, form)
            if not faults:
                return redirect(reverse("monitor:catalogue_edit", kwargs=process.address))
    context = {
        "form": form,
        "faults": faults[:MOST_FAULTS],
        "more_faults": max(len(faults) - MOST_FAULTS, 0),
        "versions": Paginator(versions, VERSIONS_ON_PAGE).get_page(request.GET.get("page")),
        "newest": versions.first(),
        "shown": shown,
        "example": EXAMPLE,
    }
    return show_page(request, "monitor/catalogue_edit.html", keep_choice(process, request.GET.dict()), "data", context)


def describe_older(version: CatalogueVersion) -> dict[str, str]:
    """Give what the form would hold if an older version had been typed anew."""
    return {"source": version.source, "note": _("version %(number)s brought back") % {"number": version.number}}


def save_extension(request: HttpRequest, process: Process, form: ExtensionForm) -> list[str]:
    """Put an extension in force; gives what is wrong with it."""
    actor: Any = request.user
    said = form.cleaned_data
    try:
        version = edit_catalogue(actor=actor, workspace=process.workspace, source=said["source"], note=said["note"])
    except CatalogueProblem as problem:
        return [say_fault_with_line(fault) for fault in problem.faults]
    messages.success(request, _("Version %(number)s of the extension is in force.") % {"number": version.number})
    return []


@require_safe
@needs("monitor.view", of=find_process)
def give_toml(request: HttpRequest, process: Process) -> HttpResponse:  # noqa: ARG001 - every view takes the request
    """Give the whole catalogue in force as TOML."""
    catalogue = catalogue_in_force(process.workspace).catalogue
    response = HttpResponse(write_catalogue(catalogue), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="katalog-{catalogue.digest[:8]}.toml"'
    return response


@require_safe
@needs("monitor.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:  # noqa: ARG001 - every view takes the request
    """Give the indicators in force as CSV, in the reader's language."""
    page = read_catalogue_page(process, "")
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="katalog-{page.catalogue.digest[:8]}.csv"'
    writer = csv.writer(response)
    writer.writerow(list_columns())
    writer.writerows([[defuse_cell(cell) for cell in row] for row in list_rows(page)])
    return response
