"""A person's desk: what waits for them in all their workspaces."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs_account
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.queries import desk
from sciezka.rooms.town.queries.collation import as_sorted
from sciezka.rooms.town.queries.desk_waiting import read_pile
from sciezka.rooms.town.queries.places import workspaces_of
from sciezka.rooms.town.queries.stages import read_stages
from sciezka.rooms.town.queries.teams import expiring_seats, expiring_teams, read_term


@needs_account
def show_desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person, and all their processes side by side."""
    user = actor_of(request)
    today = timezone.localdate()
    rows = desk.overview_of(user)
    states = read_stages(rows)
    mine = desk.coordinated_workspaces(user)
    context = {
        "rows": [(process, desk.current_stage(states[process.pk])) for process in rows],
        "workspaces": sorted(workspaces_of(user), key=lambda place: as_sorted(place.name)),
        "pile": read_pile(user, rows, read_number(request.GET.get("proces"))),
        "drafts": desk.drafts_waiting(user),
        "seats": [(seat, read_term(seat)) for seat in expiring_seats(mine)],
        "teams": [(team, read_term(team)) for team in expiring_teams(desk.coordinated_processes(user))],
        "today": today,
    }
    return render(request, "town/desk.html", context)
