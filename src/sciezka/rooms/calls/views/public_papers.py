"""What residents take away from a call: the empty form to print, the closing for their calendar."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import open_to_all
from sciezka.rooms.calls.documents.blank import write_blank
from sciezka.rooms.calls.documents.closing_ics import write_closing
from sciezka.rooms.calls.queries.nouns import find_public_call
from sciezka.rooms.calls.views.applying_frame import speak


@require_safe
@open_to_all
def send_blank(_request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:
    """Send the empty form as a PDF."""
    found = find_public_call(workspace, process, call)
    said = {"Content-Disposition": f'inline; filename="formularz-{found.pk}.pdf"'}
    return HttpResponse(write_blank(found, speak()), content_type="application/pdf", headers=said)


@require_safe
@open_to_all
def send_closing(_request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:
    """Send the closing as a calendar file."""
    found = find_public_call(workspace, process, call)
    if found.closes_at is None:
        raise Http404
    said = {"Content-Disposition": f'attachment; filename="nabor-{found.pk}.ics"'}
    return HttpResponse(write_closing(found), content_type="text/calendar; charset=utf-8", headers=said)
