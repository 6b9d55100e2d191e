"""Coverage matrices of the thread: on a page, and as a table to take away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.guards import needs
from sciezka.rooms.thread.queries.coverage import Matrix, list_cells, read_matrix
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


def read_asked(request: HttpRequest, process: Process) -> Matrix | None:
    """Read the matrix that the address asks for."""
    return read_matrix(process, request.GET.get("wiersze", ""), request.GET.get("kolumny", ""))


@require_safe
@needs("thread.view", of=find_process)
def show_coverage(request: HttpRequest, process: Process) -> HttpResponse:
    """Show which nodes of one type are tied to which of another."""
    return render(request, "thread/coverage.html", {"process": process, "matrix": read_asked(request, process)})


@require_safe
@needs("thread.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the whole matrix as a table; 404 while the thread is empty."""
    matrix = read_asked(request, process)
    if matrix is None:
        raise Http404
    cells = list_cells(matrix, (_("directly"), _("through")))
    name = f"pokrycie-{matrix.row_type.key}-{matrix.column_type.key}.csv"
    return give_file(write_csv(cells), CSV, name)
