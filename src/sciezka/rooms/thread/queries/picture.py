"""What the picture of a thread shows: all of it, or what concerns one node, without the types that are left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from sciezka.core.graphs.walking import find_ancestry, find_descendants
from sciezka.kit.manifests import NodeType
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.plan import Plan, TieRow
from sciezka.rooms.thread.queries.types import read_type
from sciezka.rooms.thread.queries.views_graph import make_graph, map_codes, read_bare_plan, sort_nodes
from sciezka.rooms.town.models import Process

# So many nodes can stand around a focus, faded, without burying it.
MOST_FADED = 40
LONGEST_CODE = 20
# How many ties away a picture around a node may reach, and the word for as far as there is anything.
REACHES: Final = (1, 2, 3)
EVERYTHING: Final = 9
# So many nodes around a focus are seen at a glance; where more concern it, the picture begins with the nearer ones.
MOST_AT_ONCE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureWish:
    """What the address asks for.

    Attributes:
        focus: the code of the node around which to draw; empty for the whole.
        without: the keys of types that are left out.
        is_asked: whether the whole picture is wanted on a narrow screen too, where a list comes first.
        scale: in percent; 0 to fit.
        reach: how many ties away from the focus the picture goes; 0 for as far as it stays easy to take in.
    """

    focus: str = ""
    without: tuple[str, ...] = ()
    is_asked: bool = False
    scale: int = 0
    reach: int = 0

    def write(self, **changes: str | int) -> str:
        """Write the address's words, with changes."""
        words = QueryDict(mutable=True)
        own = {"wezel": self.focus, "skala": self.scale, "zasieg": self.reach, "widok": "caly" * self.is_asked}
        for key, value in {**own, **changes}.items():
            if value:
                words[key] = str(value)
        words.setlist("bez", list(self.without))
        return words.urlencode()


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """A type that the thread has, with how many nodes, and whether the picture leaves it out."""

    type: NodeType
    count: int
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A node of the list that says the same: what it rests on and what rests on it, as far as the picture shows it."""

    node: Node
    before: tuple[Node, ...]
    after: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class PictureGroup:
    """The lines of a type."""

    type: NodeType
    lines: tuple[PictureLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is to be drawn.

    Attributes:
        plan: the plan that it is of.
        nodes: what is drawn, in the order of layers.
        ties: the ties between them.
        focus: the node around which it is drawn, or nothing.
        near: the keys of the nodes that concern the focus, itself among them; all without one.
        missing: how many nodes are not drawn because they don't concern the focus.
        choices: the types on the thread.
        reach: how many ties away from the focus it goes.
        beyond: how many nodes concern the focus from farther away and are not drawn.
    """

    plan: Plan
    nodes: tuple[Node, ...]
    ties: tuple[TieRow, ...]
    focus: Node | None
    near: frozenset[int]
    missing: int
    choices: tuple[TypeChoice, ...]
    reach: int = EVERYTHING
    beyond: int = 0

    def type_of(self, node: Node) -> NodeType:
        """Give a node's type."""
        return self.plan.types.get(node.type) or read_type(node.type)

    @property
    def groups(self) -> list[PictureGroup]:
        """The nodes that concern the focus as a list, by types."""
        after: dict[int, dict[int, Node]] = {}
        before: dict[int, dict[int, Node]] = {}
        for tie in self.ties:
            if tie.source in self.near and tie.target in self.near:
                after.setdefault(tie.source, {})[tie.target] = self.plan.nodes[tie.target]
                before.setdefault(tie.target, {})[tie.source] = self.plan.nodes[tie.source]
        by_type: dict[str, list[PictureLine]] = {}
        for node in self.nodes:
            if node.pk in self.near:
                ends = (tuple(side.get(node.pk, {}).values()) for side in (before, after))
                by_type.setdefault(node.type, []).append(PictureLine(node, *ends))
        return [PictureGroup(read_type(key), tuple(lines)) for key, lines in by_type.items()]


def read_picture(process: Process, wish: PictureWish) -> Picture:
    """Read what the picture shows, in three queries."""
    plan = read_bare_plan(process)
    codes = map_codes(plan)
    focus = codes.get(wish.focus)
    out = {key for key in wish.without if focus is None or key != focus.type}
    kept = [node for node in sort_nodes(plan, plan.standing) if node.type not in out]
    near = frozenset(node.pk for node in kept)
    reach, beyond = EVERYTHING, 0
    if focus:
        # Followed through the types that are left out too: what they join still concerns the focus.
        graph = make_graph(plan, carrying=False)
        steps = {**find_ancestry(graph, focus.code), **find_descendants(graph, focus.code), focus.code: 0}
        concerned = {codes[code].pk: far for code, far in steps.items() if codes[code].pk in near}
        reach = choose_reach(concerned, wish.reach)
        near = frozenset(key for key, far in concerned.items() if far <= reach or reach == EVERYTHING)
        beyond = len(concerned) - len(near)
    drawn = kept if len(kept) <= MOST_FADED else [node for node in kept if node.pk in near]
    keys = {node.pk for node in drawn}
    return Picture(
        plan=plan,
        nodes=tuple(drawn),
        ties=tuple(tie for tie in plan.in_force if tie.source in keys and tie.target in keys),
        focus=focus,
        near=near,
        missing=len(kept) - len(drawn) - beyond if len(kept) > MOST_FADED else 0,
        choices=list_choices(plan, out),
        reach=reach,
        beyond=beyond,
    )


def choose_reach(concerned: Mapping[int, int], wanted: int) -> int:
    """Choose how far a picture goes: as wanted, or as far as there are not too many nodes to be taken in at once."""
    if wanted:
        return wanted
    if len(concerned) <= MOST_AT_ONCE:
        return EVERYTHING
    fitting = [reach for reach in REACHES if sum(far <= reach for far in concerned.values()) <= MOST_AT_ONCE]
    return max(fitting, default=REACHES[0])


def list_choices(plan: Plan, out: set[str]) -> tuple[TypeChoice, ...]:
    """List the types on the thread in the order of their layers."""
    counts: dict[str, int] = {}
    for node in sort_nodes(plan, plan.standing):
        counts[node.type] = counts.get(node.type, 0) + 1
    return tuple(TypeChoice(read_type(key), count, key in out) for key, count in counts.items())
