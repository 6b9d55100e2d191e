"""Pages of SWOT."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.path.models import SwotEntry
from sciezka.rooms.path.queries.nouns import find_swot_entry
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("path.view", of=find_process)
def show_swot(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the SWOT of a process."""
    return render(request, "path/swot.html", {"process": process, "rows": SwotEntry.objects.filter(process=process)})


@require_safe
@needs("path.view", of=find_swot_entry)
def show(request: HttpRequest, swot_entry: SwotEntry) -> HttpResponse:
    """Show one."""
    return render(request, "path/swot_entry.html", {"process": swot_entry.process, "swot_entry": swot_entry})
