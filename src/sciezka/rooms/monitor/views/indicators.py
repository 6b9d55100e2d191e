"""Showing all indicators, one of them, and giving its data and its picture as files."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sciezka.kit.charts import WIDE, Chart
from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.guards import needs
from sciezka.rooms.monitor.charts.indicators import draw_indicator
from sciezka.rooms.monitor.charts.indicators_files import paint_png, paint_svg_file
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.indicators import IndicatorSpot, find_indicator, list_indicators
from sciezka.rooms.monitor.queries.indicators_data import COLUMNS, describe, write_rows
from sciezka.rooms.monitor.queries.indicators_page import IndicatorPage, say_scope, show_indicator_page
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_indicators(request: HttpRequest, process: Process) -> HttpResponse:
    """Show all indicators of the catalogue."""
    choice = read_choice(process, request.GET.dict())
    listed = list_indicators(choice, request.GET.dict())
    return show_page(
        request, "monitor/indicators.html", choice, "indicators", {"listed": listed, "scope": say_scope(choice)}
    )


@require_safe
@needs("monitor.view", of=find_indicator)
def show_indicator(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:
    """Show one indicator."""
    choice = read_choice(spot.process, request.GET.dict())
    page = show_indicator_page(choice, spot.indicator)
    address = {**spot.process.address, "indicator": spot.indicator.code}
    trace = {**spot.process.address, "code": spot.indicator.code}
    files = {
        kind: f"{reverse(f'monitor:indicator_{kind}', kwargs=address)}{choice.query}"
        for kind in ("csv", "json", "svg", "png")
    }
    places = {"trace": reverse("monitor:trace", kwargs=trace), "map": reverse("monitor:map", kwargs=address)}
    finding = choice.query_with(o=spot.indicator.code, rodzaj="indicator")
    context: dict[str, Any] = {
        "page": page,
        "finding_url": f"{reverse('monitor:finding_new', kwargs=spot.process.address)}{finding}",
        "trace_url": f"{places['trace']}{choice.query}",
        "map_url": f"{places['map']}{choice.query}",
        "spot": spot,
        "files": files,
        "scope": say_scope(choice),
        "chart": draw_indicator(page, data_url=files["csv"]) if page else None,
    }
    return show_page(request, "monitor/indicator.html", choice, "indicators", context)


@require_safe
@needs("monitor.view", of=find_indicator)
def give_csv(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:
    """Give an indicator's data as CSV."""
    page = _find_page(request, spot)
    return answer_csv([list(COLUMNS), *(write_rows(page) if page else [])], spot.indicator.code)


@require_safe
@needs("monitor.view", of=find_indicator)
def give_json(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:
    """Give an indicator's data as JSON."""
    page = _find_page(request, spot)
    said = describe(page) if page else {"indicator": {"code": spot.indicator.code}, "years": [], "series": []}
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


@require_safe
@needs("monitor.view", of=find_indicator)
def give_svg(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:
    """Give an indicator's picture as SVG."""
    return HttpResponse(paint_svg_file(_find_chart(request, spot).draw(WIDE)), content_type="image/svg+xml")


@require_safe
@needs("monitor.view", of=find_indicator)
def give_png(request: HttpRequest, spot: IndicatorSpot) -> HttpResponse:
    """Give an indicator's picture as PNG."""
    return HttpResponse(paint_png(_find_chart(request, spot)), content_type="image/png")


def answer_csv(rows: Sequence[Sequence[object]], name: str) -> HttpResponse:
    """Answer with a table that spreadsheets open as UTF-8."""
    return give_file(write_csv(rows), CSV, f"{name}.csv")


def _find_page(request: HttpRequest, spot: IndicatorSpot) -> IndicatorPage | None:
    return show_indicator_page(read_choice(spot.process, request.GET.dict()), spot.indicator)


def _find_chart(request: HttpRequest, spot: IndicatorSpot) -> Chart:
    page = _find_page(request, spot)
    chart = draw_indicator(page, alone=True) if page else None
    if chart is None:
        raise Http404
    return chart
