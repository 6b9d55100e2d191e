"""The list of submissions as a file to take away; looking at so many people's data at once is noted in the journal."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.guards import needs
from sciezka.kit.uploads import CONTENT_TYPES
from sciezka.kit.workbooks import Cell, write_xlsx
from sciezka.rooms.calls.actions.exports import note_export
from sciezka.rooms.calls.models import Call
from sciezka.rooms.calls.queries.nouns import find_call
from sciezka.rooms.calls.queries.submissions import hidden_from, read_wish
from sciezka.rooms.calls.queries.submissions_table import list_table
from sciezka.rooms.people.queries import actor_of


@require_safe
@needs("calls.see_submissions", of=find_call)
def give_csv(request: HttpRequest, call: Call) -> HttpResponse:
    """Give the list as comma-separated values."""
    return give_file(write_csv(read_table(request, call, "csv")), CSV, f"zgloszenia-{call.pk}.csv")


@require_safe
@needs("calls.see_submissions", of=find_call)
def give_xlsx(request: HttpRequest, call: Call) -> HttpResponse:
    """Give the list as a workbook."""
    body = write_xlsx(read_table(request, call, "xlsx"), _("Submissions"))
    return give_file(body, CONTENT_TYPES["xlsx"], f"zgloszenia-{call.pk}.xlsx")


def read_table(request: HttpRequest, call: Call, kind: str) -> list[list[Cell]]:
    """Read what the reader may take away: the columns that they may see, of the submissions that the address wants."""
    if call.is_sealed:
        raise Http404
    rows = list_table(request.user, call, read_wish(request.GET), hidden_from(request.user, call))
    note_export(actor=actor_of(request), call=call, kind=kind, count=len(rows) - 1)
    return rows
