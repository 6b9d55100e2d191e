"""Putting a round into the demonstration's past: people, moments and answers, many rows at once.

What the room's own actions write one change at a time is written here in bulk and with the same invariants: a sheet for
each person, one counted answer for each cell, no tie to a person in an anonymous round.
"""

import datetime as dt
import math
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from sciezka.core.dates import ImpreciseDate, Precision
from sciezka.rooms.people.models import User
from sciezka.rooms.people.queries import active_people
from sciezka.rooms.rounds.actions.items import merge_proposals
from sciezka.rooms.rounds.actions.participants import sync_team
from sciezka.rooms.rounds.actions.rounds import settle_round
from sciezka.rooms.rounds.actions.sheets import LOWEST_NUMBER, NUMBERS
from sciezka.rooms.rounds.demo import draw
from sciezka.rooms.rounds.models import AgreedResult, Answer, Item, Meeting, Participant, Proposal, Round, Sheet
from sciezka.rooms.rounds.queries.results import results_of
from sciezka.rooms.rounds.queries.sheets import sheet_key
from sciezka.rooms.town.actions.events import EventValues, draft_event, publish_event
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.demo import Moment
from sciezka.rooms.town.models import Event, Process, Team

# The process in which the demonstration's team of twelve works, and that team.
PROCESS: Final = "strategia-rozwoju-miasta"
WORKSPACE: Final = "jelenia-gora"
TEAM: Final = "zespol-strategii"
LEADER: Final = "koordynator@demo.sciezka.example"
# The words that open every invented entry.
INVENTED: Final = "Wpis przykładowy z wersji pokazowej.\n\n"
MORNING: Final = 8
EVENING: Final = 18
NAMESPACE: Final = uuid.UUID("6f1b2f0a-7c52-4f4e-9d39-8f6f0f3f6a11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the demonstration plays: the process, its team, and who leads the work."""

    process: Process
    team: Team
    leader: User


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a round played, in days from today: its first and last day of collecting, if it collected, and of answering."""

    answers: tuple[int, int]
    collects: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer of one person."""

    item: int
    value: int | None = None
    special: str = ""
    scale: str = ""
    against: int | None = None
    reason: str = ""


def find_stage() -> Stage | None:
    """Find where the demonstration plays; nothing where it was not loaded, or where its accounts can't work."""
    process = Process.objects.select_related("workspace").filter(slug=PROCESS, workspace__slug=WORKSPACE).first()
    team = Team.objects.filter(process=process, slug=TEAM).first() if process else None
    leader = active_people().filter(email=LEADER, is_demo=True).first()
    return Stage(process=process, team=team, leader=leader) if process and team and leader else None


def set_day(offset: int) -> dt.date:
    """Give the working day so many days from today; never a later one than asked for where it must have passed."""
    today = timezone.localdate()
    found = Moment(None, offset).resolve_on(today)
    while offset < 0 <= (found - today).days:
        offset -= 1
        found = Moment(None, offset).resolve_on(today)
    return found


def set_moment(offset: int, hour: int) -> dt.datetime:
    """Give an hour of the working day so many days from today."""
    return timezone.make_aware(dt.datetime.combine(set_day(offset), dt.time(hour)))


def stage_moments(round_: Round, **moments: dt.datetime | None) -> Round:
    """Set a round's moments, whenever they were."""
    for name, moment in moments.items():
        setattr(round_, name, moment)
    round_.save(update_fields=list(moments))
    return round_


def stage_launch(round_: Round, *, actor: User | None, opens: dt.datetime, closes: dt.datetime | None) -> list[Participant]:
    """Launch a round at its opening, with no letter sent, and give the people whom it asks."""
    sync_team(actor=None, round=round_)
    stage_moments(round_, created_at=opens - dt.timedelta(days=2), launched_at=opens, opens_at=opens, closes_at=closes)
    people = list(round_.participants.select_related("user").order_by("pk"))
    note(actor=actor, verb="round.launch", of=round_, after={"asked": len(people)})
    return people


def stage_sheets(round_: Round, people: Sequence[Participant]) -> dict[int, Sheet]:
    """Make a sheet for each person, by the participant's key; in an anonymous round nothing else ties them."""
    taken: set[int] = set()
    rows = {}
    # Who proposed something has a sheet already.
    known = {sheet.participant_id: sheet for sheet in round_.sheets.exclude(participant=None)}
    for person in people:
        number = LOWEST_NUMBER + draw(NUMBERS, "sheet", round_.title, person)
        while number in taken:
            number += 1
        taken.add(number)
        person.round = round_
        owner, key = (None, sheet_key(person)) if round_.is_anonymous else (person, "")
        rows[person.pk] = Sheet(round=round_, participant=owner, key=key, number=number)
    # In the order of the numbers, so that the order of rows tells nothing either.
    Sheet.objects.bulk_create(
        sorted((sheet for key, sheet in rows.items() if key not in known), key=lambda sheet: sheet.number)
    )
    return {key: known.get(key, sheet) for key, sheet in rows.items()}


def stage_answers(
    round_: Round, given: Mapping[Participant, Iterable[Said]], *, unfinished: Sequence[Participant] = ()
) -> None:
    """Keep what people answered, and that they finished unless they are named as unfinished."""
    sheets = stage_sheets(round_, list(given))
    opens = round_.opens_at or timezone.now()
    hours = max(1, int(((min(round_.closes_at or timezone.now(), timezone.now())) - opens).total_seconds() // 3600))
    rows = []
    for person, answers in given.items():
        begun = opens + dt.timedelta(minutes=draw(hours * 50, "begun", round_.title, person))
        for order, said in enumerate(answers):
            moment = opens if round_.is_anonymous else min(begun + dt.timedelta(seconds=order * 20), timezone.now())
            words = f"{round_.pk}|{person.pk}|{said.item}|{said.scale}|{said.against}"
            rows.append(
                Answer(
                    sheet=sheets[person.pk], item_id=said.item, scale=said.scale, against_id=said.against, value=said.value,
                    special=said.special, reason=said.reason, edit=uuid.uuid5(NAMESPACE, words), edited_at=moment,
                    came_at=moment,
                )
            )  # fmt: skip
    Answer.objects.bulk_create(rows, batch_size=2000)
    late = {person.pk for person in unfinished}
    for person in given:
        person.has_started, person.has_finished = True, person.pk not in late
        sheets[person.pk].is_finished = person.has_finished
    Participant.objects.bulk_update(list(given), ["has_started", "has_finished"])
    Sheet.objects.bulk_update(sheets.values(), ["is_finished"])


def stage_proposals(round_: Round, rows: Sequence[Mapping[str, Any]], people: Sequence[Participant]) -> list[Proposal]:
    """Keep what people proposed; each row names its author by a number in the team."""
    authors = {row["by"] % len(people) for row in rows}
    sheets = stage_sheets(round_, [people[place] for place in sorted(authors)])
    made = Proposal.objects.bulk_create(
        Proposal(
            round=round_, sheet=sheets[people[row["by"] % len(people)].pk], title=row["title"], text=row.get("text", ""),
            details=dict(row.get("details", {})), created_at=round_.launched_at or timezone.now(),
        )
        for row in rows
    )  # fmt: skip
    Participant.objects.filter(pk__in=sheets).update(has_started=True)
    return made


def stage_round(
    stage: Stage,
    round_: Round,
    window: Window,
    *,
    say: Callable[[Round, Participant], Iterable[Said]],
    proposals: Sequence[Mapping[str, Any]] = (),
) -> Round:
    """Lead a prepared round through a past: what was proposed, where it collected, and what each member answered.

    Proposals with the ``as`` of one item are merged into it.
    """
    opens, closes = set_moment(window.answers[0], MORNING), set_moment(window.answers[1], EVENING)
    if window.collects is None:
        stage_launch(round_, actor=stage.leader, opens=opens, closes=closes)
    else:
        began, ended = set_moment(window.collects[0], MORNING), set_moment(window.collects[1], EVENING)
        people = stage_launch(round_, actor=stage.leader, opens=began, closes=None)
        stage_moments(round_, opens_at=None, collects_until=ended)
        made = stage_proposals(round_, proposals, people)
        for title in dict.fromkeys(row.get("as", row["title"]) for row in proposals):
            group = [one for one, row in zip(made, proposals, strict=True) if row.get("as", row["title"]) == title]
            merge_proposals(actor=stage.leader, round=round_, proposals=group, title=title)
        # Settling looks ahead to the end of answering, which here lies in the past; it is put there afterwards.
        stage_moments(round_, closes_at=timezone.now() + dt.timedelta(days=1))
        settle_round(actor=stage.leader, round=round_)
        stage_moments(round_, settled_at=opens, opens_at=opens, closes_at=closes)
    people = list(round_.participants.select_related("user"))
    given = {person: list(say(round_, person)) for person in people}
    # Whoever has nothing to say leaves the round to the others.
    stage_answers(round_, {person: answers for person, answers in given.items() if answers})
    return round_


def stage_event(stage: Stage, *, title: str, on: dt.date, text: str, outcome: str = "") -> Event:
    """Write and publish an invented entry of the Kalendarium about a meeting that was held."""
    values = EventValues(
        title=title,
        date=ImpreciseDate(on, on, Precision.DAY),
        text=INVENTED + text,
        time_start=dt.time(10),
        time_end=dt.time(12, 30),
        mode=Event.Mode.ON_SITE,
        stage=stage.process.stages.filter(number="II").first(),
        place_name="Urząd Miasta Jelenia Góra",
        teams=(stage.team,),
        outcome=outcome,
    )
    return publish_event(actor=None, event=draft_event(actor=None, process=stage.process, values=values))


def stage_meeting(
    round_: Round,
    *,
    actor: User | None,
    event: Event | None,
    on: dt.datetime,
    present: Sequence[Participant],
    guests: str = "",
) -> Meeting:
    """Note a meeting about a round that was held and has ended."""
    meeting = Meeting.objects.create(
        round=round_, event=event, guests=guests, started_at=on, ended_at=on + dt.timedelta(minutes=150)
    )
    meeting.present.set(present)
    note(actor=actor, verb="meeting.start", of=meeting, after={"present": len(present)})
    note(actor=actor, verb="meeting.end", of=meeting, after={"present": len(present)})
    return meeting


def number_items(round_: Round) -> list[Item]:
    """Give a round's items in their order."""
    return list(round_.items.order_by("position", "pk"))


def stage_agreed(meeting: Meeting, *, actor: User | None, items: Collection[int], reason: str) -> int:
    """Agree, at a meeting, on the middle of the answers wherever nothing was agreed; tell on how many lines.

    Args:
        meeting: the meeting that agrees.
        actor: who writes it down.
        items: the items that the meeting came to.
        reason: why, where the answers differed so much that it was talked over.
    """
    round_, present = meeting.round, list(meeting.present.all())
    on = timezone.localdate(meeting.started_at)
    open_ = [line for line in results_of(round_).lines if line.agreed is None and line.item.pk in items]
    rows = [
        AgreedResult(
            round=round_, item=line.item, scale=line.key[1], against=line.against, value=math.floor(line.summary.median),
            reason="" if line.proposed is not None else reason, agreed_on=on, event=meeting.event, meeting=meeting,
            guests=meeting.guests, was_proposed=line.proposed is not None, recorded_by=actor.ref if actor else None,
        )
        for line in open_
        if line.summary and line.summary.median is not None
    ]  # fmt: skip
    made = AgreedResult.objects.bulk_create(rows)
    through = AgreedResult.present.through
    through._default_manager.bulk_create(
        [through(agreedresult_id=row.pk, participant_id=person.pk) for row in made for person in present], batch_size=2000
    )
    note(actor=actor, verb="result.accept_proposed", of=round_, after={"items": len(made), "present": len(present)})
    return len(made)
