"""Legal acts of a workspace."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.kit.forms import sent
from sciezka.kit.guards import may, needs
from sciezka.kit.tables import Column, Table
from sciezka.kit.templatetags.kit import long_day
from sciezka.kit.uploads import CONTENT_TYPES, serve_file
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.forms.teams import ActForm
from sciezka.rooms.town.models import LegalAct, Workspace
from sciezka.rooms.town.queries.nouns import find_act
from sciezka.rooms.town.queries.places import find_workspace
from sciezka.rooms.town.queries.teams import acts_of, seats_resting_on, teams_resting_on, what_rests_on
from sciezka.rooms.town.views.shared import powers_of, show_form


@needs("town.view_office", of=find_workspace)
def show_acts(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """List the legal acts with what rests on each."""
    acts = acts_of(workspace)
    resting = what_rests_on(workspace)
    columns = [
        Column("title", gettext_lazy("Title"), "title", ("title",), LegalAct.get_absolute_url),
        Column("kind", gettext_lazy("Kind"), "get_kind_display", ("kind",)),
        Column("number", gettext_lazy("Number"), lambda act: act.number or None, ("number",)),
        Column("date", gettext_lazy("Of the day"), lambda act: long_day(act.date), ("date",)),
        Column("rests", gettext_lazy("What rests on it"), lambda act: "; ".join(resting.get(act.pk, [])) or None),
    ]
    table = Table(request, acts, columns, gettext_lazy("Legal acts of the workspace"))
    context = {"workspace": workspace, "table": table, "can_add": may(request.user, "town.manage_teams", workspace)}
    return render(request, "town/acts.html", context)


@needs("town.view_office", of=find_act)
def show_act(request: HttpRequest, act: LegalAct) -> HttpResponse:
    """Show a legal act and the teams and seats that rest on it."""
    context = {
        "workspace": act.workspace,
        "act": act,
        "teams": teams_resting_on(act),
        "seats": seats_resting_on(act),
        "powers": powers_of(request, act.workspace),
    }
    return render(request, "town/act.html", context)


@needs("town.manage_teams", of=find_workspace)
def record(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Add a legal act."""
    form = ActForm(workspace, None, sent(request), request.FILES or None)
    if form.is_valid():
        act = form.save(actor_of(request))
        messages.success(request, _("The act is recorded. Teams and seats can now rest on it."))
        return redirect(act)
    page = {"title": _("New legal act"), "back": reverse("town:acts", args=[workspace.slug]), "submit": _("Record the act")}
    return show_form(request, form, workspace, page)


@needs("town.manage_teams", of=find_act)
def edit(request: HttpRequest, act: LegalAct) -> HttpResponse:
    """Change a legal act."""
    title = str(act)
    form = ActForm(act.workspace, act, sent(request), request.FILES or None)
    if form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The changes are saved."))
        return redirect(act)
    lead = _("File now kept: %(name)s. A new one takes its place.") % {"name": act.file_name} if act.file_name else ""
    page = {"title": title, "kicker": _("Change of a legal act"), "lead": lead, "back": act.get_absolute_url()}
    return show_form(request, form, act.workspace, page)


@needs("town.view_office", of=find_act)
def download(_request: HttpRequest, act: LegalAct) -> FileResponse:
    """Give the file of an act."""
    if not act.file.name or not act.file.storage.exists(act.file.name):
        raise Http404
    return serve_file(act.file, name=act.file_name, content_type=CONTENT_TYPES["pdf"])
