"""Indicators of goals: showing one with its path, adding, changing, entering figures."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.path.actions.goals_indicators import put_indicator_back, take_indicator_off
from sciezka.rooms.path.charts.goals import draw_course
from sciezka.rooms.path.forms.goals_indicators import IndicatorForm, ValuesForm
from sciezka.rooms.path.models import Goal, Indicator
from sciezka.rooms.path.queries.goals_page import read_indicator_page
from sciezka.rooms.path.queries.goals_readings import read_measured
from sciezka.rooms.path.queries.nouns import find_goal, find_indicator
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.thread.queries.hanging import read_hanging


@require_safe
@needs("path.view", of=find_indicator)
def show(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """Show an indicator with its path."""
    page = read_indicator_page(indicator)
    context = {
        "process": indicator.place,
        "indicator": indicator,
        "page": page,
        "chart": draw_course(page),
        "hanging": read_hanging(indicator),
        "may_edit": may(request.user, "path.edit", indicator),
        "may_read_journal": may(request.user, "town.read_journal", indicator),
    }
    return render(request, "path/goal_indicator.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.edit", of=find_goal)
def add(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Add an indicator to a goal."""
    return fill_in(request, goal, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.edit", of=find_indicator)
def edit(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """Change an indicator."""
    return fill_in(request, indicator.goal, indicator)


def fill_in(request: HttpRequest, goal: Goal, indicator: Indicator | None) -> HttpResponse:
    """Draw the form of an indicator, and keep what was sent; “take” only fills in what the monitor knows."""
    takes = "take" in request.POST
    form = IndicatorForm(goal, indicator, request.POST if request.method == "POST" else None, takes=takes)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("The changes are saved."))
        return redirect(made)
    context = {"process": goal.process, "goal": goal, "indicator": indicator, "form": form}
    return render(request, "path/goal_indicator_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.edit", of=find_indicator)
def enter(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """Enter what is planned and what was read."""
    measured = read_measured(indicator.place, [indicator])[indicator.pk]
    form = ValuesForm(measured, timezone.localdate().year, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The changes are saved."))
        return redirect(indicator)
    context = {"process": indicator.place, "indicator": indicator, "measured": measured, "form": form}
    return render(request, "path/goal_values.html", context)


@require_POST
@needs("path.edit", of=find_indicator)
def take_away(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """Take an indicator off the thread."""
    take_indicator_off(actor=actor_of(request), indicator=indicator)
    messages.success(request, _("The indicator is off the thread. Its code and its figures are kept."))
    return redirect(indicator)


@require_POST
@needs("path.edit", of=find_indicator)
def bring_back(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """Put an indicator back on the thread."""
    try:
        put_indicator_back(actor=actor_of(request), indicator=indicator)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The indicator is back on the thread."))
    return redirect(indicator)
