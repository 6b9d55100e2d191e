"""How a file with a city's own series is understood, before any of it is brought in."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from sciezka.core.series.table import SeriesProblem
from sciezka.core.series.tables.bank import SOURCE, read_name
from sciezka.core.series.tables.reading import CREL, CTAB, MAPPED
from sciezka.rooms.monitor.queries.series_words import say_problem
from sciezka.rooms.monitor.store.readings.data_series import Mapping, Source, Understood, preview_series
from sciezka.rooms.monitor.store.sight import known_units


@dataclass(frozen=True, slots=True)
class Preview:
    """How the first rows of a file are understood.

    Attributes:
        rows: the first rows as they stand in the file.
        lines: pairs of a unit's name (empty when the monitor does not know it) and a figure.
        problem: why they can't be read; empty when they can, or when the columns were not named yet.
    """

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[tuple[str, Understood], ...] = ()
    problem: str = ""


def preview(source: Source, mapping: Mapping | None) -> Preview:
    """Read the first rows with a mapping."""
    rows = tuple(row.cells[:12] for row in source.rows[:6])
    if source.kind == MAPPED and mapping is None:
        return Preview(rows)
    try:
        _table, lines = preview_series(source, mapping)
    except SeriesProblem as problem:
        return Preview(rows, problem=say_problem(problem))
    units = known_units()
    return Preview(rows, tuple((units[line.unit].name if line.unit in units else "", line) for line in lines))


def begin_with(source: Source) -> dict[str, Any]:
    """Give what the form says at first: what the file says of itself, else today."""
    today = timezone.localdate().isoformat()
    said = {"title": source.name.rpartition(".")[0] or source.name, "source": "", "retrieved": today}
    if source.kind in {CTAB, CREL}:
        _subgroup, day = read_name(source.name)
        return {**said, "source": SOURCE, "retrieved": min(day or today, today)}
    if source.kind != MAPPED:
        try:
            table, _lines = preview_series(source)
        except SeriesProblem:
            return said
        return {**said, "source": table.source, "retrieved": min(table.retrieved or today, today)}
    return said
