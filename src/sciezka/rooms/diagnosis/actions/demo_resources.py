"""The demonstration's resources and products: named and judged in a round, and tied to one another."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sciezka.rooms.diagnosis.actions.demo_evidence import find_props
from sciezka.rooms.diagnosis.actions.gathering import GatherValues, gather_resources
from sciezka.rooms.diagnosis.actions.resources import ProductValues, add_product
from sciezka.rooms.diagnosis.demo import read_resources
from sciezka.rooms.diagnosis.models import Product, Resource
from sciezka.rooms.diagnosis.queries.ratings import AXES
from sciezka.rooms.rounds.actions.staging import Said, Stage, Window, number_items, set_moment, stage_round
from sciezka.rooms.rounds.demo import ALIKE, NEARLY, draw, draw_level
from sciezka.rooms.rounds.models import Participant, Round
from sciezka.rooms.thread.actions.staging import date_nodes

Row = Mapping[str, Any]
WINDOW: Final = Window(collects=(-36, -33), answers=(-32, -28))
LEVELS: Final = (1, 5)


def gather_holdings(stage: Stage) -> None:
    """Let the team name resources and judge them; then write down what the town offers by using them."""
    data = read_resources()
    values = GatherValues(title=data["title"], team=stage.team, takes_list=False)
    round_ = gather_resources(actor=stage.leader, process=stage.process, values=values)
    stage_round(stage, round_, WINDOW, proposals=list(list_proposals(data["resources"])), say=say_levels)
    keys = {row.name: row.pk for row in Resource.objects.filter(process=stage.process)}
    names = {row["key"]: row["name"] for row in data["resources"]}
    for row in data["products"]:
        said = {name: row[name] for name in ("name", "about", "audience", "market", "stage")}
        takes = frozenset(keys[names[key]] for key in row["uses"])
        add_product(actor=stage.leader, process=stage.process, values=ProductValues(**said), takes=takes)
    props = find_props(stage.process)
    date_nodes(stage.process, (props[row["key"]] for row in data["resources"]), set_moment(WINDOW.answers[0], 8))
    date_nodes(stage.process, (props[row["key"]] for row in data["products"]), set_moment(WINDOW.answers[1], 12))
    assert Product.objects.filter(process=stage.process).count() == len(data["products"])  # noqa: S101 - each once


def list_proposals(rows: list[Row]) -> Iterator[dict[str, Any]]:
    """List what the members proposed; only the first of them tells everything."""
    for row in rows:
        told = {"kind": row["kind"], "unique": row["about"], "control": row["control"], "threats": row["threats"]}
        for place, by in enumerate(row["by"]):
            yield {"by": by, "title": row["name"], "details": {"kind": row["kind"]} if place else told}


def say_levels(round_: Round, person: Participant) -> Iterator[Said]:
    """Judge each resource on both scales."""
    rows = {row["name"]: row for row in read_resources()["resources"]}
    for item in number_items(round_):
        for scale, middle in zip(AXES, rows[item.title]["at"], strict=True):
            spread = NEARLY if draw(10, "spread", item.title, scale) < 4 else ALIKE  # noqa: PLR2004 - of ten
            level = draw_level(middle, LEVELS, "zasoby", person, item.title, scale, spread=spread)
            yield Said(item=item.pk, scale=scale, value=level)
