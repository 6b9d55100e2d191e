"""The items of a round, and the sorting of what members proposed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.screens import tell_screens
from sciezka.rooms.rounds.actions.trace import note
from sciezka.rooms.rounds.models import Item, Phase, Proposal, Round
from sciezka.rooms.town.actions.changes import apply_changes

MOST_ITEMS = 400
# A matrix asks about every pair, so it grows with the square.
MOST_IN_MATRIX = 40
BEFORE_ASKING = frozenset({Phase.DRAFT, Phase.COLLECTING, Phase.SORTING})
BEFORE_END = BEFORE_ASKING | {Phase.WAITING, Phase.OPEN}


@dataclass(frozen=True, slots=True)
class ItemValues:
    """What is said about an item."""

    title: str
    code: str = ""
    text: str = ""
    group: str = ""
    descriptors: Mapping[str, Any] = field(default_factory=dict)
    noun_key: str = ""


@transaction.atomic
def add_items(*, actor: User | None, round: Round, items: Sequence[ItemValues]) -> list[Item]:  # noqa: A002
    """Add items at the end of the list, before anybody is asked about them."""
    refuse_item_change(round, BEFORE_ASKING)
    rows = list(items)
    most = MOST_IN_MATRIX if round.kind == Round.Kind.MATRIX else MOST_ITEMS
    if round.items.count() + len(rows) > most:
        raise ValidationError(_("A round of this kind holds at most %(most)s items.") % {"most": most}, code="many")
    start = find_last_position(round) + 1
    made = Item.objects.bulk_create(
        Item(
            round=round, position=position, title=row.title, code=row.code, text=row.text, group=row.group,
            descriptors=dict(row.descriptors), noun_key=row.noun_key,
        )
        for position, row in enumerate(rows, start=start)
    )  # fmt: skip
    if made:
        note(actor=actor, verb="item.add", of=round, after={"items": [str(item) for item in made]})
    return made


@transaction.atomic
def edit_item(*, actor: User | None, item: Item, values: ItemValues) -> Item:
    """Change an item. After the launch only its wording: what the levels mean must stay as people answered it."""
    refuse_item_change(item.round, BEFORE_END)
    words: dict[str, Any] = {"title": values.title, "code": values.code, "text": values.text, "group": values.group}
    if item.round.launched_at is None:
        words["descriptors"] = dict(values.descriptors)
    apply_changes(actor=actor, verb="item.edit", of=item, values=words, write=note)
    tell_screens(item.round)
    return item


@transaction.atomic
def remove_item(*, actor: User | None, item: Item) -> None:
    """Remove an item before anybody is asked about it; proposals that it was made of stand on their own again."""
    refuse_item_change(item.round, BEFORE_ASKING)
    note(actor=actor, verb="item.remove", of=item.round, before={"item": str(item)})
    item.delete()


@transaction.atomic
def move_item(*, actor: User | None, item: Item, to: int) -> None:
    """Put an item at a place of the list, counted from 1; the others make room."""
    refuse_item_change(item.round, BEFORE_ASKING)
    rows = list(item.round.items.select_for_update(no_key=True))
    before = [row.pk for row in rows]
    others = [row for row in rows if row.pk != item.pk]
    place = min(max(to, 1), len(rows)) - 1
    order = [*others[:place], *(row for row in rows if row.pk == item.pk), *others[place:]]
    for position, row in enumerate(order, start=1):
        row.position = position
    Item.objects.bulk_update(order, ["position"])
    if [row.pk for row in order] != before:
        was, now = before.index(item.pk) + 1, place + 1
        note(actor=actor, verb="item.edit", of=item, before={"position": was}, after={"position": now})


@transaction.atomic
def merge_proposals(*, actor: User | None, round: Round, proposals: Iterable[Proposal], title: str) -> Item:  # noqa: A002
    """Make one item of several proposals, under a title that the co-ordinator chose. Each stays as it was written.

    Where some of them belong to an item already, the rest join it, and items left without proposals go.
    """
    refuse_item_change(round, {Phase.SORTING})
    chosen = list(round.proposals.select_for_update(no_key=True).filter(pk__in=[proposal.pk for proposal in proposals]))
    title = " ".join(title.split())
    if not chosen:
        raise ValidationError(_("Tick the proposals to merge."), code="none")
    if not title:
        raise ValidationError(_("Write the common title."), code="title")
    items = Item.objects.filter(pk__in=[row.item_id for row in chosen if row.item_id]).order_by("position", "pk")
    item = items.first()
    if item is None:
        text = next((row.text for row in chosen if row.text), "")
        item = Item.objects.create(round=round, position=find_last_position(round) + 1, title=title, text=text)
    elif item.title != title:
        item.title = title
        item.save(update_fields=["title"])
    left = [row.item_id for row in chosen if row.item_id and row.item_id != item.pk]
    Proposal.objects.filter(pk__in=[row.pk for row in chosen]).update(item=item, left_out="")
    drop_empty(left)
    note(actor=actor, verb="item.merge", of=item, after={"title": title, "proposals": [row.title for row in chosen]})
    return item


@transaction.atomic
def part_proposal(*, actor: User | None, proposal: Proposal) -> None:
    """Let a proposal stand on its own again; an item without proposals left goes."""
    refuse_item_change(proposal.round, {Phase.SORTING})
    if proposal.item_id is None:
        return
    item = proposal.item_id
    proposal.item = None
    proposal.save(update_fields=["item"])
    drop_empty([item])
    note(actor=actor, verb="item.part", of=proposal)


@transaction.atomic
def leave_out(*, actor: User | None, proposal: Proposal, reason: str) -> None:
    """Leave a proposal out, with a reason that its author can read."""
    refuse_item_change(proposal.round, {Phase.SORTING})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the proposal is left out: its author will read it.")}, code="reason")
    part_proposal(actor=actor, proposal=proposal)
    apply_changes(actor=actor, verb="proposal.leave_out", of=proposal, values={"left_out": reason.strip()[:300]}, write=note)


@transaction.atomic
def bring_back(*, actor: User | None, proposal: Proposal) -> None:
    """Take back the leaving out of a proposal."""
    refuse_item_change(proposal.round, {Phase.SORTING})
    apply_changes(actor=actor, verb="proposal.bring_back", of=proposal, values={"left_out": ""}, write=note)


def drop_empty(pks: Iterable[int]) -> None:
    """Delete items that were made of proposals and have none left."""
    Item.objects.filter(pk__in=list(pks)).annotate(number=Count("proposals")).filter(number=0).delete()


def find_last_position(round_: Round) -> int:
    """Give the position of the last item, or 0."""
    return round_.items.order_by("-position").values_list("position", flat=True).first() or 0


def refuse_item_change(round_: Round, phases: Iterable[Phase]) -> None:
    """Refuse a change of items that people are already asked about."""
    phase = Round.objects.select_for_update(no_key=True).get(pk=round_.pk).phase
    if phase not in phases:
        said = _("Items can't be changed so now: the round is %(phase)s.") % {"phase": phase.label}
        raise ValidationError(said, code="phase")
