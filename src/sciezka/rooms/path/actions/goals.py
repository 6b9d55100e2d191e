"""Adding goals, changing what they say, ordering and moving them, taking them off and putting them back."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from sciezka.rooms.path.actions.goals_ties import keep_ties
from sciezka.rooms.path.models import Goal, Indicator
from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.thread.actions import hang, put_back, rename, take_off
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.conflicts import refuse_stale
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process

SAID = ("name", "about", "dimension", "directions", "owner")


@transaction.atomic
def add_goal(*, actor: User | None, process: Process, parent: Goal | None = None, values: Mapping[str, Any]) -> Goal:
    """Add a goal: a strategic one, or an operational one under a strategic one.

    Raises:
        ValidationError: when the goal above is not a strategic one of this process that stands.
    """
    hold_thread(process)
    if parent is not None:
        check_parent(process, parent)
    goal = Goal.objects.create(process=process, parent=parent, position=next_position(process, parent), **values)
    under = node_for(parent) if parent else None
    hang(actor=actor, process=process, type=goal.node_type, noun=goal, title=goal.name, under=under)
    note(actor=actor, verb="goal.add", of=goal, after={name: value for name, value in values.items() if value})
    keep_ties(actor=actor, process=process)
    return goal


def check_parent(process: Process, parent: Goal) -> None:
    """Refuse a goal above that is not a strategic one of the process, or was taken off."""
    node = node_for(parent)
    if parent.process_id != process.pk or not parent.is_strategic or node is None or node.is_taken_off:
        raise ValidationError(_("An operational goal belongs to a strategic goal that is on the thread."), code="parent")


def next_position(process: Process, parent: Goal | None) -> int:
    """Give the position after all goals beside it."""
    beside = Goal.objects.filter(process=process, parent=parent)
    return min((beside.aggregate(last=Max("position"))["last"] or 0) + 1, 32_000)


@transaction.atomic
def edit_goal(*, actor: User | None, goal: Goal, version: int, values: Mapping[str, Any]) -> Goal:
    """Change what a goal says.

    Raises:
        Conflict: when somebody else has changed it since that version, and it says something else.
    """
    hold_thread(goal.process)
    standing = Goal.objects.select_related("process__workspace", "owner").get(pk=goal.pk)
    refuse_stale(standing, version, values)
    if apply_changes(actor=actor, verb="goal.edit", of=standing, values=values):
        Goal.objects.filter(pk=standing.pk).update(version=F("version") + 1)
        if node := node_for(standing):
            rename(actor=actor, node=node, title=standing.name)
    return standing


@transaction.atomic
def move_goal(*, actor: User | None, goal: Goal, parent: Goal) -> None:
    """Move an operational goal under another strategic one; its code stays, as every code does.

    Raises:
        ValidationError: when it is a strategic goal, or the goal above is none.
    """
    hold_thread(goal.process)
    if goal.is_strategic:
        raise ValidationError(_("Only operational goals are moved."), code="strategic")
    check_parent(goal.process, parent)
    if parent.pk != goal.parent_id:
        position = next_position(goal.process, parent)
        apply_changes(actor=actor, verb="goal.move", of=goal, values={"parent": parent, "position": position})
        keep_ties(actor=actor, process=goal.process)


@transaction.atomic
def shift_goal(*, actor: User | None, goal: Goal, way: Literal["up", "down"]) -> None:
    """Move a goal one place up or down among those beside it that stand; at the end nothing happens."""
    hold_thread(goal.process)
    nodes = nodes_by_key(goal.process, Goal)
    row = [
        other
        for other in Goal.objects.filter(process=goal.process, parent=goal.parent_id)
        if (node := nodes.get(other.pk)) and not node.is_taken_off
    ]
    here = next((place for place, other in enumerate(row) if other.pk == goal.pk), None)
    there = None if here is None else here + (1 if way == "down" else -1)
    if here is None or there is None or not 0 <= there < len(row):
        return
    row[here], row[there] = row[there], row[here]
    for place, other in enumerate(row, start=1):
        if other.position != place:
            other.position = place
            other.save(update_fields=("position",))
    note(actor=actor, verb="goal.order", of=goal, after={"position": there + 1})


@transaction.atomic
def take_goal_off(*, actor: User | None, goal: Goal) -> None:
    """Take a goal off the thread with its parts and their indicators; codes, ties and figures are kept."""
    hold_thread(goal.process)
    goals = [goal, *goal.parts.all()]
    below = Indicator.objects.filter(goal__in=goals)
    take_all_off(actor=actor, process=goal.process, nouns=[*below, *reversed(goals)])


def take_all_off(*, actor: User | None, process: Process, nouns: Sequence[Goal | Indicator]) -> None:
    """Take nouns off the thread, those that were taken off already left as they are."""
    nodes = {model: nodes_by_key(process, model) for model in (Goal, Indicator)}
    for noun in nouns:
        node = nodes[type(noun)].get(noun.pk)
        if node and not node.is_taken_off:
            take_off(actor=actor, node=node)


@transaction.atomic
def put_goal_back(*, actor: User | None, goal: Goal) -> None:
    """Put a goal back on the thread, alone: its parts and indicators are put back one by one.

    Raises:
        ValidationError: when the goal above it is off the thread.
    """
    hold_thread(goal.process)
    if goal.parent is not None:
        check_parent(goal.process, goal.parent)
    if (node := node_for(goal)) and node.is_taken_off:
        put_back(actor=actor, node=node, title=goal.name)
        keep_ties(actor=actor, process=goal.process)


def touch(*, actor: User | None, goal: Goal, add: Sequence[Stakeholder] = (), remove: Sequence[Stakeholder] = ()) -> None:
    """Say whom a goal touches too, and whom not any more; whoever is not named is left alone."""
    before = set(goal.touches.values_list("pk", flat=True))
    after = (before | {row.pk for row in add}) - {row.pk for row in remove}
    if before != after:
        goal.touches.set(after)
        note(actor=actor, verb="goal.touch", of=goal, before={"touches": sorted(before)}, after={"touches": sorted(after)})
