"""What one item's page shows beside the numbers: reasons, who was present, and what was agreed before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sciezka.rooms.rounds.models import AgreedResult, Item, Round
from sciezka.rooms.rounds.queries.results import NO_SCALE, ItemResult, RoundResult, given_answers
from sciezka.rooms.rounds.queries.results_reading import say_level
from sciezka.rooms.rounds.queries.specials import say_special
from sciezka.rooms.town.queries.journal import JournalFilters, JournalLine, read_journal


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody gave what they gave; without a name where none may be shown."""

    given: str
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class ItemPart:
    """What stands beside the numbers of one line."""

    reasons: tuple[Reason, ...]
    present: tuple[str, ...]


def read_item(item: Item, lines: Sequence[ItemResult], *, with_names: bool) -> list[ItemPart]:
    """Read the reasons and the people present of each line, in two queries.

    Reasons stand in the order of what was given and then of their words, so that their order tells nothing of people.
    """
    found: dict[tuple[str, int | None], list[tuple[tuple[float, str], str, str]]] = defaultdict(list)
    if lines and any(line.summary is not None for line in lines):
        rows = given_answers(item.round).filter(item=item).exclude(reason="").select_related("sheet__participant__user")
        for row in rows:
            order = (float("inf") if row.value is None else float(row.value), row.reason)
            scale = row.scale if item.round.kind == Round.Kind.RATING else NO_SCALE
            who = str(row.sheet.participant or "") if with_names else ""
            found[scale, row.against_id].append((order, row.special, who))
    present = _read_present([line.agreed.pk for line in lines if line.agreed])
    return [
        ItemPart(
            tuple(
                Reason(_say_given(line, None if special else order[0], special), order[1], who)
                for order, special, who in sorted(found[line.key[1:]])
            ),
            present.get(line.agreed.pk, ()) if line.agreed else (),
        )
        for line in lines
    ]


def _say_given(line: ItemResult, value: float | None, special: str) -> str:
    if special:
        return say_special(special)
    return say_level(line, value)


def _read_present(keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
    rows = AgreedResult.objects.filter(pk__in=keys).prefetch_related("present__user")
    return {row.pk: tuple(str(person) for person in row.present.all()) for row in rows}


def neighbours_of(item: Item, result: RoundResult) -> tuple[Item | None, Item | None]:
    """Give the items before and after one, in the order of the round."""
    items = list({line.item.pk: line.item for line in result.lines}.values())
    at = next((at for at, one in enumerate(items) if one.pk == item.pk), 0)
    return (items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None)


def read_history(item: Item) -> list[JournalLine]:
    """Read what was agreed about an item, changed and taken back, newest first."""
    lines = read_journal(item.place.scope, JournalFilters(noun="rounds.item", number=str(item.pk)), None)[1]
    return [line for line in lines if line.entry.verb.startswith("result.")]
