"""What a goal may answer and use: statements of the thread, grouped, with the ties that stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sciezka.kit.manifests import NodeType
from sciezka.rooms.path.manifest import CHANCES, TROUBLES
from sciezka.rooms.path.models import Goal
from sciezka.rooms.thread.models import BY_CODE, Node, Tie
from sciezka.rooms.thread.queries.nodes import set_process
from sciezka.rooms.thread.queries.types import all_types

ANSWERS, USES = "answers", "uses"
# Under which kind of tie a statement of each type carries a goal.
KINDS: Final[Mapping[str, str]] = {**dict.fromkeys(TROUBLES, ANSWERS), **dict.fromkeys(CHANCES, USES)}


@dataclass(frozen=True, slots=True)
class Ground:
    """A statement that a goal may rest on.

    Attributes:
        node: its node.
        kind: the kind of tie.
        reason: the reason of the tie that stands; None when there is no tie.
    """

    node: Node
    kind: str
    reason: str | None

    @property
    def is_tied(self) -> bool:
        """Tell whether the goal is tied to it."""
        return self.reason is not None


@dataclass(frozen=True, slots=True)
class GroundGroup:
    """The statements of one type."""

    type: NodeType
    grounds: tuple[Ground, ...]

    @property
    def tied(self) -> int:
        """How many of them the goal is tied to."""
        return sum(ground.is_tied for ground in self.grounds)


def list_grounds(goal: Goal, node: Node) -> list[GroundGroup]:
    """List what a goal may answer and use, in two queries; what was taken off only where a tie stands."""
    ties = {
        (source, kind): reason
        for source, kind, reason in Tie.objects.filter(target=node, kind__in=(ANSWERS, USES)).values_list(
            "source_id", "kind", "reason"
        )
    }
    rows = Node.objects.filter(process=goal.process, type__in=KINDS, taken_off_at__isnull=True).order_by(*BY_CODE)
    by_type: dict[str, list[Ground]] = {}
    for row in set_process(rows, goal.process):
        kind = KINDS[row.type]
        by_type.setdefault(row.type, []).append(Ground(row, kind, ties.get((row.pk, kind))))
    return [GroundGroup(declared, tuple(by_type[key])) for key, declared in all_types().items() if key in by_type]
