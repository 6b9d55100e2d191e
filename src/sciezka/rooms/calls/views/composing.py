"""Calls of a process: the list, a new one, and a call's own page."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.forms import sent
from sciezka.kit.guards import may, needs
from sciezka.kit.refusals import attempt
from sciezka.rooms.calls.forms.composing import NewCallForm
from sciezka.rooms.calls.library import Pattern, find_form, find_pattern, list_patterns
from sciezka.rooms.calls.models import Call, Phase
from sciezka.rooms.calls.queries.calls import (
    list_calls,
    list_steps,
    list_tabs,
    mark_phase,
    say_commission,
    say_goals,
    say_money,
)
from sciezka.rooms.calls.queries.calls_ready import list_lacks
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.next_steps import count_work, find_next
from sciezka.rooms.calls.queries.nouns import find_call
from sciezka.rooms.calls.queries.public import read_clock, read_steps, say_closing
from sciezka.rooms.calls.queries.public_call import read_amendments
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


def head_of(call: Call) -> dict[str, Any]:
    """Give what the head of each of a call's pages says."""
    clock = read_clock(call, read_now())
    return {"process": call.process, "call": call, "clock": clock, "mark": mark_phase(clock.phase)}


@require_safe
@needs("calls.view", of=find_process)
def list_all(request: HttpRequest, process: Process) -> HttpResponse:
    """List the calls of a process."""
    manages = may(request.user, "calls.manage", process)
    context = {"process": process, "groups": list_calls(process, read_now(), manages=manages), "manages": manages}
    return render(request, "calls/calls.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_process)
def make(request: HttpRequest, process: Process) -> HttpResponse:
    """Choose a kind, then make a call that begins with what its kind offers."""
    pattern = find_pattern(request.GET.get("rodzaj", ""), process.workspace.language)
    if pattern is None:
        patterns = list_patterns((get_language() or "pl")[:2])
        return render(request, "calls/call_new.html", {"process": process, "patterns": patterns})
    return make_of(request, process, pattern)


def make_of(request: HttpRequest, process: Process, pattern: Pattern) -> HttpResponse:
    """Make a call of a kind."""
    offered = [one for key in pattern.forms if (one := find_form(key))]
    form = NewCallForm(process, pattern, offered, (get_language() or "pl")[:2], sent(request))
    if form.is_valid() and (call := attempt(form, form.save, actor=actor_of(request))):
        messages.success(
            request, _("The call is kept as a draft, with criteria and conditions to begin with. Look them over.")
        )
        return redirect(call)
    context = {
        "process": process,
        "form": form,
        "title": _("New call"),
        "lead": _("Only what is needed to begin. Nobody sees the call before you announce it."),
        "submit": _("Save and go on"),
        "back": reverse("calls:call_new", kwargs=process.address),
    }
    return render(request, "calls/call_part.html", context)


@require_safe
@needs("calls.view", of=find_call)
def show(request: HttpRequest, call: Call) -> HttpResponse:
    """Show a call: before its announcement what is missing, afterwards where it stands and what comes next."""
    manages = may(request.user, "calls.manage", call)
    context = {**head_of(call), "manages": manages}
    if call.phase_at(read_now()) == Phase.DRAFT:
        return render(request, "calls/call_draft.html", {**context, **draft_context(call)})
    return render(request, "calls/call.html", {**context, **running_context(request, call)})


def draft_context(call: Call) -> dict[str, Any]:
    """Give what the page of a draft says."""
    now = read_now()
    steps = list_steps(call, now)
    general = [said for lack in list_lacks(call, now) if lack.code == "place" for said in lack.messages]
    return {"steps": steps, "general": general, "is_ready": not general and not any(step.lacks for step in steps)}


def running_context(request: HttpRequest, call: Call) -> dict[str, Any]:
    """Give what the page of an announced call says."""
    now = read_now()
    counts = count_work([call])[call.pk]
    return {
        "stones": read_steps(call, now),
        "next": find_next(request.user, call, counts, now),
        "tabs": list_tabs(request.user, call),
        "counts": counts,
        "is_sealed": call.is_sealed,
        "amendments": read_amendments(call),
        "files": list(call.files.all()),
        "said": {
            "closes": say_closing(call.closes_at) if call.closes_at else "",
            "goals": say_goals(call, call.goals.count()), "money": say_money(call),
            "commission": say_commission(call),
        },
        "public_link": f"{settings.BASE_URL}{call.public_url}" if call.is_public else "",
        "may_amend": call.phase_at(now) in {Phase.ANNOUNCED, Phase.OPEN},
        "may_call_off": not call.approved_at and not call.called_off_at,
        "may_choose_commission": not call.scoring_opened_at and not call.called_off_at,
    }  # fmt: skip
