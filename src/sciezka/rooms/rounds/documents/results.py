"""Results as files: tables of text in a ZIP, a workbook, JSON; each with a README of its columns in Polish and English."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from sciezka.kit.charts import defuse_cell
from sciezka.rooms.rounds.documents.columns import COLUMNS, FOREWORD
from sciezka.rooms.rounds.queries.exports import REASONS, SUMMARY, Export, Row

# A ZIP begins in 1980; one time for all, so that the same result gives the same file.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_LONGEST_CELL: Final = 32_767
_LONG: Final = 60
_UNHOLDABLE: Final = dict.fromkeys((*range(9), 11, 12, *range(13, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
_BOLD: Final = Font(bold=True)
_WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
_WIDTHS: Final = {"item": 48, "column": 36, "reason": 60, "agreed_reason": 48, "dissent": 48, "event": 36, "respondent": 28}
LANGUAGES: Final = ("pl", "en")


def tables_of(export: Export) -> dict[str, tuple[Sequence[str], Sequence[Row]]]:
    """Give the tables of an export by their names."""
    tables: dict[str, tuple[Sequence[str], Sequence[Row]]] = {
        "summary": (SUMMARY, export.summary),
        "answers": (export.answer_columns, export.answers),
    }
    if not export.has_names:
        tables["reasons"] = (REASONS, export.reasons)
    return tables


def write_csv(export: Export) -> bytes:
    """Write a ZIP with a table of comma-separated values each, and the README."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, (columns, rows) in tables_of(export).items():
            _add(file, f"{name}.csv", "\ufeff" + _write_table(columns, rows))
        _add(file, "README.txt", write_readme(export))
    return out.getvalue()


def _add(file: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(info, text)


def _write_table(columns: Sequence[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([make_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def make_cell(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    """Give a value as a table's cell holds it, defused so that no spreadsheet takes it for a formula."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {count}" for key, count in value.items())
    if isinstance(value, list | tuple):
        return defuse_cell("; ".join(str(one) for one in value))
    return "" if value is None else defuse_cell(value)


def write_xlsx(export: Export) -> bytes:
    """Write a workbook: the README first, then a sheet for each table with its head fixed and filters on."""
    book = Workbook(write_only=True)
    book.properties.creator = ""
    readme = book.create_sheet("README")
    readme.column_dimensions["A"].width = 110
    for line in write_readme(export).splitlines():
        readme.append([_text_cell(readme, line)])
    for name, (columns, rows) in tables_of(export).items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
        for at, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column, 14)
        sheet.append([_text_cell(sheet, column, is_head=True) for column in columns])
        for row in rows:
            sheet.append([_make_xlsx_cell(sheet, row.get(column)) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _make_xlsx_cell(sheet: Any, value: Any) -> Any:  # noqa: ANN401 - openpyxl has no types of its own
    written = make_cell(value)
    if not isinstance(written, str):
        return written
    # Characters that a workbook can't hold would make it unreadable. Only long words get a cell of their own: styling
    # every cell takes longer than all the rest.
    kept = written.translate(_UNHOLDABLE)[:_LONGEST_CELL]
    return _text_cell(sheet, kept) if len(kept) > _LONG else kept


def _text_cell(sheet: Any, text: str, *, is_head: bool = False) -> Any:  # noqa: ANN401 - openpyxl's cell
    cell = WriteOnlyCell(sheet, value=text.translate(_UNHOLDABLE)[:_LONGEST_CELL])
    cell.data_type = "s"
    if is_head:
        cell.font = _BOLD
    else:
        cell.alignment = _WRAPPED
    return cell


def write_json(export: Export) -> bytes:
    """Write one object: the round, the columns, the tables, and what concerns the round as a whole."""
    round_, result = export.round, export.result
    concordance = result.concordance
    tables = tables_of(export)
    whole: dict[str, Any] = {
        "round": {
            "title": round_.title,
            "question": round_.question,
            "kind": round_.kind,
            "is_anonymous": round_.is_anonymous,
            "closes_at": round_.closes_at.isoformat() if round_.closes_at else None,
            "scales": round_.scales,
            "sheets": result.sheets,
            "withheld": result.withheld.value if result.withheld else None,
        },
        "readme": {name: {column: COLUMNS[column] for column in columns} for name, (columns, _r) in tables.items()},
        "overall": None
        if concordance is None
        else {
            "kendall_w": concordance.w, "chi2": concordance.chi2, "df": concordance.df, "p_value": concordance.p_value,
            "judges": concordance.judges, "left_out": concordance.left_out,
        },
        **{name: [{column: row.get(column) for column in columns} for row in rows]
           for name, (columns, rows) in tables_of(export).items()},
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1).encode()


def write_readme(export: Export) -> str:
    """Say in Polish and in English what the files hold, column by column."""
    parts = []
    for language in LANGUAGES:
        words = FOREWORD[language]
        told = words["named"] if export.has_names else words["numbered"]
        moment = timezone.localtime(export.round.closes_at) if export.round.closes_at else None
        parts += [export.round.title, "=" * min(80, len(export.round.title)), "", words["about"], told]
        if moment:
            parts.append(words["closed"].format(moment=f"{moment:%Y-%m-%d %H:%M}"))
        for name, (columns, rows) in tables_of(export).items():
            parts += ["", f"{name} ({words[name]}; {words['rows']}: {len(rows)})"]
            parts += [f"  {column}: {COLUMNS[column][language]}" for column in columns]
        parts += ["", words["methods"], "", ""]
    return "\n".join(parts).strip() + "\n"
