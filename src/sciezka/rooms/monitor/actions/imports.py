"""Bringing figures into the store, and taking batches out of force and back."""

import datetime
import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sciezka.core.series.crosswalk import Crosswalk
from sciezka.core.series.table import SeriesProblem, Table
from sciezka.core.series.tables.reading import BUDGET, CREL, CTAB, Hints, read_file
from sciezka.core.series.tables.text import make_word, read_letters
from sciezka.rooms.monitor.demo import CHANGES, SERIES, read_demo_file
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.store.batches import Prepared, batches_in_force, make_key, prepare_table
from sciezka.rooms.monitor.store.observations import BatchFile, NotWritten, find_folder, hold_store, write_observations
from sciezka.rooms.monitor.store.panels import read_parquet
from sciezka.rooms.monitor.store.units import learn_register, learn_units, load_crosswalk, save_crosswalk
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Workspace

OWN_PREFIX: Final = "own:"
DEMO_TITLE: Final = "Miasta na prawach powiatu 1995–2021"
PARQUET: Final = b"PAR1"


@dataclass(frozen=True, slots=True)
class SeriesValues:
    """What is said about figures beside the figures.

    Attributes:
        title: what the batch is called; made from the file's name when empty.
        source: who published the figures; as the file says when empty.
        retrieved: when they were taken from the source; as the file says, else today.
        updated: when the source last changed them.
        hints: which column is what, and the like.
        kind: where they come from (``Batch.Kind``); found out when empty.
    """

    title: str = ""
    source: str = ""
    retrieved: datetime.date | None = None
    updated: datetime.datetime | None = None
    hints: Hints | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        batch: the batch; an earlier one when the very same figures were there.
        is_new: whether anything was written.
        units: how many units were seen for the first time.
    """

    batch: Batch
    is_new: bool
    units: int = 0


def import_file(
    *, actor: User | None, data: bytes, name: str, workspace: Workspace | None = None, values: SeriesValues | None = None
) -> Imported:
    """Read a file of any known format and keep its figures as a batch.

    Args:
        actor: who brings it; None for the command.
        data: the file.
        name: its name.
        workspace: whose own series it is, sealed to it; None for official figures that all workspaces share.
        values: what is said about it.

    Raises:
        SeriesProblem: the file or something in it can't be read; nothing was kept.
    """
    values = values or SeriesValues()
    if data.startswith(PARQUET):
        table, form = _read_parquet(data)
    else:
        read = read_file(data, name, values.hints)
        table, form = read.table, read.format
    return import_table(actor=actor, table=table, form=form, name=name, workspace=workspace, values=values)


def _read_parquet(data: bytes) -> tuple[Table, str]:
    folder = find_folder() / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{secrets.token_hex(8)}.parquet"
    try:
        try:
            path.write_bytes(data)
        except OSError as problem:
            raise NotWritten(f"{path.name} can't be written to {folder}.") from problem
        read = read_parquet(path)
        return read.table, read.format
    finally:
        path.unlink(missing_ok=True)


def import_table(
    *,
    actor: User | None,
    table: Table,
    form: str,
    name: str,
    workspace: Workspace | None = None,
    values: SeriesValues | None = None,
) -> Imported:
    """Keep a table as a batch: judge its zeros, try its sums, write its observations, then say that it is in force.

    Raises:
        SeriesProblem: it holds nothing to keep, or a city's own series without a workspace; nothing was kept.
        NotWritten: the disk is full, or may not be written to; nothing was kept.
    """
    values = values or SeriesValues()
    _refuse_unsealed(table, workspace)
    prepared = prepare_table(table, form=form, batches=batches_in_force(workspace))
    # Two people who bring the same file at once: the second one finds it here.
    with hold_store("imports"):
        return _take_in(actor, prepared, form, name, workspace, values)


def _take_in(
    actor: User | None, prepared: Prepared, form: str, name: str, workspace: Workspace | None, values: SeriesValues
) -> Imported:
    table = prepared.table
    same = Batch.objects.filter(workspace=workspace, digest=prepared.digest, is_in_force=True).last()
    if same is not None and not _is_overtaken(same, prepared.table):
        # Units are learnt again: their file may have been lost since.
        return Imported(same, is_new=False, units=learn_units(prepared.table) if workspace is None else 0)
    retrieved = values.retrieved or _read_date(table.retrieved) or timezone.localdate()
    title = values.title.strip() or name.rpartition(".")[0] or name
    word = (make_word(title) or "batch").replace("_", "-")
    file = BatchFile(make_key(word, retrieved, prepared.digest, workspace), prepared.digest, retrieved)
    source = (values.source or table.source)[:300]
    # A file that is there without a row may belong to an import that is not over: it is never written over.
    if file.path.exists() or Batch.objects.filter(key=file.key).exists():
        file = BatchFile(f"{file.key}-{secrets.token_hex(3)}", file.digest, retrieved)
    # A file without its row in the database counts for nothing; a row without its file would be a lie. So: file first.
    write_observations(file, prepared.table, source=source, updated=values.updated)
    try:
        batch = _keep_batch(
            actor,
            Batch(
                key=file.key,
                workspace=workspace,
                kind=values.kind or _find_kind(prepared.table, form),
                title=title[:200],
                source=source,
                retrieved=retrieved,
                updated=values.updated,
                rows=len(prepared.table),
                digest=prepared.digest,
                report=prepared.report,
            ),
        )
    except BaseException:
        file.path.unlink(missing_ok=True)
        raise
    # A city's own series are sealed, and so is what they could tell about units.
    return Imported(batch, is_new=True, units=learn_units(prepared.table) if workspace is None else 0)


def _is_overtaken(batch: Batch, table: Table) -> bool:
    """Tell whether figures brought later replaced some of a batch: then the same figures, brought again, are news."""
    later = Q(retrieved__gt=batch.retrieved) | Q(retrieved=batch.retrieved, pk__gt=batch.pk)
    others = Batch.objects.filter(later, workspace=batch.workspace, is_in_force=True)
    return any(set(other.report.get("variables", {})) & set(table.variables) for other in others)


@transaction.atomic
def _keep_batch(actor: User | None, batch: Batch) -> Batch:
    batch.save(force_insert=True)
    _trace(actor, "series.import", batch, after={"title": batch.title, "rows": batch.rows, "source": batch.source})
    return batch


def _trace(actor: User | None, verb: str, batch: Batch, **changes: dict[str, Any]) -> None:
    """Write a workspace's batch to its journal; shared batches belong to no journal, their own row says when and what."""
    if batch.workspace is not None:
        note(actor=actor, verb=verb, of=batch, **changes)


