"""The report of a survey as a document, in one click."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.kit.slugs import make_slug
from sciezka.rooms.surveys.documents.report import write_pdf
from sciezka.rooms.surveys.documents.report_docx import write_docx
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.report import Report, make_report
from sciezka.rooms.surveys.views.results_files import send
from sciezka.rooms.surveys.views.results_shared import open_results, speak

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@needs("surveys.see_result", of=find_survey)
def give_pdf(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Give the report as a PDF."""
    return give(request, survey, write_pdf, "application/pdf", "pdf")


@require_safe
@needs("surveys.see_result", of=find_survey)
def give_docx(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Give the report as a text document."""
    return give(request, survey, write_docx, DOCX, "docx")


def give(
    request: HttpRequest, survey: Survey, write: Callable[[Report], bytes], kind: str, ending: str
) -> HttpResponse:  # fmt: skip
    """Write a report, or say that there is nothing to tell yet."""
    open_results(survey)
    report = make_report(survey, speak())
    if report is None or report.shown.is_few:
        messages.info(request, _("There are too few answers for a report."))
        return redirect("surveys:results", *survey.address.values())
    name = make_slug(survey.title, fallback="raport", length=80)
    return send(write(report), kind, f"raport-{name}.{ending}")
