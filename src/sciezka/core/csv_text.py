"""CSV as offices send it: the encodings and the delimiters of spreadsheets."""

import csv
import io
import re
from typing import Any

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")


def decode_table(content: bytes) -> str | None:
    """Read bytes as text: UTF-16 by its mark, else UTF-8, else Windows-1250; None where it is no text."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1250")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def open_rows(text: str) -> Any:  # noqa: ANN401 - the reader's type has no public name
    """Open the rows of a table, whose delimiter is what its first line holds most of: a comma, a semicolon or a tab."""
    first = _LINE.search(text)
    delimiter = max(",;\t", key=first[0].count) if first else ","
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
