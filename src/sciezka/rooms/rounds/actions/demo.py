"""Loading the demonstration's rounds: one of each kind, so that the list shows every phase."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from sciezka.rooms.rounds.actions.items import ItemValues
from sciezka.rooms.rounds.actions.results import agree
from sciezka.rooms.rounds.actions.rounds import RoundValues, forget_people, make_round
from sciezka.rooms.rounds.actions.staging import (
    Said,
    Stage,
    find_stage,
    number_items,
    set_moment,
    stage_answers,
    stage_event,
    stage_launch,
    stage_meeting,
    stage_moments,
    stage_proposals,
)
from sciezka.rooms.rounds.demo import ALIKE, APART, NEARLY, draw_few, draw_level, draw_order, read_rounds
from sciezka.rooms.rounds.models import Item, Participant, Round
from sciezka.rooms.rounds.scales import as_stored, find_scale

LANGUAGE: Final = "pl"
MORNING: Final = 8
EVENING: Final = 18
DAYS_TO_MEETING: Final = 4
Row = Mapping[str, Any]


@transaction.atomic
def load_demo() -> bool:
    """Load the demonstration's rounds, unless they are there already; tell whether anything was loaded."""
    stage = find_stage()
    if stage is None or Round.objects.filter(process=stage.process, purpose="general").exists():
        return False
    with override(LANGUAGE):
        for row in read_rounds():
            load_round(stage, row)
    return True


def load_round(stage: Stage, row: Row) -> Round:
    """Make a round and lead it as far as it has come."""
    rows = row.get("items", [])
    round_ = make_round(
        actor=stage.leader,
        process=stage.process,
        values=RoundValues(
            title=row["title"],
            question=row["question"],
            guidance=row.get("guidance", ""),
            kind=row["kind"],
            scales=tuple(as_stored(scale, LANGUAGE) for key in row.get("scales", ()) if (scale := find_scale(key))),
            most_picks=row.get("most_picks"),
            team=stage.team,
            is_anonymous=row.get("anonymous", False),
            collects=row["course"] == "collecting",
        ),
        items=[ItemValues(title=item["title"], text=item.get("text", "")) for item in rows],
    )
    if row["course"] == "collecting":
        collect(stage, round_, row)
    elif row["course"] != "draft":
        hold(stage, round_, row)
    return round_


def collect(stage: Stage, round_: Round, row: Row) -> None:
    """Let the team propose items until a day to come."""
    people = stage_launch(round_, actor=stage.leader, opens=set_moment(row["opens"], MORNING), closes=None)
    stage_moments(round_, opens_at=None, collects_until=set_moment(row["collects_until"], EVENING))
    stage_proposals(round_, row["proposals"], people)


def hold(stage: Stage, round_: Round, row: Row) -> None:
    """Ask the team, and tell what a meeting agreed where one was held."""
    opens, closes = set_moment(row["opens"], MORNING), set_moment(row["closes"], EVENING)
    people = stage_launch(round_, actor=stage.leader, opens=opens, closes=closes)
    # The two whom the demonstration offers to sign in as have not answered yet, so that whoever looks can try it.
    free = [one for one in people if not (one.user and one.user.email.startswith(("koordynator@", "zespol@")))]
    asked = [free[place] for place in row["answered"]] if "answered" in row else people
    items = list(zip(number_items(round_), row["items"], strict=True))
    say = ANSWERS[round_.kind]
    given = {person: list(say(round_, items, f"{row['key']}|{person}")) for person in asked}
    stage_answers(round_, given, unfinished=[free[place] for place in row.get("unfinished", ())])
    if round_.is_anonymous:
        forget_people(round=round_)
    if any("agreed" in item for item in row["items"]):
        meet(stage, round_, items, people)


def meet(stage: Stage, round_: Round, items: list[tuple[Item, Row]], people: list[Participant]) -> None:
    """Hold a meeting that agreed a result for each item."""
    on = (round_.closes_at or timezone.now()) + dt.timedelta(days=DAYS_TO_MEETING)
    while on.weekday() > 4:  # noqa: PLR2004 - an office works to Friday
        on -= dt.timedelta(days=1)
    on = timezone.make_aware(dt.datetime.combine(timezone.localdate(on), dt.time(10)))
    event = stage_event(
        stage,
        title="Posiedzenie zespołu: kolejność wyzwań",
        on=on.date(),
        text="Zespół porównał odpowiedzi i uzgodnił kolejność wyzwań.",
        outcome="Uzgodniona kolejność ośmiu wyzwań.",
    )
    present = people[:10]
    meeting = stage_meeting(round_, actor=stage.leader, event=event, on=on, present=present, guests="Doradczyni")
    for item, row in items:
        agree(
            actor=stage.leader, round=round_, item=item, value=row["agreed"], reason=row["reason"],
            dissent=row.get("dissent", ""), agreed_on=on.date(), event=event, present=present, guests=meeting.guests,
            meeting=meeting,
        )  # fmt: skip


def say_ratings(round_: Round, items: list[tuple[Item, Row]], words: str) -> Iterator[Said]:
    """Rate each item on each scale."""
    for scale in round_.core_scales:
        for item, row in items:
            spread = APART if row.get("disputed") else ALIKE
            level = draw_level(row["at"], scale.values, words, item.title, spread=spread)
            yield Said(item=item.pk, scale=scale.key, value=level)


def say_order(_round: Round, items: list[tuple[Item, Row]], words: str) -> Iterator[Said]:
    """Put the items into an order."""
    places = {place: row["at"] for place, (_item, row) in enumerate(items)}
    for place, key in enumerate(draw_order(places, words), start=1):
        yield Said(item=items[key][0].pk, value=place)


def say_picks(round_: Round, items: list[tuple[Item, Row]], words: str) -> Iterator[Said]:
    """Choose a few."""
    weights = {place: row["at"] for place, (_item, row) in enumerate(items)}
    for key in draw_few(weights, round_.most_picks or 1, words):
        yield Said(item=items[key][0].pk, value=1)


def say_cells(round_: Round, items: list[tuple[Item, Row]], words: str) -> Iterator[Said]:
    """Fill in each cell of a matrix but those of an item with itself."""
    values = round_.core_scales[0].values
    for item, row in items:
        for place, (column, _row) in enumerate(items):
            if column.pk != item.pk:
                level = draw_level(row["at"][place], values, words, item.title, column.title, spread=NEARLY)
                yield Said(item=item.pk, against=column.pk, value=level)


ANSWERS: Final[Mapping[str, Callable[[Round, list[tuple[Item, Row]], str], Iterator[Said]]]] = {
    Round.Kind.RATING: say_ratings,
    Round.Kind.RANKING: say_order,
    Round.Kind.PICK: say_picks,
    Round.Kind.MATRIX: say_cells,
}
