"""Adding indicators to goals, changing them, and entering what is planned and what was read."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sciezka.rooms.path.actions.goals import take_all_off
from sciezka.rooms.path.actions.goals_ties import keep_ties
from sciezka.rooms.path.models import Goal, Indicator, Point
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions import hang, put_back, rename
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.conflicts import Conflict, refuse_stale
from sciezka.rooms.town.actions.trace import note

# A figure of a kind in a year, and the remark beside it; no figure takes the point away.
Entry = tuple[Decimal | None, str]
Key = tuple[str, int]


@transaction.atomic
def add_indicator(*, actor: User | None, goal: Goal, values: Mapping[str, Any]) -> Indicator:
    """Add an indicator to a goal.

    Raises:
        ValidationError: when the goal is off the thread.
    """
    hold_thread(goal.process)
    node = node_for(goal)
    if node is None or node.is_taken_off:
        raise ValidationError(_("The goal is off the thread. Put it back first."), code="off")
    made = Indicator.objects.create(goal=goal, **values)
    hang(actor=actor, process=goal.process, type="indicator", noun=made, title=made.name)
    note(actor=actor, verb="indicator.add", of=made, after={name: said for name, said in values.items() if said})
    keep_ties(actor=actor, process=goal.process)
    return made


def hold_indicator(indicator: Indicator) -> Indicator:
    """Let one change of an indicator wait for another, and read it anew."""
    hold_thread(indicator.place)
    return Indicator.objects.select_related("goal__process__workspace").get(pk=indicator.pk)


@transaction.atomic
def edit_indicator(*, actor: User | None, indicator: Indicator, version: int, values: Mapping[str, Any]) -> Indicator:
    """Change what an indicator says.

    Raises:
        Conflict: when somebody else has changed it since that version, and it says something else.
    """
    standing = hold_indicator(indicator)
    refuse_stale(standing, version, values)
    if apply_changes(actor=actor, verb="indicator.edit", of=standing, values=values):
        Indicator.objects.filter(pk=standing.pk).update(version=F("version") + 1)
        if node := node_for(standing):
            rename(actor=actor, node=node, title=standing.name)
    return standing


@transaction.atomic
def set_values(*, actor: User | None, indicator: Indicator, version: int, entries: Mapping[Key, Entry]) -> None:
    """Set figures that are planned or were read; years that are not named stay as they are.

    Raises:
        Conflict: when somebody else has changed the indicator or its figures since that version, to something else.
    """
    standing = hold_indicator(indicator)
    known = {(point.kind, point.year): point for point in standing.points.all()}
    stand: dict[Key, Entry] = {key: (point.value, point.note) for key, point in known.items()}
    changed = {key: entry for key, entry in entries.items() if stand.get(key, (None, "")) != entry}
    if not changed:
        return
    if standing.version != version:
        raise Conflict(standing)
    for (kind, year), (value, remark) in changed.items():
        if value is None:
            Point.objects.filter(indicator=standing, kind=kind, year=year).delete()
        else:
            Point.objects.update_or_create(
                indicator=standing, kind=kind, year=year, defaults={"value": value, "note": remark}
            )
    Indicator.objects.filter(pk=standing.pk).update(version=F("version") + 1)
    note(
        actor=actor, verb="indicator.values", of=standing,
        before={f"{kind} {year}": stand.get((kind, year), (None, ""))[0] for kind, year in changed},
        after={f"{kind} {year}": value for (kind, year), (value, _remark) in changed.items()},
    )  # fmt: skip


@transaction.atomic
def take_indicator_off(*, actor: User | None, indicator: Indicator) -> None:
    """Take an indicator off the thread; its code and its figures are kept."""
    hold_thread(indicator.place)
    take_all_off(actor=actor, process=indicator.place, nouns=[indicator])


@transaction.atomic
def put_indicator_back(*, actor: User | None, indicator: Indicator) -> None:
    """Put an indicator back on the thread.

    Raises:
        ValidationError: when its goal is off the thread.
    """
    hold_thread(indicator.place)
    above, node = node_for(indicator.goal), node_for(indicator)
    if above is None or above.is_taken_off:
        raise ValidationError(_("The goal is off the thread. Put it back first."), code="off")
    if node and node.is_taken_off:
        put_back(actor=actor, node=node, title=indicator.name)
        keep_ties(actor=actor, process=indicator.place)
