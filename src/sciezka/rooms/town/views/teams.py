"""Teams and their members."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.forms.teams import MembershipEndForm, MembershipForm, TeamForm
from sciezka.rooms.town.models import Membership, Process, Team
from sciezka.rooms.town.queries.nouns import find_membership, find_team
from sciezka.rooms.town.queries.places import find_process
from sciezka.rooms.town.queries.teams import members_of, read_term, teams_of
from sciezka.rooms.town.views.shared import powers_of, show_form


@needs("town.view_office", of=find_process)
def show_teams(request: HttpRequest, process: Process) -> HttpResponse:
    """List the teams of a process."""
    context = {"process": process, "lines": teams_of(process), "powers": powers_of(request, process)}
    return render(request, "town/teams.html", context)


@needs("town.view_office", of=find_team)
def show_team(request: HttpRequest, team: Team) -> HttpResponse:
    """Show a team: its task, composition, act and term, its members today and before."""
    present, past = members_of(team)
    context = {
        "process": team.process,
        "team": team,
        "term": read_term(team),
        "positions": [line.strip() for line in team.composition.splitlines() if line.strip()],
        "present": present,
        "past": past,
        "powers": powers_of(request, team.process),
    }
    return render(request, "town/team.html", context)


@needs("town.manage_teams", of=find_process)
def establish(request: HttpRequest, process: Process) -> HttpResponse:
    """Establish a team."""
    form = TeamForm(process, None, sent(request))
    if form.is_valid():
        team = form.save(actor_of(request))
        messages.success(request, _("The team is established. Appoint its members."))
        return redirect(team)
    page = {
        "title": _("New team or commission"),
        "back": reverse("town:teams", kwargs=process.address),
        "submit": _("Establish"),
    }
    return show_form(request, form, process, page)


@needs("town.manage_teams", of=find_team)
def edit(request: HttpRequest, team: Team) -> HttpResponse:
    """Change a team."""
    name = team.name
    form = TeamForm(team.process, team, sent(request))
    if form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The changes are saved."))
        return redirect(team)
    return show_form(
        request, form, team.process, {"title": name, "kicker": _("Change of a team"), "back": team.get_absolute_url()}
    )


@needs("town.manage_teams", of=find_team)
def appoint(request: HttpRequest, team: Team) -> HttpResponse:
    """Appoint a member by e-mail address."""
    form = MembershipForm(team, sent(request))
    if form.is_valid() and (found := form.save(actor_of(request))):
        membership, was_invited = found
        said = _("An invitation went to %(email)s.") if was_invited else _("%(email)s now belongs to the team.")
        messages.success(request, said % {"email": membership.user.email})
        return redirect(team)
    page = {"title": _("Appoint a member"), "kicker": team.name, "back": team.get_absolute_url(), "submit": _("Appoint")}
    return show_form(request, form, team.process, page)


@needs("town.manage_teams", of=find_membership)
def end(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Set the last day of a membership."""
    team = membership.team
    form = MembershipEndForm(membership, sent(request))
    if form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The end is noted. The membership stays in the history."))
        return redirect(team)
    title = _("End of membership: %(person)s") % {"person": membership.user}
    page = {"title": title, "kicker": team.name, "back": team.get_absolute_url(), "submit": _("Note the end")}
    return show_form(request, form, team.process, page)
