"""Showing towns side by side."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sciezka.core.index.recipe import digest
from sciezka.kit.guards import needs
from sciezka.rooms.monitor.charts.compare import draw_courses, draw_profiles
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.compare import Comparison, show_comparison
from sciezka.rooms.monitor.queries.indicators_page import say_scope
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.monitor.views.indicators import answer_csv
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_comparison_page(request: HttpRequest, process: Process) -> HttpResponse:
    """Show up to six towns side by side."""
    shown = _read(request, process)
    choice = shown.choice if shown else read_choice(process, request.GET.dict())
    kept = [("z", town.key) for town in shown.towns] + [("w", shown.course)] if shown else []
    address = process.address
    context = {
        "shown": shown,
        "scope": say_scope(choice),
        "choice_kept": kept,
        "profiles": draw_profiles(shown) if shown else None,
        "courses": draw_courses(shown) if shown else None,
        "csv_url": f"{reverse('monitor:compare_csv', kwargs=address)}{shown.query}" if shown else "",
        "finding_url": f"{reverse('monitor:finding_new', kwargs=address)}{choice.query_with(o=shown.course if shown else '', rodzaj='compare')}",  # noqa: E501
    }
    return show_page(request, "monitor/compare.html", choice, "compare", context)


@require_safe
@needs("monitor.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the comparison as CSV."""
    shown = _read(request, process)
    head = [
        "code",
        "name",
        "level",
        "unit_of_measure",
        "year",
        "unit",
        "town",
        "value",
        "rank",
        "ranked",
        "group",
        "group_version",
        "recipe",
        "catalogue",
        "data",
    ]
    return answer_csv([head, *(_list_rows(shown) if shown else [])], "porownanie")


def _read(request: HttpRequest, process: Process) -> Comparison | None:
    choice = read_choice(process, request.GET.dict())
    return show_comparison(choice, request.GET.getlist("z"), request.GET.get("szukaj", ""), request.GET.get("w", ""))


def _list_rows(shown: Comparison) -> list[list[object]]:
    choice, sight = shown.choice, shown.choice.sight
    if sight is None:
        return []
    peers = choice.peers
    tail = [peers.name if peers else "", peers.number if peers else 0]
    tail += [digest(choice.recipe), sight.catalogue.digest, sight.cube.digest]
    rows = [*shown.top, *(row for block in shown.blocks for row in (block.area, *block.rows))]
    return [
        [
            row.code,
            row.name,
            row.level,
            row.unit,
            row.year,
            town.key,
            town.name,
            cell.cell.value,
            cell.cell.rank or None,
            row.known,
            *tail,
        ]
        for row in rows
        for town, cell in zip(shown.towns, row.cells, strict=True)
    ]
