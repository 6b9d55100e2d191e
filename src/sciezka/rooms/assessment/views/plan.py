"""The action plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.assessment.models import Assessment, Improvement
from sciezka.rooms.assessment.queries.cards import read_cards
from sciezka.rooms.assessment.queries.places import find_assessment
from sciezka.rooms.assessment.queries.results import count_plan, list_plan, list_without_plan
from sciezka.rooms.assessment.queries.scores import read_scores


@require_safe
@needs("assessment.view", of=find_assessment)
def show_plan(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the action plan as a table; the deficits that nothing answers yet stand below it."""
    areas = read_cards(read_scores(assessment, with_change=False))
    state = request.GET.get("stan", "")
    every = list_plan(areas)
    counts = count_plan(every)
    context = {
        "process": assessment.process, "assessment": assessment, "lines": list_plan(areas, state), "every": every,
        "state": state if state in Improvement.State.values else "",
        "states": [(one.value, one.label, counts[one.value]) for one in Improvement.State if counts[one.value]],
        "unanswered": list_without_plan(areas), "late": sum(line.is_late for line in every),
        "may_write": may(request.user, "assessment.write_card", assessment),
    }  # fmt: skip
    return render(request, "assessment/plan.html", context)
