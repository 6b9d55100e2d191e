"""Pages of goals."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.path.models import Goal, Indicator
from sciezka.rooms.path.queries.nouns import find_goal, find_indicator
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("path.view", of=find_process)
def show_goals(request: HttpRequest, process: Process) -> HttpResponse:
    """Show goals of a process."""
    return render(request, "path/goals.html", {"process": process, "rows": Goal.objects.filter(process=process)})


@require_safe
@needs("path.view", of=find_goal)
def show(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Show one."""
    return render(request, "path/goal.html", {"process": goal.process, "goal": goal})


@require_safe
@needs("path.view", of=find_indicator)
def show_indicator(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """Show an indicator of a goal."""
    return render(request, "path/goal_indicator.html", {"process": indicator.place, "indicator": indicator})
