"""Reading a tree: its statements with their codes and evidence, its ties, and the same as an outline."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from django.db.models import Count, Q, QuerySet

from sciezka.core.graphs.outline import Line, write_outline
from sciezka.core.graphs.types import Edge, Graph, build_graph
from sciezka.core.graphs.types import Node as Box
from sciezka.core.graphs.walking import reach
from sciezka.kit.manifests import Text
from sciezka.rooms.diagnosis.models import NODE_TYPES, Placing, Role, Statement, Tree, TreeKind, TreeStep
from sciezka.rooms.diagnosis.queries.words import TREE_WORDS
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.thread.queries.nouns import say_citation
from sciezka.rooms.town.models import Process

CAUSES: Final = "causes"
SERVES: Final = "serves"
MIRRORS: Final = "mirrors"
# The kind of ties that a tree of each kind is drawn of.
LINKS: Final = {TreeKind.PROBLEMS: CAUSES, TreeKind.OBJECTIVES: SERVES}
SPEAKS: Final = ("supports", "weakens")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for or against a statement."""

    node: Node
    cited: str
    is_against: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A statement where it stands in a tree."""

    statement: Statement
    node: Node
    order: float
    evidence: tuple[Evidence, ...] = ()
    mirrors: tuple[Node, ...] = ()

    @property
    def key(self) -> int:
        """The statement's key."""
        return self.statement.pk

    @property
    def code(self) -> str:
        """The code on the thread."""
        return self.node.code


@dataclass(frozen=True, slots=True)
class Link:
    """That one statement of a tree causes, or serves, another."""

    source: Spot
    target: Spot
    reason: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the outline with the lines below it.

    Attributes:
        spot: the statement.
        children: what is indented below it.
        also: the other statements that it belongs under too.
        elsewhere: those that belong below it too, and are listed under another.
    """

    spot: Spot
    children: tuple["Branch", ...] = ()
    also: tuple[Spot, ...] = ()
    elsewhere: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A problem with what it comes from and what follows from it."""

    core: Branch
    causes: tuple[Branch, ...]
    effects: tuple[Branch, ...]


