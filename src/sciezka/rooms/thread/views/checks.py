"""Showing the check of a plan, waiving its rules, and citing anew what has moved on."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.thread.actions import cite
from sciezka.rooms.thread.actions.scores import record_score
from sciezka.rooms.thread.actions.waivers import end_waiver
from sciezka.rooms.thread.charts.scores import draw_scores
from sciezka.rooms.thread.forms import CheckSettingsForm, WaiverForm
from sciezka.rooms.thread.models import Node, Waiver
from sciezka.rooms.thread.queries.checks import check, find_rule, find_waiver, scores_of
from sciezka.rooms.thread.queries.checks_page import CheckFilters, make_page, severity_choices
from sciezka.rooms.thread.queries.nodes import find_node
from sciezka.rooms.thread.queries.nouns import has_moved, look_up
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

LONGEST = 100


@require_safe
@needs("thread.view", of=find_process)
def show_check(request: HttpRequest, process: Process) -> HttpResponse:
    """Hold the plan to its rules and show what is to be mended first; the address holds the filters."""
    asked = {name: request.GET.get(word, "")[:LONGEST] for name, word in ADDRESS_WORDS.items()}
    filters = CheckFilters(**asked)
    report = check(process)
    record_score(report=report)
    context = {
        "process": process,
        "page": make_page(report, filters),
        "filters": filters,
        "severities": severity_choices(),
        "drawing": draw_scores(scores_of(process)),
        "may_tie": may(request.user, "thread.tie", process),
        "may_waive": may(request.user, "thread.waive", process),
        "may_waive_gate": may(request.user, "thread.waive_gate", process),
        "may_set": may(request.user, "thread.set_checks", process),
    }
    return render(request, "thread/check.html", context)


ADDRESS_WORDS = {"rule": "regula", "type": "typ", "severity": "waga", "search": "q"}


@needs("thread.waive", of=find_process)
def make_waiver(request: HttpRequest, process: Process) -> HttpResponse:
    """Waive the rule that the address names, for its node, for what it is about, or for the whole plan."""
    rule = find_rule(request.GET.get("regula", ""))
    if rule is None or (rule.gate and not may(request.user, "thread.waive_gate", process)):
        raise Http404
    code, about = request.GET.get("wezel", "")[:LONGEST], request.GET.get("o", "")[:80]
    if not f"{code}{about}".isprintable():
        raise Http404
    node = get_object_or_404(Node.objects.filter(process=process), code=code) if code else None
    if node:
        node.process = process
    data = request.POST if request.method == "POST" else None
    form = WaiverForm(process, rule, node=node, about=about, data=data)
    if form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("Rule %(rule)s is waived. The reason stands on the list below.") % {"rule": rule.code})
        return redirect(made)
    return render(request, "thread/check_waiver.html", {"process": process, "rule": rule, "node": node, "form": form})


@require_POST
@needs("thread.waive", of=find_waiver)
def finish_waiver(request: HttpRequest, waiver: Waiver) -> HttpResponse:
    """Let a waived rule count again."""
    end_waiver(actor=actor_of(request), waiver=waiver)
    messages.success(request, _("Rule %(rule)s counts again.") % {"rule": waiver.rule})
    return redirect(reverse("thread:check", kwargs=waiver.process.address))


@needs("thread.set_checks", of=find_process)
def change_settings(request: HttpRequest, process: Process) -> HttpResponse:
    """Choose what the plan is held to."""
    form = CheckSettingsForm(process, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The changes are saved."))
        return redirect(reverse("thread:check", kwargs=process.address))
    return render(request, "thread/check_settings.html", {"process": process, "form": form})


@require_POST
@needs("thread.tie", of=find_node)
def cite_anew(request: HttpRequest, node: Node) -> HttpResponse:
    """Let the node cite what its source says today; the journal keeps what was cited before."""
    standing = look_up(node.process, [node])[node.pk].standing
    if standing and standing.now and has_moved(node, standing):
        cite(actor=actor_of(request), node=node, cited=standing.now)
        messages.success(request, _("%(code)s now cites what its source says today.") % {"code": node.code})
    else:
        messages.warning(request, _("The source says what was cited; there is nothing to cite anew."))
    return redirect(node)
