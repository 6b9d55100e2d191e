"""Announcing a call, amending what was announced, and calling it off.

Announcing freezes the form's edition and the criteria. From then on a call changes only by amendments: numbered, with what
stood before, told to everybody who has begun or sent something. What an amendment may change can only be wider afterwards.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.core.dates import ImpreciseDate
from sciezka.kit.journal import find_changes, take_snapshot
from sciezka.rooms.calls.actions.applying_retention import plan_forgetting
from sciezka.rooms.calls.actions.calls import (
    check_goals,
    check_values,
    hold_call,
    raise_version,
    refuse_unless,
    say_values,
    snap,
)
from sciezka.rooms.calls.actions.letters import tell_applicant
from sciezka.rooms.calls.actions.reminders import plan_reminders
from sciezka.rooms.calls.models import RUNNING, Amendment, Call, Phase, digest_criteria
from sciezka.rooms.calls.queries.calls_ready import list_lacks
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.path.models import Goal
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.actions.editions import freeze_edition
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.actions.events import (
    EventValues,
    LinkValues,
    draft_event,
    edit_event,
    publish_event,
    read_values,
)
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Event

# What an amendment may change at all. The title, criteria, conditions, form and rule of selection stay as announced.
AMENDABLE: Final = (
    "lead", "announcement", "legal_basis", "rules", "clause", "territory", "areas", "timetable", "takes_paper", "opens_at",
    "closes_at", "budget", "places", "supplement_days", "reservation_days",
)  # fmt: skip
BEFORE_APPROVAL: Final = (*RUNNING, Phase.CHECKING, Phase.SCORING, Phase.DECIDING)
LATER: Final = gettext_lazy("It can only be moved later than it was announced.")
MORE: Final = gettext_lazy("It can only be made larger than it was announced.")


@transaction.atomic
def announce_call(*, actor: User, call: Call, entry: str = "") -> Call:
    """Announce a call: residents see it, its form and criteria are frozen, and the clock leads it from here.

    Args:
        actor: who announces it.
        call: a draft.
        entry: what becomes of it in the Kalendarium: nothing, ``draft`` or ``published``.

    Raises:
        ValidationError: it is not ready; the sentences say what is missing.
    """
    standing = hold_call(call)
    refuse_unless(standing, (Phase.DRAFT,))
    now = read_now()
    if lacks := list_lacks(standing, now):
        raise ValidationError(lacks)
    assert standing.questionnaire is not None  # noqa: S101 - one of the lacks otherwise
    standing.edition = freeze_edition(actor=actor, questionnaire=standing.questionnaire)
    standing.criteria_digest = digest_criteria(list(standing.criteria.all()))
    standing.published_at = now
    standing.opens_at = standing.opens_at or now
    standing.save(update_fields=["edition", "criteria_digest", "published_at", "opens_at"])
    after = {
        **take_snapshot(standing, ("published_at", "opens_at", "closes_at", "criteria_digest")),
        "edition": standing.edition.number,
    }
    note(actor=actor, verb="call.announce", of=standing, after=after)
    plan_forgetting(standing)
    plan_reminders(standing)
    if entry:
        make_entry(actor=actor, call=standing, publish=entry == "published")
    raise_version(standing)
    return standing


def make_entry(*, actor: User, call: Call, publish: bool) -> None:
    """Write the call into the Kalendarium."""
    link = LinkValues(url=f"{settings.BASE_URL}{call.public_url}", label=_("Page of the call"))
    values = EventValues(title=call.title, date=say_span(call), text=call.lead, kind=Event.Kind.CALL, links=(link,))
    call.event = draft_event(actor=actor, process=call.process, values=values)
    call.save(update_fields=["event"])
    if publish:
        publish_event(actor=actor, event=call.event)


def say_span(call: Call) -> ImpreciseDate:
    """Give the days from which to which a call is open."""
    assert call.opens_at is not None  # noqa: S101 - an announced call has both
    assert call.closes_at is not None  # noqa: S101
    last = timezone.localtime(call.closes_at - dt.timedelta(microseconds=1)).date()
    return ImpreciseDate.span(timezone.localtime(call.opens_at).date(), last)


@transaction.atomic
def amend_call(
    *, actor: User, call: Call, why: str, values: Mapping[str, Any], goals: Collection[Goal] | None = None,
    seen: int | None = None,
) -> Amendment:  # fmt: skip
    """Amend an announced call that is not closed, and tell everybody who has begun or sent something.

    Args:
        actor: who amends it.
        call: the call.
        why: what changes and why, as residents read it.
        values: the fields to change, of those in ``AMENDABLE``.
        goals: all goals that it serves afterwards, where they change.
        seen: how many amendments there were when the call was read; None where nobody read it.

    Raises:
        Conflict: somebody has amended it since.
        ValidationError: nothing changes, something is taken away, or the call is closed.
    """
    standing = hold_call(call)
    refuse_unless(standing, RUNNING)
    if seen is not None and seen != standing.amendments.count():
        raise Conflict(standing)
    if not why.strip():
        raise ValidationError({"why": _("Say what changes and why; residents read it.")}, code="why")
    if unknown := set(values) - set(AMENDABLE):
        message = f"An amendment may not change {sorted(unknown)}."
        raise ValueError(message)
    names = (*values, *(("goals",) if goals is not None else ()))
    before, after = find_changes(snap(standing, names), say_values(standing, values, goals))
    if not after:
        raise ValidationError(_("Nothing differs from what is announced."), code="same")
    check_amendment(standing, {name: values[name] for name in values if name in after}, goals)
    for name in values:
        setattr(standing, name, values[name])
    standing.version += 1
    standing.save(update_fields=[*values, "version"])
    if goals is not None:
        standing.goals.set(goals)
    made = keep_amendment(standing, why.strip(), before, after)
    note(actor=actor, verb="call.amend", of=standing, before=before, after={**after, "amendment": made.number})
    if "closes_at" in after:
        plan_reminders(standing)
    if {"opens_at", "closes_at"} & set(after):
        move_entry(actor=actor, call=standing)
    return made


def keep_amendment(call: Call, why: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Amendment:
    """Keep an amendment under the next number, and write to everybody whom it concerns."""
    last = call.amendments.order_by("-number").values_list("number", flat=True).first() or 0
    concerned = list(call.submissions.filter(withdrawn_at__isnull=True).exclude(email=""))
    made = Amendment.objects.create(
        call=call, number=last + 1, why=why, before=dict(before), after=dict(after), told=len(concerned), made_at=read_now()
    )
    for submission in concerned:
        tell_applicant(submission, "amendment", number=made.number, why=why)
    return made


def check_amendment(call: Call, values: Mapping[str, Any], goals: Collection[Goal] | None) -> None:
    """Refuse an amendment that takes anything away from those who rely on what was announced."""
    check_values(call, values)
    check_goals(call, goals or ())
    refusals: dict[str, str] = {}
    for name, refuse in LIMITS.items():
        if name in values and (said := refuse(call, values[name])):
            refusals[name] = str(said)
    if goals is not None and set(call.goals.values_list("pk", flat=True)) - {goal.pk for goal in goals}:
        refusals["goals"] = _("Goals that were announced stay; others can be added.")
    if refusals:
        raise ValidationError(refusals, code="narrower")


def refuse_earlier_closing(call: Call, closes_at: dt.datetime | None) -> object:
    """Refuse a closing before the one that was announced."""
    return LATER if closes_at is None or (call.closes_at and closes_at < call.closes_at) else ""


def refuse_later_opening(call: Call, opens_at: dt.datetime | None) -> object:
    """Refuse an opening after the one that was announced, in the past, or of a call that is open."""
    now = read_now()
    if call.phase_at(now) != Phase.ANNOUNCED:
        return _("The call is open; its opening doesn't change any more.")
    if opens_at is None or opens_at < now or (call.opens_at and opens_at > call.opens_at):
        return _("The opening can only be moved to an earlier moment that has not passed.")
    return ""


def refuse_less(name: str) -> Callable[[Call, Any], object]:
    """Make what refuses a smaller number than was announced; where none was, any may be set."""

    def refuse(call: Call, number: Any) -> object:  # noqa: ANN401 - an amount or a number
        announced = getattr(call, name)
        return MORE if announced is not None and (number is None or number < announced) else ""

    return refuse


def refuse_fewer_areas(call: Call, areas: str) -> object:
    """Refuse to strike out a part of the territory: somebody may have chosen it."""
    kept = {line.strip() for line in areas.splitlines()}
    return "" if set(call.list_of_areas) <= kept else _("Parts that were announced stay; others can be added.")


def refuse_no_paper(call: Call, takes_paper: bool) -> object:  # noqa: FBT001 - the field's own value
    """Refuse to stop taking paper submissions."""
    return _("Paper submissions were announced, so they are taken.") if call.takes_paper and not takes_paper else ""


LIMITS: Final[Mapping[str, Callable[[Call, Any], object]]] = {
    "closes_at": refuse_earlier_closing,
    "opens_at": refuse_later_opening,
    "budget": refuse_less("budget"),
    "places": refuse_less("places"),
    "supplement_days": refuse_less("supplement_days"),
    "reservation_days": refuse_less("reservation_days"),
    "areas": refuse_fewer_areas,
    "takes_paper": refuse_no_paper,
}


def move_entry(*, actor: User, call: Call, outcome: str = "") -> None:
    """Let the entry of the Kalendarium say what the call says now."""
    if call.event is None:
        return
    values = read_values(call.event)
    values = replace(values, outcome=outcome) if outcome else replace(values, date=say_span(call))
    edit_event(actor=actor, event=call.event, values=values)


@transaction.atomic
def call_off_call(*, actor: User, call: Call, why: str) -> Call:
    """Call an announced call off before it is approved, and tell everybody who has begun or sent something."""
    standing = hold_call(call)
    refuse_unless(standing, BEFORE_APPROVAL)
    why = " ".join(why.split())
    if not why:
        raise ValidationError({"why": _("Say why the call is called off; residents read it.")}, code="why")
    standing.called_off_at, standing.called_off_why = read_now(), why
    standing.save(update_fields=["called_off_at", "called_off_why"])
    note(actor=actor, verb="call.call_off", of=standing, after={"why": why})
    for submission in standing.submissions.filter(withdrawn_at__isnull=True).exclude(email=""):
        tell_applicant(submission, "called_off", why=why)
    move_entry(actor=actor, call=standing, outcome=_("Called off: %(why)s") % {"why": why})
    raise_version(standing)
    return standing
