"""The observations: one Parquet file for each batch, written once and whole, never changed; the newest figure counts."""

import datetime
import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
from django.conf import settings
from django.core.files import locks
from django.utils import timezone

from sciezka.core.series.attributes import UNKNOWN
from sciezka.core.series.table import Table, make_table

COLUMNS: Final = (
    "unit VARCHAR, variable VARCHAR, year SMALLINT, value DOUBLE, reported DOUBLE, attr SMALLINT, "
    "source VARCHAR, retrieved DATE, updated TIMESTAMP, batch VARCHAR"
)


class DamagedBatch(Exception):
    """A file of the store that can't be read.

    Attributes:
        batch: the batch's key.
    """

    def __init__(self, batch: str) -> None:
        super().__init__(
            f"The observations of the batch “{batch}” are damaged or gone. "
            "Bring its file back from a backup, or take the batch out of force (sciezka withdraw_batch) and import it again."
        )
        self.batch = batch


class NotWritten(OSError):
    """A file of the store that can't be written: the disk is full, or may not be written to."""


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A batch of observations as the store knows it.

    Attributes:
        key: its key, which is the name of its file.
        digest: the hash of its observations.
        retrieved: the day on which the figures were taken from the source.
    """

    key: str
    digest: str
    retrieved: datetime.date

    @property
    def path(self) -> Path:
        """Where its observations lie."""
        return find_folder() / "observations" / f"{self.key}.parquet"


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure as it lies in the store.

    Attributes:
        unit: the unit's key, as the source had it in that year.
        variable: the variable's key.
        year: the calendar year.
        value: the value; None when missing.
        reported: what the source said, such as a 0 that means nothing.
        attribute: the mark beside it; None when none is known.
        source: who published it.
        retrieved: the day on which it was taken from the source.
        updated: when the source last changed it, by the clock here, if it says so.
        batch: the batch that brought it.
        is_newest: whether it counts; if not, it was revised later.
    """

    unit: str
    variable: str
    year: int
    value: float | None
    reported: float | None
    attribute: int | None
    source: str
    retrieved: datetime.date
    updated: datetime.datetime | None
    batch: str
    is_newest: bool = True


def find_folder() -> Path:
    """Give the folder of the monitor's files."""
    return Path(settings.HOME) / "monitor"


@contextmanager
def write_whole(path: Path) -> Iterator[Path]:
    """Give a place to write to beside a path; move it there at the end, so that a reader sees all of it or nothing.

    Raises:
        NotWritten: the disk is full, or may not be written to.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        os.replace(draft, path)  # noqa: PTH105 - one step, also over a file that is there
    except (OSError, duckdb.IOException) as problem:
        raise NotWritten(f"{path.name} can't be written to {path.parent}.") from problem
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


@contextmanager
def hold_store(name: str) -> Iterator[None]:
    """Let one process after the other change a part of the store.

    Raises:
        NotWritten: the disk is full, or may not be written to.
    """
    path = find_folder() / f"{name}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    except OSError as problem:
        raise NotWritten(f"{path.name} can't be written to {path.parent}.") from problem
    with file:
        locks.lock(file, locks.LOCK_EX)
        try:
            yield
        finally:
            locks.unlock(file)


def digest_table(table: Table) -> str:
    """Give the hash of what a table says: the same figures have the same hash, whatever file they came in."""
    order = np.lexsort((table.year, table.unit, table.variable))
    digest = hashlib.sha256(json.dumps([table.variables]).encode())
    for column in (table.variable, table.unit, table.year, table.attribute, table.value, table.reported):
        digest.update(np.ascontiguousarray(column[order]).tobytes())
    return digest.hexdigest()


def write_observations(batch: BatchFile, table: Table, *, source: str, updated: datetime.datetime | None = None) -> None:
    """Write the observations of a new batch.

    Raises:
        FileExistsError: there is such a batch; batches are never changed.
    """
    if batch.path.exists():
        raise FileExistsError(batch.key)
    order = np.lexsort((table.year, table.unit, table.variable))
    columns = {
        "unit": table.unit[order],
        "variable": table.variable[order],
        "year": table.year[order],
        "value": table.value[order],
        "reported": table.reported[order],
        "attr": table.attribute[order],
    }
    keys = {"at": np.arange(len(table.variables)), "key": np.array(table.variables, dtype=object)}
    with write_whole(batch.path) as draft, duckdb.connect() as connection:
        connection.register("columns_", columns)
        connection.register("keys_", keys)
        # By the clock here, whatever zone DuckDB found in the process when it was first asked for anything.
        changed = updated and timezone.make_naive(updated, timezone.get_default_timezone())
        said = [source, batch.retrieved, changed, batch.key, UNKNOWN]
        # The path is ours: a folder of the settings and a slug.
        connection.execute(
            f"""
            COPY (
                SELECT lpad(CAST(c.unit AS VARCHAR), 7, '0') AS unit, k.key AS variable, CAST(c.year AS SMALLINT) AS year,
                    CASE WHEN isnan(c.value) THEN NULL ELSE c.value END AS value,
                    CASE WHEN isnan(c.reported) THEN NULL ELSE c.reported END AS reported,
                    CASE WHEN c.attr = $5 THEN NULL ELSE CAST(c.attr AS SMALLINT) END AS attr,
                    CAST($1 AS VARCHAR) AS source, CAST($2 AS DATE) AS retrieved, CAST($3 AS TIMESTAMP) AS updated,
                    CAST($4 AS VARCHAR) AS batch
                FROM columns_ c JOIN keys_ k ON k.at = c.variable
                ORDER BY c.variable, c.unit, c.year
            ) TO '{_quote(draft)}' (FORMAT parquet, COMPRESSION zstd)
            """,  # noqa: S608
            said,
        )


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")


def _query(batches: Sequence[BatchFile], query: str, values: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
    """Ask the files of these batches, called ``o``; the caller closes what it is given."""
    for batch in batches:
        if not batch.path.is_file():
            raise DamagedBatch(batch.key)
    files = ", ".join(f"'{_quote(batch.path)}'" for batch in batches)
    connection = duckdb.connect()
    try:
        return connection.execute(query.replace("{o}", f"read_parquet([{files}])"), list(values))
    except duckdb.Error as problem:
        connection.close()
        raise DamagedBatch(_find_damaged(batches)) from problem


def _find_damaged(batches: Sequence[BatchFile]) -> str:
    """Find the batch whose file can't be read."""
    for batch in batches:
        try:
            with duckdb.connect() as connection:
                connection.execute(f"SELECT sum(value), sum(year) FROM read_parquet('{_quote(batch.path)}')").fetchone()  # noqa: S608
        except duckdb.Error:
            return batch.key
    return batches[0].key


