"""The report of a survey as a PDF."""

from pathlib import Path
from typing import Final

from sciezka.kit.papers import set_pdf
from sciezka.rooms.surveys.documents.report_content import collect_content
from sciezka.rooms.surveys.queries.report import Report

TEMPLATE: Final = Path(__file__).with_name("report.typ")


def write_pdf(report: Report) -> bytes:
    """Write the report as a PDF."""
    return set_pdf(TEMPLATE, "report", collect_content(report))
