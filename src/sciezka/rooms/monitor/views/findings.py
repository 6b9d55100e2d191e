"""Findings: the list, keeping a reading, one finding, its wording, withdrawing and bringing back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.core.indicators import ROOT
from sciezka.kit.guards import may, needs
from sciezka.rooms.monitor.actions.findings import restore_finding as bring_back
from sciezka.rooms.monitor.actions.findings import withdraw_finding as take_back
from sciezka.rooms.monitor.forms.findings import FindingForm, NewFindingForm
from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.monitor.queries.data import look_or_keep
from sciezka.rooms.monitor.queries.finding_page import find_address, make_sheet, read_page
from sciezka.rooms.monitor.queries.finding_reading import digest_recipe, make_reading
from sciezka.rooms.monitor.queries.finding_shown import read_shown
from sciezka.rooms.monitor.queries.finding_words import propose_title
from sciezka.rooms.monitor.queries.findings import find_alike, find_finding, findings_of, list_lines
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

ON_PAGE = 25


@require_safe
@needs("monitor.view", of=find_process)
def list_findings(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the findings of a process, and which of them the data of today contradict."""
    withdrawn = bool(request.GET.get("wycofane"))
    page = Paginator(findings_of(process, withdrawn=withdrawn), ON_PAGE).get_page(request.GET.get("page"))
    choice = look_or_keep(process, request.GET.dict())
    context = {"lines": list_lines(process, page.object_list), "page": page, "withdrawn": withdrawn}
    return show_page(request, "monitor/findings.html", choice, "findings", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("monitor.save_finding", of=find_process)
def new_finding(request: HttpRequest, process: Process) -> HttpResponse:
    """Show a reading as it will be kept, and keep it."""
    shown = read_shown(process, request.GET.dict())
    choice, reading = shown.choice, make_reading(shown, request.GET.get("o") or ROOT, request.GET.get("rodzaj", ""))
    if reading is None or choice.sight is None:
        if choice.sight is not None:
            raise Http404
        return show_page(request, "monitor/finding_form.html", choice, "findings")
    form = NewFindingForm(
        reading, request.POST if request.method == "POST" else None, initial={"title": propose_title(reading)}
    )
    has_moved = form.has_moved
    if request.method == "POST" and not has_moved and form.is_valid():
        finding = form.save(actor_of(request), choice, find_address(choice, reading, request.GET.dict()))
        messages.success(request, _("The finding is kept."))
        return redirect(finding)
    if has_moved:
        form = NewFindingForm(reading, {**request.POST.dict(), "seen": reading.digest})
    recipe = digest_recipe(choice.recipe, choice.weights)
    digests = {"recipe": recipe, "data": choice.sight.cube.digest, "catalogue": choice.sight.catalogue.digest}
    context = {
        "reading": reading,
        "sheet": make_sheet(reading, digests),
        "form": form,
        "has_moved": has_moved,
        "alike": list_lines(process, find_alike(process, reading, recipe)),
        "back": find_address(choice, reading, request.GET.dict()),
    }
    return show_page(request, "monitor/finding_form.html", choice, "findings", context)


@require_safe
@needs("monitor.view", of=find_finding)
def show_finding(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Show a finding: what was read, how it stands today, its place on the thread, its history."""
    page = read_page(finding, with_journal=may(request.user, "town.read_journal", finding.process))
    context = {"finding": finding, "page": page, "reading": page.reading, "sheet": page.sheet}
    return show_page(request, "monitor/finding.html", look_or_keep(finding.process, page.reading.asked), "findings", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("monitor.save_finding", of=find_finding)
def edit_finding(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Reword a finding; what was read stays."""
    data = request.POST if request.method == "POST" else None
    form = FindingForm(data, initial={"title": finding.title, "remark": finding.remark})
    if data is not None and form.is_valid():
        form.reword(actor_of(request), finding)
        messages.success(request, _("The changes are saved."))
        return redirect(finding)
    choice = look_or_keep(finding.process, {})
    return show_page(request, "monitor/finding_edit.html", choice, "findings", {"finding": finding, "form": form})


@require_POST
@needs("monitor.save_finding", of=find_finding)
def withdraw_finding(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Withdraw a finding; it can be brought back."""
    take_back(actor=actor_of(request), finding=finding)
    messages.success(request, _("The finding is withdrawn. It keeps its code and can be brought back."))
    return redirect(finding)


@require_POST
@needs("monitor.save_finding", of=find_finding)
def restore_finding(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Bring back a finding."""
    bring_back(actor=actor_of(request), finding=finding)
    messages.success(request, _("The finding counts again."))
    return redirect(finding)
