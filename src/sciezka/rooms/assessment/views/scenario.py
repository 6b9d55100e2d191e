"""Choosing what is assessed, by whom and how deep; sending the questionnaires; closing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sciezka.kit.forms import read_number, sent
from sciezka.kit.guards import needs
from sciezka.rooms.assessment.actions.asking import open_questionnaires
from sciezka.rooms.assessment.actions.assessments import (
    close_assessment,
    delete_assessment,
    edit_scenario,
    reopen_assessment,
    start_assessment,
)
from sciezka.rooms.assessment.forms.scenario import OpeningForm, ScenarioForm, take_refusal
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.assessments import count_members, earlier_of, find_round_of, read_asked, read_bank_of
from sciezka.rooms.assessment.queries.banks import list_banks, read_held
from sciezka.rooms.assessment.queries.places import find_assessment
from sciezka.rooms.assessment.queries.words import word_held
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_http_methods(["GET", "HEAD", "POST"])
@needs("assessment.manage", of=find_process)
def start(request: HttpRequest, process: Process) -> HttpResponse:
    """Start an assessment: first the bank is chosen, then the scenario."""
    bank = read_held(process.workspace, request.GET.get("bank", "")[:60])
    if bank is None:
        context = {"process": process, "banks": [word_held(held) for held in list_banks(process.workspace)]}
        return render(request, "assessment/choose_bank.html", context)
    number = read_number(request.GET.get("poprzednia"))
    previous = earlier_of(process, bank.key).filter(pk=number).first() if number else None
    form = ScenarioForm(sent(request), process=process, bank=bank.data, previous=previous)
    if request.method == "POST" and form.is_valid():
        try:
            made = start_assessment(actor=actor_of(request), process=process, bank=bank, scenario=form.read_scenario())
        except ValidationError as problem:
            take_refusal(form, problem)
        else:
            messages.success(request, _("The scenario is chosen. Now the questionnaires can be sent."))
            return redirect(made)
    return render(request, "assessment/scenario.html", {"process": process, "bank": word_held(bank), "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("assessment.manage", of=find_assessment)
def edit(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Change the scenario."""
    bank = read_bank_of(assessment)
    form = ScenarioForm(sent(request), process=assessment.process, bank=bank, assessment=assessment)
    if request.method == "POST" and form.is_valid():
        scenario = form.read_scenario(assessment)
        try:
            edit_scenario(actor=actor_of(request), assessment=assessment, scenario=scenario)
        except ValidationError as problem:
            take_refusal(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect(assessment)
    context = {"process": assessment.process, "assessment": assessment, "form": form}
    return render(request, "assessment/scenario_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("assessment.manage", of=find_assessment)
def open_now(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Send the questionnaires to the team."""
    if assessment.is_closed or find_round_of(assessment) is not None:
        return redirect(assessment)
    form = OpeningForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            open_questionnaires(
                actor=actor_of(request),
                assessment=assessment,
                terms=form.read_terms(),
                language=form.cleaned_data["language"],
            )
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, _("The questionnaires are with the team."))
            return redirect(assessment)
    context = {
        "process": assessment.process, "assessment": assessment, "form": form,
        "questions": len(read_asked(assessment).items), "members": count_members(assessment),
    }  # fmt: skip
    return render(request, "assessment/opening.html", context)


@require_POST
@needs("assessment.manage", of=find_assessment)
def close(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Close an assessment, so that everybody of the process may read it."""
    try:
        close_assessment(actor=actor_of(request), assessment=assessment)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("The assessment is closed. Everybody who works on the process can read it."))
    return redirect(assessment)


@require_POST
@needs("assessment.manage", of=find_assessment)
def reopen(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Open a closed assessment anew."""
    reopen_assessment(actor=actor_of(request), assessment=assessment)
    messages.success(request, _("The assessment is open again; only its team and those who run it see it."))
    return redirect(assessment)


@require_POST
@needs("assessment.manage", of=find_assessment)
def delete(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Delete an assessment that asked nobody."""
    try:
        delete_assessment(actor=actor_of(request), assessment=assessment)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(assessment)
    messages.success(request, _("The assessment “%(title)s” was deleted.") % {"title": assessment})
    return redirect(reverse("assessment:assessments", kwargs=assessment.process.address))
