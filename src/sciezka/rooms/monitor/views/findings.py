"""Findings: the list, saving a reading, one finding, its wording, withdrawing and bringing back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.findings import find_finding
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def list_findings(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the findings of a process."""
    return show_page(request, "monitor/findings.html", read_choice(process, request.GET.dict()), "findings")


@needs("monitor.save_finding", of=find_process)
def new_finding(request: HttpRequest, process: Process) -> HttpResponse:
    """Show a reading as it will be kept, and keep it."""
    return show_page(request, "monitor/finding_form.html", read_choice(process, request.GET.dict()), "findings")


@require_safe
@needs("monitor.view", of=find_finding)
def show_finding(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Show a finding."""
    return show_page(request, "monitor/finding.html", read_choice(finding.process, {}), "findings", {"finding": finding})


@needs("monitor.save_finding", of=find_finding)
def edit_finding(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Reword a finding."""
    return show_page(request, "monitor/finding_form.html", read_choice(finding.process, {}), "findings")


@require_POST
@needs("monitor.save_finding", of=find_finding)
def withdraw_finding(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Withdraw a finding."""
    return redirect(finding)


@require_POST
@needs("monitor.save_finding", of=find_finding)
def restore_finding(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Bring back a finding."""
    return redirect(finding)
