"""Making rounds and leading them from launch to end.

Nothing here opens or closes a round by itself: its phase follows from its moments. What is queued are letters, and each
task checks on waking that it is still due.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from sciezka.kit.journal import take_snapshot
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.checks import check_launch, check_moments, check_values
from sciezka.rooms.rounds.actions.forgetting import forget_times
from sciezka.rooms.rounds.actions.items import ItemValues, add_items
from sciezka.rooms.rounds.actions.participants import copy_people, sync_team
from sciezka.rooms.rounds.actions.queueing import WAKE_ROUND, queue
from sciezka.rooms.rounds.actions.screens import tell_screens
from sciezka.rooms.rounds.models import Item, Participant, Phase, Proposal, Round, Sheet
from sciezka.rooms.rounds.models.rounds import GRACE
from sciezka.rooms.rounds.queries.purposes import read_purpose
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process, Team

DATE_FIELDS = ("collects_until", "opens_at", "closes_at")
RUNNING = frozenset({Phase.COLLECTING, Phase.SORTING, Phase.WAITING, Phase.OPEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundValues:
    """What is said about a round before its launch. Scales are written as the round stores them."""

    title: str
    question: str = ""
    guidance: str = ""
    kind: str = Round.Kind.RATING
    scales: tuple[dict[str, Any], ...] = ()
    most_picks: int | None = None
    audience: str = Round.Audience.TEAM
    team: Team | None = None
    is_blind: bool = True
    is_anonymous: bool = False
    collects: bool = False
    asks_reason: bool = True
    collects_until: dt.datetime | None = None
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None
    reminds_days: int = 1
    purpose: str = "general"
    subject_key: str = ""


ROUND_FIELDS = tuple(field.name for field in fields(RoundValues))


def read_values(round_: Round) -> RoundValues:
    """Give what is said about a round, so that a part of it can be changed with ``dataclasses.replace``."""
    return RoundValues(**{**{name: getattr(round_, name) for name in ROUND_FIELDS}, "scales": tuple(round_.scales)})


def list_values(process: Process, values: RoundValues) -> dict[str, Any]:
    """Give a round's field values, or say what can't be."""
    check_values(process, values)
    return {**{name: getattr(values, name) for name in ROUND_FIELDS}, "scales": list(values.scales)}


@transaction.atomic
def make_round(*, actor: User | None, process: Process, values: RoundValues, items: Iterable[ItemValues] = ()) -> Round:
    """Prepare a round with its items; nobody is asked before its launch."""
    round_ = Round.objects.create(process=process, **list_values(process, values))
    note(actor=actor, verb="round.make", of=round_, after=keep_filled(take_snapshot(round_, ROUND_FIELDS)))
    if rows := tuple(items):
        add_items(actor=actor, round=round_, items=rows)
    return round_


@transaction.atomic
def edit_round(*, actor: User | None, round: Round, values: RoundValues) -> Round:  # noqa: A002 - the noun's own word
    """Change a round that was not launched."""
    refuse_unless(round, {Phase.DRAFT})
    apply_changes(actor=actor, verb="round.edit", of=round, values=list_values(round.process, values))
    return round


@transaction.atomic
def delete_round(*, actor: User | None, round: Round) -> None:  # noqa: A002
    """Delete a round that was not launched; nobody has answered it."""
    refuse_unless(round, {Phase.DRAFT})
    note(actor=actor, verb="round.delete", of=round, before=keep_filled(take_snapshot(round, ROUND_FIELDS)))
    round.delete()


@transaction.atomic
def launch_round(*, actor: User | None, round: Round) -> Round:  # noqa: A002
    """Launch a round: the team's members of today are asked, letters go out, and the clock leads it from here.

    A round without an opening opens at once.

    Raises:
        ValidationError: it is not ready; the sentences say what is missing.
    """
    refuse_unless(round, {Phase.DRAFT})
    sync_team(actor=None, round=round)
    check_launch(round)
    now = timezone.now()
    round.launched_at = now
    if not round.collects and (round.opens_at is None or round.opens_at < now):
        round.opens_at = now
    round.save(update_fields=["launched_at", "opens_at"])
    asked = round.participants.filter(removed_at=None).count()
    after = {**take_snapshot(round, DATE_FIELDS), "asked": asked}
    note(actor=actor, verb="round.launch", of=round, after=keep_filled(after))
    set_clock(round)
    return round


@transaction.atomic
def reschedule(
    *,
    actor: User | None,
    round: Round,  # noqa: A002
    opens_at: dt.datetime | None,
    closes_at: dt.datetime | None,
    collects_until: dt.datetime | None = None,
) -> Round:
    """Change the dates of a launched round that is not over. What has passed can't be moved.

    A closed round stays closed: its result may have been seen. Ask again in a next wave.
    """
    refuse_unless(round, RUNNING)
    now, phase = timezone.now(), round.phase
    values: dict[str, Any] = {"closes_at": closes_at}
    if phase != Phase.OPEN:
        values["opens_at"] = opens_at
    if phase == Phase.COLLECTING:
        values["collects_until"] = collects_until
    opening = values.get("opens_at", round.opens_at)
    check_moments(opening, closes_at, values.get("collects_until"), now=now, needs_end=not round.collects)
    if apply_changes(actor=actor, verb="round.reschedule", of=round, values=values):
        set_clock(round)
    return round


@transaction.atomic
def settle_round(*, actor: User | None, round: Round) -> Round:  # noqa: A002
    """Turn proposals into items: each one that was neither merged nor left out becomes an item of its own.

    The purpose's room then does its own part. A round whose opening has come, or was never set, opens at once.
    """
    refuse_unless(round, {Phase.COLLECTING, Phase.SORTING})
    # In an anonymous round the order in which proposals came would tell which of them are one person's.
    loose = round.proposals.filter(item=None, left_out="").order_by("title" if round.is_anonymous else "pk", "pk")
    last = round.items.order_by("-position").values_list("position", flat=True).first() or 0
    for position, proposal in enumerate(loose, start=last + 1):
        item = Item.objects.create(round=round, position=position, title=proposal.title, text=proposal.text)
        Proposal.objects.filter(pk=proposal.pk).update(item=item)
    if not round.items.exists():
        raise ValidationError(_("There is nothing to ask about. Add an item first."), code="items")
    now = timezone.now()
    round.settled_at = now
    if round.opens_at is None or round.opens_at < now:
        round.opens_at = now
    check_moments(round.opens_at, round.closes_at, None, now=now, needs_end=True)
    round.save(update_fields=["settled_at", "opens_at"])
    # What was begun and finished so far was proposing; answering begins now.
    Participant.objects.filter(round=round).update(has_started=False, has_finished=False)
    Sheet.objects.filter(round=round).update(is_finished=False)
    if path := read_purpose(round.purpose).settle:
        import_string(path)(actor=actor, round=round)
    note(actor=actor, verb="round.settle", of=round, after={"items": round.items.count()})
    set_clock(round)
    return round


@transaction.atomic
def close_round(*, actor: User | None, round: Round) -> Round:  # noqa: A002
    """End the phase that runs now: collecting proposals, or answering."""
    refuse_unless(round, {Phase.COLLECTING, Phase.OPEN})
    name = "collects_until" if round.phase == Phase.COLLECTING else "closes_at"
    apply_changes(actor=actor, verb="round.close", of=round, values={name: timezone.now()})
    set_clock(round)
    return round


@transaction.atomic
def call_off(*, actor: User | None, round: Round) -> Round:  # noqa: A002
    """Call a launched round off. What was answered stays, is not shown and counts nowhere."""
    refuse_unless(round, RUNNING)
    apply_changes(actor=actor, verb="round.call_off", of=round, values={"called_off_at": timezone.now()})
    tell_screens(round)
    set_clock(round)
    return round


@transaction.atomic
def start_wave(
    *,
    actor: User | None,
    round: Round,  # noqa: A002
    title: str,
    opens_at: dt.datetime | None,
    closes_at: dt.datetime | None,
) -> Round:
    """Prepare the next wave of a closed round: the same items, scales and people, new dates. It waits to be launched."""
    refuse_unless(round, {Phase.CLOSED})
    values = {name: getattr(round, name) for name in ROUND_FIELDS}
    values |= {"title": title, "opens_at": opens_at, "closes_at": closes_at, "collects": False, "collects_until": None}
    check_moments(opens_at, closes_at, None, now=timezone.now(), needs_end=False)
    wave = Round.objects.create(process=round.process, previous=round, **values)
    copied = ("position", "code", "title", "text", "group", "descriptors", "noun_key")
    Item.objects.bulk_create(
        Item(round=wave, before=item, **{name: getattr(item, name) for name in copied}) for item in round.items.all()
    )
    if wave.audience == Round.Audience.LIST:
        copy_people(round, wave)
    note(actor=actor, verb="round.make", of=wave, after={"title": title, "previous": round.pk})
    return wave


@transaction.atomic
def forget_people(*, round: Round) -> bool:  # noqa: A002
    """Destroy what ties the sheets of an ended anonymous round to people, when its time has come; tell whether it did."""
    held = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    end = held.called_off_at or (held.closes_at if held.phase == Phase.CLOSED else None)
    if not held.is_anonymous or not held.salt or end is None or timezone.now() < end + GRACE:
        return False
    held.salt = round.salt = ""
    held.save(update_fields=["salt"])
    forget_times(round=held)
    note(actor=None, verb="round.forget", of=held)
    return True


def set_clock(round_: Round) -> None:
    """Ask the worker to look at the round at each of its moments; moments that have come are looked at now."""
    now = timezone.now()
    before = dt.timedelta(days=round_.reminds_days)
    ends = [end for end in (round_.collects_until, round_.closes_at) if end]
    moments = {now, *ends, *(end - before for end in ends), *(moment for moment in (round_.opens_at,) if moment)}
    over = round_.called_off_at or round_.closes_at
    if over and round_.is_anonymous:
        moments.add(over + GRACE + dt.timedelta(minutes=1))
    queue(WAKE_ROUND, round_.pk)
    for moment in sorted(moments):
        if moment > now:
            queue(WAKE_ROUND, round_.pk, at=moment)


def refuse_unless(round_: Round, phases: Iterable[Phase]) -> None:
    """Refuse what can't be done in the phase in which the round is now, as the database knows it."""
    held = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    for name in ("launched_at", "collects", "settled_at", "called_off_at", *DATE_FIELDS):
        setattr(round_, name, getattr(held, name))
    if held.phase not in phases:
        said = _("This can't be done now: the round is %(phase)s.") % {"phase": held.phase.label}
        raise ValidationError(said, code="phase")


def keep_filled(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what was not said."""
    return {name: value for name, value in values.items() if value not in (None, "", [], False)}
