"""What came after the end of a round, for its co-ordinator to admit."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.actions.late import admit_all_late, admit_late
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.models.rounds import FEWEST_ANONYMOUS
from sciezka.rooms.rounds.queries.moments import say_moment
from sciezka.rooms.rounds.queries.places import find_round
from sciezka.rooms.rounds.queries.sheets import late_sheets


@needs("rounds.manage", of=find_round)
def show_late(request: HttpRequest, round_: Round) -> HttpResponse:
    """List the sheets with answers that came after the end; let those of one count.

    Sheets of an anonymous round are neither told apart nor admitted one by one.
    """
    if request.method == "POST":
        try:
            count = admit(request, round_)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            said = ngettext("%(count)s answer counts now.", "%(count)s answers count now.", count)
            messages.success(request, said % {"count": count})
        return redirect(reverse("rounds:late", kwargs=round_.address))
    context = {
        "process": round_.process,
        "round": round_,
        "closes": say_moment(round_.closes_at),
        "sheets": late_sheets(round_),
        "fewest": FEWEST_ANONYMOUS,
    }
    return render(request, "rounds/late.html", context)


def admit(request: HttpRequest, round_: Round) -> int:
    """Admit what was asked for: one sheet of a named round, or all of an anonymous one."""
    if round_.is_anonymous:
        return admit_all_late(actor=actor_of(request), round=round_)
    sheet = get_object_or_404(round_.sheets, pk=read_number(request.POST.get("sheet")))
    return admit_late(actor=actor_of(request), round=round_, sheet=sheet)
