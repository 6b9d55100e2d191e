"""The engagement plan: its lines, and taking it away as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.kit.workbooks import Cell, write_xlsx
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.stakeholders.actions.plan import remove_engagement
from sciezka.rooms.stakeholders.forms.plan import EngagementForm
from sciezka.rooms.stakeholders.models import Engagement
from sciezka.rooms.stakeholders.queries.mapping import name_sector, read_map
from sciezka.rooms.stakeholders.queries.places import find_engagement
from sciezka.rooms.stakeholders.queries.plan import read_plan, say_owner
from sciezka.rooms.stakeholders.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def address_of(process: Process) -> str:
    """Give the address of the plan."""
    return reverse("stakeholders:plan", kwargs=process.address)


@require_safe
@needs("stakeholders.see_people", of=find_process)
def show_plan(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the plan and whom to think of next."""
    state = request.GET.get("stan", "")
    state = state if state in Engagement.State.values else ""
    view = read_map(request.user, process)
    plan = read_plan(process, view, state=state)
    context = {
        "plan": plan,
        "view": view,
        "state": state,
        "states": [(key, label, plan.states[key]) for key, label in Engagement.State.choices],
        "owners": [(line, say_owner(line.engagement)) for line in plan.lines],
        "late": sum(line.is_late for line in plan.lines),
        "may_edit": may(request.user, "stakeholders.edit", process),
    }
    return show_page(request, "stakeholders/plan.html", process, "plan", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.edit", of=find_process)
def plan_engagement(request: HttpRequest, process: Process) -> HttpResponse:
    """Add a line to the plan."""
    chosen = read_number(request.GET.get("interesariusz"))
    form = EngagementForm(process, None, request.POST if request.method == "POST" else None, chosen)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The line is in the plan."))
        return redirect(address_of(process))
    context = {"form": form, "title": _("New line of the engagement plan"), "back": address_of(process),
               "submit": _("Add to the plan")}  # fmt: skip
    return show_page(request, "stakeholders/plan_form.html", process, "plan", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.edit", of=find_engagement)
def edit(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Change a line of the plan."""
    process = engagement.place
    form = EngagementForm(process, engagement, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The plan is changed."))
        return redirect(address_of(process))
    context = {"form": form, "title": engagement.stakeholder.name, "lead": _("Line of the engagement plan"),
               "back": address_of(process)}  # fmt: skip
    return show_page(request, "stakeholders/plan_form.html", process, "plan", context)


@require_POST
@needs("stakeholders.edit", of=find_engagement)
def remove(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Remove a line of the plan."""
    process = engagement.place
    remove_engagement(actor=actor_of(request), engagement=engagement)
    messages.success(request, _("The line is out of the plan. The journal keeps it."))
    return redirect(address_of(process))


def list_rows(request: HttpRequest, process: Process) -> list[list[Cell]]:
    """List the plan as rows with a heading; quadrants only for those who may see the judgements."""
    plan = read_plan(process, read_map(request.user, process))
    heading: list[Cell] = [
        _("Stakeholder"), _("Sector"), _("Quadrant"), _("Form of engagement"), _("From"), _("To"), _("Contact owner"),
        _("State"), _("Remark"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [heading]
    for line in plan.lines:
        one = line.engagement
        rows.append([
            one.stakeholder.name, name_sector(one.stakeholder.sector), line.quadrant, one.form,
            one.starts_on.isoformat() if one.starts_on else "", one.until.isoformat() if one.until else "", say_owner(one),
            str(one.get_state_display()), one.note,
        ])  # fmt: skip
    return rows


@require_safe
@needs("stakeholders.see_people", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the plan as CSV."""
    return give_file(write_csv(list_rows(request, process)), CSV, "plan-zaangazowania.csv")


@require_safe
@needs("stakeholders.see_people", of=find_process)
def give_xlsx(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the plan as a workbook."""
    return give_file(write_xlsx(list_rows(request, process), _("Engagement plan")), XLSX, "plan-zaangazowania.xlsx")
