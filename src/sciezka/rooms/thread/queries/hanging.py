"""How a noun hangs on the golden thread, as its own page shows it: ties, what it rests on, faults."""

from dataclasses import dataclass

from django.db.models import Model

from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import node_for, node_with_ties
from sciezka.rooms.thread.queries.checks import Fault
from sciezka.rooms.thread.queries.checks_page import check_node
from sciezka.rooms.thread.queries.nouns import say_citation
from sciezka.rooms.thread.queries.ties import NodePage, TieLine


@dataclass(frozen=True, slots=True)
class Beam:
    """A tie of the noun, with what is cited at its other end."""

    line: TieLine
    cited: str


@dataclass(frozen=True, slots=True)
class Hanging:
    """A noun on the thread.

    Attributes:
        node: its node.
        page: what the thread tells of the node.
        rests_on: what carries it, or speaks against it.
        carries: what rests on it.
        faults: what the check of the plan finds here, waived ones last.
    """

    node: Node
    page: NodePage
    rests_on: tuple[Beam, ...]
    carries: tuple[Beam, ...]
    faults: tuple[Fault, ...]


def read_hanging(noun: Model) -> Hanging | None:
    """Read how a noun hangs on the thread; nothing when it never hung."""
    node = node_for(noun)
    if node is None:
        return None
    page = node_with_ties(node)
    faults = () if node.is_taken_off else tuple(check_node(node, page.lookup))
    return Hanging(node, page, list_beams(page.rests_on), list_beams(page.carries), faults)


def list_beams(lines: list[TieLine]) -> tuple[Beam, ...]:
    """Give ties to nodes that stand, with what these cite."""
    return tuple(
        Beam(line, say_citation(line.other.citation) if line.other.citation else "")
        for line in lines
        if not line.other.is_taken_off
    )
