"""Showing an indicator on the map."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.queries.boundaries import SCOPES, show_map_page
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.indicators import IndicatorSpot, find_indicator
from sciezka.rooms.monitor.queries.indicators_page import say_scope, show_indicator_page
from sciezka.rooms.monitor.views.frame import show_page


@require_safe
@needs("monitor.view", of=find_indicator)
def show_map(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:
    """Show one indicator on the map."""
    choice = read_choice(spot.process, request.GET.dict())
    page = show_indicator_page(choice, spot.indicator)
    drawn = show_map_page(page, request.GET.get("zakres", "")) if page else None
    address = reverse("monitor:indicator", kwargs={**spot.process.address, "indicator": spot.indicator.code})
    context = {
        "page": page,
        "spot": spot,
        "drawn": drawn,
        "scope": say_scope(choice),
        "scopes": [(key, label, choice.query_with(zakres=key)) for key, label in SCOPES.items()],
        "indicator_url": f"{address}{choice.query}",
        "choice_kept": [("zakres", drawn.scope)] if drawn else [],
    }
    return show_page(request, "monitor/map.html", choice, "indicators", context)
