"""Reading the nodes of a process: one, all, those that stand for given nouns, those that a picker offers."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from sciezka.kit.manifests import NodeType
from sciezka.rooms.thread.models import BY_CODE, Node, Tie
from sciezka.rooms.thread.queries.nouns import say_citation
from sciezka.rooms.thread.queries.types import all_types, is_allowed, read_type, relations_of
from sciezka.rooms.town.models import Process

MOST_WORDS = 8
OFFERED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadFilters:
    """What the address of the thread asks for."""

    search: str = ""
    type: str = ""
    loose_only: bool = False
    with_taken_off: bool = False

    @property
    def is_set(self) -> bool:
        """Tell whether anything is filtered."""
        return bool(self.search or self.type or self.loose_only or self.with_taken_off)


@dataclass(frozen=True, slots=True)
class NodeLine:
    """A node of the list with its ties."""

    node: Node
    ties: int
    cited: str

    @property
    def is_loose(self) -> bool:
        """Tell whether nothing ties the node to the rest."""
        return self.ties == 0 and not self.node.is_taken_off


@dataclass(frozen=True, slots=True)
class Layer:
    """The nodes of one type."""

    type: NodeType
    lines: list[NodeLine]


def find_node(workspace: str, process: str, node: str) -> Node:
    """Find a node by its code, inside its process, or answer 404."""
    rows = Node.objects.select_related("process__workspace")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, code=node)


def nodes_of(process: Process) -> QuerySet[Node]:
    """List the nodes of a process, those taken off too, each with the number of its ties to nodes that stand."""
    nodes: QuerySet[Node] = Node.objects.filter(process=process).annotate(
        tie_count=Coalesce(count_ties("source", "target"), 0) + Coalesce(count_ties("target", "source"), 0)
    )
    return nodes


def count_ties(end: str, other: str) -> Subquery:
    """Count the ties of the node at one end whose other end stands."""
    ties = Tie.objects.filter(**{end: OuterRef("pk"), f"{other}__taken_off_at__isnull": True}).order_by()
    return Subquery(ties.values(end).annotate(number=Count("pk")).values("number"), output_field=IntegerField())


def standing_nodes(process: Process) -> QuerySet[Node]:
    """List the nodes of a process that were not taken off."""
    return nodes_of(process).filter(taken_off_at__isnull=True)


def node_for(noun: Model, type: str = "") -> Node | None:  # noqa: A002 - the field's own name
    """Find the node that stands for a noun, whether on the thread or taken off; nothing when it never hung."""
    rows = Node.objects.filter(noun_kind=noun._meta.label_lower, noun_key=str(noun.pk))
    return (rows.filter(type=type) if type else rows).select_related("process__workspace").order_by("pk").first()


def nodes_for(process: Process, nouns: Iterable[Model]) -> dict[str, Node]:
    """Find the nodes that stand for nouns of one kind, by the nouns' keys, in one query."""
    listed = list(nouns)
    if not listed:
        return {}
    rows = Node.objects.filter(
        process=process, noun_kind=listed[0]._meta.label_lower, noun_key__in=[str(noun.pk) for noun in listed]
    )
    return {node.noun_key: node for node in set_process(rows, process)}


def nodes_by_key(process: Process, model: type[Model], keys: Iterable[int] | None = None) -> dict[int, Node]:
    """Give the nodes of nouns of one model by the nouns' keys, in one query; without keys, all of the process."""
    rows = Node.objects.filter(process=process, noun_kind=model._meta.label_lower)
    if keys is not None:
        rows = rows.filter(noun_key__in=[str(key) for key in keys])
    return {int(node.noun_key): node for node in set_process(rows, process)}


def set_process(nodes: Iterable[Node], process: Process) -> list[Node]:
    """Give nodes the process that they were read for, so that no address asks the database for it."""
    listed = list(nodes)
    for node in listed:
        node.process = process
    return listed


def read_thread(process: Process, filters: ThreadFilters) -> list[Layer]:
    """Read the thread as the list shows it: the types in the order of their layers, only those that have nodes."""
    rows = nodes_of(process) if filters.with_taken_off else standing_nodes(process)
    by_type: dict[str, list[NodeLine]] = {key: [] for key in all_types()}
    for node in set_process(rows, process):
        line = make_line(node)
        if is_wanted(line, filters):
            by_type.setdefault(node.type, []).append(line)
    return [Layer(read_type(key), lines) for key, lines in by_type.items() if lines]


def make_line(node: Node) -> NodeLine:
    """Make the line of a node that :func:`nodes_of` gave."""
    ties: int = node.tie_count  # type: ignore[attr-defined]
    return NodeLine(node, ties, say_citation(node.citation) if node.citation else "")


def is_wanted(line: NodeLine, filters: ThreadFilters) -> bool:
    """Tell whether the filters let a line through."""
    return (
        (not filters.type or line.node.type == filters.type)
        and (not filters.loose_only or line.is_loose)
        and is_found(line.node, filters.search)
    )


def is_found(node: Node, search: str) -> bool:
    """Tell whether a code and a title hold every word, whatever the case and the diacritics.

    Told here, not by the database: SQLite folds no Polish letters, and a thread has hundreds of nodes, not millions.
    """
    text = fold(str(node))
    return all(word in text for word in fold(search).split()[:MOST_WORDS])


def fold(text: str) -> str:
    """Leave the case and the diacritics out of a text."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def types_on(process: Process) -> list[NodeType]:
    """List the types of which the process has nodes, in the order of their layers."""
    keys = set(Node.objects.filter(process=process).order_by().values_list("type", flat=True).distinct())
    known = all_types()
    return [read_type(key) for key in [*(key for key in known if key in keys), *sorted(keys - known.keys())]]


def suggest(process: Process, search: str = "", *, beside: Node | None = None, relation: str = "") -> list[Node]:
    """Offer the first nodes that a search finds; with a node beside, only those that it may be tied to.

    Args:
        process: the process.
        search: words of the code or the title.
        beside: the node that is to be tied.
        relation: the key of the relation chosen for it, when one is.
    """
    layers = {key: place for place, key in enumerate(all_types())}
    fitting = list_fitting(beside.type, relation) if beside else None
    rows = Node.objects.filter(process=process, taken_off_at__isnull=True).order_by(*BY_CODE)
    found = [
        node
        for node in set_process(rows, process)
        if node != beside and (fitting is None or node.type in fitting) and is_found(node, search)
    ]
    return sorted(found, key=lambda node: layers.get(node.type, len(layers)))[:OFFERED]


def list_fitting(type_key: str, relation: str = "") -> set[str]:
    """List the types that a node of a type may be tied to, in one relation or in any."""
    ways = [way for way in relations_of(type_key) if relation in ("", way.key)]
    return {
        other
        for other in all_types()
        for way in ways
        if (is_allowed(way.kind, type_key, other) if way.is_forward else is_allowed(way.kind, other, type_key))
    }
