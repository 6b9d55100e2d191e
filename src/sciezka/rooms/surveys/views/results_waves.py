"""What changed since the wave before, and how far the respondents are from the population."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.kit.typography import write_number
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.results_head import read_head, say_margin
from sciezka.rooms.surveys.queries.results_waves import compare_surveys, say_waves
from sciezka.rooms.surveys.queries.results_weights import Represented, list_represented, read_weighting
from sciezka.rooms.surveys.views.results_shared import frame, open_results, speak

UNLIKE = 0.05


@require_safe
@needs("surveys.see_result", of=find_survey)
def show_representativeness(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show the respondents beside the population, and what weighting to it costs."""
    sight, context = open_results(survey), frame(request, survey, "representativeness")
    if sight is None or sight.n < survey.fewest:
        return render(request, "surveys/results_none.html", context)
    weighting = read_weighting(sight)
    represented = list_represented(sight, weighting, speak())
    head = read_head(sight, design_effect=weighting.effect if weighting and survey.is_weighted else 1.0)
    context |= {
        "represented": represented,
        "weighting": weighting,
        "effect": write_number(weighting.effect, 2) if weighting else "",
        "effective": write_number(weighting.raking.effective_n, 0) if weighting else "",
        "heading": say_representativeness(represented),
        "margin": say_margin(head),
    }
    return render(request, "surveys/results_representativeness.html", context)


def say_representativeness(represented: list[Represented]) -> str:
    """Say in a sentence how near the respondents are to the population."""
    if not represented:
        return _("What the population is made up of is not known")
    told = [one for one in represented if one.p is not None]
    if not told:
        return _("Too little may be told to compare the respondents with the population")
    if any(one.p is not None and one.p < UNLIKE for one in told):
        return _("The respondents are made up otherwise than the population")
    return _("The respondents are made up much as the population")


@require_safe
@needs("surveys.see_result", of=find_survey)
def show_waves(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show what changed since the wave before."""
    sight, context = open_results(survey), frame(request, survey, "waves")
    before = find_before(survey)
    if sight is None or sight.n < survey.fewest:
        return render(request, "surveys/results_none.html", context)
    waves = compare_surveys(before, sight, speak()) if before is not None else None
    heading = say_waves(waves) if waves else pgettext("survey", "There is no earlier wave to compare with")
    context |= {"waves": waves, "before": before.survey if before else None, "heading": heading}
    return render(request, "surveys/results_waves.html", context)


def find_before(survey: Survey) -> FrameSight | None:
    """Open the wave before, where it has results; it lies in the same process, so who sees this one sees that one."""
    previous = survey.previous
    if previous is None or previous.process_id != survey.process_id:
        return None
    sight = open_results(previous)
    return sight if sight is not None and sight.n >= previous.fewest else None
