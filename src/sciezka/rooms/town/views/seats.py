"""People of a workspace: co-ordinators and advisers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.forms.seats import SeatActForm, SeatEndForm, SeatForm
from sciezka.rooms.town.models import Seat, Workspace
from sciezka.rooms.town.queries.nouns import find_seat
from sciezka.rooms.town.queries.places import find_workspace
from sciezka.rooms.town.queries.teams import seats_of
from sciezka.rooms.town.views.shared import show_form


@needs("town.manage_seats", of=find_workspace)
def show_seats(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """List who holds a seat, from when and on what act, and who held one."""
    present, past = seats_of(workspace)
    return render(request, "town/seats.html", {"workspace": workspace, "present": present, "past": past})


@needs("town.manage_seats", of=find_workspace)
def give(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Give a seat by e-mail address."""
    form = SeatForm(workspace, sent(request))
    if form.is_valid() and (found := form.save(actor_of(request))):
        seat, was_invited = found
        said = _("An invitation went to %(email)s.") if was_invited else _("%(email)s now has the seat.")
        messages.success(request, said % {"email": seat.user.email})
        return redirect("town:seats", workspace=workspace.slug)
    page = {"title": _("Give a seat"), "back": reverse("town:seats", args=[workspace.slug]), "submit": _("Give the seat")}
    return show_form(request, form, workspace, page)


@needs("town.manage_seats", of=find_seat)
def edit(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Name the act that a seat rests on."""
    form = SeatActForm(seat, sent(request))
    if form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The changes are saved."))
        return redirect("town:seats", workspace=seat.workspace.slug)
    page = {
        "title": str(seat.user),
        "kicker": seat.get_role_display(),
        "back": reverse("town:seats", args=[seat.workspace.slug]),
    }
    return show_form(request, form, seat.workspace, page)


@needs("town.manage_seats", of=find_seat)
def end(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Set the last day of a seat; the last co-ordinator stays."""
    form = SeatEndForm(seat, sent(request))
    if form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The end is noted. The seat stays in the history."))
        return redirect("town:seats", workspace=seat.workspace.slug)
    title = _("End of a seat: %(person)s") % {"person": seat.user}
    back = reverse("town:seats", args=[seat.workspace.slug])
    return show_form(
        request,
        form,
        seat.workspace,
        {"title": title, "kicker": seat.get_role_display(), "back": back, "submit": _("Note the end")},
    )
