"""Results as files: an item's picture and table, and all tables at once. Nothing in them that the pages don't show."""

import csv
import io
import zipfile

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sciezka.kit import painting
from sciezka.kit.charts import WIDE, Chart, defuse_cell
from sciezka.kit.guards import needs
from sciezka.kit.slugs import make_slug
from sciezka.rooms.surveys.charts.results import draw_card, list_rows, put_on_paper
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.results_groups import list_groupings
from sciezka.rooms.surveys.queries.results_page import list_chapters, say_source
from sciezka.rooms.surveys.queries.results_places import AskedItem, find_item
from sciezka.rooms.surveys.queries.results_weights import choose_weights, read_weighting
from sciezka.rooms.surveys.views.results import lay_out_groups, open_card
from sciezka.rooms.surveys.views.results_shared import open_results, speak

SHARPNESS = 2.0


def send(content: bytes, kind: str, name: str) -> HttpResponse:
    """Answer with a file that nobody keeps on the way."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def write_table(rows: list[list[str]]) -> bytes:
    """Write rows as comma-separated values that a spreadsheet opens in any language."""
    out = io.StringIO()
    csv.writer(out).writerows([[defuse_cell(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def draw_for(request: HttpRequest, asked: AskedItem) -> Chart:
    """Draw an item as a file of its own; 404 where there is nothing to draw."""
    sight = open_results(asked.survey)
    card = open_card(request, asked, sight)
    chart = draw_card(card, source=say_source(sight), alone=True) if sight else None
    if chart is None:
        raise Http404
    return chart


@require_safe
@needs("surveys.see_result", of=find_item)
def give_svg(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Give the picture of an item as SVG."""
    svg = put_on_paper(draw_for(request, asked).draw(WIDE))
    return send(svg.encode(), "image/svg+xml", f"{asked.item.code}.svg")


@require_safe
@needs("surveys.see_result", of=find_item)
def give_png(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Give the picture of an item as PNG."""
    svg = put_on_paper(draw_for(request, asked).draw(WIDE))
    body = painting.keep(f"survey-result:{svg}", "png", lambda: painting.paint(svg, SHARPNESS))
    return send(body, "image/png", f"{asked.item.code}.png")


@require_safe
@needs("surveys.see_result", of=find_item)
def give_csv(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Give the table of an item, as a whole or by groups."""
    sight = open_results(asked.survey)
    card = open_card(request, asked, sight)
    grouping = lay_out_groups(request, sight)["grouping"] if sight else None
    return send(write_table(list_rows(card, grouping)), "text/csv; charset=utf-8", f"{asked.item.code}.csv")


@require_safe
@needs("surveys.see_result", of=find_survey)
def give_tables(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Give the tables of all items, and of all items by each grouping, in one archive."""
    sight = open_results(survey)
    if sight is None or sight.n < survey.fewest:
        raise Http404
    weighted = choose_weights(sight, read_weighting(sight), request.GET.get("wagi", ""))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for grouping in (None, *list_groupings(sight, speak())):
            chapters = list_chapters(sight, weighted=None if grouping else weighted, grouping=grouping, language=speak())
            rows = [row for chapter in chapters for card in chapter.cards for row in (*list_rows(card, grouping), [])]
            archive.writestr(
                f"{make_slug(grouping.label, fallback=grouping.key) if grouping else 'wyniki'}.csv", write_table(rows)
            )
    return send(out.getvalue(), "application/zip", f"{make_slug(survey.title, fallback='wyniki')}.zip")
