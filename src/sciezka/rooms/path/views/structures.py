"""Pages of structural analyses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.path.models import Structure
from sciezka.rooms.path.queries.nouns import find_structure
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("path.view", of=find_process)
def show_structures(request: HttpRequest, process: Process) -> HttpResponse:
    """Show structural analyses of a process."""
    return render(request, "path/structures.html", {"process": process, "rows": Structure.objects.filter(process=process)})


@require_safe
@needs("path.view", of=find_structure)
def show(request: HttpRequest, structure: Structure) -> HttpResponse:
    """Show one."""
    return render(request, "path/structure.html", {"process": structure.process, "structure": structure})
