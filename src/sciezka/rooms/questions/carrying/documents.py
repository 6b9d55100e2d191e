"""Opening files of strangers: XML without entities, workbooks that do not unpack too far, tables of text."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from sciezka.rooms.questions.carrying.carried import CarryingProblem

MEGABYTE: Final = 1024 * 1024
LARGEST_XML: Final = 20 * MEGABYTE
LARGEST_TABLE: Final = 50 * MEGABYTE
LARGEST_WORKBOOK: Final = 10 * MEGABYTE
LARGEST_UNPACKED: Final = 100 * MEGABYTE
MOST_PARTS: Final = 500
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 5_000
MOST_FORM_ROWS: Final = 20_000
"""Far more than any form has."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CONTROL_REFERENCE: Final = re.compile(r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def open_xml(data: bytes) -> Any:  # noqa: ANN401 - lxml is not typed
    """Parse XML without entities, document types, networks and huge trees.

    Raises:
        CarryingProblem: where it is none, or one that could do harm.
    """
    refuse_size(data, LARGEST_XML)
    text = _DECLARATION.sub("", decode(data))
    if "<!DOCTYPE" in text.upper().split("<![CDATA[", 1)[0] or "<!ENTITY" in text.split("<![CDATA[", 1)[0]:
        raise CarryingProblem("xml_doctype", "The file declares a document type or entities and was not opened.")
    # Old exports hold control characters that XML does not allow; they are no part of any word.
    text = _CONTROL_REFERENCE.sub("", _CONTROL.sub("", text))
    parser = etree.XMLParser(
        resolve_entities=False, huge_tree=False, no_network=True, load_dtd=False, dtd_validation=False,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CarryingProblem("xml", "The file is not a whole XML document.") from error


def decode(data: bytes) -> str:
    """Decode text in the encodings that offices use."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("iso-8859-2")


def read_rows(data: bytes) -> list[list[str]]:
    """Read a table of text: commas, semicolons or tabs between the values.

    Raises:
        CarryingProblem: where it is no table, or too large a one.
    """
    refuse_size(data, LARGEST_TABLE)
    text = decode(data)
    if _CONTROL.search(text.replace("\x0b", " ").replace("\x0c", " ")) or text.lstrip().startswith(("<", "PK\x03", "%PDF")):
        raise CarryingProblem("table", "The file is not a table of text (CSV).")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lower().startswith("sep="):
        text, first = text.split(first, 1)[1].lstrip("\r\n"), first[4:] * 9
    delimiter = max(",;\t", key=lambda sign: count_outside_quotes(first, sign))
    rows: list[list[str]] = []
    try:
        # A field of csv has a limit of its own (131 072 signs), which longer answers than anyone writes would meet.
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(value.strip() for value in row):
                rows.append(row)
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise CarryingProblem("too_many", "The file has more rows or columns than can be read.")
    except csv.Error as error:
        raise CarryingProblem("table", "The file is not a table of text (CSV).") from error
    return rows


def count_outside_quotes(line: str, sign: str) -> int:
    """Count a sign in a line, but not within quotes."""
    return sum(part.count(sign) for part in line.split('"')[::2])


def open_workbook(data: bytes) -> Any:  # noqa: ANN401 - openpyxl's own type, read only
    """Open a workbook (XLSX) whose parts neither unpack too far nor declare entities.

    Raises:
        CarryingProblem: where it is none, or one that could do harm.
    """
    refuse_size(data, LARGEST_WORKBOOK)
    # openpyxl takes long to import and is needed by imports alone.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            check_parts(package)
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except CarryingProblem:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it meet
        raise CarryingProblem("workbook", "The file is not a workbook (XLSX) that can be read.") from error


def check_parts(package: zipfile.ZipFile) -> None:
    """Refuse packages that unpack too far, hold macros or declare entities.

    Raises:
        CarryingProblem: for each of these.
    """
    parts = package.infolist()
    unpacked = 0
    if len(parts) > MOST_PARTS:
        raise CarryingProblem("bomb", "The file unpacks into too much data and was not opened.")
    for part in parts:
        if part.filename.lower().endswith("vbaproject.bin"):
            raise CarryingProblem("macros", "The file holds macros and was not opened.")
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        start, size = unpack_part(package, part, LARGEST_UNPACKED - unpacked)
        unpacked += size
        if b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"<\0!\0D\0O" in start:
            raise CarryingProblem("xml_doctype", "The file declares a document type or entities and was not opened.")


def unpack_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> tuple[bytes, int]:
    """Unpack a part only to see its start and its true size, whatever it says of itself.

    Raises:
        CarryingProblem: where it is larger than allowed, or broken.
    """
    start, size = b"", 0
    try:
        with package.open(part) as content:
            while (block := content.read(MEGABYTE)) and size <= most:
                start = start or block[:65_536]
                size += len(block)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise CarryingProblem("workbook", "The file is not a workbook (XLSX) that can be read.") from error
    if size > most:
        raise CarryingProblem("bomb", "The file unpacks into too much data and was not opened.")
    return start, size


def read_sheet(workbook: Any, name: str) -> Iterator[list[str]]:  # noqa: ANN401 - openpyxl's own type
    """Read a sheet's rows as words; empty where there is no such sheet."""
    found = next((sheet for sheet in workbook.sheetnames if sheet.strip().lower() == name), None)
    if found is None:
        return
    try:
        # A row too many is read, so that the caller can tell.
        for row in workbook[found].iter_rows(values_only=True, max_col=200, max_row=MOST_FORM_ROWS + 1):
            yield [write_cell(value) for value in row]
    except Exception as error:  # openpyxl raises whatever a broken sheet makes it meet
        raise CarryingProblem("workbook", "The file is not a workbook (XLSX) that can be read.") from error


def write_cell(value: object) -> str:
    """Write a cell as the words that a person sees in it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def refuse_size(data: bytes, most: int) -> None:
    """Refuse an empty file and one that is too large.

    Raises:
        CarryingProblem: for either.
    """
    if not data.strip():
        raise CarryingProblem("empty", "The file is empty.")
    if len(data) > most:
        raise CarryingProblem("too_large", f"The file is larger than {most // MEGABYTE} MB.", most=most // MEGABYTE)
