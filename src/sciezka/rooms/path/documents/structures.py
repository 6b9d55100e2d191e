"""Structural analyses as files: the joint matrix, everybody's sheets, and the whole result."""

import json
from collections.abc import Iterator, Sequence

from sciezka.core.structural import InfluenceMatrix, make_record
from sciezka.kit.files import write_csv
from sciezka.rooms.path.queries.structure_pages import StructurePage
from sciezka.rooms.path.queries.structures import write_cell
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.results import given_answers

Row = Sequence[str | int | None]
SHEET_COLUMNS = ("sheet", "row_code", "row", "column_code", "column", "rating")


def write_matrix(matrix: InfluenceMatrix) -> bytes:
    """Write a matrix as it can be read back: factors in the first row and column, the diagonal empty."""
    names = matrix.factors
    rows: list[Row] = [("", *names)]
    rows += [
        (name, *(None if row == column else write_cell(cell) for column, cell in enumerate(matrix.rows[row])))
        for row, name in enumerate(names)
    ]
    return write_csv(rows)


def write_sheets(round_: Round) -> bytes:
    """Write each rating that counts, under the number that was drawn for its sheet; "dk" says that nobody knows."""
    return write_csv([SHEET_COLUMNS, *_list_ratings(round_)])


def _list_ratings(round_: Round) -> Iterator[Row]:
    items = {item.pk: item for item in round_.items.all()}
    rows = given_answers(round_).order_by("sheet__number", "item__position", "against__position", "pk")
    for number, row, column, value, special in rows.values_list("sheet__number", "item", "against", "value", "special"):
        if row in items and column in items:
            one, other = items[row], items[column]
            yield number, one.code, one.title, other.code, other.title, "P" if special == "p" else special or value


def write_json(page: StructurePage) -> bytes:
    """Write the whole result, with what it was read from."""
    gathered = page.gathered
    record = {
        "analysis": gathered.structure.name,
        "source": gathered.structure.source,
        "date": gathered.on.isoformat(),
        "people": gathered.people or None,
        "cut": page.reading.cut,
        "potential_counted": page.reading.potential,
        "codes": [part.code for part in gathered.parts],
        "agreed": sorted([gathered.parts[row].code, gathered.parts[column].code] for row, column in gathered.agreed),
        "matrix": [[write_cell(cell) for cell in row] for row in page.matrix.rows],
        **make_record(page.analysis, page.stability),
    }
    return json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2).encode()
