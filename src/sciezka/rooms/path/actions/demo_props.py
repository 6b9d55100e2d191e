"""What the demonstration of the path speaks of by short keys: nodes of the diagnosis and of this room."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from django.db.models import Model

from sciezka.rooms.diagnosis.actions.demo_evidence import find_props
from sciezka.rooms.path.demo import read_factors, read_goals, read_swot, read_visions
from sciezka.rooms.path.models import Factor, Goal, SwotEntry, VisionDraft
from sciezka.rooms.rounds.actions.staging import Stage, stage_event
from sciezka.rooms.thread.actions.staging import Wanted, stage_ties
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.town.models import Event, Process

Row = Mapping[str, Any]
Nodes = Mapping[str, Node]
NAMED: Final[tuple[tuple[type[Model], str, Callable[[], list[Row]]], ...]] = (
    (Factor, "name", lambda: read_factors()["factors"]),
    (SwotEntry, "text", lambda: read_swot()["entries"]),
    (VisionDraft, "title", lambda: read_visions()["drafts"]),
    (Goal, "name", lambda: read_goals()["goals"]),
)


def find_nodes(process: Process) -> dict[str, dict[str, Node]]:
    """Find everything that the files name, by kind of noun and key: the same key may name a factor and a goal."""
    found = {"": find_props(process)}
    for model, word, read in NAMED:
        nodes = nodes_by_key(process, model)
        rows = model._default_manager.filter(process=process, pk__in=nodes)
        nouns = {getattr(row, word): nodes[row.pk] for row in rows}
        found[model._meta.model_name or ""] = {row["key"]: nouns[row[word]] for row in read() if row[word] in nouns}
    return found


def tie_rests(stage: Stage, rows: Iterable[Row], targets: Nodes, props: Nodes, on: dt.datetime) -> None:
    """Tie what rows rest on to them."""
    listed = list(rows)

    def list_ties() -> Iterator[Wanted]:
        for row in listed:
            for key, reason in row.get("rests", ()):
                yield Wanted(source=props[key], target=targets[row["key"]], reason=reason)

    stage_ties(actor=stage.leader, process=stage.process, rows=list_ties(), on=on)


def stage_decision(stage: Stage, row: Row, on: dt.datetime) -> Event:
    """Tell in the Kalendarium of the meeting at which something was decided."""
    event = stage_event(stage, title=row["event_title"], on=on.date(), text=row["event_text"], outcome=row["event_outcome"])
    event.stage = stage.process.stages.filter(number="III").first()
    event.save(update_fields=["stage"])
    return event
