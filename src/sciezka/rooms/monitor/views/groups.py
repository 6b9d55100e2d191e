"""Showing, making and changing comparison groups."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.models import ComparisonGroup
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.groups import find_group
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_groups(request: HttpRequest, process: Process) -> HttpResponse:
    """Show all comparison groups that can be chosen."""
    return show_page(request, "monitor/groups.html", read_choice(process, request.GET.dict()), "groups")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("monitor.edit_groups", of=find_process)
def make_group(request: HttpRequest, process: Process) -> HttpResponse:
    """Make a comparison group."""
    return show_page(request, "monitor/groups.html", read_choice(process, request.GET.dict()), "groups")


@require_safe
@needs("monitor.view", of=find_group)
def show_group(request: HttpRequest, group: ComparisonGroup) -> HttpResponse:
    """Show one comparison group with its versions."""
    return show_page(request, "monitor/groups.html", read_choice(group.process, request.GET.dict()), "groups")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("monitor.edit_groups", of=find_group)
def edit_group(request: HttpRequest, group: ComparisonGroup) -> HttpResponse:
    """Make a new version of a comparison group."""
    return show_page(request, "monitor/groups.html", read_choice(group.process, request.GET.dict()), "groups")


@require_POST
@needs("monitor.edit_groups", of=find_group)
def choose_default(_request: HttpRequest, group: ComparisonGroup) -> HttpResponse:
    """Use a comparison group when no other is chosen."""
    return redirect("monitor:groups", **group.process.address)


@require_POST
@needs("monitor.edit_groups", of=find_group)
def drop_group(_request: HttpRequest, group: ComparisonGroup) -> HttpResponse:
    """Delete a comparison group."""
    return redirect("monitor:groups", **group.process.address)
