"""Erasing what a round holds about a natural person who was asked about; what was answered stays as numbers."""

from collections.abc import Iterable

from django.db import transaction

from sciezka.rooms.rounds.models import AgreedResult, Answer, Item, Proposal


@transaction.atomic
def erase_items(items: Iterable[Item], *, word: str) -> int:
    """Blank every word about the nouns that items stand for: titles, proposals, reasons, dissenting opinions.

    The caller writes the journal: this erases words of rounds that may long be over.

    Args:
        items: the items, of any rounds.
        word: what stands in place of a title.

    Returns:
        how many items were blanked.
    """
    keys = [item.pk for item in items]
    Proposal.objects.filter(item__in=keys).update(title=word, text="", details={})
    Answer.objects.filter(item__in=keys).exclude(reason="").update(reason="")
    AgreedResult.objects.filter(item__in=keys).update(reason="", dissent="")
    return Item.objects.filter(pk__in=keys).update(title=word, text="", code="", group="", descriptors={})
