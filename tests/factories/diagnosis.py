"""Trees of problems, resources and products for tests."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from sciezka.rooms.diagnosis.actions.evidence import NoteValues, PassageValues, add_note, add_passage
from sciezka.rooms.diagnosis.actions.resources import ProductValues, ResourceValues, add_product, add_resource
from sciezka.rooms.diagnosis.actions.statements import add_statement
from sciezka.rooms.diagnosis.actions.trees import make_tree as make_real_tree
from sciezka.rooms.diagnosis.models import ExpertNote, Passage, Product, Resource, Statement, Tree
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Answer, Item, Round
from sciezka.rooms.rounds.scales import as_stored, find_scale
from sciezka.rooms.town.models import Process
from tests.factories import rounds


def make_tree(process: Process, name: str = "Mieszkania") -> Tree:
    """Make an empty tree."""
    return make_real_tree(actor=None, process=process, name=name)


def make_statement(
    tree: Tree,
    text: str = "Młodzi wyjeżdżają",
    role: str = "core",
    under: Statement | None = None,
    actor: User | None = None,
) -> Statement:
    """Add a statement to a tree, under another where one is given."""
    return add_statement(actor=actor, tree=tree, role=role, text=text, under=under.pk if under else None)


def make_resource(process: Process, name: str = "Wody termalne", **values: str) -> Resource:
    """Make a resource, hung on the thread."""
    return add_resource(actor=None, process=process, values=ResourceValues(name=name, **{"kind": "nature", **values}))


def make_product(
    process: Process, name: str = "Weekend w uzdrowisku", uses: tuple[Resource, ...] = (), **values: str
) -> Product:
    """Make a product, hung on the thread and tied to the resources that it uses."""
    takes = frozenset(row.pk for row in uses)
    return add_product(actor=None, process=process, values=ProductValues(name=name, **values), takes=takes)


def make_passage(process: Process, name: str = "Smog szkodzi zdrowiu", **values: Any) -> Passage:
    """Make a document passage, hung on the thread."""
    said = {
        "document": "Program ochrony powietrza",
        "publisher": "Urząd",
        "dated": "2024-05",
        "words": "Norma przekroczona.",
    }
    return add_passage(actor=None, process=process, values=PassageValues(name=name, **{**said, **values}))


def make_note(process: Process, name: str = "Brakuje geriatrów", **values: Any) -> ExpertNote:
    """Make an expert's note, hung on the thread."""
    said = {"post": "ordynator, szpital", "field": "geriatria", "said_on": dt.date(2026, 3, 2), "way": "meeting"}
    return add_note(
        actor=None, process=process, values=NoteValues(name=name, **{**said, "words": "Czeka się rok.", **values})
    )


def make_judging(
    process: Process, judged: Mapping[Resource, tuple[int, int]], *, phase: str = "closed", **fields: Any
) -> Round:
    """Make a round in which every participant judged each resource alike: uniqueness, use."""
    scales = [as_stored(template, "pl") for key in ("uniqueness", "use") if (template := find_scale(key))]
    said = {"purpose": "resources", "scales": scales, "title": "Ocena zasobów", **fields}
    round_ = rounds.make_round(process, items=(), phase=phase, **said)
    items = {
        row: Item.objects.create(round=round_, position=position, title=row.name, noun_key=str(row.pk))
        for position, row in enumerate(judged, start=1)
    }
    for participant in round_.participants.all():
        first: dict[Item, int | str] = {items[row]: values[0] for row, values in judged.items()}
        sheet = rounds.make_sheet(participant, first, scale="uniqueness")
        for row, values in judged.items():
            Answer.objects.create(
                sheet=sheet, item=items[row], scale="use", value=values[1], edit=uuid.uuid4(), edited_at=timezone.now()
            )
    return round_
