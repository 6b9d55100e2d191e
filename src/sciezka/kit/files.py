"""Files that a page gives to take away."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from django.http import HttpResponse

from sciezka.kit.charts import defuse_cell

CSV: Final = "text/csv; charset=utf-8"


def write_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows as comma-separated values that a spreadsheet opens with Polish letters and takes for no formula."""
    out = io.StringIO()
    csv.writer(out).writerows([defuse_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def give_file(body: bytes | str, kind: str, name: str) -> HttpResponse:
    """Give a file to keep under a name."""
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
