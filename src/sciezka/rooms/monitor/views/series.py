"""A city's own series: giving a file, saying which column is what, bringing it in."""

from django.http import HttpRequest, HttpResponse

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.queries.data import keep_choice
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@needs("monitor.import_series", of=find_process)
def bring_series(request: HttpRequest, process: Process) -> HttpResponse:
    """Take a file with a city's own series."""
    return show_page(request, "monitor/series_new.html", keep_choice(process, request.GET.dict()), "data")
