"""Reading a list of stakeholders; what is found double is shown before anything is kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.stakeholders.forms.importing import ListForm, ReviewForm, read_token
from sciezka.rooms.stakeholders.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.edit", of=find_process)
def read_list(request: HttpRequest, process: Process) -> HttpResponse:
    """Read a list and show what would be added; a second sending keeps what was chosen."""
    if "token" in request.POST:
        return keep_list(request, process)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_bound and form.is_valid():
        context = {"review": ReviewForm(process, form.rows)}
        return show_page(request, "stakeholders/import_review.html", process, "register", context)
    return show_page(request, "stakeholders/import.html", process, "register", {"form": form})


def keep_list(request: HttpRequest, process: Process) -> HttpResponse:
    """Keep the rows as they were chosen."""
    rows = read_token(process, request.POST["token"])
    if rows is None:
        messages.error(request, _("The list that this page held is out of date. Nothing was added; read the list again."))
        return redirect("stakeholders:stakeholders_import", process.workspace.slug, process.slug)
    review = ReviewForm(process, rows, request.POST.dict())
    added = review.save(actor_of(request))
    if added is None:
        return show_page(request, "stakeholders/import_review.html", process, "register", {"review": review})
    said = ngettext("%(count)s stakeholder was added", "%(count)s stakeholders were added", added.added)
    more = ngettext("gaps of %(count)s were filled", "gaps of %(count)s were filled", added.filled)
    messages.success(request, f"{said % {'count': added.added}}; {more % {'count': added.filled}}.")
    return redirect(reverse("stakeholders:register", kwargs=process.address))
