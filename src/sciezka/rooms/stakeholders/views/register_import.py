"""Reading a list of stakeholders from a file or from pasted text; what is found double is shown before anything is kept."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sciezka.kit.guards import needs
from sciezka.rooms.stakeholders.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.edit", of=find_process)
def read_list(request: HttpRequest, process: Process) -> HttpResponse:
    """Read a list and show what would be added."""
    return show_page(request, "stakeholders/import.html", process, "register", {})
