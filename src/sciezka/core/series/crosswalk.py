"""Units whose codes changed: a table of changes, and how series are joined over them."""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import Final

from sciezka.core.series.places import read_code, write_key
from sciezka.core.series.table import FIRST_YEAR, LAST_YEAR, SeriesProblem

REPLACE: Final = 1
ADD: Final = 2
DROP: Final = 9

COLUMNS: Final = ("from", "to", "mode", "start_year", "end_year")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a unit's code.

    Attributes:
        old: the code before.
        new: the code under which the series goes on; nothing when the unit was abolished.
        mode: 1 the new code replaces the old one, 2 the old unit is added to the new one, 9 the old unit is dropped.
        first: the first year under the new code; None when not known.
        last: the last year of the change, when it was undone by another one.
        reason: why, in the words of the table.
    """

    old: str
    new: str
    mode: int
    first: int | None = None
    last: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Crosswalk:
    """A checked table of changes: every old code leads to a living one, without circles."""

    changes: tuple[Change, ...] = ()

    @cached_property
    def by_old(self) -> Mapping[str, Change]:
        """The changes by the old code."""
        return {change.old: change for change in self.changes}

    @cached_property
    def digest(self) -> str:
        """A hash of all changes, whatever their order."""
        lines = sorted(f"{c.old},{c.new},{c.mode},{c.first},{c.last}" for c in self.changes)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def successor(self, key: str) -> str:
        """Give the code under which a unit's series goes on: its own, a later one, or nothing when it was dropped."""
        while change := self.by_old.get(key):
            if change.mode == DROP:
                return ""
            key = change.new
        return key

    def is_added(self, key: str) -> bool:
        """Tell whether on the way from this code a unit was added to another one."""
        while change := self.by_old.get(key):
            if change.mode == ADD:
                return True
            key = change.new
        return False

    @cached_property
    def births(self) -> Mapping[str, int]:
        """The first year of every code that replaced another one: what a table holds of it before is another unit's."""
        replaced: dict[str, int] = {}
        for change in self.changes:
            if change.mode == REPLACE and change.first is not None:
                # Where two codes came before this one (Wałbrzych), its own life begins after the last of them.
                begins = max(change.first, replaced.get(change.new, 0), (change.last or 0) + 1)
                replaced[change.new] = begins
        return replaced


def read_crosswalk(text: str) -> Crosswalk:
    """Read a table of changes: ``from,to,mode,start_year,end_year`` and any further columns, codes of the bank or TERYT.

    Raises:
        SeriesProblem: a column is missing, a code or a year can't be read, a code changes twice, changes run in a circle.
    """
    first_line = text.partition("\n")[0]
    reader = csv.DictReader(StringIO(text), delimiter=";" if first_line.count(";") > first_line.count(",") else ",")
    if missing := [name for name in COLUMNS[:3] if name not in (reader.fieldnames or ())]:
        raise SeriesProblem(
            "crosswalk.columns",
            f"The table of changes lacks the columns {', '.join(missing)}. It needs from, to and mode.",
            columns=missing,
        )
    changes: dict[str, Change] = {}
    for row in reader:
        change = _read_change(row, reader.line_num)
        if change.old in changes:
            raise SeriesProblem(
                "crosswalk.twice",
                f"Line {reader.line_num}: the unit {change.old} changes twice. Keep one of the rows.",
                line=reader.line_num,
                unit=change.old,
            )
        changes[change.old] = change
    _refuse_circles(changes)
    return Crosswalk(tuple(changes.values()))


def _read_change(row: Mapping[str, str | None], line: int) -> Change:
    old, new = read_code(row["from"] or ""), read_code(row["to"] or "")
    mode = (row["mode"] or "").strip()
    if mode not in {str(REPLACE), str(ADD), str(DROP)}:
        raise SeriesProblem(
            "crosswalk.mode",
            f"Line {line}: the mode is “{mode}”. Write 1 (replace), 2 (add) or 9 (drop).",
            line=line,
            mode=mode,
        )
    if old is None or (new is None and mode != str(DROP)):
        raise SeriesProblem(
            "crosswalk.code",
            f"Line {line}: “{row['from']}” or “{row['to']}” is not the code of a unit.",
            line=line,
        )
    gone = mode == str(DROP) or new is None
    return Change(
        old=write_key(old),
        new="" if gone or new is None else write_key(new),
        mode=int(mode),
        first=_read_year(row.get("start_year"), line),
        last=_read_year(row.get("end_year"), line),
        reason=(row.get("description") or "").strip(),
    )


def _read_year(text: str | None, line: int) -> int | None:
    digits = (text or "").strip().removesuffix(".0")
    if not digits:
        return None
    if not digits.isdecimal() or not FIRST_YEAR <= int(digits) <= LAST_YEAR:
        raise SeriesProblem("crosswalk.year", f"Line {line}: “{digits}” is not a year.", line=line, year=digits)
    return int(digits)


def _refuse_circles(changes: Mapping[str, Change]) -> None:
    for start in changes:
        seen, key = [start], changes[start].new
        while key in changes:
            if key in seen:
                circle = " → ".join([*seen, key])
                raise SeriesProblem("crosswalk.circle", f"The changes run in a circle: {circle}.", units=seen)
            seen.append(key)
            key = changes[key].new
