"""The thread room's nouns: nodes and ties, and what its checks keep."""

from sciezka.rooms.thread.models.checks import CheckSettings, Score, Waiver
from sciezka.rooms.thread.models.nodes import BY_CODE, Citation, Node, Tie, read_citation

__all__ = ["BY_CODE", "CheckSettings", "Citation", "Node", "Score", "Tie", "Waiver", "read_citation"]
