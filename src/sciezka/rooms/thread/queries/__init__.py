"""Reading the thread: what the rooms above may ask."""

from sciezka.rooms.thread.models import Citation
from sciezka.rooms.thread.queries.nodes import node_for, nodes_for, nodes_of, standing_nodes, suggest
from sciezka.rooms.thread.queries.nouns import Standing
from sciezka.rooms.thread.queries.ties import node_with_ties, trail

__all__ = [
    "Citation",
    "Standing",
    "node_for",
    "node_with_ties",
    "nodes_for",
    "nodes_of",
    "standing_nodes",
    "suggest",
    "trail",
]
