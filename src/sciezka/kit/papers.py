"""Documents as tagged PDFs that last (PDF/UA-1 and PDF/A-2a), set by Typst.

What a document says reaches its template as data only, so nothing that a person typed can become markup.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.contrib.staticfiles import finders


def find_fonts() -> Path:
    """Find the folder of our own type, for drawing and setting on the server."""
    found = finders.find("vendor/fonts")
    return Path(found) if isinstance(found, str) else Path(settings.STATIC_ROOT) / "vendor" / "fonts"


def set_pdf(template: Path, name: str, said: Mapping[str, Any]) -> bytes:
    """Set a document.

    The standards refuse a sign that our type lacks (an emoji, a letter of another script), whoever typed it. Such a
    document is set by the machine's own type as well and without the standards, so that the reader still gets it.

    Args:
        template: the Typst file.
        name: the name under which the template reads what the document says, as JSON.
        said: what it says: plain values.
    """
    inputs = {name: json.dumps(said, default=str)}
    fonts: list[Path] = [find_fonts()]
    try:
        return typst.compile(
            template,
            format="pdf",
            sys_inputs=inputs,
            font_paths=fonts,
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-2a"],
        )
    except typst.TypstError:
        return typst.compile(template, format="pdf", sys_inputs=inputs, font_paths=fonts)
