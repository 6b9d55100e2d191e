"""Changing goals: adding, saying anew, moving, ordering, grounding, taking off and putting back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.rooms.path.actions.goals import move_goal, put_goal_back, shift_goal, take_goal_off
from sciezka.rooms.path.forms.goals import GoalForm, GroundsForm, MoveForm
from sciezka.rooms.path.models import Goal
from sciezka.rooms.path.queries.goals_smart import list_hints
from sciezka.rooms.path.queries.nouns import find_goal
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

LONGEST_NAME = 300


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.edit", of=find_process)
def add(request: HttpRequest, process: Process) -> HttpResponse:
    """Add a goal: a strategic one, or one under the strategic goal that the address names."""
    key = read_number(request.GET.get("pod"))
    parent = Goal.objects.filter(process=process, parent=None, pk=key).first() if key else None
    if key and parent is None:
        raise Http404
    form = GoalForm(process, parent=parent, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (goal := form.save(actor_of(request))):
        messages.success(request, _("The goal is added. Say now what it answers."))
        return redirect(reverse("path:goal_grounds", kwargs=goal.address))
    return show_form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.edit", of=find_goal)
def edit(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Change what a goal says."""
    form = GoalForm(goal.process, goal, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The changes are saved."))
        return redirect(goal)
    return show_form(request, form)


def show_form(request: HttpRequest, form: GoalForm) -> HttpResponse:
    """Draw the form of a goal, with hints on the words that stand in it."""
    context = {
        "process": form.process,
        "goal": form.goal,
        "parent": form.parent,
        "form": form,
        "hints": list_hints(str(form["name"].value() or "")[:LONGEST_NAME]),
    }
    return render(request, "path/goal_form.html", context)


@require_safe
@needs("path.edit", of=find_process)
def hint(request: HttpRequest, _process: Process) -> HttpResponse:
    """Give hints on a wording that is being typed."""
    return render(request, "path/_goal_hints.html", {"hints": list_hints(request.GET.get("name", "")[:LONGEST_NAME])})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.edit", of=find_goal)
def ground(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Say what a goal answers and uses, and whom it touches."""
    node = node_for(goal)
    if node is None or node.is_taken_off:
        messages.warning(request, _("The goal is off the thread. Put it back first."))
        return redirect(goal)
    form = GroundsForm(goal, node, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The changes are saved."))
        return redirect(goal)
    return render(request, "path/goal_grounds.html", {"process": goal.process, "goal": goal, "node": node, "form": form})


@require_POST
@needs("path.edit", of=find_goal)
def move(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Move an operational goal under another strategic one."""
    form = MoveForm(goal, request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose one of the strategic goals."))
        return redirect(goal)
    try:
        move_goal(actor=actor_of(request), goal=goal, parent=form.cleaned_data["parent"])
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The goal is moved. Its code stays as it was."))
    return redirect(goal)


@require_POST
@needs("path.edit", of=find_goal)
def shift(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Move a goal one place up or down."""
    shift_goal(actor=actor_of(request), goal=goal, way="down" if request.POST.get("way") == "down" else "up")
    return redirect(f"{reverse('path:goals', kwargs=goal.process.address)}#goal-{goal.pk}")


@require_POST
@needs("path.edit", of=find_goal)
def take_away(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Take a goal off the thread with all that stands below it."""
    take_goal_off(actor=actor_of(request), goal=goal)
    messages.success(request, _("The goal is off the thread, with its parts and indicators. Codes and figures are kept."))
    return redirect(goal)


@require_POST
@needs("path.edit", of=find_goal)
def bring_back(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Put a goal back on the thread."""
    try:
        put_goal_back(actor=actor_of(request), goal=goal)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The goal is back on the thread. Put its parts and indicators back one by one."))
    return redirect(goal)
