"""Keeping the list of factors: adding, changing, taking off, putting back, merging; and choosing the core set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.kit.journal import find_changes, take_snapshot
from sciezka.rooms.path.models import CoreChoice, Factor
from sciezka.rooms.path.queries.factors_rounds import CORE
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.thread.actions import hang, put_back, rename, take_off
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.actions.ties import carry_ties
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.town.actions.conflicts import refuse_stale
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Event, Process

MOST_FACTORS = 400
LONGEST_NAME = 200
TYPE = "factor"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorValues:
    """What is said about a factor."""

    name: str
    about: str = ""
    dimension: str = ""


FIELDS = tuple(field.name for field in fields(FactorValues))


@transaction.atomic
def add_factor(*, actor: User | None, process: Process, values: FactorValues) -> Factor:
    """Put a factor on the list and hang it on the thread."""
    hold_thread(process)
    if Node.objects.filter(process=process, type=TYPE, taken_off_at=None).count() >= MOST_FACTORS:
        raise ValidationError(_("The list holds at most %(most)s factors.") % {"most": MOST_FACTORS}, code="many")
    made = Factor.objects.create(process=process, **read_values(values))
    hang(actor=actor, process=process, type=TYPE, noun=made, title=made.name)
    said = take_snapshot(made, FIELDS)
    note(actor=actor, verb="factor.add", of=made, after={name: value for name, value in said.items() if value})
    return made


@transaction.atomic
def add_factors(*, actor: User | None, process: Process, names: Sequence[str], dimension: str = "") -> list[Factor]:
    """Put several factors on the list."""
    return [add_factor(actor=actor, process=process, values=FactorValues(name=name, dimension=dimension)) for name in names]


@transaction.atomic
def edit_factor(*, actor: User | None, factor: Factor, version: int, values: FactorValues) -> Factor:
    """Change what is said about a factor.

    Raises:
        Conflict: when somebody has changed it since the version that was read, and says something else.
    """
    hold_thread(factor.process)
    standing = hold(factor)
    said = read_values(values)
    refuse_stale(standing, version, said)
    before = take_snapshot(standing, FIELDS)
    for name, value in said.items():
        setattr(factor, name, value)
    old, new = find_changes(before, take_snapshot(factor, FIELDS))
    if new:
        factor.version = standing.version + 1
        factor.save(update_fields=[*new, "version"])
        node = node_for(factor, TYPE)
        if node and "name" in new:
            rename(actor=actor, node=node, title=factor.name)
        note(actor=actor, verb="factor.edit", of=factor, before=old, after=new)
    return factor


@transaction.atomic
def take_off_factor(*, actor: User | None, factor: Factor, reason: str) -> None:
    """Take a factor off the list, with a reason; it keeps its code, its ties and what was judged of it."""
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why it is taken off.")}, code="reason")
    # The thread is held before the row, as merging does, so that two changes never wait for each other.
    hold_thread(factor.process)
    standing, node = hold(factor), node_for(factor, TYPE)
    if node and not node.is_taken_off:
        take_off(actor=actor, node=node)
        factor.off_reason = reason
        factor.save(update_fields=["off_reason"])
        note(actor=actor, verb="factor.take_off", of=standing, after={"off_reason": reason})


@transaction.atomic
def put_back_factor(*, actor: User | None, factor: Factor) -> None:
    """Put a factor back on the list; one that was merged stands on its own again."""
    hold_thread(factor.process)
    standing, node = hold(factor), node_for(factor, TYPE)
    if node and node.is_taken_off:
        put_back(actor=actor, node=node, title=standing.name)
        before = {"off_reason": standing.off_reason, "merged_into": standing.merged_into_id}
        factor.off_reason, factor.merged_into = "", None
        factor.save(update_fields=["off_reason", "merged_into"])
        note(actor=actor, verb="factor.put_back", of=factor, before={key: value for key, value in before.items() if value})


@transaction.atomic
def merge_factors(*, actor: User | None, kept: Factor, other: Factor) -> Factor:
    """Merge another factor into one: its ties come along, and what was judged of it counts for the one that stays."""
    if kept.pk == other.pk or kept.process_id != other.process_id:
        raise ValidationError(_("Choose another factor of the same list."), code="other")
    hold_thread(kept.process)
    held, gone = hold(kept), hold(other)
    node, node_gone = node_for(held, TYPE), node_for(gone, TYPE)
    if node is None or node_gone is None or node.is_taken_off or node_gone.is_taken_off:
        raise ValidationError(_("Only factors that stand on the list can be merged."), code="off")
    texts = (text.strip() for text in (held.about, gone.about))
    kept.about = "\n\n".join(dict.fromkeys(text for text in texts if text))
    kept.dimension, kept.version = held.dimension or gone.dimension, held.version + 1
    kept.save(update_fields=["about", "dimension", "version"])
    carry_ties(actor=actor, old=node_gone, new=node)
    take_off(actor=actor, node=node_gone)
    other.merged_into = kept
    other.save(update_fields=["merged_into"])
    note(actor=actor, verb="factor.merge", of=kept, after={"merged": gone.name, "merged_key": gone.pk})
    return kept


@transaction.atomic
def choose_core(
    *,
    actor: User | None,
    process: Process,
    factors: Iterable[Factor],
    reason: str,
    round: Round | None = None,  # noqa: A002 - the noun's own word
    event: Event | None = None,
) -> CoreChoice:
    """Record which factors are to be improved first; the choice before it is kept."""
    chosen = {row.pk: row for row in factors}
    standing = sum(not node.is_taken_off for node in nodes_by_key(process, Factor, list(chosen)).values())
    if not chosen:
        raise ValidationError({"factors": _("Choose at least one factor.")}, code="none")
    if standing < len(chosen) or any(row.process_id != process.pk for row in chosen.values()):
        raise ValidationError({"factors": _("Only factors that stand on the list can be chosen.")}, code="off")
    if round and not (round.process_id == process.pk and round.purpose == CORE and round.phase == Phase.CLOSED):
        raise ValidationError(
            {"round": _("Choose a closed round of this process in which factors were picked.")}, code="round"
        )
    if event and event.process_id != process.pk:
        raise ValidationError({"event": _("Choose an entry of this process.")}, code="event")
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: the decision is kept with it.")}, code="reason")
    made = CoreChoice.objects.create(
        process=process, round=round, event=event, reason=reason.strip(), made_by=actor.ref if actor else None
    )
    made.factors.set(chosen)
    after = {"factors": [row.name for row in chosen.values()], "round": str(round or ""), "reason": made.reason}
    note(actor=actor, verb="factor.choose_core", of=made, after=after)
    return made


def hold(factor: Factor) -> Factor:
    """Read a factor anew and hold its row until the end of the transaction."""
    rows = Factor.objects.select_for_update(of=("self",)).select_related("process__workspace")
    return rows.get(pk=factor.pk)


def read_values(values: FactorValues) -> dict[str, Any]:
    """Give the field values, or say what can't be."""
    name = " ".join(values.name.split())
    if not name:
        raise ValidationError({"name": _("Give the name of the factor.")}, code="name")
    if len(name) > LONGEST_NAME:
        raise ValidationError({"name": _("A name has at most %(most)s signs.") % {"most": LONGEST_NAME}}, code="long")
    return {"name": name, "about": values.about.strip(), "dimension": values.dimension}
