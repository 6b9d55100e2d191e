"""Results: the radar, the bars and the heat table; comparison with others; publishing the summary."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.charts_svg import clean_svg
from sciezka.kit.guards import may, needs
from sciezka.rooms.assessment.actions.aiming import hide_summary, publish_summary
from sciezka.rooms.assessment.charts import bars, wheel
from sciezka.rooms.assessment.charts.wheel import describe_wheel
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.cards import read_cards
from sciezka.rooms.assessment.queries.comparison import compare
from sciezka.rooms.assessment.queries.places import find_assessment
from sciezka.rooms.assessment.queries.reading import say_heading, say_withheld
from sciezka.rooms.assessment.queries.results import list_deficits, list_loose_deficits, list_strengths
from sciezka.rooms.assessment.queries.scores import read_scores
from sciezka.rooms.people.queries import actor_of


def put_in_page(svg: str, prefix: str) -> str:
    """Make a drawing of ours fit to stand inside a page."""
    # What is white on paper is the page's own ground here, so that a hollow dot is hollow in the dark too.
    drawn = svg.replace('fill="#ffffff"', 'fill="var(--page)"')
    return mark_safe(clean_svg(drawn, prefix=prefix)) if svg else ""  # noqa: S308 - drawn here, escaped and cleaned


@require_safe
@needs("assessment.view", of=find_assessment)
def show_results(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show what the assessment came to."""
    scores = read_scores(assessment)
    areas = read_cards(scores)
    context: dict[str, Any] = {
        "process": assessment.process, "assessment": assessment, "scores": scores, "areas": areas,
        "heading": say_heading(scores), "withheld": say_withheld(scores), "total": scores.total,
        "wheel": put_in_page(wheel.draw_wheel(scores), "wheel"),
        "wheel_narrow": put_in_page(wheel.draw_wheel(scores, wheel.NARROW), "wheeln"), "wheel_words": describe_wheel(scores),
        "bars": put_in_page(bars.draw_bars(scores), "bars"),
        "bars_narrow": put_in_page(bars.draw_bars(scores, bars.NARROW), "barsn"),
        "strengths": list_strengths(areas), "deficits": list_deficits(areas), "loose": list_loose_deficits(areas),
    }  # fmt: skip
    return render(request, "assessment/results.html", context)


@require_safe
@needs("assessment.view", of=find_assessment)
def show_comparison(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the areas beside the quartiles of what other offices published, where there are five or more."""
    scores = read_scores(assessment, with_change=False)
    manages = may(request.user, "assessment.manage", assessment)
    context = {
        "process": assessment.process, "assessment": assessment, "scores": scores, "comparison": compare(scores),
        "may_publish": manages and assessment.is_closed and scores.is_rated, "may_manage": manages,
    }  # fmt: skip
    return render(request, "assessment/comparison.html", context)


@require_POST
@needs("assessment.manage", of=find_assessment)
def publish(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Let the summary count in the quartiles."""
    try:
        publish_summary(actor=actor_of(request), assessment=assessment)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("The scores of areas count, without names, in the quartiles of this instance."))
    return redirect(reverse("assessment:comparison", kwargs=assessment.address))


@require_POST
@needs("assessment.manage", of=find_assessment)
def hide(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Take the summary back."""
    hide_summary(actor=actor_of(request), assessment=assessment)
    messages.success(request, _("The summary counts nowhere any more."))
    return redirect(reverse("assessment:comparison", kwargs=assessment.address))
