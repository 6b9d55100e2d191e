"""Results, the plan and the report as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from sciezka.kit import painting
from sciezka.kit.guards import needs
from sciezka.rooms.assessment.charts.bars import draw_bars
from sciezka.rooms.assessment.charts.paper import put_on_paper
from sciezka.rooms.assessment.charts.wheel import draw_wheel
from sciezka.rooms.assessment.documents.docx import write_docx
from sciezka.rooms.assessment.documents.pdf import write_pdf
from sciezka.rooms.assessment.documents.tables import write_csv, write_xlsx
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.cards import read_cards
from sciezka.rooms.assessment.queries.places import find_assessment
from sciezka.rooms.assessment.queries.report import make_report
from sciezka.rooms.assessment.queries.results import export_areas, export_plan, export_questions, list_plan
from sciezka.rooms.assessment.queries.scores import read_scores

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHARPNESS = 2.0


def _send(content: bytes, kind: str, assessment: Assessment, ending: str) -> HttpResponse:
    """Answer with a file that is saved under the assessment's name and kept by nobody on the way."""
    name = slugify(assessment.title.replace("ł", "l").replace("Ł", "L"))[:60] or f"{assessment.pk}"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@needs("assessment.view", of=find_assessment)
def give_results(request: HttpRequest, assessment: Assessment) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give the results as a workbook: areas, questions, the plan."""
    areas = read_cards(read_scores(assessment))
    tables = {"areas": export_areas(areas), "questions": export_questions(areas), "plan": export_plan(list_plan(areas))}
    return _send(write_xlsx(tables), XLSX, assessment, ".xlsx")


@require_safe
@needs("assessment.view", of=find_assessment)
def give_results_csv(request: HttpRequest, assessment: Assessment) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give the questions with their levels as comma-separated values."""
    return _send(write_csv(export_questions(read_cards(read_scores(assessment)))), "text/csv", assessment, ".csv")


@require_safe
@needs("assessment.view", of=find_assessment)
def give_plan(request: HttpRequest, assessment: Assessment) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give the action plan as a workbook."""
    rows = export_plan(list_plan(read_cards(read_scores(assessment, with_change=False))))
    return _send(write_xlsx({"plan": rows}), XLSX, assessment, "-plan.xlsx")


@require_safe
@needs("assessment.view", of=find_assessment)
def give_plan_csv(request: HttpRequest, assessment: Assessment) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give the action plan as comma-separated values."""
    rows = export_plan(list_plan(read_cards(read_scores(assessment, with_change=False))))
    return _send(write_csv(rows), "text/csv", assessment, "-plan.csv")


@require_safe
@needs("assessment.view", of=find_assessment)
def give_wheel_svg(request: HttpRequest, assessment: Assessment) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give the radar as SVG."""
    return _send_svg(draw_wheel(read_scores(assessment)), assessment, "-radar.svg")


@require_safe
@needs("assessment.view", of=find_assessment)
def give_wheel_png(request: HttpRequest, assessment: Assessment) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give the radar as PNG."""
    return _send_png(draw_wheel(read_scores(assessment)), assessment, "-radar.png")


@require_safe
@needs("assessment.view", of=find_assessment)
def give_bars_svg(request: HttpRequest, assessment: Assessment) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give the bars as SVG."""
    return _send_svg(draw_bars(read_scores(assessment)), assessment, "-obszary.svg")


@require_safe
@needs("assessment.view", of=find_assessment)
def give_bars_png(request: HttpRequest, assessment: Assessment) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give the bars as PNG."""
    return _send_png(draw_bars(read_scores(assessment)), assessment, "-obszary.png")


@require_safe
@needs("assessment.view", of=find_assessment)
def give_pdf(request: HttpRequest, assessment: Assessment) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give the report as PDF."""
    return _send(write_pdf(make_report(assessment)), "application/pdf", assessment, ".pdf")


@require_safe
@needs("assessment.view", of=find_assessment)
def give_docx(request: HttpRequest, assessment: Assessment) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give the report as a text document."""
    return _send(write_docx(make_report(assessment)), DOCX, assessment, ".docx")


def _send_svg(svg: str, assessment: Assessment, ending: str) -> HttpResponse:
    if not svg:
        raise Http404
    return _send(put_on_paper(svg).encode(), "image/svg+xml", assessment, ending)


def _send_png(svg: str, assessment: Assessment, ending: str) -> HttpResponse:
    if not svg:
        raise Http404
    drawing = put_on_paper(svg)
    mark = f"assessment picture {SHARPNESS} {drawing}"
    return _send(painting.keep(mark, "png", lambda: painting.paint(drawing, SHARPNESS)), "image/png", assessment, ending)
