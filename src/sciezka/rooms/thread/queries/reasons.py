"""Why a node is there, as sentences that can be read aloud, and what would lose its footing without it."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sciezka.core.graphs.footing import explain, find_losing
from sciezka.core.graphs.types import Graph
from sciezka.core.graphs.walking import find_descendants
from sciezka.kit.manifests import NodeType, Text
from sciezka.kit.typography import bind_words
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.nouns import say_figure, say_when
from sciezka.rooms.thread.queries.plan import Plan, TieRow
from sciezka.rooms.thread.queries.types import read_kind, read_type
from sciezka.rooms.thread.queries.views_graph import (
    list_grounds,
    make_graph,
    map_codes,
    map_ties,
    read_bare_plan,
    sort_nodes,
)

SHOWN: Final = 3
MOST: Final = 12
ENDS: Final = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One step of a chain, read from what rests to what carries it.

    Attributes:
        node: what rests.
        type: its type.
        verb: how it rests, such as „rests on”.
        other: what carries it.
        other_type: the type of that.
        cited: what that cites, in one line.
        reason: why, as somebody wrote it, with a full stop.
    """

    node: Node
    type: NodeType
    verb: Text
    other: Node
    other_type: NodeType
    cited: str
    reason: str


@dataclass(frozen=True, slots=True)
class TypeGroup:
    """Nodes of a type."""

    type: NodeType
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """What a node's page says of why it is there.

    Attributes:
        own: what the node itself cites, in one line; then it is evidence and needs no reason.
        is_evidence: whether it is.
        first: the shortest chains, each from the node back to evidence.
        more: further ones.
        is_whole: whether these are all.
        losing: what would lose its footing without the node, by types.
        lost: how many those are.
        after: how many nodes rest on it, near and far.
    """

    own: str
    is_evidence: bool
    first: tuple[tuple[Sentence, ...], ...]
    more: tuple[tuple[Sentence, ...], ...]
    is_whole: bool
    losing: tuple[TypeGroup, ...]
    lost: int
    after: int


def read_reasons(node: Node) -> Reasons:
    """Read why a node is there, in three queries."""
    return find_reasons(read_bare_plan(node.process), node.code)


def find_reasons(plan: Plan, code: str) -> Reasons:
    """Find why the standing node of a code is there, and what would lose its footing without it."""
    graph, grounds, codes = make_graph(plan, carrying=True), list_grounds(plan), map_codes(plan)
    node = codes[code]
    is_evidence = node.pk in plan.citations
    found = explain(graph, code, grounds, most=MOST)
    ties = map_ties(plan, carrying=True)
    chains = () if is_evidence else tuple(write_chain(plan, codes, ties, chain) for chain in found.chains)
    lost = find_lost(graph, plan, node, grounds)
    return Reasons(
        own=say_cited(node),
        is_evidence=is_evidence,
        first=chains[:SHOWN],
        more=chains[SHOWN:],
        is_whole=found.is_whole,
        losing=group_by_type(lost),
        lost=len(lost),
        after=len(find_descendants(graph, code)),
    )


def write_chain(
    plan: Plan, codes: dict[str, Node], ties: dict[tuple[str, str], TieRow], chain: tuple[str, ...]
) -> tuple[Sentence, ...]:
    """Write a chain that leads from ground to a node as sentences that lead from the node back to ground."""
    sentences = []
    for rests, carries in pairwise(reversed(chain)):
        tie, node, other = ties[carries, rests], codes[rests], codes[carries]
        sentences.append(
            Sentence(
                node=node,
                type=_type_of(plan, node),
                verb=read_kind(tie.kind).back,
                other=other,
                other_type=_type_of(plan, other),
                cited=say_cited(other),
                reason=end_sentence(tie.reason),
            )
        )
    return tuple(sentences)


def say_cited(node: Node) -> str:
    """Say what a node cites in one line without its words, which its title holds: the figure, of when, from where."""
    citation = node.citation
    if citation is None:
        return ""
    return ", ".join(bind_words(part) for part in (say_figure(citation), say_when(citation), citation.source) if part)


def end_sentence(reason: str) -> str:
    """Give a reason with a full stop and a capital, in one line."""
    words = " ".join(reason.split())
    if not words:
        return ""
    return f"{words[0].upper()}{words[1:]}{'' if words.endswith(ENDS) else '.'}"


def find_lost(graph: Graph, plan: Plan, node: Node, grounds: list[str]) -> list[Node]:
    """List what rests on evidence now and would not without the node."""
    codes = map_codes(plan)
    return sort_nodes(plan, (codes[code] for code in find_losing(graph, node.code, grounds)))


def group_by_type(nodes: list[Node]) -> tuple[TypeGroup, ...]:
    """Group nodes by their types, in their order."""
    found: dict[str, list[Node]] = {}
    for node in nodes:
        found.setdefault(node.type, []).append(node)
    return tuple(TypeGroup(read_type(key), tuple(rows)) for key, rows in found.items())


def _type_of(plan: Plan, node: Node) -> NodeType:
    return plan.types.get(node.type) or read_type(node.type)
