"""Composing a round: the list, the round's page, and the steps that prepare it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from sciezka.kit.forms import sent
from sciezka.kit.guards import may, needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.actions.participants import find_new_members, late_people
from sciezka.rooms.rounds.actions.rounds import delete_round
from sciezka.rooms.rounds.forms.composing import (
    OWN_SCALE,
    ConfirmForm,
    NewScaleForm,
    QuestionForm,
    TermsForm,
)
from sciezka.rooms.rounds.forms.composing_scales import ScaleForm, drop_scale
from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.rounds.models.rounds import ASKING, OVER
from sciezka.rooms.rounds.queries.meetings import running_meeting
from sciezka.rooms.rounds.queries.moments import mark_phase, say_left, say_moment, say_next
from sciezka.rooms.rounds.queries.places import find_round
from sciezka.rooms.rounds.queries.purposes import read_purpose
from sciezka.rooms.rounds.queries.rounds import progress_of, visible_rounds, waves_of
from sciezka.rooms.rounds.queries.sheets import count_late
from sciezka.rooms.rounds.rules import part_of
from sciezka.rooms.rounds.views.composing_shared import list_steps, show_step
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@needs("rounds.list", of=find_process)
def show_rounds(request: HttpRequest, process: Process) -> HttpResponse:
    """List the rounds: those that wait for the reader, those under way, those that are over."""
    lines = visible_rounds(request.user, process)
    context = {
        "process": process,
        "waiting": [line for line in lines if line.waits_for_me],
        "running": [line for line in lines if not line.waits_for_me and not line.is_over],
        "over": [line for line in lines if line.is_over],
        "manages": may(request.user, "rounds.manage", process),
    }
    return render(request, "rounds/rounds.html", context)


@needs("rounds.manage", of=find_process)
def begin(request: HttpRequest, process: Process) -> HttpResponse:
    """Begin a round; from here on it is kept as a draft."""
    form = QuestionForm(process, None, sent(request))
    if form.is_valid() and (round_ := attempt(form, form.save, actor_of(request))):
        messages.success(request, _("The round is kept as a draft. Go through its steps, then launch it."))
        return redirect(round_)
    context = {
        "process": process,
        "form": form,
        "title": _("New round"),
        "lead": _("Say what is asked. Items, scales, people and dates come next; nobody is asked before the launch."),
        "submit": _("Save and go on"),
        "back": reverse("rounds:rounds", kwargs=process.address),
    }
    return render(request, "rounds/step.html", context)


@needs("rounds.view", of=find_round)
def show_round(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show a round's page: where it stands, what comes next, and what the reader can do."""
    phase = round_.phase
    part = part_of(request.user, round_)
    if not may(request.user, "rounds.manage", round_):
        return show_own_page(request, round_, phase)
    if phase == Phase.DRAFT:
        steps = list_steps(round_)
        context = {**head_of(round_, phase), "steps": steps, "is_ready": not any(step.lacks for step in steps)}
        return render(request, "rounds/round_draft.html", context)
    context = {
        **head_of(round_, phase),
        **progress_context(round_, phase),
        "part": part,
        "waves": waves_of(round_),
        "new_members": len(find_new_members(round_)) if phase not in OVER else 0,
        "late": late_people(round_).count() if phase in ASKING and not round_.is_anonymous else 0,
        "may_remind": phase in ASKING,
        "can_see_result": may(request.user, "rounds.see_result", round_),
        "result_address": find_result_address(round_),
        "meeting": running_meeting(round_),
        "late_changes": count_late(round_) if phase == Phase.CLOSED else 0,
        "proposals": round_.proposals.count() if phase == Phase.SORTING else 0,
    }
    return render(request, "rounds/round.html", context)


def show_own_page(request: HttpRequest, round_: Round, phase: Phase) -> HttpResponse:
    """Lead a participant to what they can do now, or tell them what comes."""
    if phase == Phase.OPEN:
        return redirect(reverse("rounds:answer", kwargs=round_.address))
    if phase == Phase.COLLECTING:
        return redirect(reverse("rounds:propose", kwargs=round_.address))
    if phase == Phase.CLOSED:
        return redirect(reverse("rounds:result", kwargs=round_.address))
    return render(request, "rounds/round_waiting.html", head_of(round_, phase))


