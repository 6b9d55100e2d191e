"""The thread room's nouns: nodes and ties, and what its checks keep."""

from sciezka.rooms.thread.models.checks import CheckSettings, Score, Waiver
from sciezka.rooms.thread.models.nodes import BY_CODE, Citation, Node, Tie, read_citation
from sciezka.rooms.thread.models.snapshots import COPIED, Copied, Snapshot

__all__ = [
    "BY_CODE",
    "COPIED",
    "CheckSettings",
    "Citation",
    "Copied",
    "Node",
    "Score",
    "Snapshot",
    "Tie",
    "Waiver",
    "read_citation",
]
