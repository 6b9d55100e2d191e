"""The settings of a workspace and the units that belong to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.forms.workspaces import MemberUnitForm, WorkspaceForm
from sciezka.rooms.town.models import Workspace, WorkspaceUnit
from sciezka.rooms.town.queries.nouns import find_member_unit
from sciezka.rooms.town.queries.places import find_workspace
from sciezka.rooms.town.queries.units import member_rows
from sciezka.rooms.town.views.shared import show_form


@needs("town.edit_workspace", of=find_workspace)
def edit_settings(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Change what an office says about itself."""
    form = WorkspaceForm(workspace, sent(request))
    if form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The settings are saved."))
        return redirect("town:workspace_settings", workspace=workspace.slug)
    # A refused form leaves the noun as it is, and the page draws the noun.
    context = {
        "workspace": workspace,
        "form": form,
        "members": member_rows(workspace),
        "is_partnership": workspace.kind == Workspace.Kind.PARTNERSHIP,
    }
    return render(request, "town/workspace_settings.html", context)


@needs("town.edit_workspace", of=find_workspace)
def add_member(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Take a unit into a partnership."""
    form = MemberUnitForm(workspace, None, sent(request))
    if form.is_valid() and (member := form.save(actor_of(request))):
        messages.success(request, _("%(unit)s has joined.") % {"unit": member.unit})
        return redirect("town:workspace_settings", workspace=workspace.slug)
    page = {
        "title": _("A unit joins"),
        "back": reverse("town:workspace_settings", args=[workspace.slug]),
        "submit": _("Add the unit"),
    }
    return show_form(request, form, workspace, page)


@needs("town.edit_workspace", of=find_member_unit)
def edit_member(request: HttpRequest, member: WorkspaceUnit) -> HttpResponse:
    """Change a unit's part in a partnership."""
    workspace = member.workspace
    name = str(member.unit)
    form = MemberUnitForm(workspace, member, sent(request))
    if form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The changes are saved."))
        return redirect("town:workspace_settings", workspace=workspace.slug)
    page = {"title": name, "kicker": _("Member unit"), "back": reverse("town:workspace_settings", args=[workspace.slug])}
    return show_form(request, form, workspace, page)