@needs("rounds.manage", of=find_round)
def show_progress(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show how many have answered, for the page that asks every few seconds."""
    phase = round_.phase
    return render(request, "rounds/_progress.html", {"round": round_, **progress_context(round_, phase)})


@needs("rounds.manage", of=find_round)
def edit_question(request: HttpRequest, round_: Round) -> HttpResponse:
    """Change what is asked."""
    form = QuestionForm(round_.process, round_, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        return redirect(round_)
    return show_step(request, form, round_, {"title": _("Question")})


@needs("rounds.manage", of=find_round)
def edit_scales(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show the scales of a round, and add one."""
    form = NewScaleForm(round_, sent(request))
    if form.is_valid() and (key := attempt(form, form.save, actor_of(request))):
        is_own = form.cleaned_data["template"] == OWN_SCALE
        address = reverse("rounds:scale", kwargs=round_.address)
        return redirect(f"{address}?skala={key}" if is_own else request.path)
    context = {**head_of(round_, round_.phase), "form": form, "is_draft": round_.phase == Phase.DRAFT}
    return render(request, "rounds/scales.html", context)


@needs("rounds.manage", of=find_round)
def edit_scale(request: HttpRequest, round_: Round) -> HttpResponse:
    """Change one scale, named in the query, or take it off."""
    row = next((row for row in round_.scales if row["key"] == request.GET.get("skala")), None)
    if row is None:
        raise Http404
    back = reverse("rounds:scales", kwargs=round_.address)
    if request.method == "POST" and "drop" in request.POST:
        form: forms.Form = ConfirmForm(request.POST)
        if form.is_valid() and carry_out(form, drop_scale, actor=actor_of(request), round_=round_, key=row["key"]):
            return redirect(back)
    else:
        form = ScaleForm(round_, row, sent(request))
        if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
            return redirect(back)
    context = {**head_of(round_, round_.phase), "form": form, "row": row, "back": back}
    return render(request, "rounds/scale.html", context)


@needs("rounds.manage", of=find_round)
def edit_terms(request: HttpRequest, round_: Round) -> HttpResponse:
    """Say who sees what, and from when to when."""
    form = TermsForm(round_, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        return redirect(round_)
    return show_step(request, form, round_, {"title": _("Terms and dates")})


@needs("rounds.manage", of=find_round)
def delete(request: HttpRequest, round_: Round) -> HttpResponse:
    """Delete a round that was never launched."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, delete_round, actor=actor_of(request), round=round_):
        messages.success(request, _("The round is deleted."))
        return redirect(reverse("rounds:rounds", kwargs=round_.process.address))
    lead = _("Its items, scales and list of people go with it. Nobody has been asked yet.")
    page = {"title": _("Delete this round?"), "lead": lead, "submit": _("Delete"), "danger": True}
    return show_step(request, form, round_, page)


def head_of(round_: Round, phase: Phase) -> dict[str, Any]:
    """Give what each page of a round begins with."""
    return {
        "process": round_.process,
        "round": round_,
        "phase": phase,
        "mark": mark_phase(phase),
        "sentence": say_next(round_),
        "purpose": read_purpose(round_.purpose),
        "moments": {name: say_moment(getattr(round_, name)) for name in ("collects_until", "opens_at", "closes_at")},
    }


def progress_context(round_: Round, phase: Phase) -> dict[str, Any]:
    """Give how far the round is, and whether to keep asking."""
    end = round_.collects_until if phase == Phase.COLLECTING else round_.closes_at
    return {"progress": progress_of(round_), "phase": phase, "is_asking": phase in ASKING, "left": say_left(end)}


def find_result_address(round_: Round) -> str:
    """Give the address where the purpose's room draws the result; empty where the plain result is enough."""
    path = read_purpose(round_.purpose).result
    return str(import_string(path)(round_) or "") if path else ""
