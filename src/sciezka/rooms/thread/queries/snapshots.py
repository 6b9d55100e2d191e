"""Saved states of a thread: finding and listing them, and two of them side by side."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models.fields.json import KeyTransform
from django.shortcuts import get_object_or_404

from sciezka.core.graphs.compare import Comparison, compare_states
from sciezka.kit.manifests import NodeType
from sciezka.rooms.people.queries import names_of
from sciezka.rooms.thread.models import Snapshot
from sciezka.rooms.thread.queries.states import State, TieKey, WaiverKey, read_state, write_now
from sciezka.rooms.thread.queries.traces import Trace, Traces, read_traces
from sciezka.rooms.thread.queries.types import all_types, read_type
from sciezka.rooms.town.models import Process

NOW: Final = "teraz"


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """A saved state of the list: how many stand in it and what the check came to, and who saved it."""

    snapshot: Snapshot
    sums: Mapping[str, int]
    author: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two compared states.

    Attributes:
        snapshot: the saved state; nothing for the thread as it stands now.
        sums: how many stand in it and what the check came to.
    """

    snapshot: Snapshot | None
    sums: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two states of a thread side by side, the earlier one first.

    Attributes:
        process: whose thread it is.
        before: the earlier state, and what is said of it.
        after: the later one.
        old: what the earlier one holds.
        new: what the later one holds.
        nodes: how their nodes differ.
        ties: how their ties differ.
        waivers: how their waivers differ.
        traces: who changed what in between.
        types: the types of nodes that something differs about, for the filter.
    """

    process: Process
    before: Side
    after: Side
    old: State
    new: State
    nodes: Comparison[str]
    ties: Comparison[TieKey]
    waivers: Comparison[WaiverKey]
    traces: Traces
    types: tuple[NodeType, ...]

    @property
    def count(self) -> int:
        """How many differences."""
        return self.nodes.count + self.ties.count + self.waivers.count

    def type_of(self, code: str) -> str:
        """Give the type of a node, by the later state if it holds it."""
        return self.new.type_of(code) or self.old.type_of(code)

    def trace(self, key: object) -> Trace | None:
        """Give the last change of something in between, as the journal holds it."""
        return self.traces.get(key)


def find_snapshot(workspace: str, process: str, snapshot: int) -> Snapshot:
    """Find a saved state inside its process, or answer 404."""
    rows = Snapshot.objects.select_related("process__workspace", "event")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=snapshot)


def list_snapshots(process: Process) -> list[SnapshotLine]:
    """List the saved states of a process, the newest first, in two queries and without what they hold."""
    rows = list(
        Snapshot.objects.filter(process=process)
        .select_related("event")
        .defer("content")
        .annotate(sums=KeyTransform("sums", "content"))
    )
    names = names_of(row.made_by for row in rows)
    for row in rows:
        row.process = process
    return [SnapshotLine(row, row.sums, names.get(row.made_by, "") if row.made_by else "") for row in rows]  # type: ignore[attr-defined]


def copied_from(process: Process) -> Snapshot | None:
    """Give the saved state that a process's thread is a copy of; nothing when it is none."""
    rows = Snapshot.objects.filter(copies__process=process).select_related("process__workspace").defer("content")
    return rows.order_by("pk").first()


def count_types(snapshot: Snapshot) -> list[tuple[NodeType, list[Mapping[str, Any]]]]:
    """Group the nodes of a saved state by their types, in the order of layers; those taken off stand last."""
    known = list(all_types())
    by_type: dict[str, list[Mapping[str, Any]]] = {}
    for row in snapshot.content["nodes"]:
        by_type.setdefault(row["type"], []).append(row)
    order = sorted(by_type, key=lambda key: known.index(key) if key in known else len(known))
    return [(read_type(key), sorted(by_type[key], key=lambda row: bool(row["taken_off"]))) for key in order]


def compare_snapshots(before: Snapshot, after: Snapshot | None) -> Compared:
    """Put two saved states side by side, or one beside the thread as it stands now; the earlier one comes first.

    Without the check of the thread as it stands, five queries however much differs.
    """
    if after is not None and (after.made_at, after.pk) < (before.made_at, before.pk):
        before, after = after, before
    old, new = read_state(before.content), read_state(after.content if after else write_now(before.process))
    nodes = compare_states(old.nodes, new.nodes)
    ties = compare_states(old.ties, new.ties)
    waivers = compare_states(old.waivers, new.waivers)
    return Compared(
        process=before.process,
        before=Side(before, old.sums),
        after=Side(after, new.sums),
        old=old,
        new=new,
        nodes=nodes,
        ties=ties,
        waivers=waivers,
        traces=read_traces(before.process, before.made_at, after.made_at if after else None),
        types=list_types(old, new, nodes, ties),
    )


def list_types(old: State, new: State, nodes: Comparison[str], ties: Comparison[TieKey]) -> tuple[NodeType, ...]:
    """List the types of nodes that something differs about, in the order of layers."""
    codes = Counter([*nodes.added, *nodes.removed, *(row.key for row in nodes.changed)])
    for key in (*ties.added, *ties.removed, *(row.key for row in ties.changed)):
        codes.update(key[:2])
    found = {new.type_of(code) or old.type_of(code) for code in codes} - {""}
    known = list(all_types())
    return tuple(read_type(key) for key in sorted(found, key=lambda key: known.index(key) if key in known else len(known)))
