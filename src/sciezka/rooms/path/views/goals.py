"""Showing goals: the plan on one page, one goal, and both as files."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.guards import may, needs
from sciezka.rooms.path.forms.goals import MoveForm
from sciezka.rooms.path.models import Goal
from sciezka.rooms.path.queries.goals import read_goals_page
from sciezka.rooms.path.queries.goals_out import describe_goals, list_columns, list_rows
from sciezka.rooms.path.queries.goals_page import read_goal_page
from sciezka.rooms.path.queries.nouns import find_goal
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("path.view", of=find_process)
def show_goals(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the plan on one page."""
    context = {
        "process": process,
        "page": read_goals_page(process),
        "may_edit": may(request.user, "path.edit", process),
    }
    return render(request, "path/goals.html", context)


@require_safe
@needs("path.view", of=find_goal)
def show(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Show a goal."""
    may_edit = may(request.user, "path.edit", goal)
    page = read_goal_page(goal)
    context: dict[str, Any] = {
        "process": goal.process,
        "goal": goal,
        "page": page,
        "hanging": page.hanging,
        "may_edit": may_edit,
        "may_read_journal": may(request.user, "town.read_journal", goal),
        "move": MoveForm(goal) if may_edit and goal.parent_id else None,
    }
    return render(request, "path/goal.html", context)


@require_safe
@needs("path.view", of=find_process)
def give_csv(_request: HttpRequest, process: Process) -> HttpResponse:
    """Give the goals and their indicators as a table."""
    rows: list[list[object]] = [[*list_columns()], *list_rows(read_goals_page(process))]
    return give_file(write_csv(rows), CSV, f"cele-{process.slug}.csv")


@require_safe
@needs("path.view", of=find_process)
def give_json(_request: HttpRequest, process: Process) -> HttpResponse:
    """Give the goals and their indicators as JSON."""
    return JsonResponse(describe_goals(read_goals_page(process)), json_dumps_params={"ensure_ascii": False, "indent": 1})
