"""Pages of key factors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.path.models import Factor
from sciezka.rooms.path.queries.nouns import find_factor
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("path.view", of=find_process)
def show_factors(request: HttpRequest, process: Process) -> HttpResponse:
    """Show key factors of a process."""
    return render(request, "path/factors.html", {"process": process, "rows": Factor.objects.filter(process=process)})


@require_safe
@needs("path.view", of=find_factor)
def show(request: HttpRequest, factor: Factor) -> HttpResponse:
    """Show one."""
    return render(request, "path/factor.html", {"process": factor.process, "factor": factor})
