"""Changing a SWOT: adding entries, saying them anew, moving them between quadrants, and saying how they meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sciezka.kit.live import raise_pulse
from sciezka.rooms.path.models import Crossing, Quadrant, SwotEntry
from sciezka.rooms.path.models.swot import INNER, OUTER
from sciezka.rooms.path.queries.swot import node_of_entry, pulse_of
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions import hang, put_back, rename, take_off
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.actions.ties import carry_ties
from sciezka.rooms.thread.models import Node
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.conflicts import Conflict, refuse_stale
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process

SAID: Final = ("text", "about", "dimension")


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of moving an entry: its new node, and the nodes whose ties could not go along."""

    node: Node
    left: tuple[Node, ...]


def tell_screens(process: Process) -> None:
    """Tell all who look at the SWOT that it has changed."""
    raise_pulse(pulse_of(process))


@transaction.atomic
def add_entry(  # noqa: PLR0913 - by name, one for each thing that an entry says
    *,
    actor: User | None,
    process: Process,
    quadrant: str,
    text: str,
    about: str = "",
    dimension: str = "",
    proposed_from: Mapping[str, Any] | None = None,
) -> SwotEntry:
    """Add an entry and hang it on the thread."""
    entry = SwotEntry.objects.create(
        process=process, quadrant=Quadrant(quadrant), text=" ".join(text.split()), about=about, dimension=dimension,
        proposed_from=dict(proposed_from or {}),
    )  # fmt: skip
    note(actor=actor, verb="swot.add", of=entry, after={"quadrant": entry.quadrant, "text": entry.text})
    hang(actor=actor, process=process, type=entry.node_type, noun=entry, title=entry.text)
    tell_screens(process)
    return entry


@transaction.atomic
def edit_entry(*, actor: User | None, entry: SwotEntry, version: int, said: Mapping[str, Any]) -> bool:
    """Change what an entry says; tell whether anything changed.

    Raises:
        Conflict: when somebody has changed it since the version that was read, and says something else.
    """
    # The thread first, as moving does, so that two changes never wait for each other.
    hold_thread(entry.process)
    held = SwotEntry.objects.select_for_update().get(pk=entry.pk)
    values = {name: said[name] for name in SAID if name in said}
    if all(getattr(held, name) == value for name, value in values.items()):
        return False
    refuse_stale(held, version, values)
    apply_changes(actor=actor, verb="swot.edit", of=entry, values=values)
    SwotEntry.objects.filter(pk=entry.pk).update(version=F("version") + 1)
    node = node_of_entry(entry)
    if node and node.title != entry.text:
        rename(actor=actor, node=node, title=entry.text)
    tell_screens(entry.process)
    return True


@transaction.atomic
def move_entry(*, actor: User | None, entry: SwotEntry, quadrant: str) -> Moved:
    """Move an entry to another quadrant: it gets a code of the new type, and the old code is taken off.

    Ties go along where their kind allows it; the others stay at the old node, where they count for nothing.
    """
    hold_thread(entry.process)
    entry.refresh_from_db(fields=["quadrant", "text", "is_taken"])
    old = node_of_entry(entry)
    if not entry.is_taken or old is None:
        raise ValidationError(_("A proposal that was declined can't be moved."), code="declined")
    if entry.quadrant == Quadrant(quadrant):
        return Moved(old, ())
    was_off = old.is_taken_off
    if not was_off:
        take_off(actor=actor, node=old)
    apply_changes(actor=actor, verb="swot.move", of=entry, values={"quadrant": Quadrant(quadrant)})
    SwotEntry.objects.filter(pk=entry.pk).update(version=F("version") + 1)
    node = hang(actor=actor, process=entry.process, type=entry.node_type, noun=entry, title=entry.text)
    left = carry_ties(actor=actor, old=old, new=node)
    if was_off:
        take_off(actor=actor, node=node)
    tell_screens(entry.process)
    return Moved(node, tuple(left))


@transaction.atomic
def take_entry_off(*, actor: User | None, entry: SwotEntry) -> None:
    """Take an entry off: it keeps its code and its ties, and counts for nothing until it is put back."""
    node = node_of_entry(entry)
    if node:
        take_off(actor=actor, node=node)
        tell_screens(entry.process)


@transaction.atomic
def put_entry_back(*, actor: User | None, entry: SwotEntry) -> None:
    """Put an entry back under its code, with its ties."""
    node = node_of_entry(entry)
    if node and node.is_taken_off:
        put_back(actor=actor, node=node, title=entry.text)
        tell_screens(entry.process)


@transaction.atomic
def cross(
    *, actor: User | None, inner: SwotEntry, outer: SwotEntry, value: int | None, reason: str = "", version: int = 0
) -> Crossing | None:
    """Say what comes of it when an entry inside meets one outside; without a value the pair is open again.

    Args:
        actor: who says it.
        inner: a strength or a weakness.
        outer: an opportunity or a threat.
        value: from −2 to 2; None takes back what was said.
        reason: why, in a sentence.
        version: the version that was read; 0 when the pair was open.

    Raises:
        Conflict: when somebody has said something else since.
        ValidationError: when the two can't meet.
    """
    if inner.quadrant not in INNER or outer.quadrant not in OUTER or inner.process_id != outer.process_id:
        raise ValidationError(_("A strength or a weakness meets an opportunity or a threat of the same SWOT."), code="pair")
    hold_thread(inner.process)
    standing = Crossing.objects.select_related("inner__process", "outer").filter(inner=inner, outer=outer).first()
    before = (standing.value, standing.reason) if standing else (None, "")
    after = (value, reason.strip() if value is not None else "")
    if before == after:
        return standing
    # One that was taken back meanwhile says nothing that could be lost.
    if standing is not None and standing.version != version:
        raise Conflict(standing)
    said = {"inner": str(inner), "outer": str(outer)}
    if value is None and standing is not None:
        note(actor=actor, verb="swot.uncross", of=standing, before={**said, "value": before[0]})
        standing.delete()
        tell_screens(inner.process)
        return None
    row = standing or Crossing(inner=inner, outer=outer, version=0)
    row.value, row.reason, row.version = value or 0, after[1], row.version + 1
    row.save()
    old = {"value": before[0], "reason": before[1]} if standing else {}
    note(actor=actor, verb="swot.cross", of=row, before=old, after={**said, "value": row.value, "reason": row.reason})
    tell_screens(inner.process)
    return row
