"""The office of a workspace and the front page of a process; opening, settings, publishing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.templatetags.kit import Stone
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.actions.processes import publish_process, withdraw_process
from sciezka.rooms.town.forms.processes import ProcessForm, ProcessOpenForm
from sciezka.rooms.town.models import Process, Workspace
from sciezka.rooms.town.queries import desk
from sciezka.rooms.town.queries.next_steps import next_steps, read_situation
from sciezka.rooms.town.queries.places import find_process, find_workspace
from sciezka.rooms.town.queries.programmes import deadlines_of
from sciezka.rooms.town.queries.stages import StageState, read_stages
from sciezka.rooms.town.queries.teams import acts_of
from sciezka.rooms.town.queries.units import member_rows
from sciezka.rooms.town.views.shared import powers_of

ACTS_SHOWN = 5


@needs("town.view_office", of=find_workspace)
def show_office(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Show a workspace: its processes, member units and legal acts."""
    rows = list(desk.with_overview(desk.processes_of_workspace(actor_of(request), workspace)))
    states = read_stages(rows)
    context = {
        "workspace": workspace,
        "rows": [(process, desk.current_stage(states[process.pk])) for process in rows],
        "members": member_rows(workspace),
        "is_partnership": workspace.kind == Workspace.Kind.PARTNERSHIP,
        "acts": acts_of(workspace)[:ACTS_SHOWN],
        "powers": powers_of(request, workspace),
    }
    return render(request, "town/office.html", context)


@needs("town.open_process", of=find_workspace)
def open_new(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Open a process from a programme, or an empty one."""
    form = ProcessOpenForm(workspace, sent(request))
    if form.is_valid() and (process := form.save(actor_of(request))):
        messages.success(request, _("The process is open. Residents do not see it until it is published."))
        return redirect(reverse("town:process_office", kwargs=process.address))
    return render(request, "town/process_open.html", {"workspace": workspace, "form": form})


@needs("town.view_office", of=find_process)
def show_process(request: HttpRequest, process: Process) -> HttpResponse:
    """Show where a process is and what to do next, the most urgent first; it prints on one page."""
    states = read_stages([process])[process.pk]
    situation = read_situation(process, states, powers_of(request, process), request.user)
    steps = next_steps(situation)
    done = sum(state.tasks_done for state in states)
    total = sum(state.facts.tasks for state in states if state.facts)
    context = {
        "process": process,
        "stones": [draw_stone(process, state) for state in states],
        "steps": steps,
        "late": sum(step.urgency == "late" for step in steps),
        "late_tasks": sum(task.due_on < situation.today for task in situation.tasks),
        "done": done,
        "total": total,
        "deadlines": deadlines_of(process, get_language() or "pl"),
        "last": process.events.filter(status="published", start__lte=situation.today).first(),
        "coming": situation.events[:1],
        "teams": situation.teams,
        "powers": situation.powers,
        "today": timezone.localdate(),
    }
    return render(request, "town/process_office.html", context)


def draw_stone(process: Process, state: StageState) -> Stone:
    """Turn a stage into a stone of the path that leads to its tasks."""
    note = ""
    if state.facts and state.facts.tasks:
        note = _("%(done)s of %(total)s tasks done") % {"done": state.tasks_done, "total": state.facts.tasks}
    board = reverse("town:board", kwargs=process.address)
    return Stone(state.stage.number, state.stage.name, state.state, f"{board}?stage={state.stage.pk}", note)


@needs("town.edit_process", of=find_process)
def edit_settings(request: HttpRequest, process: Process) -> HttpResponse:
    """Change what the office says about a process, publish it or take it back."""
    form = ProcessForm(process, sent(request))
    if form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The settings are saved."))
        return redirect(reverse("town:process_settings", kwargs=process.address))
    return render(request, "town/process_settings.html", {"process": process, "form": form})


@require_POST
@needs("town.edit_process", of=find_process)
def publish(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the process to residents."""
    publish_process(actor=actor_of(request), process=process)
    messages.success(request, _("Residents can now see the process."))
    return redirect(reverse("town:process_office", kwargs=process.address))


@require_POST
@needs("town.edit_process", of=find_process)
def withdraw(request: HttpRequest, process: Process) -> HttpResponse:
    """Take the process off the residents' site."""
    withdraw_process(actor=actor_of(request), process=process)
    messages.success(request, _("Residents no longer see the process. Nothing in it was lost."))
    return redirect(reverse("town:process_settings", kwargs=process.address))
