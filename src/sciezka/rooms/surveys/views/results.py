"""Results of a survey: the whole, and one item."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.results_groups import list_groupings
from sciezka.rooms.surveys.queries.results_head import lay_out_head, read_head, say_heading, say_margin
from sciezka.rooms.surveys.queries.results_page import choose_grouping, list_chapters
from sciezka.rooms.surveys.queries.results_places import AskedItem, find_item
from sciezka.rooms.surveys.views.results_shared import frame, open_results, speak


@require_safe
@needs("surveys.see_result", of=find_survey)
def show_results(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show what all answers of a survey come to, as a whole or by groups."""
    sight, context = open_results(survey), frame(request, survey, "results")
    if sight is None:
        return render(request, "surveys/results_none.html", context)
    language = speak()
    head = read_head(sight)
    groupings = [] if head.is_few else list_groupings(sight, language)
    grouping = choose_grouping(groupings, request.GET.dict())
    context |= {
        **lay_out_head(head),
        "head": head,
        "heading": say_heading(head),
        "margin": say_margin(head),
        "groupings": groupings,
        "grouping": grouping,
        "chapters": [] if head.is_few else list_chapters(sight, grouping=grouping, language=language),
        "now": timezone.now(),
    }
    return render(request, "surveys/results.html", context)


@require_safe
@needs("surveys.see_result", of=find_item)
def show_item(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Show what the answers to one item come to."""
    return render(request, "surveys/results_none.html", frame(request, asked.survey, "results"))
