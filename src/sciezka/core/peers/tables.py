"""Reading a table of types: ``teryt;type``, one unit a line."""

import csv
from typing import Final

from sciezka.core.index.types import IndexProblem
from sciezka.core.peers.rules import KEY_DIGITS

HEADER: Final = ("teryt", "type")
LONGEST: Final = 60
NAMED: Final = 5


def read_types(text: str) -> dict[str, str]:
    """Read which unit is of which type.

    The first line is ``teryt;type``; codes have 7 digits; empty lines are passed over. A table with anything else in it is
    refused as a whole, with the numbers of the lines, so that no half of a classification gets in.

    Args:
        text: the table; a byte order mark at its start does not matter.

    Returns:
        The type of each unit, in the order of the lines.

    Raises:
        IndexProblem: ``peers.table``; ``params["lines"]`` lists (line, what is wrong).
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or tuple(part.strip().lower() for part in lines[0].split(";")) != HEADER:
        raise _refuse([(1, "the first line must be teryt;type")])
    found: dict[str, str] = {}
    wrong: list[tuple[int, str]] = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        fields = [part.strip() for part in next(csv.reader([line], delimiter=";"))]
        if (why := _find_fault(fields, found)) is not None:
            wrong.append((number, why))
        else:
            found[fields[0]] = fields[1]
    if wrong:
        raise _refuse(wrong)
    if not found:
        raise _refuse([(len(lines), "there is no unit under the header")])
    return found


def _find_fault(fields: list[str], found: dict[str, str]) -> str | None:
    if len(fields) != len(HEADER):
        return f"there are {len(fields)} fields, not 2"
    key, word = fields
    if not (key.isascii() and key.isdigit() and len(key) == KEY_DIGITS):
        hint = "; a leading zero may have been lost" if key.isdigit() and len(key) == KEY_DIGITS - 1 else ""
        return f"{key[:LONGEST]!r} is no code with {KEY_DIGITS} digits{hint}"
    if not word:
        return f"{key} has no type"
    if len(word) > LONGEST:
        return f"the type of {key} is longer than {LONGEST} signs"
    if key in found:
        return f"{key} is given twice"
    return None


def _refuse(wrong: list[tuple[int, str]]) -> IndexProblem:
    said = "; ".join(f"line {number}: {why}" for number, why in wrong[:NAMED])
    more = f"; and {len(wrong) - NAMED} more lines" if len(wrong) > NAMED else ""
    return IndexProblem("peers.table", f"The table of types can't be taken: {said}{more}.", lines=wrong)
