"""Tying nodes, and removing ties."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions.moving import tell_moved
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.ties import find_way
from sciezka.rooms.thread.queries.types import is_allowed, read_kind, read_type
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def tie(*, actor: User | None, source: Node, target: Node, kind: str, reason: str = "") -> Tie:
    """Tie two nodes of a process: from what carries to what rests on it.

    Raises:
        ValidationError: when the nodes are one or of two processes, when one was taken off, when no kind leads from the
            one type to the other, when the tie is there already, when it would close a circle, or without a reason where
            its kind needs one.
    """
    if source.process_id != target.process_id:
        raise ValidationError(_("Only nodes of one process can be tied."), code="foreign")
    if source.pk == target.pk:
        raise ValidationError(_("A node can't be tied to itself."), code="self")
    hold_thread(source.process)
    if Node.objects.filter(pk__in=(source.pk, target.pk), taken_off_at__isnull=False).exists():
        raise ValidationError(_("A node that was taken off the thread can't be tied. Put it back first."), code="taken_off")
    if not is_allowed(kind, source.type, target.type):
        raise ValidationError(
            _("“%(kind)s” can't lead from “%(source)s” to “%(target)s”. Choose another kind of tie."),
            code="not_allowed",
            params={
                "kind": read_kind(kind).label,
                "source": read_type(source.type).label,
                "target": read_type(target.type).label,
            },
        )
    reason = reason.strip()
    if not reason and read_kind(kind).needs_reason:
        raise ValidationError(_("Give the reason for the tie."), code="no_reason")
    if Tie.objects.filter(source=source, target=target, kind=kind).exists():
        raise ValidationError(_("These two nodes are tied so already."), code="duplicate")
    if way := find_way(source.process, target, source):
        raise ValidationError(
            _("This tie would close a circle: %(way)s. Nothing can rest on itself."),
            code="circle",
            params={"way": " → ".join(step.code for step in [*way, target])},
        )
    made = Tie.objects.create(source=source, target=target, kind=kind, reason=reason, author=actor.ref if actor else None)
    note(actor=actor, verb="tie.make", of=made, after=describe(made))
    tell_moved(source, target)
    return made


@transaction.atomic
def untie(*, actor: User | None, tie: Tie) -> dict[str, Any]:
    """Remove a tie and give what it held, so that :func:`restore_tie` can bring it back.

    Raises:
        ValidationError: when somebody else has removed it since it was read.
    """
    rows = Tie.objects.select_related("source__process__workspace", "target").filter(pk=tie.pk)
    if before := rows.first():
        hold_thread(before.source.process)
    standing = rows.all().first()
    if standing is None:
        raise ValidationError(_("Somebody else has removed this tie already."), code="gone")
    tie = standing
    held = describe(tie)
    note(actor=actor, verb="tie.remove", of=tie, before=held)
    ends = tie.source, tie.target
    tie.delete()
    tell_moved(*ends)
    return held


@transaction.atomic
def carry_ties(*, actor: User | None, old: Node, new: Node) -> list[Node]:
    """Tie one node as another one is tied, whose own ties stay with it; give the nodes to which no such tie may lead.

    What is tied so already needs no second tie.
    """
    left = []
    rows = Tie.objects.filter(Q(source=old) | Q(target=old)).select_related("source", "target").order_by("pk")
    for row in rows:
        other = row.target if row.source_id == old.pk else row.source
        if other.pk == new.pk:
            continue
        other.process = new.process
        source, target = (new, other) if row.source_id == old.pk else (other, new)
        try:
            tie(actor=actor, source=source, target=target, kind=row.kind, reason=row.reason)
        except ValidationError as refusal:
            if {fault.code for fault in refusal.error_list} != {"duplicate"}:
                left.append(other)
    return left


def restore_tie(*, actor: User | None, held: dict[str, Any]) -> Tie:
    """Tie again what :func:`untie` removed, with the same checks as the first time."""
    nodes = Node.objects.select_related("process__workspace")
    source, target = nodes.get(pk=held["source"]), nodes.get(pk=held["target"])
    return tie(actor=actor, source=source, target=target, kind=held["kind"], reason=held["reason"])


def describe(made: Tie) -> dict[str, Any]:
    """Give what a tie says, for the journal and for undoing."""
    return {"source": made.source_id, "target": made.target_id, "kind": made.kind, "reason": made.reason}
