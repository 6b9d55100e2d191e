"""Starting an assessment, choosing its scenario, closing it and opening it anew."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.journal import take_snapshot
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.assessments import find_round_of, read_asked, read_bank_of
from sciezka.rooms.assessment.queries.banks import HeldBank
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Phase
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Event, Process, Team

SAID = ("title", "areas", "depth", "unit_kind", "team", "reason", "decided_on", "event", "previous")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is looked at, by whom, how deep, and why so."""

    title: str
    areas: tuple[str, ...]
    depth: str
    unit_kind: str
    team: Team
    decided_on: dt.date
    reason: str = ""
    event: Event | None = None
    previous: Assessment | None = None


@transaction.atomic
def start_assessment(*, actor: User | None, process: Process, bank: HeldBank, scenario: Scenario) -> Assessment:
    """Start an assessment with a copy of the bank's questions; nobody is asked yet.

    Raises:
        ValidationError: something of the scenario belongs elsewhere, or it asks nothing.
    """
    assessment = Assessment(
        process=process, bank=bank.row, bank_key=bank.key, bank_version=bank.version, source=bank.source,
        made_by=actor, **_list_values(scenario),
    )  # fmt: skip
    _check(assessment)
    assessment.save()
    said = {**take_snapshot(assessment, SAID), "bank": f"{bank.key} {bank.version}"}
    note(actor=actor, verb="assessment.start", of=assessment, after={key: value for key, value in said.items() if value})
    return assessment


@transaction.atomic
def edit_scenario(*, actor: User | None, assessment: Assessment, scenario: Scenario) -> Assessment:
    """Change the scenario. Once the questionnaires were sent, only the title, the reason and the day it was chosen."""
    values = _list_values(scenario)
    if assessment.opened_at is not None:
        values = {name: values[name] for name in ("title", "reason", "decided_on", "event")}
    _check(Assessment(**{**_current(assessment), **values}))
    apply_changes(actor=actor, verb="assessment.edit", of=assessment, values=values)
    return assessment


@transaction.atomic
def delete_assessment(*, actor: User | None, assessment: Assessment) -> None:
    """Delete an assessment that asked nobody and on which nobody wrote anything.

    Raises:
        ValidationError: there is something to lose.
    """
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if held.opened_at is not None or held.cards.exists() or held.later.exists():
        said = _("This assessment can’t be deleted any more: people were asked, or something was written down.")
        raise ValidationError(said, code="used")
    note(actor=actor, verb="assessment.delete", of=assessment, before=take_snapshot(assessment, SAID))
    assessment.delete()


@transaction.atomic
def close_assessment(*, actor: User | None, assessment: Assessment) -> Assessment:
    """Close an assessment: from now on everybody of the process may read it.

    Raises:
        ValidationError: its questionnaires were not sent, or are still open.
    """
    asked = find_round_of(assessment)
    if assessment.opened_at is None or asked is None:
        raise ValidationError(_("The questionnaires have not been sent yet."), code="unopened")
    if asked.phase != Phase.CLOSED:
        raise ValidationError(_("The questionnaires are still open. Close the round first."), code="open")
    apply_changes(actor=actor, verb="assessment.close", of=assessment, values={"closed_at": timezone.now()})
    return assessment


@transaction.atomic
def reopen_assessment(*, actor: User | None, assessment: Assessment) -> Assessment:
    """Open a closed assessment anew, so that its cards and plan can be mended by its team only; its summary is hidden."""
    values: Mapping[str, Any] = {"closed_at": None, "published_at": None}
    apply_changes(actor=actor, verb="assessment.reopen", of=assessment, values=values)
    return assessment


def _list_values(scenario: Scenario) -> dict[str, Any]:
    values = {name: getattr(scenario, name) for name in SAID}
    return {**values, "areas": list(scenario.areas)}


def _current(assessment: Assessment) -> dict[str, Any]:
    names = ("process", "bank_key", "bank_version", "source", *SAID)
    return {name: getattr(assessment, name) for name in names}


def _check(assessment: Assessment) -> None:
    """Refuse a scenario whose parts belong elsewhere, or that asks nothing."""
    process = assessment.process_id
    if assessment.team.process_id != process:
        raise ValidationError({"team": _("The team must belong to this process.")}, code="foreign")
    if assessment.event is not None and (assessment.event.process_id != process or not assessment.event.is_published):
        raise ValidationError({"event": _("Choose a published entry of this process.")}, code="foreign")
    if assessment.previous is not None and (
        assessment.previous.process_id != process or assessment.previous.bank_key != assessment.bank_key
    ):
        raise ValidationError({"previous": _("Choose an assessment of this process by the same bank.")}, code="foreign")
    known = {area.key for area in read_bank_of(assessment).areas}
    if not set(assessment.areas) <= known or not read_asked(assessment).items:
        raise ValidationError(
            {"areas": _("This scenario asks no question. Choose more areas or all questions.")}, code="empty"
        )
