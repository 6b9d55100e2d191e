"""A plan as a graph for its views: nodes by their codes in the order of layers, ties, and what counts as ground."""

from collections.abc import Iterable

from sciezka.core.graphs.types import Edge, Graph, build_graph
from sciezka.core.graphs.types import Node as Box
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.plan import WEAKENS, Plan, TieRow, read_plan
from sciezka.rooms.thread.queries.types import read_type
from sciezka.rooms.town.models import Process


def read_bare_plan(process: Process) -> Plan:
    """Read a plan without asking the rooms how their nouns stand: three queries."""
    return read_plan(process, lookups={})


def sort_nodes(plan: Plan, nodes: Iterable[Node]) -> list[Node]:
    """Put nodes in the order of layers, types and codes."""
    places = {key: place for place, key in enumerate(plan.types)}
    layers = {key: read_type(key).layer for key in {node.type for node in plan.standing}}

    def rank(node: Node) -> tuple[int, int, int, int, int]:
        under = node.under.number if node.under else 0
        return layers[node.type], places.get(node.type, len(places)), under, node.number, node.pk

    return sorted(nodes, key=rank)


def make_graph(plan: Plan, *, carrying: bool) -> Graph:
    """Make the graph of what stands and its ties in force; ``carrying`` leaves out those that weaken."""
    nodes = sort_nodes(plan, plan.standing)
    ties = [tie for tie in plan.in_force if not carrying or tie.kind != WEAKENS]
    return build_graph(
        [Box(key=node.code, kind=node.type) for node in nodes],
        [Edge(source=plan.nodes[tie.source].code, target=plan.nodes[tie.target].code, kind=tie.kind) for tie in ties],
    )


def list_grounds(plan: Plan) -> list[str]:
    """List the codes of the nodes that need nothing to rest on: those that cite something."""
    return [plan.nodes[key].code for key in plan.citations]


def map_codes(plan: Plan) -> dict[str, Node]:
    """Give the standing nodes by their codes."""
    return {node.code: node for node in plan.standing}


def map_ties(plan: Plan, *, carrying: bool) -> dict[tuple[str, str], TieRow]:
    """Give the first tie between each two codes."""
    found: dict[tuple[str, str], TieRow] = {}
    for tie in plan.in_force:
        if not carrying or tie.kind != WEAKENS:
            found.setdefault((plan.nodes[tie.source].code, plan.nodes[tie.target].code), tie)
    return found