def observations_of(
    units: Sequence[str], variables: Sequence[str], batches: Sequence[BatchFile], *, years: tuple[int, int] | None = None
) -> list[Observation]:
    """List all figures of units and variables, with what they replaced: by unit, variable and year, the newest first.

    Raises:
        DamagedBatch: a file of these batches can't be read.
    """
    if not batches or not units or not variables:
        return []
    first, last = years or (0, 9999)
    rank = {batch.key: at for at, batch in enumerate(sort_batches(batches))}
    query = """
        SELECT unit, variable, year, value, reported, attr, source, retrieved, updated, batch FROM {o}
        WHERE list_contains($1, unit) AND list_contains($2, variable) AND year BETWEEN $3 AND $4
    """
    answer = _query(batches, query, [list(units), list(variables), first, last])
    try:
        rows = answer.fetchall()
    finally:
        answer.close()
    rows.sort(key=lambda row: (row[0], row[1], row[2], -rank[row[9]]))
    found: list[Observation] = []
    for row in rows:
        is_newest = not found or (found[-1].unit, found[-1].variable, found[-1].year) != tuple(row[:3])
        found.append(replace(Observation(*row), is_newest=is_newest))
    return found


def sort_batches(batches: Sequence[BatchFile]) -> list[BatchFile]:
    """Put batches in the order in which they prevail: the newest figures last; of one day, the batch given later."""
    return sorted(batches, key=lambda batch: batch.retrieved)


def read_batch(batch: BatchFile, variables: Sequence[str] | None = None, *, above_communes: bool = False) -> Table:
    """Read the observations of a batch as columns.

    Args:
        batch: the batch.
        variables: only these; all when None.
        above_communes: only counties, voivodeships and the country.

    Raises:
        DamagedBatch: its file can't be read.
    """
    # Words are slow to carry over, so the files are asked for their places in a list.
    keys = sorted(held_variables([batch], valued=False)) if variables is None else list(dict.fromkeys(variables))
    above = "AND right(unit, 3) = '000'" if above_communes else ""
    query = f"""
        SELECT CAST(unit AS INTEGER) AS unit, list_position($1, variable) - 1 AS place, year, reported,
            coalesce(attr, {UNKNOWN}) AS attr
        FROM {{o}} WHERE list_contains($1, variable) {above}
    """  # noqa: S608 - only our own words
    answer = _query([batch], query, [keys])
    try:
        columns = answer.fetchnumpy()
    finally:
        answer.close()
    return make_table(
        unit=columns["unit"].astype(np.int64),
        variable=columns["place"].astype(np.int64),
        year=columns["year"].astype(np.int64),
        reported=_fill(columns["reported"]),
        attribute=columns["attr"].astype(np.int64),
        variables=keys,
    )


def _fill(column: Any) -> np.ndarray[Any, np.dtype[np.float64]]:  # noqa: ANN401 - a masked array or a plain one
    return np.ma.filled(np.ma.asarray(column, dtype=np.float64), np.nan)


def held_variables(batches: Sequence[BatchFile], *, valued: bool = True) -> dict[str, tuple[int, int, int]]:
    """Tell of each variable that these batches hold any value of: its first and last year, and how many values.

    Args:
        batches: the batches.
        valued: count values only; otherwise what is marked as missing too.

    Raises:
        DamagedBatch: a file of these batches can't be read.
    """
    if not batches:
        return {}
    wanted = "WHERE value IS NOT NULL" if valued else ""
    query = f"SELECT variable, min(year), max(year), count(*) FROM {{o}} {wanted} GROUP BY variable ORDER BY variable"  # noqa: S608
    answer = _query(batches, query)
    try:
        return {key: (first, last, count) for key, first, last, count in answer.fetchall()}
    finally:
        answer.close()
