"""Making surveys and leading them from a draft to their end.

Nothing here opens or closes a survey by itself: its phase follows from its moments. What is queued is work, and each task
checks on waking that it is still due.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.core.dates import ImpreciseDate
from sciezka.kit.journal import take_snapshot
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.actions.editions import freeze_edition, make_questionnaire
from sciezka.rooms.questions.library import Shipped
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.schema.types import Text
from sciezka.rooms.surveys.actions.clauses import write_clause
from sciezka.rooms.surveys.actions.queueing import STIR_SURVEY, WAKE_SURVEY, find_night, queue
from sciezka.rooms.surveys.actions.survey_checks import check_moments, check_values, coarsen_places, list_lacks
from sciezka.rooms.surveys.models import Phase, Survey
from sciezka.rooms.surveys.models.surveys import FEWEST, FEWEST_EMPLOYEES, make_salt
from sciezka.rooms.surveys.queries.clauses import clause_in_force, draft_clause, find_controller, find_officer
from sciezka.rooms.surveys.queries.releases import find_seen
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.events import EventValues, draft_event
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Event, Process

DATE_FIELDS: Final = ("opens_at", "closes_at")
RUNNING: Final = frozenset({Phase.WAITING, Phase.OPEN})
OVER: Final = frozenset({Phase.CLOSED, Phase.CALLED_OFF})
KEEPS_DAYS: Final = 365
KEEPS_DAYS_MINORS: Final = 180
# After it nobody who was in the middle comes back: keys and passes are destroyed.
GRACE: Final = dt.timedelta(days=1)
# After it nobody is written to any more: addresses are deleted.
ADDRESSES_KEPT: Final = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyValues:
    """What is said about a survey before its launch."""

    title: str
    purpose: str = ""
    entry: str = Survey.Entry.LINK
    once: bool = True
    takes_paper: bool = False
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None
    frame_size: int | None = None
    frame_source: str = ""
    fewest: int = FEWEST
    of_minors: bool = False
    legal_basis: str = ""
    keeps_days: int = KEEPS_DAYS


SURVEY_FIELDS: Final = tuple(field.name for field in fields(SurveyValues))


def read_values(survey: Survey) -> SurveyValues:
    """Give what is said about a survey, so that a part of it can be changed with ``dataclasses.replace``."""
    return SurveyValues(**{name: getattr(survey, name) for name in SURVEY_FIELDS})


def list_defaults(audience: str) -> dict[str, Any]:
    """Give what a survey of an audience begins with: whom it hides and how long answers are kept."""
    minors = audience == Questionnaire.Audience.YOUTH
    return {
        "fewest": FEWEST_EMPLOYEES if audience == Questionnaire.Audience.EMPLOYEES else FEWEST,
        "of_minors": minors,
        "keeps_days": KEEPS_DAYS_MINORS if minors else KEEPS_DAYS,
        "entry": Survey.Entry.CODES if minors else Survey.Entry.LINK,
    }


@transaction.atomic
def make_survey(*, actor: User | None, process: Process, questionnaire: Questionnaire, values: SurveyValues) -> Survey:
    """Prepare a survey; nobody can answer before its launch."""
    if questionnaire.workspace_id != process.workspace_id:
        raise ValidationError(_("The questionnaire must belong to this workspace."), code="foreign")
    survey = Survey(process=process, questionnaire=questionnaire, **_as_fields(values))
    check_values(survey, values)
    survey.save()
    note(actor=actor, verb="survey.make", of=survey, after=keep_filled(take_snapshot(survey, SURVEY_FIELDS)))
    return survey


@transaction.atomic
def make_shipped_survey(*, actor: User, process: Process, shipped: Shipped, values: SurveyValues) -> Survey:
    """Prepare a survey together with a questionnaire made of a shipped one, which takes the survey's title."""
    asked = shipped.questionnaire
    asked = replace(asked, title=Text({**asked.title.words, asked.base: values.title}))
    asked = coarsen_places(asked) if values.of_minors else asked
    questionnaire = make_questionnaire(
        actor=actor,
        workspace=process.workspace,
        title=values.title,
        schema=asked,
        audience=shipped.audience,
        source=shipped.key,
    )
    return make_survey(actor=actor, process=process, questionnaire=questionnaire, values=values)


