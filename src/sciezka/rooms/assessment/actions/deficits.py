"""Naming deficits, which hang on the golden thread so that later stages can cite them."""

from django.db import transaction
from django.utils import timezone

from sciezka.rooms.assessment.actions.holding import hold_open, keep_card
from sciezka.rooms.assessment.models import Card, Deficit
from sciezka.rooms.assessment.queries.deficits import TYPE, make_citation
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions import hang, put_back, rename, take_off
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def name_deficit(*, actor: User | None, card: Card, title: str, causes: str = "") -> Deficit:
    """Name a deficit on a card and hang it on the thread.

    The sentence is seen by everybody who works on the process from now on, as all the thread is; levels and answers
    are not told with it.

    Raises:
        ValidationError: the assessment is closed.
    """
    hold_open(card.assessment)
    deficit = Deficit.objects.create(card=keep_card(card, actor), title=title, causes=causes)
    after = {"title": title, "causes": causes, "question": card.code}
    note(actor=actor, verb="deficit.name", of=deficit, after={key: value for key, value in after.items() if value})
    hang(actor=actor, process=card.place, type=TYPE, noun=deficit, title=title, cited=make_citation(deficit))
    return deficit


@transaction.atomic
def edit_deficit(*, actor: User | None, deficit: Deficit, title: str, causes: str) -> Deficit:
    """Change the sentence and the causes; the code on the thread stays."""
    hold_open(deficit.card.assessment)
    apply_changes(actor=actor, verb="deficit.edit", of=deficit, values={"title": title, "causes": causes})
    node = node_for(deficit, TYPE)
    if node is not None and node.title != title:
        rename(actor=actor, node=node, title=title)
    return deficit


@transaction.atomic
def withdraw_deficit(*, actor: User | None, deficit: Deficit) -> Deficit:
    """Withdraw a deficit: it counts for nothing, but is kept with its code."""
    hold_open(deficit.card.assessment)
    if _read_withdrawn(deficit) is None:
        apply_changes(actor=actor, verb="deficit.withdraw", of=deficit, values={"withdrawn_at": timezone.now()})
        node = node_for(deficit, TYPE)
        if node is not None and not node.is_taken_off:
            take_off(actor=actor, node=node)
    return deficit


@transaction.atomic
def restore_deficit(*, actor: User | None, deficit: Deficit) -> Deficit:
    """Bring back a deficit under its old code."""
    hold_open(deficit.card.assessment)
    if _read_withdrawn(deficit) is not None:
        apply_changes(actor=actor, verb="deficit.restore", of=deficit, values={"withdrawn_at": None})
        node = node_for(deficit, TYPE)
        if node is not None and node.is_taken_off:
            put_back(actor=actor, node=node)
    return deficit


def _read_withdrawn(deficit: Deficit) -> object:
    """Read anew, behind a lock, whether it is withdrawn: two people may press at once."""
    deficit.withdrawn_at = Deficit.objects.select_for_update().get(pk=deficit.pk).withdrawn_at
    return deficit.withdrawn_at
