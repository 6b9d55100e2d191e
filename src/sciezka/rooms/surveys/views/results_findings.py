"""Findings of a survey: the list, keeping a result, one finding, its wording, withdrawing and bringing back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.surveys.actions.findings import restore_finding as bring_back
from sciezka.rooms.surveys.actions.findings import withdraw_finding as take_off
from sciezka.rooms.surveys.forms.results_findings import FindingForm, NewFindingForm
from sciezka.rooms.surveys.models import Survey, SurveyFinding
from sciezka.rooms.surveys.queries.findings import find_alike, findings_of, list_lines, read_page
from sciezka.rooms.surveys.queries.findings_reading import read_shown
from sciezka.rooms.surveys.queries.places import find_finding, find_survey
from sciezka.rooms.surveys.views.results_shared import frame, open_results, speak

ON_PAGE = 25
CHOICES = ("o", "wg", "wagi")
"""Words of an address that say what was shown."""


@require_safe
@needs("surveys.see_result", of=find_survey)
def list_findings(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show the findings of a survey, and which of them the answers of today contradict."""
    withdrawn = bool(request.GET.get("wycofane"))
    page = Paginator(findings_of(survey, withdrawn=withdrawn), ON_PAGE).get_page(request.GET.get("page"))
    context = {"lines": list_lines(survey, page.object_list), "page": page, "withdrawn": withdrawn}
    return render(request, "surveys/results_findings.html", {**frame(request, survey, "findings"), **context})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("surveys.manage", of=find_survey)
def new_finding(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show a number of a result as it will be kept, and keep it."""
    sight = open_results(survey)
    shown = read_shown(sight, request.GET.dict(), speak()) if sight else None
    if sight is None or shown is None or not shown[2]:
        raise Http404
    card, grouping, readings = shown
    key = request.GET.get("liczba", "")
    reading = next((one for one in readings if one.key == key), readings[0])
    choice = {name: value for name in CHOICES if (value := request.GET.get(name, ""))}
    form = NewFindingForm(sight, reading, request.POST if request.method == "POST" else None)
    if form.is_bound and not form.has_moved and form.is_valid():
        finding = form.save(actor_of(request), choice)
        messages.success(request, _("The finding is kept."))
        return redirect(finding)
    moved = form.has_moved
    if moved:
        form = NewFindingForm(sight, reading, {**request.POST.dict(), "seen": sight.digest})
    alike = find_alike(survey, reading, choice)
    context = frame(request, survey, "findings")
    context |= {"card": card, "grouping": grouping, "readings": readings, "reading": reading, "form": form, "moved": moved}
    return render(request, "surveys/finding_new.html", {**context, "alike": alike, "choice": choice})


@require_safe
@needs("surveys.see_result", of=find_finding)
def show_finding(request: HttpRequest, finding: SurveyFinding) -> HttpResponse:
    """Show a finding: what was read, how it stands today, its place on the thread, its history."""
    page = read_page(finding, with_journal=may(request.user, "town.read_journal", finding.survey.process))
    context = {**frame(request, finding.survey, "findings"), "finding": finding, "page": page, "reading": page.reading}
    return render(request, "surveys/finding.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("surveys.manage", of=find_finding)
def edit_finding(request: HttpRequest, finding: SurveyFinding) -> HttpResponse:
    """Reword a finding; what was read stays."""
    data = request.POST if request.method == "POST" else None
    form = FindingForm(data, initial={"title": finding.title, "remark": finding.remark})
    if data is not None and form.is_valid():
        form.reword(actor_of(request), finding)
        messages.success(request, _("The changes are saved."))
        return redirect(finding)
    context = {**frame(request, finding.survey, "findings"), "finding": finding, "form": form}
    return render(request, "surveys/finding_edit.html", context)


@require_POST
@needs("surveys.manage", of=find_finding)
def withdraw_finding(request: HttpRequest, finding: SurveyFinding) -> HttpResponse:
    """Withdraw a finding; it can be brought back."""
    take_off(actor=actor_of(request), finding=finding)
    messages.success(request, _("The finding is withdrawn. It keeps its code and can be brought back."))
    return redirect(finding)


@require_POST
@needs("surveys.manage", of=find_finding)
def restore_finding(request: HttpRequest, finding: SurveyFinding) -> HttpResponse:
    """Bring back a finding."""
    bring_back(actor=actor_of(request), finding=finding)
    messages.success(request, _("The finding counts again."))
    return redirect(finding)
