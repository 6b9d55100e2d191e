"""Reservations of applicants, and answers to them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.rooms.calls.forms.ranking import ReservationForm
from sciezka.rooms.calls.models import Call, Decision, Reservation
from sciezka.rooms.calls.queries.nouns import find_call, find_reservation
from sciezka.rooms.calls.queries.reservations import list_reservations, reservations_until
from sciezka.rooms.people.queries import actor_of


@require_safe
@needs("calls.decide", of=find_call)
def list_all(request: HttpRequest, call: Call) -> HttpResponse:
    """List reservations, those without an answer first."""
    context = {
        "process": call.process,
        "call": call,
        "reservations": list_reservations(request.user, call),
        "until": reservations_until(call),
    }
    return render(request, "calls/reservations.html", context)


@require_http_methods(("GET", "HEAD", "POST"))
@needs("calls.decide", of=find_reservation)
def answer(request: HttpRequest, reservation: Reservation) -> HttpResponse:
    """Show a reservation beside the decision that it objects to, and answer it."""
    submission = reservation.submission
    call = submission.call
    form = ReservationForm(sent(request))
    if form.is_valid() and form.save(actor_of(request), reservation):
        messages.success(request, _("The answer is sent to the applicant."))
        return redirect(reverse("calls:reservations", kwargs=call.address))
    context = {
        "process": call.process,
        "call": call,
        "reservation": form.standing or reservation,
        "submission": submission,
        "decision": Decision.objects.filter(submission=submission).first(),
        "form": form,
    }
    return render(request, "calls/reservation.html", context, status=409 if form.standing else 200)
