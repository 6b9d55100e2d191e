"""The demonstration's factors: named and judged by the team, weighed against one another, and the core five picked."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sciezka.core.consensus.types import Special
from sciezka.rooms.path.actions.demo_props import find_nodes, stage_decision, tie_rests
from sciezka.rooms.path.actions.factors import choose_core
from sciezka.rooms.path.actions.factors_rounds import AskValues, ask_core, ask_long_list
from sciezka.rooms.path.actions.structures import AskValues as MatrixValues
from sciezka.rooms.path.actions.structures import describe_round, list_items, take_finding
from sciezka.rooms.path.demo import read_factors
from sciezka.rooms.path.models import CoreChoice, Factor, Structure
from sciezka.rooms.path.queries.factors_rounds import SCALES
from sciezka.rooms.path.queries.structure_pages import Reading
from sciezka.rooms.rounds.actions.rounds import make_round
from sciezka.rooms.rounds.actions.staging import Said, Stage, Window, number_items, set_moment, stage_round
from sciezka.rooms.rounds.demo import ALIKE, NEARLY, draw, draw_few, draw_level
from sciezka.rooms.rounds.models import Participant, Round
from sciezka.rooms.thread.actions.staging import date_nodes
from sciezka.rooms.town.actions.trace import note

Row = Mapping[str, Any]
LONG: Final = Window(collects=(-30, -27), answers=(-26, -23))
MATRIX: Final = Window(answers=(-21, -16))
CORE: Final = Window(answers=(-13, -9))
CHOSEN: Final = -7
PICKS: Final = 5
LEVELS: Final = ((1, 5), (1, 5), (1, 5), (-2, 2))
STRENGTHS: Final = (0, 1, 2, 3)
MAY_COME: Final = "P"
# Whose roles are taken as evidence from the analysis.
TAKEN: Final = ("inwestycje", "praca", "mieszkania", "urzad")
FILLED: Final = 8


def load_factors(stage: Stage) -> None:
    """Name, judge, weigh and pick factors, and tie them to what they rest on."""
    data = read_factors()
    values = AskValues(title=data["title"], team=stage.team, collects=True, takes_list=False)
    round_ = ask_long_list(actor=stage.leader, process=stage.process, values=values)
    stage_round(stage, round_, LONG, proposals=list(list_proposals(data["factors"])), say=say_levels)
    nodes = find_nodes(stage.process)
    on = set_moment(LONG.answers[1], 14)
    date_nodes(stage.process, nodes["factor"].values(), on)
    Factor.objects.filter(process=stage.process).update(created_at=on)
    tie_rests(stage, data["factors"], nodes["factor"], nodes[""], on)
    analyse(stage, data)
    pick(stage, data)


def list_proposals(rows: list[Row]) -> Iterator[dict[str, Any]]:
    """List what the members proposed, some of it in other words."""
    for row in rows:
        spelt = [row["name"], *row.get("also", ())]
        for place, by in enumerate(row["by"]):
            yield {
                "by": by, "title": spelt[place % len(spelt)], "as": row["name"], "text": "" if place else row["about"],
                "details": {"dimension": row["dimension"]},
            }  # fmt: skip


def say_levels(round_: Round, person: Participant) -> Iterator[Said]:
    """Judge each factor on the four scales."""
    rows = {row["name"]: row for row in read_factors()["factors"]}
    for item in number_items(round_):
        for scale, middle, levels in zip(SCALES, rows[item.title]["at"], LEVELS, strict=True):
            words = ("czynniki", person, item.title, scale)
            if draw(100, "unknown", *words) < 3:  # noqa: PLR2004 - of a hundred
                yield Said(item=item.pk, scale=scale, special="dk")
                continue
            spread = NEARLY if draw(10, "spread", item.title, scale) < 4 else ALIKE  # noqa: PLR2004 - of ten
            # The lowest level of a scale is drawn as any other, so that one below zero is too.
            yield Said(item=item.pk, scale=scale, value=draw_level(middle, levels, *words, spread=spread))


def analyse(stage: Stage, data: Row) -> None:
    """Let members of the team fill the matrix, and take the roles of a few factors as evidence."""
    closes = set_moment(MATRIX.answers[1], 18)
    factors = list(Factor.objects.filter(process=stage.process).order_by("pk"))
    values = MatrixValues(name=data["structure_title"], factors=factors, team=stage.team, closes_at=closes)
    structure = Structure.objects.create(process=stage.process, name=values.name, created_at=set_moment(-22, 9))
    note(actor=stage.leader, verb="structure.ask", of=structure, after={"name": values.name, "factors": len(factors)})
    items = list_items(stage.process, factors)
    asked = describe_round(structure, values)
    structure.round = make_round(actor=stage.leader, process=stage.process, values=asked, items=items)
    structure.save(update_fields=["round"])
    stage_round(stage, structure.round, MATRIX, say=say_cells)
    by_name = {row["name"]: row["key"] for row in data["factors"]}
    keys = {by_name[factor.name]: factor for factor in factors}
    made = [
        take_finding(actor=stage.leader, structure=structure, factor=keys[key], reading=Reading(map="posrednio"))
        for key in TAKEN
    ]
    date_nodes(stage.process, made, closes)


def say_cells(round_: Round, person: Participant) -> Iterator[Said]:
    """Fill the cells of the matrix; some members leave it to the others."""
    rows = {row["name"]: row for row in read_factors()["factors"]}
    items = number_items(round_)
    if draw(12, "matrix", person) >= FILLED:
        return
    scale = round_.core_scales[0].key
    for item in items:
        drives = rows[item.title]["drives"]
        for other in items:
            if other.pk == item.pk:
                continue
            words = ("macierz", person, item.title, other.title)
            told = drives.get(rows[other.title]["key"], 0)
            if told == MAY_COME:
                may = draw(10, *words) < 7  # noqa: PLR2004 - of ten
                yield Said(
                    item=item.pk,
                    against=other.pk,
                    scale=scale,
                    **({"special": Special.POTENTIAL.value} if may else {"value": 0}),
                )
                continue
            spread = NEARLY if told else ALIKE
            yield Said(item=item.pk, against=other.pk, scale=scale, value=draw_level(told, STRENGTHS, *words, spread=spread))


def pick(stage: Stage, data: Row) -> None:
    """Let the team pick five, and record the choice."""
    values = AskValues(title=data["core_title"], team=stage.team, most_picks=PICKS)
    round_ = ask_core(actor=stage.leader, process=stage.process, values=values)
    stage_round(stage, round_, CORE, say=say_picks)
    on = set_moment(CHOSEN, 10)
    event = stage_decision(stage, data, on)
    most = sorted(data["factors"], key=lambda row: -row["votes"])[:PICKS]
    names = [row["name"] for row in most]
    chosen = Factor.objects.filter(process=stage.process, name__in=names)
    choice = choose_core(
        actor=stage.leader, process=stage.process, factors=chosen, reason=data["choice_reason"], round=round_, event=event
    )
    CoreChoice.objects.filter(pk=choice.pk).update(made_at=on)


def say_picks(round_: Round, person: Participant) -> Iterator[Said]:
    """Pick the few."""
    rows = {row["name"]: row for row in read_factors()["factors"]}
    items = number_items(round_)
    weights = {place: rows[item.title]["votes"] * 3 // 4 for place, item in enumerate(items)}
    for place in draw_few(weights, PICKS, "grono", person):
        yield Said(item=items[place].pk, value=1)
