"""Documents kept by what they say: the same report is written once."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf import settings

from sciezka.rooms.monitor.documents.docx import write_docx
from sciezka.rooms.monitor.documents.pdf import write_pdf
from sciezka.rooms.monitor.queries.report import Report

KEPT: Final = 40
"""So many documents are kept; the longest unused go first."""
WRITERS: Final[dict[str, Callable[[Report], bytes]]] = {"pdf": write_pdf, "docx": write_docx}


def take_document(report: Report, kind: str) -> bytes:
    """Give a report as a document, written now or kept from before."""
    path = find_folder() / f"{report.digest[:40]}.{kind}"
    with suppress(OSError):
        if path.is_file():
            os.utime(path)
            return path.read_bytes()
    data = WRITERS[kind](report)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    # A full disk keeps nothing, and the document is given all the same.
    with suppress(OSError):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(data)
            draft.replace(path)
            forget_old_documents()
        finally:
            draft.unlink(missing_ok=True)
    return data


def find_folder() -> Path:
    """Give the folder of the documents."""
    return Path(settings.HOME) / "cache" / "reports"


def forget_old_documents() -> None:
    """Delete the documents that were not used for longest, beyond those that are kept."""
    paths = sorted((path for path in find_folder().iterdir() if not path.name.startswith(".")), key=_last_used)
    for path in paths[:-KEPT]:
        path.unlink(missing_ok=True)


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
