"""Loading the demonstration's path: factors, SWOT, vision and goals, waivers, earlier scores and saved states."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import override

from sciezka.rooms.diagnosis.models import Statement
from sciezka.rooms.path.actions.demo_factors import load_factors
from sciezka.rooms.path.actions.demo_goals import load_goals, load_visions
from sciezka.rooms.path.actions.demo_props import find_nodes
from sciezka.rooms.path.actions.demo_swot import load_swot
from sciezka.rooms.path.demo import read_thread
from sciezka.rooms.path.models import Factor, Indicator
from sciezka.rooms.rounds.actions.staging import Stage, find_stage, set_day, set_moment
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.thread.actions.scores import record_score
from sciezka.rooms.thread.actions.staging import stage_snapshot
from sciezka.rooms.thread.actions.waivers import waive
from sciezka.rooms.thread.models import Node, Score, Waiver
from sciezka.rooms.thread.queries.checks import check
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.town.models import Event

Row = Mapping[str, Any]
SAVED: Final = -5
WAIVED: Final = -3
EVENING: Final = 17


@transaction.atomic
def load_demo() -> bool:
    """Load the demonstration's path, unless it is there already; tell whether anything was loaded.

    It rests on the diagnosis and on the register of stakeholders; without them there is nothing to load.
    """
    stage = find_stage()
    if stage is None or Factor.objects.filter(process=stage.process).exists() or not has_ground(stage):
        return False
    with override("pl"):
        load_factors(stage)
        load_swot(stage)
        load_visions(stage)
        save_state(stage)
        load_goals(stage)
        waive_rules(stage)
        keep_scores(stage)
    return True


def has_ground(stage: Stage) -> bool:
    """Tell whether the rooms below have loaded what the path rests on."""
    return all(model._default_manager.filter(process=stage.process).exists() for model in (Statement, Stakeholder))


def save_state(stage: Stage) -> None:
    """Save the thread as it stood when the vision was adopted, before there were goals."""
    row = read_thread()["saved"]
    event = Event.objects.filter(process=stage.process, title=row["event"]).first()
    on = set_moment(SAVED, EVENING)
    stage_snapshot(actor=stage.leader, process=stage.process, name=row["name"], remarks=row["remarks"], on=on, event=event)


def waive_rules(stage: Stage) -> None:
    """Waive the rules that the files name, with their reasons."""
    nodes = find_nodes(stage.process)
    indicators = nodes_by_key(stage.process, Indicator)
    named = {row.name: indicators[row.pk] for row in Indicator.objects.filter(goal__process=stage.process)}
    for row in read_thread()["waivers"]:
        waive(
            actor=stage.leader, process=stage.process, rule=row["rule"], reason=row["reason"],
            node=find_node(row.get("node", ""), nodes, named),
        )  # fmt: skip
    Waiver.objects.filter(process=stage.process).update(created_at=set_moment(WAIVED, 12))


def find_node(key: str, nodes: Mapping[str, Mapping[str, Node]], named: Mapping[str, Node]) -> Node | None:
    """Find a node by its key, with the kind before it where two kinds share keys; none for the whole plan."""
    if not key:
        return None
    kind, _gap, word = key.rpartition(":")
    return named[word] if kind == "indicator" else nodes[kind][word]


def keep_scores(stage: Stage) -> None:
    """Keep the score of today, and before it those that lead up to it."""
    today = record_score(report=check(stage.process))
    if today is None:
        return
    # Working days may fall together; of those the first row stands, which is that of a saved state.
    rows = {set_day(row[0]): row[1:] for row in reversed(read_thread()["scores"]["days"])}
    Score.objects.bulk_create(
        Score(
            process=stage.process, day=day, score=score, statements=statements, errors=errors, warnings=warnings,
            hints=hints, waived=waived, gate_held=today.gate_all - broken, gate_all=today.gate_all,
        )
        for day, (score, statements, errors, warnings, hints, waived, broken) in rows.items()
    )  # fmt: skip
