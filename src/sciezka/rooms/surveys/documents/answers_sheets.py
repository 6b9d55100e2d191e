"""Sheets of a workbook written straight into a file, a row at a time.

openpyxl takes minutes over a hundred thousand rows, and a workbook of answers needs nothing but cells: words, numbers, a
bold head that stays in place, filters and widths.
"""

import zipfile
from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Any, Final, Self
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

LONGEST_CELL: Final = 32_767
MOST_ROWS: Final = 1_048_576
_UNHOLDABLE: Final = dict.fromkeys((*range(9), 11, 12, *range(13, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_STYLES: Final = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
PLAIN, BOLD, WRAPPED = 0, 1, 2


class Sheet:
    """One sheet being written; it keeps its rows in a file until its context ends.

    Attributes:
        name: as its tab says it.
        rows: how many have been written, the head among them.
    """

    def __init__(self, name: str, widths: Sequence[float], *, heads: int = 1, filters: bool = True) -> None:
        self.name, self.rows = name, 0
        self._heads, self._filters, self._columns = heads, filters, len(widths)
        self._letters = [get_column_letter(at) for at in range(1, len(widths) + 1)]
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed at the end of its context
        pane = (
            f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{heads}" topLeftCell="A{heads + 1}" '
            'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            if heads else ""
        )  # fmt: skip
        cols = "".join(
            f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, start=1)
        )
        self._put(f'{_HEAD}<worksheet xmlns="{_MAIN}">{pane}<cols>{cols}</cols><sheetData>')

    def add(self, cells: Iterable[Any], style: int = PLAIN) -> None:
        """Write a row; None leaves a cell empty."""
        self.rows += 1
        at = self.rows
        style = BOLD if at <= self._heads else style
        mark = f' s="{style}"' if style else ""
        written = []
        for letter, cell in zip(self._letters, cells, strict=False):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                # Words stay words: nothing in a cell of this type is ever a formula.
                text = write_words(cell)
                written.append(f'<c r="{letter}{at}"{mark} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
            else:
                written.append(f'<c r="{letter}{at}"{mark}><v>{cell!r}</v></c>')
        self._put(f'<row r="{at}">{"".join(written)}</row>')

    def close(self) -> None:
        """Finish the sheet."""
        last = f"{self._letters[-1]}{max(self.rows, 1)}" if self._letters else "A1"
        filters = f'<autoFilter ref="A{self._heads}:{last}"/>' if self._filters and self._heads and self._letters else ""
        self._put(f"</sheetData>{filters}</worksheet>")

    def pour(self, archive: zipfile.ZipFile, path: str) -> None:
        """Pour the sheet into the workbook's file."""
        self._file.seek(0)
        with archive.open(_name_part(path), "w", force_zip64=True) as part:
            while piece := self._file.read(1 << 20):
                part.write(piece)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._file.close()

    def _put(self, text: str) -> None:
        self._file.write(text.encode())


def write_words(text: str) -> str:
    """Write words as a cell holds them: without signs that a workbook can't hold, and not too long."""
    # „_x0041_” would be read as a letter.
    return escape(text.translate(_UNHOLDABLE)[:LONGEST_CELL].replace("_x", "_x005F_x"))


def bind_sheets(sheets: Sequence[Sheet], target: IO[bytes]) -> None:
    """Write sheets that are finished as one workbook."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for path, text in _write_parts(sheets):
            archive.writestr(_name_part(path), text)
        for number, sheet in enumerate(sheets, start=1):
            sheet.pour(archive, f"xl/worksheets/sheet{number}.xml")


def _name_part(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _write_parts(sheets: Sequence[Sheet]) -> Iterable[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for at in numbers
    )
    yield (
        "[Content_Types].xml",
        (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{overrides}</Types>'
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    tabs = "".join(
        f'<sheet name={quoteattr(sheet.name[:31])} sheetId="{at}" r:id="rId{at}"/>'
        for at, sheet in zip(numbers, sheets, strict=True)
    )
    yield (
        "xl/workbook.xml",
        (
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><bookViews><workbookView/></bookViews>'
            f"<sheets>{tabs}</sheets></workbook>"
        ),
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in numbers
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}<Relationship Id="rId{len(sheets) + 1}" '
            f'Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>'
        ),
    )
    yield "xl/styles.xml", _STYLES
