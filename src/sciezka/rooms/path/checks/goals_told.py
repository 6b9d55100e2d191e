"""What the rules about goals read: the goals on the thread with their indicators, once for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sciezka.rooms.path.manifest import GOALS
from sciezka.rooms.path.models import Goal, Indicator
from sciezka.rooms.path.queries.goals_readings import Measured, read_measured
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.plan import Plan


@dataclass(frozen=True, slots=True)
class Told:
    """The goals on the thread with their indicators, as the rules read them.

    Attributes:
        goals: the standing goals by their keys, each with its node.
        parts: for each strategic goal the keys of its standing parts.
        measured: the standing indicators of standing goals, each with its node.
    """

    goals: Mapping[int, tuple[Node, Goal]]
    parts: Mapping[int, tuple[int, ...]]
    measured: tuple[tuple[Node, Measured], ...]

    def own_and_parts(self, key: int) -> tuple[int, ...]:
        """Give a goal's key with those of its parts."""
        return (key, *self.parts.get(key, ()))


def read_told(plan: Plan) -> Told:
    """Read goals and indicators in a fixed number of queries."""
    nodes = {key: node for type_key in GOALS for key, node in plan.nouns(type_key).items()}
    rows = Goal.objects.filter(process=plan.process, pk__in=list(nodes))
    goals = {row.pk: (nodes[row.pk], row) for row in rows}
    parts: dict[int, list[int]] = {}
    for _node, row in goals.values():
        if row.parent_id is not None:
            parts.setdefault(row.parent_id, []).append(row.pk)
    standing = plan.nouns("indicator")
    listed = list(Indicator.objects.filter(goal__in=list(goals), pk__in=list(standing)))
    measured = read_measured(plan.process, listed)
    return Told(
        goals,
        {key: tuple(keys) for key, keys in parts.items()},
        tuple((standing[row.pk], measured[row.pk]) for row in listed),
    )