@dataclass(frozen=True)
class TreeView:
    """A tree as its pages show it.

    Attributes:
        tree: the tree.
        spots: the statements on the thread, by their keys, in their order.
        links: the ties between them.
        off: the statements that were taken off the thread and still have a place here.
    """

    tree: Tree
    spots: Mapping[int, Spot]
    links: tuple[Link, ...]
    off: tuple[Spot, ...] = field(default=())

    @property
    def words(self) -> Mapping[str, Text]:
        """What everything in a tree of its kind is called."""
        return TREE_WORDS[TreeKind(self.tree.kind)]

    @cached_property
    def graph(self) -> Graph:
        """The tree as a graph, without sizes of boxes."""
        return self.make_graph([Box(key=str(key), kind=spot.statement.role) for key, spot in self.spots.items()])

    def make_graph(self, boxes: Iterable[Box]) -> Graph:
        """Make a graph of boxes that somebody has measured."""
        return build_graph(
            list(boxes),
            [Edge(source=str(link.source.key), target=str(link.target.key), kind=CAUSES) for link in self.links],
        )

    @property
    def order(self) -> dict[str, float]:
        """Where statements stand among those beside them."""
        return {str(key): spot.order for key, spot in self.spots.items()}

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The problems, each with its causes and effects; every cause and effect stands once."""
        cores = [str(key) for key, spot in self.spots.items() if spot.statement.role == Role.CORE]
        if not cores:
            return ()
        below, above = reach(self.graph, cores, "back"), reach(self.graph, cores)
        causes = self._outline({key for key in below if key in cores or key not in above}, is_back=True)
        effects = self._outline({key for key in above if key in cores or key not in below}, is_back=False)
        parts = []
        for key in cores:
            core, after = causes[int(key)], effects[int(key)]
            parts.append(
                Part(
                    Branch(core.spot, also=core.also, elsewhere=(*core.elsewhere, *after.elsewhere)),
                    tuple(child for child in core.children if child.spot.statement.role != Role.CORE),
                    tuple(child for child in after.children if child.spot.statement.role != Role.CORE),
                )
            )
        return tuple(parts)

    @cached_property
    def loose(self) -> tuple[Branch, ...]:
        """What neither leads to a problem nor follows from one."""
        listed = {branch.spot.key for branch in self.walk_parts()}
        left = {str(key) for key in self.spots if key not in listed}
        found = self._outline(left, is_back=True)
        below = {child.spot.key for branch in found.values() for child in branch.children}
        return tuple(branch for key, branch in found.items() if key not in below)

    def walk_parts(self) -> Iterable[Branch]:
        """Give every line under every problem, and the problems."""
        for part in self.parts:
            yield part.core
            work = [*part.causes, *part.effects]
            for branch in work:  # which grows meanwhile
                work += branch.children
            yield from work

    def _outline(self, keys: set[str], *, is_back: bool) -> dict[int, Branch]:
        """Outline a part of the tree; gives each line by its key."""
        graph = build_graph(
            [node for node in self.graph.nodes if node.key in keys],
            [edge for edge in self.graph.edges if edge.source in keys and edge.target in keys],
        )
        lines = write_outline(graph, "back" if is_back else "forward", self.order)
        children: dict[str, list[Line]] = {}
        for line in lines:
            children.setdefault(line.parent, []).append(line)
        made: dict[int, Branch] = {}
        for line in reversed(lines):
            key = int(line.key)
            made[key] = Branch(
                self.spots[key],
                tuple(made[int(child.key)] for child in children.get(line.key, ())),
                tuple(self.spots[int(other)] for other in line.also_under),
                tuple(self.spots[int(other)] for other in line.elsewhere),
            )
        return {int(line.key): made[int(line.key)] for line in lines}

    def parents_of(self, spot: Spot) -> list[Spot]:
        """List what a statement hangs under: a cause what it causes, an effect what it comes from."""
        if spot.statement.role == Role.EFFECT:
            return [link.source for link in self.links if link.target == spot]
        return [link.target for link in self.links if link.source == spot and spot.statement.role == Role.CAUSE]

    def beside(self, key: int) -> list[Spot]:
        """List the statements that one stands among, itself too, in their order."""
        rows: list[tuple[Branch, ...]] = [tuple(part.core for part in self.parts), self.loose]
        rows += [row for part in self.parts for row in (part.causes, part.effects)]
        rows += [branch.children for branch in (*self.walk_parts(), *self.loose)]
        for row in rows:
            if any(branch.spot.key == key for branch in row):
                return [branch.spot for branch in row]
        return []

    def count(self, role: Role) -> int:
        """Count the statements of a role."""
        return sum(spot.statement.role == role for spot in self.spots.values())


def read_tree(tree: Tree) -> TreeView:
    """Read a tree, in four queries."""
    placings = list(Placing.objects.filter(tree=tree).select_related("statement").order_by("order", "pk"))
    nodes = nodes_by_key(tree.process, Statement, [row.statement_id for row in placings])
    by_node = {node.pk: key for key, node in nodes.items()}
    kinds = (*LINKS.values(), MIRRORS, *SPEAKS)
    ties = list(
        Tie.objects.filter(target__in=by_node, kind__in=kinds, source__taken_off_at__isnull=True)
        .select_related("source")
        .order_by("created_at", "pk")
    )
    evidence: dict[int, list[Evidence]] = {}
    mirrors: dict[int, list[Node]] = {}
    for tie in ties:
        if tie.kind == MIRRORS:
            tie.source.process = tree.process
            mirrors.setdefault(by_node[tie.target_id], []).append(tie.source)
        elif tie.kind in SPEAKS and tie.source.type not in NODE_TYPES.values():
            tie.source.process = tree.process
            evidence.setdefault(by_node[tie.target_id], []).append(read_evidence(tie))
    spots: dict[int, Spot] = {}
    off = []
    for row in placings:
        row.statement.process = tree.process
        if (node := nodes.get(row.statement_id)) is None:
            continue
        key = row.statement_id
        spot = Spot(row.statement, node, row.order, tuple(evidence.get(key, ())), tuple(mirrors.get(key, ())))
        if node.is_taken_off:
            off.append(spot)
        else:
            spots[row.statement_id] = spot
    links = tuple(
        Link(spots[source], spots[target], tie.reason)
        for tie in ties
        if tie.kind in LINKS.values()
        and (source := by_node.get(tie.source_id, 0)) in spots
        and (target := by_node[tie.target_id]) in spots
    )
    return TreeView(tree, spots, links, tuple(off))


def read_evidence(tie: Tie) -> Evidence:
    """Read a tie from evidence."""
    citation = tie.source.citation
    return Evidence(tie.source, say_citation(citation) if citation else "", tie.kind == "weakens", tie.reason)


def list_trees(process: Process) -> QuerySet[Tree]:
    """List the trees of a process, each with how many problems, causes and effects it holds."""
    counted = {f"{role.value}_count": Count("placings", filter=Q(placings__statement__role=role.value)) for role in Role}
    rows: QuerySet[Tree] = Tree.objects.filter(process=process).select_related("process__workspace").annotate(**counted)
    return rows


def find_undo(tree: Tree, user: User) -> TreeStep | None:
    """Find the step that a person can undo: their own last one in force."""
    return tree.steps.filter(actor=user.ref, undone_at__isnull=True).order_by("-number").first()


def find_redo(tree: Tree, user: User) -> TreeStep | None:
    """Find the step that a person can do again: the first that they undid since their last one in force."""
    last = find_undo(tree, user)
    rows = tree.steps.filter(actor=user.ref, undone_at__isnull=False, number__gt=last.number if last else 0)
    return rows.order_by("number").first()


def pulse_of(tree: int) -> str:
    """Name the pulse that tells of changes of a tree."""
    return f"diagnosis.tree.{tree}"
