"""Loading the demonstration's diagnosis: evidence from each kind of source, and trees whose statements rest on it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import override

from sciezka.rooms.assessment.models import Deficit
from sciezka.rooms.diagnosis.actions.demo_evidence import find_props, gather_evidence
from sciezka.rooms.diagnosis.actions.demo_resources import gather_holdings
from sciezka.rooms.diagnosis.demo import read_trees
from sciezka.rooms.diagnosis.models import Placing, Role, Statement, Tree
from sciezka.rooms.diagnosis.queries.trees import CAUSES
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.rounds.actions.staging import Stage, find_stage, set_moment, stage_event
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.thread.actions import hang
from sciezka.rooms.thread.actions.staging import Wanted, date_nodes, stage_snapshot, stage_ties
from sciezka.rooms.thread.actions.waivers import choose_settings
from sciezka.rooms.thread.models import Node
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process

Row = Mapping[str, Any]

# The days, from today, on which evidence was gathered and the trees were drawn.
GATHERED: Final = -46
DRAWN: Final = -38
SAVED: Final = -27
SAVED_NAME: Final = "Po diagnozie (przykład)"
MEETING: Final = "Warsztat: problemy i ich przyczyny"
MET: Final = "Zespół ułożył trzy drzewa problemów i powiązał je z dowodami."
AFTER: Final = (
    "Stan po ułożeniu drzew problemów i liście zasobów. Celów jeszcze nie ma, dlatego żaden problem nie ma odpowiedzi."
)
NOON: Final = 12
# The newest figures that are shipped are of 2021, and some of 2017: a shorter limit would call them all old.
FRESH_YEARS: Final = 11


@transaction.atomic
def load_demo() -> bool:
    """Load the demonstration's diagnosis, unless it is there already; tell whether anything was loaded.

    It rests on what the rooms below have loaded; without their figures, answers and deficits there is nothing to load.
    """
    stage = find_stage()
    if stage is None or Tree.objects.filter(process=stage.process).exists() or not has_sources(stage.process):
        return False
    with override("pl"):
        choose_settings(actor=stage.leader, process=stage.process, evidence_years=FRESH_YEARS)
        gather_evidence(stage, set_moment(GATHERED, NOON))
        draw_trees(stage)
        met = set_moment(DRAWN, NOON).date()
        event = stage_event(stage, title=MEETING, on=met, text=MET, outcome="Trzy drzewa problemów.")
        gather_holdings(stage)
        on = set_moment(SAVED, NOON)
        stage_snapshot(actor=stage.leader, process=stage.process, name=SAVED_NAME, remarks=AFTER, on=on, event=event)
    return True


def has_sources(process: Process) -> bool:
    """Tell whether the rooms below have loaded what the diagnosis cites."""
    deficits = Deficit.objects.filter(card__assessment__process=process)
    judged = Stakeholder.objects.filter(process=process).exists() and deficits.exists()
    return Batch.objects.exists() and Survey.objects.filter(process=process).exists() and judged


def draw_trees(stage: Stage) -> None:
    """Write the statements, hang them, put them into their trees, and tie them to one another and to the evidence."""
    on, data = set_moment(DRAWN, NOON), read_trees()
    trees = {row["key"]: make_tree(stage, row) for row in data["trees"]}
    Tree.objects.filter(process=stage.process).update(created_at=on)
    hung = [hang_statement(stage, row) for row in data["statements"]]
    keys = {row["key"]: node for row, node in zip(data["statements"], hung, strict=True)}
    Placing.objects.bulk_create(
        Placing(tree=trees[tree], statement_id=int(keys[row["key"]].noun_key), order=order)
        for order, row in enumerate(data["statements"], start=1)
        for tree in row["trees"]
    )
    date_nodes(stage.process, find_props(stage.process).values(), on)
    props = find_props(stage.process)
    stage_ties(actor=stage.leader, process=stage.process, rows=list_ties(data["statements"], props), on=on)


def make_tree(stage: Stage, row: Row) -> Tree:
    """Make a tree."""
    tree = Tree.objects.create(process=stage.process, name=row["name"], about=row["about"])
    note(actor=stage.leader, verb="tree.make", of=tree, after={"name": tree.name})
    return tree


def hang_statement(stage: Stage, row: Row) -> Node:
    """Write a statement and hang it on the thread; one that was set aside keeps the reason."""
    aside = row.get("aside", "")
    statement = Statement.objects.create(
        process=stage.process, role=Role(row["role"]), text=row["text"], dimension=row["dimension"], weight=row["weight"],
        aside_reason=aside, aside_at=set_moment(DRAWN, NOON) if aside else None,
        aside_by=stage.leader.ref if aside else None,
    )  # fmt: skip
    return hang(actor=stage.leader, process=stage.process, type=statement.node_type, noun=statement, title=statement.text)


def list_ties(rows: list[Row], props: Mapping[str, Node]) -> Iterator[Wanted]:
    """List what each statement causes, and on what it rests."""
    for row in rows:
        node = props[row["key"]]
        yield from (Wanted(source=node, target=props[key], kind=CAUSES) for key in row.get("causes", ()))
        yield from (Wanted(source=props[key], target=node, reason=reason) for key, reason in row.get("rests", ()))
