"""Showing all indicators, one of them, and giving its data and its picture as files."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.indicators import IndicatorSpot, find_indicator
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_indicators(request: HttpRequest, process: Process) -> HttpResponse:
    """Show all indicators of the catalogue."""
    return show_page(request, "monitor/indicators.html", read_choice(process, request.GET.dict()), "indicators")


@require_safe
@needs("monitor.view", of=find_indicator)
def show_indicator(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:
    """Show one indicator."""
    return show_page(request, "monitor/indicator.html", read_choice(spot.process, request.GET.dict()), "indicators")


@require_safe
@needs("monitor.view", of=find_indicator)
def give_csv(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:  # noqa: ARG001
    """Give an indicator's data as CSV."""
    return HttpResponse(spot.indicator.code, content_type="text/csv; charset=utf-8")


@require_safe
@needs("monitor.view", of=find_indicator)
def give_json(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:  # noqa: ARG001
    """Give an indicator's data as JSON."""
    return HttpResponse("{}", content_type="application/json")


@require_safe
@needs("monitor.view", of=find_indicator)
def give_svg(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:  # noqa: ARG001
    """Give an indicator's picture as SVG."""
    return HttpResponse("<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml")


@require_safe
@needs("monitor.view", of=find_indicator)
def give_png(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:  # noqa: ARG001
    """Give an indicator's picture as PNG."""
    return HttpResponse(b"", content_type="image/png")
