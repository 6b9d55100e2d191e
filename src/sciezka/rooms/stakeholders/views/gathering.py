"""Preparing the round in which stakeholders are named and judged."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.stakeholders.forms.gathering import GatherForm
from sciezka.rooms.stakeholders.queries.register import register_of
from sciezka.rooms.stakeholders.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.manage", of=find_process)
def gather(request: HttpRequest, process: Process) -> HttpResponse:
    """Prepare a round; it is launched from its own page."""
    form = GatherForm(process, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (round_ := form.save(actor_of(request))):
        messages.success(request, _("The round is prepared and nobody has been asked yet. Look it over and launch it."))
        return redirect(round_)
    context = {"form": form, "count": register_of(process, with_people=True).count()}
    return show_page(request, "stakeholders/gather.html", process, "register", context)
