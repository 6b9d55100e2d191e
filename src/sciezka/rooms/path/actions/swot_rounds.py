"""Asking teams about a SWOT: which entries there are, how much they matter, how strong they are."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.core.namesakes import fold_name
from sciezka.rooms.path.actions.swot import add_entry
from sciezka.rooms.path.models import Quadrant, SwotEntry
from sciezka.rooms.path.queries.swot import QUADRANT_WORDS, Card, node_of_entry, read_board
from sciezka.rooms.path.queries.swot_judged import PURPOSE, list_scales
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.items import MOST_ITEMS, ItemValues
from sciezka.rooms.rounds.actions.rounds import RoundValues, make_round
from sciezka.rooms.rounds.actions.settling import settle_nouns
from sciezka.rooms.rounds.models import Item, Proposal, Round
from sciezka.rooms.town.models import Process, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class AskValues:
    """What is said about a round about a SWOT."""

    title: str
    team: Team
    collects: bool = False
    collects_until: dt.datetime | None = None
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None


@transaction.atomic
def ask_swot(*, actor: User | None, process: Process, values: AskValues) -> Round:
    """Prepare a round in which a team judges the entries, after adding its own where it is asked to.

    It is launched from its own page.
    """
    cards = read_board(process).within(*Quadrant.values)
    if not cards and not values.collects:
        raise ValidationError(_("The SWOT has no entries, so there is nothing to judge. Let the team add its own first."))
    if len(cards) > MOST_ITEMS:
        said = _("A round asks about at most %(most)s entries; the SWOT has %(count)s.")
        raise ValidationError(said % {"most": MOST_ITEMS, "count": len(cards)}, code="many")
    return make_round(
        actor=actor,
        process=process,
        values=RoundValues(
            title=values.title,
            question=_("How much does each entry matter for the town, and how strong is it now?"),
            guidance=_("Judge alone. Weights count only beside the other entries of the same quadrant."),
            scales=list_scales(),
            team=values.team,
            collects=values.collects,
            collects_until=values.collects_until if values.collects else None,
            opens_at=values.opens_at,
            closes_at=values.closes_at,
            purpose=PURPOSE,
        ),
        items=[make_item(card) for card in cards],
    )


def make_item(card: Card) -> ItemValues:
    """Give an entry as a round asks about it."""
    group = name_group(card.entry.quadrant)
    return ItemValues(title=card.entry.text, code=card.code, group=group, noun_key=str(card.key))


def name_group(quadrant: str) -> str:
    """Name a quadrant as the group of an item."""
    return str(QUADRANT_WORDS[quadrant][0])


@transaction.atomic
def settle_items(*, actor: User | None, round: Round) -> None:  # noqa: A002 - the noun's own word
    """Make an entry of each settled item that stands for none yet.

    An item that says just the same as an entry of its quadrant stands for that one; where the round asks about it
    already, the proposals join that item.
    """
    board = read_board(round.process)
    known = {text_key(card.entry.quadrant, card.entry.text): card for card in board.cards}

    def find(item: Item, proposals: Sequence[Proposal]) -> ItemValues:
        quadrant = read_quadrant(proposals)
        key = text_key(quadrant, item.title)
        if key not in known:
            entry = add_entry(actor=actor, process=round.process, quadrant=quadrant, text=item.title, about=item.text)
            known[key] = make_card(entry)
        return make_item(known[key])

    settle_nouns(round, find)
    order_items(round)


def order_items(round_: Round) -> None:
    """Put the items into the order of the quadrants, so that those of one quadrant are judged side by side."""
    places = {name_group(key): place for place, key in enumerate(Quadrant.values)}
    rows = sorted(round_.items.all(), key=lambda item: (places.get(item.group, len(places)), item.position))
    for position, item in enumerate(rows, start=1):
        item.position = position
    Item.objects.bulk_update(rows, ["position"])


def make_card(entry: SwotEntry) -> Card:
    """Give an entry that was just added with its node."""
    node = node_of_entry(entry)
    assert node is not None  # noqa: S101 - whoever adds an entry hangs it
    return Card(entry, node)


def text_key(quadrant: str, text: str) -> tuple[str, str]:
    """Give what two entries must share to be the very same."""
    return quadrant, fold_name(text)


def read_quadrant(proposals: Sequence[Proposal]) -> str:
    """Give the quadrant that most of those who proposed an item named; the first in the method's order among equals."""
    told = Counter(
        quadrant
        for proposal in proposals
        if isinstance(proposal.details, dict) and (quadrant := proposal.details.get("quadrant")) in Quadrant.values
    )
    return max(Quadrant.values, key=lambda key: told[key]) if told else Quadrant.STRENGTH.value
