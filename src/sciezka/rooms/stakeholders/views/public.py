"""What is open to all: an invited person's answer, and the residents' map."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.guards import open_to_all
from sciezka.rooms.stakeholders.forms.leaders import AnswerForm
from sciezka.rooms.stakeholders.queries.leaders import find_by_key
from sciezka.rooms.stakeholders.queries.mapping import QUADRANT_SENSE, Quadrant, read_public_map
from sciezka.rooms.stakeholders.views.map import draw
from sciezka.rooms.town.queries.places import find_published_process


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def answer_invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Let an invited person answer without an account: the key in the address is the invitation.

    Reading changes nothing, for mail programs open links on their own.
    """
    invitation = find_by_key(key)
    process = invitation.place
    with translation.override(process.workspace.language):
        form = AnswerForm(invitation, request.POST if request.method == "POST" else None)
        answer = request.POST.get("answer")
        is_sent = form.is_bound and answer in {"accept", "decline"}
        if is_sent and form.is_valid() and form.save(accepts=answer == "accept"):
            return redirect(reverse("stakeholders:invitation_answer", kwargs={"key": key}))
        context = {"process": process, "invitation": invitation, "form": form}
        page = render(request, "stakeholders/invitation_answer.html", context)
    page["X-Robots-Tag"] = "noindex, nofollow"
    page["Referrer-Policy"] = "same-origin"
    return page


@require_safe
@open_to_all
def show_map(request: HttpRequest, workspace: str, process: str) -> HttpResponse:
    """Show the published map: organisations alone, nothing of single ratings."""
    found = find_published_process(workspace, process)
    view = read_public_map(found)
    if view is None:
        raise Http404
    context = {
        "process": found,
        "view": view,
        "drawing": draw(view) if view.points else None,
        "quadrants": [(view.names[key], QUADRANT_SENSE[key], view.within(key)) for key in Quadrant],
    }
    return render(request, "stakeholders/map_public.html", context)
