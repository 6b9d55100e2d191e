"""Waiving rules with a reason, ending waivers, and choosing what a plan is held to."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.guards import may
from sciezka.kit.journal import take_snapshot
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.models import CheckSettings, Node, Waiver
from sciezka.rooms.thread.queries.checks import find_rule
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process


@transaction.atomic
def waive(  # noqa: PLR0913 - by name, one for each thing that a waiver says
    *,
    actor: User,
    process: Process,
    rule: str,
    reason: str,
    node: Node | None = None,
    about: str = "",
    until: dt.date | None = None,
) -> Waiver:
    """Hold a node (or, without one, what the fault is about or the whole plan) to a rule no longer.

    Raises:
        ValidationError: when no room has the rule, when a condition of adoption is waived by anybody but the
            co-ordinator, when the node is of another process, without a reason, when the day is past, or when it is
            waived already.
    """
    found = find_rule(rule)
    if found is None:
        raise ValidationError(_("There is no such rule."), code="unknown")
    if found.gate and not may(actor, "thread.waive_gate", process):
        raise ValidationError(_("This rule is a condition of adoption: only the co-ordinator may waive it."), code="gate")
    if node is not None and node.process_id != process.pk:
        raise ValidationError(_("Only what belongs to this process can hang on its thread."), code="foreign")
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Give the reason for the waiver."), code="no_reason")
    today = timezone.localdate()
    if until is not None and until < today:
        raise ValidationError(_("This day is past: the waiver would not count at all."), code="past")
    hold_thread(process)
    alike = Waiver.objects.filter(process=process, rule=rule, node=node, about=about, ended_at__isnull=True)
    if any(row.is_in_force(today) for row in alike):
        raise ValidationError(_("This is waived already."), code="duplicate")
    made = Waiver.objects.create(
        process=process, rule=rule, node=node, about=about, reason=reason, until=until, author=actor.ref
    )
    said = take_snapshot(made, ("rule", "node", "about", "reason", "until"))
    note(actor=actor, verb="waiver.make", of=made, after={name: value for name, value in said.items() if value})
    return made


@transaction.atomic
def end_waiver(*, actor: User, waiver: Waiver) -> Waiver:
    """Let the rule count again. A waiver that was ended stays so."""
    waiver.ended_at = Waiver.objects.select_for_update().values_list("ended_at", flat=True).get(pk=waiver.pk)
    if waiver.ended_at is None:
        apply_changes(actor=actor, verb="waiver.end", of=waiver, values={"ended_at": timezone.now()})
    return waiver


@transaction.atomic
def choose_settings(*, actor: User, process: Process, evidence_years: int) -> CheckSettings:
    """Choose after how many years evidence is old."""
    chosen, _made = CheckSettings.objects.get_or_create(process=process)
    apply_changes(actor=actor, verb="check.set", of=chosen, values={"evidence_years": evidence_years})
    return chosen
