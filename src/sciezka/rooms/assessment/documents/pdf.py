"""The report as a tagged PDF that lasts (PDF/UA-1 and PDF/A-2a), set by Typst.

What the report says reaches the template as data only, so nothing that a person typed can become markup.
"""

import json
from pathlib import Path
from typing import Final

import typst

from sciezka.rooms.assessment.documents.content import collect_content, find_fonts
from sciezka.rooms.assessment.queries.report import Report

TEMPLATE: Final = Path(__file__).with_name("report.typ")


def write_pdf(report: Report) -> bytes:
    """Write the report as a PDF."""
    said = json.dumps(collect_content(report), default=str)
    try:
        return typst.compile(
            TEMPLATE,
            format="pdf",
            sys_inputs={"report": said},
            font_paths=[find_fonts()],
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-2a"],
        )
    except typst.TypstError:
        # Somebody typed a sign that our typeface lacks: the archive's standards refuse it, the reader still gets the report.
        return typst.compile(TEMPLATE, format="pdf", sys_inputs={"report": said}, font_paths=[find_fonts()])
