"""Results of a survey: the whole, and one item."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.charts.results import draw_card
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.results_groups import list_groupings
from sciezka.rooms.surveys.queries.results_head import lay_out_head, read_head, say_heading, say_margin
from sciezka.rooms.surveys.queries.results_page import Card, choose_grouping, list_chapters, read_card
from sciezka.rooms.surveys.queries.results_places import AskedItem, find_item
from sciezka.rooms.surveys.queries.results_shapes import COUNTED
from sciezka.rooms.surveys.queries.results_weights import choose_weights, read_weighting
from sciezka.rooms.surveys.views.results_shared import frame, open_results, speak


@require_safe
@needs("surveys.see_result", of=find_survey)
def show_results(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show what all answers of a survey come to, as a whole or by groups."""
    sight, context = open_results(survey), frame(request, survey, "results")
    if sight is None:
        return render(request, "surveys/results_none.html", context)
    few = sight.n < survey.fewest
    weighting = None if few else read_weighting(sight)
    weighted = choose_weights(sight, weighting, request.GET.get("wagi", ""))
    head = read_head(sight, design_effect=weighting.effect if weighting and weighted else 1.0)
    context |= {**lay_out_head(head), "head": head, "heading": say_heading(head), "margin": say_margin(head)}
    context |= {"weighting": weighting, "is_weighted": weighted is not None, "now": timezone.now()}
    if not few:
        context |= lay_out_groups(request, sight)
        context["chapters"] = list_chapters(sight, weighted=weighted, grouping=context["grouping"], language=speak())
    return render(request, "surveys/results.html", context)


def lay_out_groups(request: HttpRequest, sight: FrameSight) -> dict[str, Any]:
    """Give what may part the respondents, and what the address chose of it."""
    groupings = list_groupings(sight, speak())
    return {"groupings": groupings, "grouping": choose_grouping(groupings, request.GET.dict())}


@require_safe
@needs("surveys.see_result", of=find_item)
def show_item(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Show what the answers to one item come to, with its chart, its table and its files."""
    sight, context = open_results(asked.survey), frame(request, asked.survey, "results")
    if sight is None or sight.n < asked.survey.fewest:
        return render(request, "surveys/results_none.html", context)
    context |= lay_out_groups(request, sight)
    card = open_card(request, asked, sight)
    context["can_compare"] = card.sight.shape in COUNTED
    context |= {"card": card, "has_picture": draw_card(card) is not None, "neighbours": find_neighbours(asked)}
    return render(request, "surveys/result_item.html", context)


def open_card(request: HttpRequest, asked: AskedItem, sight: FrameSight | None = None) -> Card:
    """Open one item as the address asks for it; 404 where too few answered for a file."""
    sight = sight or open_results(asked.survey)
    if sight is None or sight.n < asked.survey.fewest:
        raise Http404
    grouping = choose_grouping(list_groupings(sight, speak()), request.GET.dict())
    weighted = choose_weights(sight, read_weighting(sight), request.GET.get("wagi", ""))
    return read_card(sight, asked.item, weighted=weighted, grouping=grouping, language=speak())


def find_neighbours(asked: AskedItem) -> dict[str, str]:
    """Give the codes of the items before and after."""
    codes = [item.code for item in asked.questionnaire.items() if item.kind != "note"]
    at = codes.index(asked.item.code)
    found = {"before": codes[at - 1]} if at else {}
    return {**found, "after": codes[at + 1]} if at + 1 < len(codes) else found
