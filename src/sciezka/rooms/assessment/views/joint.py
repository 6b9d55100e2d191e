"""The joint assessment: what is agreed, what still needs talk; and the gaps against the levels aimed at."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.forms import sent
from sciezka.kit.guards import may, needs
from sciezka.rooms.assessment.actions.aiming import aim
from sciezka.rooms.assessment.charts.spreads import draw_spread
from sciezka.rooms.assessment.forms.scenario import take_refusal
from sciezka.rooms.assessment.forms.targets import TargetsForm
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.cards import ShownArea, read_cards
from sciezka.rooms.assessment.queries.places import find_assessment
from sciezka.rooms.assessment.queries.reading import say_withheld
from sciezka.rooms.assessment.queries.results import SORTS, sort_gaps
from sciezka.rooms.assessment.queries.scores import Scores, read_scores
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.queries.results_reading import say_need


def _draw_all(areas: tuple[ShownArea, ...]) -> tuple[ShownArea, ...]:
    """Draw the spread of each question's answers."""
    return tuple(
        replace(area, cards=tuple(replace(card, spread=draw_spread(card.score)) for card in area.cards)) for area in areas
    )


@require_safe
@needs("assessment.view", of=find_assessment)
def show_joint(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show what the meeting agreed and what still needs talk."""
    scores = read_scores(assessment, with_change=False)
    matters = [row for area in scores.areas for row in area.questions]
    asked, agreed = sum(row.asked_count for row in matters), sum(row.agreed_count for row in matters)
    context: dict[str, Any] = {
        "process": assessment.process, "assessment": assessment, "scores": scores, "areas": _draw_all(read_cards(scores)),
        "withheld": say_withheld(scores), "asked": asked, "agreed": agreed, "needs": _say_needs(scores),
        "may_agree": scores.round is not None and may(request.user, "rounds.agree", scores.round),
        "may_see": scores.round is not None and may(request.user, "rounds.see_result", scores.round),
    }  # fmt: skip
    return render(request, "assessment/joint.html", context)


def _say_needs(scores: Scores) -> dict[str, str]:
    """Say of each question that is not agreed why it needs talk."""
    return {row.code: say_need(row.line) for row in scores.questions if row.line and row.need and not row.rated.is_agreed}


@require_safe
@needs("assessment.view", of=find_assessment)
def show_gaps(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the questions that fall short of the level aimed at, the widest gaps first."""
    scores = read_scores(assessment)
    areas = read_cards(scores)
    sort = request.GET.get("uklad", "")
    context = {
        "process": assessment.process, "assessment": assessment, "scores": scores, "withheld": say_withheld(scores),
        "gaps": sort_gaps(areas, sort), "sort": sort if sort in SORTS else SORTS[0],
        "met": sum(row.gap == 0 for row in scores.questions), "unrated": sum(row.gap is None for row in scores.questions),
        "may_manage": may(request.user, "assessment.manage", assessment) and not assessment.is_closed,
    }  # fmt: skip
    return render(request, "assessment/gaps.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("assessment.manage", of=find_assessment)
def set_targets(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Set the level aimed at in each question."""
    form = TargetsForm(sent(request), scores=read_scores(assessment, with_change=False))
    if request.method == "POST" and form.is_valid():
        try:
            aim(actor=actor_of(request), assessment=assessment, targets=form.read_targets())
        except ValidationError as problem:
            take_refusal(form, problem)
        else:
            messages.success(request, _("The levels aimed at are set."))
            return redirect(reverse("assessment:gaps", kwargs=assessment.address))
    return render(
        request, "assessment/targets.html", {"process": assessment.process, "assessment": assessment, "form": form}
    )
