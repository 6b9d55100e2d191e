"""What the settled items of a round stand for: nouns of the room that asks, found or made of what members proposed."""

from collections.abc import Callable, Sequence

from sciezka.rooms.rounds.actions.items import ItemValues
from sciezka.rooms.rounds.models import Item, Proposal, Round

Find = Callable[[Item, Sequence[Proposal]], ItemValues]


def settle_nouns(round_: Round, find: Find) -> None:
    """Let each settled item that stands for no noun yet stand for the one that ``find`` finds, or makes, for it.

    Where the round asks about that noun already, the proposals join that item.
    """
    asked = {item.noun_key: item for item in round_.items.exclude(noun_key="")}
    for item in round_.items.filter(noun_key="").prefetch_related("proposals"):
        proposals = list(item.proposals.all())
        found = find(item, proposals)
        if same := asked.get(found.noun_key):
            Proposal.objects.filter(pk__in=[proposal.pk for proposal in proposals]).update(item=same)
            item.delete()
            continue
        item.noun_key, item.code, item.group = found.noun_key, found.code or item.code, found.group
        item.save(update_fields=["noun_key", "code", "group"])
        asked[item.noun_key] = item
