"""Pages of vision."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.path.models import VisionDraft
from sciezka.rooms.path.queries.nouns import find_vision
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("path.view", of=find_process)
def show_visions(request: HttpRequest, process: Process) -> HttpResponse:
    """Show vision of a process."""
    return render(request, "path/visions.html", {"process": process, "rows": VisionDraft.objects.filter(process=process)})


@require_safe
@needs("path.view", of=find_vision)
def show(request: HttpRequest, vision: VisionDraft) -> HttpResponse:
    """Show one."""
    return render(request, "path/vision.html", {"process": vision.process, "vision": vision})
