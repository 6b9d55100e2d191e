"""What changed from one wave of a round to the next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.rooms.rounds.charts.result_lines import fold_after
from sciezka.rooms.rounds.charts.shifts import show_shifts
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.places import find_round
from sciezka.rooms.rounds.queries.waves import compare_rounds, earlier_waves, say_change


@require_safe
@needs("rounds.see_result", of=find_round)
def show_change(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Show what changed since an earlier wave: the one before, unless the address names another."""
    waves = earlier_waves(round)
    # Who may see this round was not necessarily asked in all earlier ones.
    seen = [wave for wave in waves if may(request.user, "rounds.see_result", wave)]
    wanted = read_number(request.GET.get("z"))
    before = next((wave for wave in seen if wave.pk == wanted), seen[0] if seen else None)
    compared = compare_rounds(round, waves, before) if before else None
    lines = show_shifts(compared) if compared else []
    context = {
        "process": round.process,
        "round": round,
        "waves": seen,
        "before": before,
        "compared": compared,
        "heading": say_change(compared),
        "lines": lines,
        "fold": fold_after(len(lines)),
    }
    return render(request, "rounds/change.html", context)
