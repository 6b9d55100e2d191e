"""One item against another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.results_cross import (
    cross_items,
    find_choice,
    list_choices,
    make_choice,
    say_figures,
)
from sciezka.rooms.surveys.queries.results_groups import list_groupings
from sciezka.rooms.surveys.views.results_shared import frame, open_results, speak

SHOWS = ("kolumny", "wiersze", "liczby")


@require_safe
@needs("surveys.see_result", of=find_survey)
def show_cross(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show a cross-tab of two items; its address can be given to others."""
    sight, context = open_results(survey), frame(request, survey, "cross")
    if sight is None or sight.n < survey.fewest:
        return render(request, "surveys/results_none.html", context)
    rows = list_choices(sight, speak())
    # Any two items only for those who may see the answers themselves: see queries.results_protected.
    groupings = [make_choice(grouping) for grouping in list_groupings(sight, speak())]
    names = {choice.key for choice in groupings}
    more = [choice for choice in rows if choice.key not in names] if may(request.user, "surveys.see_answers", survey) else []
    if not more:
        rows = [choice for choice in rows if choice.key not in names]
    row = find_choice(rows, request.GET.get("wiersze", ""))
    column = find_choice([*groupings, *more], request.GET.get("kolumny", ""))
    crossed = cross_items(sight, row, column) if row and column and row.key != column.key else None
    show = request.GET.get("pokaz", "")
    context |= {
        "rows": rows,
        "groupings": groupings,
        "more": more,
        "row": row,
        "column": column,
        "cross": crossed,
        "figures": say_figures(crossed.test) if crossed and crossed.test else "",
        "show": show if show in SHOWS else SHOWS[0],
    }
    return render(request, "surveys/results_cross.html", context)
