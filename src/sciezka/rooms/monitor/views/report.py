"""The diagnosis of a town as a document."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_report(request: HttpRequest, process: Process) -> HttpResponse:
    """Show what the report will hold."""
    return show_page(request, "monitor/report.html", read_choice(process, request.GET.dict()), "report")


@require_safe
@needs("monitor.view", of=find_process)
def download_docx(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the report as a text document."""
    return redirect("monitor:report", **process.address)


@require_safe
@needs("monitor.view", of=find_process)
def download_pdf(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the report as a PDF."""
    return redirect("monitor:report", **process.address)
