"""Results as files and pictures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from sciezka.kit import painting
from sciezka.kit.charts import WIDE, Chart
from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.rooms.rounds.charts.results import draw_item, draw_round, put_on_paper
from sciezka.rooms.rounds.documents.results import write_csv, write_json, write_xlsx
from sciezka.rooms.rounds.models import Item, Round
from sciezka.rooms.rounds.queries.exports import Export, read_export
from sciezka.rooms.rounds.queries.places import find_item, find_round
from sciezka.rooms.rounds.queries.results import results_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHARPNESS = 2.0


def read_for(request: HttpRequest, round: Round) -> Export:  # noqa: A002 - the noun's own name
    """Read what a person may take with them."""
    return read_export(round, may_name=may(request.user, "rounds.manage", round))


def send(content: bytes, kind: str, round: Round, ending: str) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Answer with a file that is saved under the round's name and kept by nobody on the way."""
    name = slugify(round.title.replace("ł", "l").replace("Ł", "L"))[:60] or f"{round.pk}"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@needs("rounds.see_result", of=find_round)
def give_csv(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Give the results as tables of text."""
    return send(write_csv(read_for(request, round)), "application/zip", round, "zip")


@require_safe
@needs("rounds.see_result", of=find_round)
def give_xlsx(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Give the results as a workbook."""
    return send(write_xlsx(read_for(request, round)), XLSX, round, "xlsx")


@require_safe
@needs("rounds.see_result", of=find_round)
def give_json(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Give the results as JSON."""
    return send(write_json(read_for(request, round)), "application/json", round, "json")


@require_safe
@needs("rounds.see_result", of=find_round)
def give_svg(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002, ARG001 - the noun's own name
    """Give the picture of the round as SVG."""
    return send_svg(draw_round(results_of(round), alone=True), round)


@require_safe
@needs("rounds.see_result", of=find_round)
def give_png(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002, ARG001 - the noun's own name
    """Give the picture of the round as PNG."""
    return send_png(draw_round(results_of(round), alone=True), round)


@require_safe
@needs("rounds.see_result", of=find_item)
def give_item_svg(request: HttpRequest, item: Item) -> HttpResponse:
    """Give the picture of one item as SVG."""
    return send_svg(draw_chosen(request, item), item.round)


@require_safe
@needs("rounds.see_result", of=find_item)
def give_item_png(request: HttpRequest, item: Item) -> HttpResponse:
    """Give the picture of one item as PNG."""
    return send_png(draw_chosen(request, item), item.round)


def draw_chosen(request: HttpRequest, item: Item) -> Chart | None:
    """Draw the line of an item that the address names: a scale, or a column of a matrix; else its first line."""
    scale, column = request.GET.get("skala"), read_number(request.GET.get("kolumna"))
    lines = [line for line in results_of(item.round).lines if line.item.pk == item.pk]
    wanted = [
        line
        for line in lines
        if (column is not None and line.key[2] == column) or (column is None and scale is not None and line.key[1] == scale)
    ]
    line = next(iter(wanted or lines), None)
    return draw_item(line, alone=True) if line else None


def send_svg(chart: Chart | None, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Answer with a drawing on white paper, or 404 where there is nothing to draw."""
    if chart is None:
        raise Http404
    return send(put_on_paper(chart.draw(WIDE)).encode(), "image/svg+xml", round, "svg")


def send_png(chart: Chart | None, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Answer with a painted drawing, or 404 where there is nothing to draw."""
    if chart is None:
        raise Http404
    picture = painting.keep(
        f"rounds chart {chart.key} {SHARPNESS}", "png", lambda: painting.paint(put_on_paper(chart.draw(WIDE)), SHARPNESS)
    )
    return send(picture, "image/png", round, "png")