@transaction.atomic
def edit_survey(*, actor: User | None, survey: Survey, values: SurveyValues) -> Survey:
    """Change a survey that was not launched."""
    refuse_unless(survey, {Phase.DRAFT})
    check_values(survey, values)
    apply_changes(actor=actor, verb="survey.edit", of=survey, values=_as_fields(values))
    return survey


@transaction.atomic
def delete_survey(*, actor: User | None, survey: Survey) -> None:
    """Delete a survey that was never launched; nobody has answered it."""
    refuse_unless(survey, {Phase.DRAFT})
    note(actor=actor, verb="survey.delete", of=survey, before=keep_filled(take_snapshot(survey, SURVEY_FIELDS)))
    survey.delete()


@transaction.atomic
def launch_survey(*, actor: User, survey: Survey) -> Survey:
    """Launch a survey: its edition is frozen, its clause is in force, and the clock leads it from here.

    A survey without an opening, or with one that has passed, opens at once.

    Raises:
        ValidationError: it is not ready; the sentences say what is missing.
    """
    refuse_unless(survey, {Phase.DRAFT})
    now = timezone.now()
    if lacks := list_lacks(survey):
        raise ValidationError(lacks)
    check_moments(survey.opens_at, survey.closes_at, now=now)
    survey.edition = freeze_edition(actor=actor, questionnaire=survey.questionnaire)
    survey.launched_at = now
    if survey.opens_at is None or survey.opens_at < now:
        survey.opens_at = now
    survey.save(update_fields=["edition", "launched_at", "opens_at"])
    if clause_in_force(survey) is None:
        workspace = survey.process.workspace
        names = {"officer": find_officer(workspace), "controller": find_controller(workspace)}
        write_clause(actor=actor, survey=survey, text=draft_clause(survey, **names), **names)
    after = {**take_snapshot(survey, DATE_FIELDS), "edition": survey.edition.number}
    note(actor=actor, verb="survey.launch", of=survey, after=keep_filled(after))
    set_clock(survey)
    queue(STIR_SURVEY, survey.pk, at=find_night())
    return survey


@transaction.atomic
def reschedule_survey(
    *, actor: User | None, survey: Survey, closes_at: dt.datetime | None, opens_at: dt.datetime | None = None
) -> Survey:
    """Change the dates of a launched survey that is not over. What has passed can't be moved."""
    refuse_unless(survey, RUNNING)
    values: dict[str, Any] = {"closes_at": closes_at}
    if survey.phase == Phase.WAITING:
        values["opens_at"] = opens_at or timezone.now()
    check_moments(values.get("opens_at", survey.opens_at), closes_at, now=timezone.now())
    if apply_changes(actor=actor, verb="survey.move", of=survey, values=values):
        set_clock(survey)
    return survey


@transaction.atomic
def close_survey(*, actor: User | None, survey: Survey) -> Survey:
    """End answering now."""
    refuse_unless(survey, {Phase.OPEN})
    apply_changes(actor=actor, verb="survey.close", of=survey, values={"closes_at": timezone.now()})
    set_clock(survey)
    return survey


@transaction.atomic
def reopen_survey(*, actor: User | None, survey: Survey, closes_at: dt.datetime | None) -> Survey:
    """Open a closed survey anew until a later moment.

    Where a day has passed since the end, keys and passes are destroyed: whoever was in the middle begins again, and
    personal links have to be sent anew.

    Raises:
        ValidationError: answers or the list were deleted, or results are published: two of them could be subtracted.
    """
    refuse_unless(survey, {Phase.CLOSED})
    if survey.erased_at:
        raise ValidationError(_("The answers of this survey were deleted. Make a next wave."), code="erased")
    if find_seen(survey):
        said = _("Residents have seen its results, and what they have seen does not move any more. Make a next wave.")
        raise ValidationError(said, code="seen")
    if survey.releases.filter(published_at__isnull=False, withdrawn_at=None).exists():
        said = _("Its results are published. Take them back first, or make a next wave: two results close together "
                 "would tell what the few in between answered.")  # fmt: skip
        raise ValidationError(said, code="published")
    if survey.entry == Survey.Entry.LIST and not survey.invitations.exists():
        raise ValidationError(_("The list of addresses was deleted. Make a next wave."), code="list")
    check_moments(None, closes_at, now=timezone.now())
    if not survey.salt:
        survey.salt = make_salt()
        survey.save(update_fields=["salt"])
        survey.invitations.filter(is_used=False).update(sent_on=None, reminded_on=None, reminders=0)
    apply_changes(actor=actor, verb="survey.reopen", of=survey, values={"closes_at": closes_at})
    set_clock(survey)
    queue(STIR_SURVEY, survey.pk, at=find_night())
    return survey


