"""The diagnosis of a town as a document."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.kit.slugs import make_slug
from sciezka.rooms.monitor.documents.kept import take_document
from sciezka.rooms.monitor.queries.choice import Choice, read_choice
from sciezka.rooms.monitor.queries.report import Options, list_dimensions, make_report, read_options
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
@needs("monitor.view", of=find_process)
def show_report(request: HttpRequest, process: Process) -> HttpResponse:
    """Show what the report will hold, and let people choose."""
    choice, options = _read(request, process)
    context = {"report": make_report(choice, options), "options": options, "dimensions": list_dimensions(choice)}
    return show_page(request, "monitor/report.html", choice, "report", context)


@require_safe
@needs("monitor.view", of=find_process)
def download_docx(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the report as a text document."""
    return _download(request, process, "docx")


@require_safe
@needs("monitor.view", of=find_process)
def download_pdf(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the report as a PDF."""
    return _download(request, process, "pdf")


def _read(request: HttpRequest, process: Process) -> tuple[Choice, Options]:
    choice = read_choice(process, request.GET.dict())
    return choice, read_options(choice, request.GET.dict(), request.GET.getlist("czesc"))


def _download(request: HttpRequest, process: Process, kind: str) -> HttpResponse:
    choice, options = _read(request, process)
    report = make_report(choice, options)
    if report is None:
        return redirect(reverse("monitor:report", kwargs=process.address))
    name = make_slug(report.title, fallback="diagnoza", length=80)
    answer = HttpResponse(take_document(report, kind), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
