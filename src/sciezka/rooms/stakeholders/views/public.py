"""What is open to all: an invited person's answer, and the residents' map."""

from django.http import Http404, HttpRequest, HttpResponse

from sciezka.kit.guards import open_to_all


@open_to_all
def answer_invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Let an invited person answer."""
    raise Http404


@open_to_all
def show_map(request: HttpRequest, workspace: str, process: str) -> HttpResponse:
    """Show the published map."""
    raise Http404