@transaction.atomic
def call_off_survey(*, actor: User | None, survey: Survey) -> Survey:
    """Call a launched survey off. What was answered counts nowhere, and is deleted on its day."""
    refuse_unless(survey, RUNNING)
    now = timezone.now()
    values: dict[str, Any] = {"called_off_at": now}
    # The day of deletion is reckoned from the end.
    if survey.opens_at and survey.opens_at < now:
        values["closes_at"] = now
    apply_changes(actor=actor, verb="survey.call_off", of=survey, values=values)
    set_clock(survey)
    return survey


@transaction.atomic
def start_wave(*, actor: User, survey: Survey, title: str, closes_at: dt.datetime | None) -> Survey:
    """Prepare the next wave of a survey that is over: the same questionnaire and rules, new dates, nobody invited yet."""
    refuse_unless(survey, OVER)
    values = {name: getattr(survey, name) for name in SURVEY_FIELDS} | {
        "title": title, "opens_at": None, "closes_at": closes_at,
    }  # fmt: skip
    wave = Survey(
        process=survey.process, questionnaire=survey.questionnaire, previous=survey, margins=survey.margins,
        quotas=survey.quotas, embed_hosts=survey.embed_hosts, **values,
    )  # fmt: skip
    check_values(wave, SurveyValues(**values))
    check_moments(None, closes_at, now=timezone.now())
    wave.save()
    note(actor=actor, verb="survey.make", of=wave, after={"title": title, "previous": survey.pk})
    return wave


@transaction.atomic
def draft_survey_entry(*, actor: User, survey: Survey) -> Event:
    """Write a draft entry of the Kalendarium about the survey; publishing it is a step of its own there."""
    held = Survey.objects.select_for_update(of=("self",), no_key=True).get(pk=survey.pk)
    if held.event_id:
        raise ValidationError(_("The survey has its entry in the Kalendarium already."), code="event")
    if not held.opens_at or not held.closes_at:
        raise ValidationError(_("Say from when to when the survey is open first."), code="dates")
    start, end = timezone.localdate(held.opens_at), timezone.localdate(held.closes_at)
    text = _("We collect the answers in order to %(purpose)s.") % {"purpose": held.purpose} if held.purpose else ""
    values = EventValues(title=held.title, date=ImpreciseDate.span(start, end), text=text, kind=Event.Kind.SURVEY)
    survey.event = draft_event(actor=actor, process=held.process, values=values)
    survey.save(update_fields=["event"])
    note(actor=actor, verb="survey.edit", of=survey, after={"event": survey.event.pk})
    return survey.event


def set_clock(survey: Survey) -> None:
    """Ask the worker to look at the survey at each of its moments, and now."""
    queue(WAKE_SURVEY, survey.pk)
    end = survey.called_off_at or survey.closes_at
    if end is None:
        return
    minute = dt.timedelta(minutes=1)
    moments = [end + GRACE + minute, end + ADDRESSES_KEPT + minute]
    if day := survey.erases_on:
        moments.append(timezone.make_aware(dt.datetime.combine(day, dt.time(2, 30))))
    for moment in moments:
        if moment > timezone.now():
            queue(WAKE_SURVEY, survey.pk, at=moment)


def refuse_unless(survey: Survey, phases: Iterable[Phase]) -> None:
    """Refuse what can't be done in the phase in which the survey is now, as the database knows it."""
    held = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    for name in ("launched_at", "called_off_at", "erased_at", "edition_id", "salt", *DATE_FIELDS):
        setattr(survey, name, getattr(held, name))
    if held.phase not in phases:
        said = _("This can't be done now: the survey is %(phase)s.") % {"phase": held.phase.label}
        raise ValidationError(said, code="phase")


def keep_filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what was not said."""
    return {name: value for name, value in values.items() if value not in (None, "", [], False)}


def _as_fields(values: SurveyValues) -> dict[str, Any]:
    return {name: getattr(values, name) for name in SURVEY_FIELDS}