def _refuse_unsealed(table: Table, workspace: Workspace | None) -> None:
    own = [key for key in table.variables if key.startswith(OWN_PREFIX)]
    if own and workspace is None:
        raise SeriesProblem(
            "series.unsealed",
            f"{own[0]} is a city's own series. Say whose it is (--workspace), or give the variable another key.",
            key=own[0],
        )


def _find_kind(table: Table, form: str) -> str:
    if all(key.startswith(OWN_PREFIX) for key in table.variables):
        return Batch.Kind.OWN
    if form in {CTAB, CREL}:
        return Batch.Kind.EXPORT
    return Batch.Kind.BUDGET if form == BUDGET else Batch.Kind.TABLE


def _read_date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        return None


@transaction.atomic
def withdraw_batch(*, actor: User | None, batch: Batch) -> Batch:
    """Take a batch out of force: what it replaced counts again. Its observations stay where they are."""
    return _set_force(actor, batch, "series.withdraw", is_in_force=False)


@transaction.atomic
def restore_batch(*, actor: User | None, batch: Batch) -> Batch:
    """Put a batch back in force."""
    return _set_force(actor, batch, "series.restore", is_in_force=True)


def _set_force(actor: User | None, batch: Batch, verb: str, *, is_in_force: bool) -> Batch:
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.is_in_force != is_in_force:
        batch.is_in_force = is_in_force
        batch.save(update_fields=["is_in_force"])
        _trace(actor, verb, batch, before={"is_in_force": not is_in_force}, after={"is_in_force": is_in_force})
    return batch


def import_crosswalk(*, actor: User | None, data: bytes) -> Crosswalk:  # noqa: ARG001 - every action is told who acts
    """Put a table of changes of units' codes in force, in place of the one before.

    Raises:
        SeriesProblem: it can't be read; the one before stays.
    """
    return save_crosswalk(read_letters(data))


def import_register(*, actor: User | None, data: bytes) -> int:  # noqa: ARG001 - every action is told who acts
    """Learn the units' names from the TERC register; gives how many units it has.

    Raises:
        SeriesProblem: it is not the register.
    """
    return learn_register(read_letters(data))


def import_demo_series(*, actor: User | None) -> Imported:
    """Keep the official figures of the 66 cities that come with the product; their changes of code, where none are known."""
    if not load_crosswalk().changes:
        save_crosswalk(read_letters(read_demo_file(CHANGES)))
    return import_file(actor=actor, data=read_demo_file(SERIES), name=SERIES, values=SeriesValues(title=DEMO_TITLE))
