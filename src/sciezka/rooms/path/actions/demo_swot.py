"""The demonstration's SWOT: entries with what they rest on, judged by the team, and how they meet."""

from collections.abc import Iterator
from typing import Final

from sciezka.rooms.path.actions.demo_props import find_nodes, tie_rests
from sciezka.rooms.path.actions.swot import add_entry
from sciezka.rooms.path.actions.swot_rounds import AskValues, ask_swot
from sciezka.rooms.path.demo import read_swot
from sciezka.rooms.path.models import Crossing, SwotEntry
from sciezka.rooms.path.queries.swot_judged import SCALES
from sciezka.rooms.rounds.actions.staging import Said, Stage, Window, number_items, set_moment, stage_round
from sciezka.rooms.rounds.demo import ALIKE, NEARLY, draw, draw_level
from sciezka.rooms.rounds.models import Participant, Round
from sciezka.rooms.thread.actions.staging import date_nodes
from sciezka.rooms.town.actions.trace import note

WRITTEN: Final = -20
WINDOW: Final = Window(answers=(-19, -14))
LEVELS: Final = (1, 5)


def load_swot(stage: Stage) -> None:
    """Add the entries, tie them, let the team judge them, and say how they meet."""
    data, on = read_swot(), set_moment(WRITTEN, 11)
    made = {
        row["key"]: add_entry(
            actor=stage.leader, process=stage.process, quadrant=row["quadrant"], text=row["text"], dimension=row["dimension"]
        )
        for row in data["entries"]
    }
    SwotEntry.objects.filter(process=stage.process).update(created_at=on)
    nodes = find_nodes(stage.process)
    date_nodes(stage.process, nodes["swotentry"].values(), on)
    tie_rests(stage, data["entries"], nodes["swotentry"], nodes[""], on)
    Crossing.objects.bulk_create(
        Crossing(inner=made[inner], outer=made[outer], value=value, reason=next(iter(reason), ""))
        for inner, outer, value, *reason in data["crossings"]["rows"]
    )
    note(actor=stage.leader, verb="swot.cross", of=made["ms_przyroda"], after={"pairs": len(data["crossings"]["rows"])})
    round_ = ask_swot(actor=stage.leader, process=stage.process, values=AskValues(title=data["title"], team=stage.team))
    stage_round(stage, round_, WINDOW, say=say_levels)


def say_levels(round_: Round, person: Participant) -> Iterator[Said]:
    """Give each entry a weight and a rating."""
    rows = {row["text"]: row for row in read_swot()["entries"]}
    for item in number_items(round_):
        for scale, middle in zip(SCALES, rows[item.title]["at"], strict=True):
            spread = NEARLY if draw(10, "spread", item.title, scale) < 4 else ALIKE  # noqa: PLR2004 - of ten
            level = draw_level(middle, LEVELS, "swot", person, item.title, scale, spread=spread)
            yield Said(item=item.pk, scale=scale, value=level)
