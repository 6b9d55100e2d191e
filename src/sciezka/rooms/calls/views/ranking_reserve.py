"""The reserve list and its order."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.rooms.calls.forms.reserve import MoveForm
from sciezka.rooms.calls.models import Call, Phase
from sciezka.rooms.calls.queries.nouns import find_call
from sciezka.rooms.calls.queries.ranking import find_hidden
from sciezka.rooms.calls.queries.reserve import list_reserve
from sciezka.rooms.people.queries import actor_of


@require_http_methods(("GET", "HEAD", "POST"))
@needs("calls.decide", of=find_call)
def order_reserve(request: HttpRequest, call: Call) -> HttpResponse:
    """Show the reserve list; while the call is being decided one can be moved, with a reason."""
    if call.phase not in {Phase.DECIDING, Phase.APPROVED, Phase.PUBLISHED}:
        raise Http404
    lines = list_reserve(call)
    moves = list(call.reserve_moves.select_related("submission"))
    hidden = find_hidden(request.user, call)
    # An order tells of each one on it.
    is_hidden = any(line.submission.pk in hidden for line in lines)
    may_move = call.phase == Phase.DECIDING and not is_hidden and len(lines) > 1
    form = MoveForm(lines, moves[-1].pk if moves else 0, sent(request)) if may_move else None
    if form is not None and form.is_valid() and form.save(actor_of(request), call):
        messages.success(request, _("The reserve list is in its new order."))
        return redirect(reverse("calls:reserve", kwargs=call.address))
    context = {
        "process": call.process, "call": call, "lines": [] if is_hidden else lines, "is_hidden": is_hidden, "form": form,
        "moves": [move for move in reversed(moves) if move.submission_id not in hidden and not is_hidden],
    }  # fmt: skip
    return render(request, "calls/reserve.html", context)
