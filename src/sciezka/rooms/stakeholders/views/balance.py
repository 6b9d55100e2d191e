"""The balance of the Social Leaders' composition, and the population that it is read against."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.stakeholders.forms.leaders import PopulationForm
from sciezka.rooms.stakeholders.queries.balance import FEWEST_TOLD, read_balance
from sciezka.rooms.stakeholders.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("stakeholders.manage", of=find_process)
def show_balance(request: HttpRequest, process: Process) -> HttpResponse:
    """Show shares among those who accepted beside shares in the population."""
    context = {"balance": read_balance(process), "fewest": FEWEST_TOLD}
    return show_page(request, "stakeholders/balance.html", process, "balance", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.manage", of=find_process)
def edit_population(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the population's composition."""
    back = reverse("stakeholders:balance", kwargs=process.address)
    form = PopulationForm(process, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The population's composition is saved."))
        return redirect(back)
    context = {
        "form": form,
        "title": _("The population's composition"),
        "lead": _("Shares in per cent, as public statistics give them. What stays empty is not compared."),
        "back": back,
    }
    return show_page(request, "stakeholders/plan_form.html", process, "balance", context)
