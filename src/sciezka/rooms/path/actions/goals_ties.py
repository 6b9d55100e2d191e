"""Ties of the thread that only say what goals, indicators and the adopted vision say themselves."""

from django.db import transaction

from sciezka.rooms.path.models import Goal, Indicator, VisionDraft
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions import tie, untie
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.town.models import Process

LEADS, MEASURES = "leads", "measures"


@transaction.atomic
def keep_ties(*, actor: User | None, process: Process) -> None:
    """Bring the ties from the adopted vision to goals, from goals to their parts, and to indicators in line with them.

    Whatever adds or moves a goal or an indicator, or adopts a vision, calls it. Nodes that were taken off keep the ties
    that still hold; new ones are made only between nodes that stand.
    """
    goals = list(Goal.objects.filter(process=process))
    goal_nodes = nodes_by_key(process, Goal)
    visions = nodes_by_key(process, VisionDraft)
    adopted = VisionDraft.objects.filter(process=process, adopted_at__isnull=False).values_list("pk", flat=True).first()
    wanted: dict[tuple[int, int, str], tuple[Node, Node]] = {}

    def want(source: Node | None, target: Node | None, kind: str) -> None:
        if source and target:
            wanted[source.pk, target.pk, kind] = (source, target)

    for goal in goals:
        above = visions.get(adopted or 0) if goal.parent_id is None else goal_nodes.get(goal.parent_id)
        want(above, goal_nodes.get(goal.pk), LEADS)
    measured = nodes_by_key(process, Indicator)
    for key, goal_key in Indicator.objects.filter(goal__process=process).values_list("pk", "goal_id"):
        want(goal_nodes.get(goal_key), measured.get(key), MEASURES)

    # Only those between this room's nouns: another room may lead or measure with the same words.
    ours = [node.pk for nodes in (goal_nodes, visions, measured) for node in nodes.values()]
    rows = Tie.objects.filter(source__in=ours, target__in=ours, kind__in=(LEADS, MEASURES))
    known = {(row.source_id, row.target_id, row.kind): row for row in rows}
    for ends, row in known.items():
        if ends not in wanted:
            untie(actor=actor, tie=row)
    for ends, (source, target) in wanted.items():
        if ends not in known and not source.is_taken_off and not target.is_taken_off:
            tie(actor=actor, source=source, target=target, kind=ends[2])
