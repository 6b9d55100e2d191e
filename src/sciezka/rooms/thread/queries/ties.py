"""Reading ties: of one node, along the thread in both directions, and the way from one node to another."""

import uuid
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.shortcuts import get_object_or_404

from sciezka.kit.manifests import NodeType, Text
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.nodes import set_process
from sciezka.rooms.thread.queries.nouns import Lookup, has_moved, look_up
from sciezka.rooms.thread.queries.types import read_kind, read_type
from sciezka.rooms.town.models import Process

Links = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie as one of its ends reads it."""

    tie: Tie
    other: Node
    type: NodeType
    label: Text
    author: str
    is_by_hand: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """The nodes that a node rests on, and those that rest on it; each list holds one more step away than the last."""

    up: list[list[Node]]
    down: list[list[Node]]


@dataclass(frozen=True, slots=True)
class NodePage:
    """Everything that the page of a node shows."""

    node: Node
    type: NodeType
    lookup: Lookup
    has_moved: bool
    rests_on: list[TieLine]
    carries: list[TieLine]
    trail: Trail
    hung_by: str


def find_tie(workspace: str, process: str, node: str, tie: int) -> Tie:
    """Find a tie at one of its nodes, inside its process, or answer 404."""
    rows = Tie.objects.select_related("source__process__workspace", "target").filter(
        source__process__workspace__slug=workspace, source__process__slug=process
    )
    return get_object_or_404(rows, Q(source__code=node) | Q(target__code=node), pk=tie)


def read_links(process: Process) -> tuple[Links, Links]:
    """Read the ties in force, in one query: from each node to those that rest on it, and back."""
    down: dict[int, list[int]] = defaultdict(list)
    up: dict[int, list[int]] = defaultdict(list)
    rows = Tie.objects.filter(
        source__process=process, source__taken_off_at__isnull=True, target__taken_off_at__isnull=True
    ).order_by("source__number", "target__number", "pk")
    for source, target in rows.values_list("source_id", "target_id"):
        if target not in down[source]:
            down[source].append(target)
            up[target].append(source)
    return down, up


def walk(links: Links, start: int) -> list[list[int]]:
    """List what can be reached, step by step; each node once, at its shortest distance."""
    seen, steps, edge = {start}, [], [start]
    while edge:
        edge = [key for key in dict.fromkeys(key for here in edge for key in links.get(here, ())) if key not in seen]
        seen.update(edge)
        if edge:
            steps.append(edge)
    return steps


def trail(node: Node) -> Trail:
    """Follow the ties in force from a node in both directions, in two queries however long the way."""
    down, up = read_links(node.process)
    above, below = walk(up, node.pk), walk(down, node.pk)
    keys = {key for step in (*above, *below) for key in step}
    nodes = {row.pk: row for row in set_process(Node.objects.filter(pk__in=keys), node.process)}
    return Trail([[nodes[key] for key in step] for step in above], [[nodes[key] for key in step] for step in below])


def find_way(process: Process, start: Node, goal: Node) -> list[Node]:
    """Find the shortest way along the ties from one node to another; empty when there is none.

    Ties of nodes that were taken off count too: such a node may be put back.
    """
    links: dict[int, list[int]] = defaultdict(list)
    for source, target in Tie.objects.filter(source__process=process).order_by("pk").values_list("source_id", "target_id"):
        links[source].append(target)
    came: dict[int, int | None] = {start.pk: None}
    queue = deque([start.pk])
    while queue and goal.pk not in came:
        here = queue.popleft()
        for key in links[here]:
            if key not in came:
                came[key] = here
                queue.append(key)
    keys: list[int] = []
    step: int | None = goal.pk if goal.pk in came else None
    while step is not None:
        keys.insert(0, step)
        step = came[step]
    nodes = Node.objects.in_bulk(keys)
    return [nodes[key] for key in keys]


def node_with_ties(node: Node) -> NodePage:
    """Read the page of a node in a fixed number of queries (and what looking its noun up takes)."""
    ties = list(Tie.objects.filter(Q(source=node) | Q(target=node)).select_related("source", "target"))
    set_process([end for tie in ties for end in (tie.source, tie.target)], node.process)
    names = name_authors({node.hung_by, *(tie.author for tie in ties)})
    lookup = look_up(node.process, [node])[node.pk]
    return NodePage(
        node=node,
        type=read_type(node.type),
        lookup=lookup,
        has_moved=has_moved(node, lookup.standing),
        rests_on=[make_line(tie, tie.source, names) for tie in ties if tie.target_id == node.pk],
        carries=[make_line(tie, tie.target, names) for tie in ties if tie.source_id == node.pk],
        trail=trail(node),
        hung_by=names.get(node.hung_by, ""),
    )


def make_line(tie: Tie, other: Node, names: Mapping[uuid.UUID | None, str]) -> TieLine:
    """Read a tie from one of its ends: the sentence begins with the node whose page it is."""
    kind = read_kind(tie.kind)
    label = kind.label if other.pk == tie.target_id else kind.back
    return TieLine(tie, other, read_type(other.type), label, names.get(tie.author, ""), kind.by_hand)


def name_authors(refs: set[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    """Name the people behind pseudonyms, in one query; whoever erased their account has no name any more."""
    people = User.objects.filter(ref__in={ref for ref in refs if ref}, erased_at__isnull=True)
    return {user.ref: str(user) for user in people}
