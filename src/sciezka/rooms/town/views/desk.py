"""A person's desk: what waits for them in all their workspaces."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sciezka.kit.guards import needs_account
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.queries import desk
from sciezka.rooms.town.queries.collation import as_sorted
from sciezka.rooms.town.queries.places import workspaces_of
from sciezka.rooms.town.queries.stages import read_stages
from sciezka.rooms.town.queries.tasks import make_card, tasks_waiting_for
from sciezka.rooms.town.queries.teams import expiring_seats, expiring_teams, read_term

TASKS_SHOWN = 8


@needs_account
def show_desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person, and all their processes side by side."""
    user = actor_of(request)
    today = timezone.localdate()
    rows = desk.overview_of(user)
    states = read_stages(rows)
    tasks = list(tasks_waiting_for(user, rows)[: TASKS_SHOWN + 1])
    mine = desk.coordinated_workspaces(user)
    context = {
        "rows": [(process, desk.current_stage(states[process.pk])) for process in rows],
        "workspaces": sorted(workspaces_of(user), key=lambda place: as_sorted(place.name)),
        "cards": [make_card(task, today) for task in tasks[:TASKS_SHOWN]],
        "has_more": len(tasks) > TASKS_SHOWN,
        "waiting": desk.ask_rooms(user, rows),
        "drafts": desk.drafts_waiting(user),
        "seats": [(seat, read_term(seat)) for seat in expiring_seats(mine)],
        "teams": [(team, read_term(team)) for team in expiring_teams(desk.coordinated_processes(user))],
        "today": today,
    }
    return render(request, "town/desk.html", context)
