"""Showing an indicator on the map."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.indicators import IndicatorSpot, find_indicator
from sciezka.rooms.monitor.views.frame import show_page


@require_safe
@needs("monitor.view", of=find_indicator)
def show_map(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:
    """Show one indicator on the map."""
    return show_page(request, "monitor/map.html", read_choice(spot.process, request.GET.dict()), "indicators")
