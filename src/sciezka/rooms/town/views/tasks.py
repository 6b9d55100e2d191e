"""The plan: board, schedule, and single tasks."""

import csv
import unicodedata
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciezka.kit.forms import read_number, sent
from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.actions.tasks import delete_task, move_task, restore_task
from sciezka.rooms.town.forms.tasks import TaskForm
from sciezka.rooms.town.models import Process, Task
from sciezka.rooms.town.queries.gantt import draw_plan
from sciezka.rooms.town.queries.nouns import find_task
from sciezka.rooms.town.queries.places import find_process
from sciezka.rooms.town.queries.tasks import BoardFilters, make_card, planned_tasks, read_board
from sciezka.rooms.town.views.shared import powers_of, show_form

UNDO = "town.deleted_task"


@needs("town.view_office", of=find_process)
def show_board(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the tasks in three columns; the address holds the filters."""
    held = request.session.get(UNDO, {})
    context = {**describe_board(request, process), "can_restore": held.get("process") == process.pk}
    return render(request, "town/board.html", context)


def describe_board(request: HttpRequest, process: Process) -> dict[str, Any]:
    """Read the board that the address asks for."""
    stages = list(process.stages.all())
    wanted = read_number(request.GET.get("stage"))
    filters = BoardFilters(
        stage=next((stage for stage in stages if stage.pk == wanted), None),
        mine=actor_of(request) if request.GET.get("mine") else None,
        late_only=bool(request.GET.get("late")),
        all_done=request.GET.get("done") == "all",
    )
    query = request.GET.copy()
    query["done"] = "all"
    return {
        "process": process,
        "stages": stages,
        "filters": filters,
        "columns": read_board(process, filters),
        "powers": powers_of(request, process),
        "query": request.GET.urlencode(),
        "query_all": query.urlencode(),
    }


@require_POST
@needs("town.move_task", of=find_task)
def move(request: HttpRequest, task: Task) -> HttpResponse:
    """Say how far a task is; with htmx only the board is drawn anew."""
    status = request.POST.get("status", "")
    if status not in Task.Status.values:
        return redirect(reverse("town:board", kwargs=task.process.address))
    move_task(actor=actor_of(request), task=task, status=status)
    said = _("“%(task)s” is now: %(status)s.") % {"task": task, "status": task.get_status_display()}
    if request.headers.get("HX-Request"):
        context = {**describe_board(request, task.process), "moved": task.pk, "said": said}
        return render(request, "town/_board.html", context)
    messages.success(request, said)
    target = reverse("town:board", kwargs=task.process.address)
    query = request.GET.urlencode()
    return redirect(f"{target}{'?' if query else ''}{query}#task-{task.pk}")


@needs("town.view_office", of=find_task)
def show_task(request: HttpRequest, task: Task) -> HttpResponse:
    """Show one task."""
    powers = powers_of(request, task.process)
    context = {"process": task.process, "card": make_card(task, timezone.localdate()), "task": task, "powers": powers}
    return render(request, "town/task.html", context)


@needs("town.plan_tasks", of=find_process)
def plan(request: HttpRequest, process: Process) -> HttpResponse:
    """Add a task."""
    form = TaskForm(process, None, sent(request), stage=read_number(request.GET.get("stage")))
    if form.is_valid():
        task = form.save(actor_of(request))
        messages.success(request, _("The task is in the plan."))
        return redirect(f"{reverse('town:board', kwargs=process.address)}#task-{task.pk}")
    page = {"title": _("New task"), "back": reverse("town:board", kwargs=process.address), "submit": _("Add the task")}
    return show_form(request, form, process, page)


@needs("town.plan_tasks", of=find_task)
def edit(request: HttpRequest, task: Task) -> HttpResponse:
    """Change a task."""
    form = TaskForm(task.process, task, sent(request))
    if form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The changes are saved."))
        return redirect(task)
    return show_form(
        request, form, task.process, {"title": task.title, "kicker": _("Change of a task"), "back": task.get_absolute_url()}
    )


@require_POST
@needs("town.plan_tasks", of=find_task)
def delete(request: HttpRequest, task: Task) -> HttpResponse:
    """Delete a task; the board offers to bring it back."""
    process = task.process
    request.session[UNDO] = {"process": process.pk, "task": delete_task(actor=actor_of(request), task=task)}
    messages.success(request, _("The task is deleted."))
    return redirect(reverse("town:board", kwargs=process.address))


@require_POST
@needs("town.plan_tasks", of=find_process)
def restore(request: HttpRequest, process: Process) -> HttpResponse:
    """Bring back the task that this person deleted last."""
    held = request.session.get(UNDO, {})
    if held.get("process") != process.pk:
        messages.warning(request, _("There is nothing to bring back."))
        return redirect(reverse("town:board", kwargs=process.address))
    task = restore_task(actor=actor_of(request), process=process, held=request.session.pop(UNDO)["task"])
    messages.success(request, _("The task is back."))
    return redirect(f"{reverse('town:board', kwargs=process.address)}#task-{task.pk}")


@needs("town.view_office", of=find_process)
def show_gantt(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the plan over time, drawn by the server, with the same as a table."""
    today = timezone.localdate()
    tasks = list(planned_tasks(process).order_by("starts_on", "due_on", "pk"))
    events = list(process.events.order_by("start", "pk"))
    context = {
        "process": process,
        "chart": draw_plan(tasks, events, list(process.stages.all()), today),
        "cards": [make_card(task, today) for task in tasks],
        "events": events,
        "can_plan": may(request.user, "town.plan_tasks", process),
    }
    return render(request, "town/gantt.html", context)


@needs("town.view_office", of=find_process)
def export_plan(_request: HttpRequest, process: Process) -> HttpResponse:
    """Give the plan as a CSV file that office programs open with Polish letters whole."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{process.slug}.csv"'
    sheet = csv.writer(response, delimiter=";")
    sheet.writerow([_("Stage"), _("Task"), _("Who has it"), _("Start"), _("Due"), _("Status"), _("Done on")])
    for task in planned_tasks(process):
        holder = task.owner or task.team or ""
        row = [
            task.stage or "",
            task.title,
            holder,
            task.starts_on,
            task.due_on,
            task.get_status_display(),
            task.done_on or "",
        ]
        sheet.writerow([guard_cell(str(cell)) for cell in row])
    return response


def guard_cell(text: str) -> str:
    """Keep a spreadsheet from reading a text as a formula, with spaces before it and in its wide signs too."""
    return f"'{text}" if unicodedata.normalize("NFKC", text).lstrip().startswith(("=", "+", "-", "@")) else text
