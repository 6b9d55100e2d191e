"""Loading the demonstration's map of stakeholders: collected, judged twice, agreed, and engaged."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.items import leave_out, merge_proposals
from sciezka.rooms.rounds.actions.results import accept_proposed, agree
from sciezka.rooms.rounds.actions.rounds import settle_round, start_wave
from sciezka.rooms.rounds.actions.staging import (
    Said,
    Stage,
    find_stage,
    number_items,
    set_day,
    set_moment,
    stage_answers,
    stage_event,
    stage_launch,
    stage_meeting,
    stage_moments,
    stage_proposals,
)
from sciezka.rooms.rounds.demo import ALIKE, APART, NEARLY, draw, draw_level, pick_one
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.stakeholders.actions.collecting import GatherValues, gather_stakeholders
from sciezka.rooms.stakeholders.actions.facts import ContactValues, add_handle, note_contact
from sciezka.rooms.stakeholders.actions.leaders import ShareValues, gather_leaders, set_population
from sciezka.rooms.stakeholders.actions.plan import EngagementValues, plan_engagement
from sciezka.rooms.stakeholders.actions.publishing import publish_map
from sciezka.rooms.stakeholders.demo import read_engaging, read_register
from sciezka.rooms.stakeholders.models import Invitation, Stakeholder
from sciezka.rooms.stakeholders.queries.judgements import ENGAGEMENT, INFLUENCE
from sciezka.rooms.town.models import Attendee

MORNING: Final = 8
EVENING: Final = 18
SCALES: Final = (INFLUENCE, ENGAGEMENT)
LOW: Final = 2
HIGH: Final = 4
Row = Mapping[str, Any]


@transaction.atomic
def load_demo() -> bool:
    """Load the demonstration's stakeholders, unless they are there already; tell whether anything was loaded."""
    stage = find_stage()
    if stage is None or Stakeholder.objects.filter(process=stage.process).exists():
        return False
    with override("pl"):
        first = judge_first(stage)
        second = judge_second(stage, first)
        engage(stage)
        publish_map(actor=stage.leader, process=stage.process, round=second)
    return True


def judge_first(stage: Stage) -> Round:
    """Let the team name stakeholders, sort what it named, judge, and agree on what was disputed."""
    values = GatherValues(title="Interesariusze: pierwsza tura (przykład)", team=stage.team, takes_register=False)
    round_ = gather_stakeholders(actor=stage.leader, process=stage.process, values=values)
    began = set_moment(-205, MORNING)
    people = stage_launch(round_, actor=stage.leader, opens=began, closes=None)
    stage_moments(round_, opens_at=None, collects_until=set_moment(-196, EVENING))
    made = stage_proposals(round_, list(list_proposals()), people)
    named = {proposal.pk: proposal for proposal in made}
    for row in read_register()["stakeholders"]:
        group = [one for one in named.values() if one.title in {row["name"], *row.get("also", ())}]
        merge_proposals(actor=stage.leader, round=round_, proposals=group, title=row["name"])
    for row in read_register()["left_out"]:
        for proposal in (one for one in made if one.title == row["title"]):
            leave_out(actor=stage.leader, proposal=proposal, reason=row["reason"])
    # Settling looks ahead to the end of answering, which here lies in the past; it is put there afterwards.
    stage_moments(round_, closes_at=timezone.now() + dt.timedelta(days=1))
    settle_round(actor=stage.leader, round=round_)
    opens = set_moment(-190, MORNING)
    Stakeholder.objects.filter(process=stage.process).update(created_at=opens)
    stage_moments(round_, settled_at=opens, opens_at=opens, closes_at=set_moment(-182, EVENING))
    answer(round_, 0)
    meet(stage, round_, 0, set_moment(-175, 10), title="")
    return round_


def judge_second(stage: Stage, first: Round) -> Round:
    """Judge once more, half a year later, and agree on what is still disputed."""
    round_ = start_wave(
        actor=stage.leader, round=first, title="Interesariusze: druga tura (przykład)", opens_at=None, closes_at=None
    )
    closes = set_moment(-13, EVENING)
    stage_launch(round_, actor=stage.leader, opens=set_moment(-21, MORNING), closes=closes)
    answer(round_, 1)
    meet(stage, round_, 1, set_moment(-8, 10), title="Posiedzenie zespołu: mapa interesariuszy po pół roku")
    return round_


def list_proposals() -> Iterator[dict[str, Any]]:
    """List what the members proposed, some of it typed in another way."""
    data = read_register()
    for row in data["stakeholders"]:
        told = ("sector", "represents", "territory", "district", "contact", "interests", "brings")
        full = {"is_person": row.get("person", False), **{name: row[name] for name in told if name in row}}
        spelt = [row["name"], *row.get("also", ())]
        for place, by in enumerate(row["by"]):
            details = full if place == 0 else {"sector": row["sector"], "is_person": full["is_person"]}
            yield {"by": by, "title": spelt[place % len(spelt)], "text": row["represents"], "details": details}
    for row in data["left_out"]:
        yield {"by": row["by"], "title": row["title"], "details": {"sector": "resident"}}


def answer(round_: Round, wave: int) -> None:
    """Let all twelve judge: most see things alike, some do not know, some say why."""
    rows = {row["name"]: row for row in read_register()["stakeholders"]}
    items = number_items(round_)
    given = {}
    for person in round_.participants.select_related("user"):
        answers = []
        for item in items:
            row = rows[item.title]
            for place, scale in enumerate(SCALES):
                words = (wave, person, item.title, scale)
                spread = APART if row.get("disputed") == scale and not wave else draw_spread(item.title, scale)
                if draw(100, "unknown", *words) < 4:  # noqa: PLR2004 - of a hundred
                    answers.append(Said(item=item.pk, scale=scale, special="dk"))
                    continue
                level = draw_level(row["at"][wave][place], (1, 5), *words, spread=spread)
                answers.append(Said(item=item.pk, scale=scale, value=level, reason=say_reason(scale, level, words)))
        given[person] = answers
    stage_answers(round_, given)


def draw_spread(*words: object) -> int:
    """Draw how far apart people are about something."""
    return NEARLY if draw(10, "spread", *words) < 3 else ALIKE  # noqa: PLR2004 - of ten


def say_reason(scale: str, level: int, words: tuple[object, ...]) -> str:
    """Give a reason now and then, where the level is high or low."""
    if LOW < level < HIGH or draw(100, "reason", *words) >= 14:  # noqa: PLR2004 - of a hundred
        return ""
    side = "high" if level >= HIGH else "low"
    return pick_one(read_register()["reasons"][f"{scale}_{side}"], *words)


def meet(stage: Stage, round_: Round, wave: int, on: dt.datetime, *, title: str) -> None:
    """Hold a meeting: what the answers propose is accepted, what was disputed is talked over."""
    people = list(round_.participants.select_related("user"))
    present = people[1:] if wave else people[:11]
    outcome = "Zaktualizowana mapa interesariuszy." if title else ""
    text = "Zespół porównał dwie tury ocen i uzgodnił, kogo włączyć w prace."
    event = stage_event(stage, title=title, on=on.date(), text=text, outcome=outcome) if title else None
    meeting = stage_meeting(round_, actor=stage.leader, event=event, on=on, present=present, guests="Doradczyni")
    said: dict[str, Any] = {
        "agreed_on": on.date(), "event": event, "present": present, "guests": meeting.guests, "meeting": meeting,
    }  # fmt: skip
    items = {item.title: item for item in number_items(round_)}
    for row in read_register()["stakeholders"]:
        agreed = row.get("later") if wave else row
        if agreed and "agreed" in agreed:
            for scale, value in zip(SCALES, agreed["agreed"], strict=True):
                agree(
                    actor=stage.leader, round=round_, item=items[row["name"]], scale=scale, value=value,
                    reason=agreed["reason"], dissent=agreed.get("dissent", "") if scale == row["disputed"] else "", **said,
                )  # fmt: skip
    accept_proposed(actor=stage.leader, round=round_, **said)
    if event:
        addresses = read_engaging()["attended"]
        Attendee.objects.bulk_create(Attendee(event=event, email=address, was_present=True) for address in addresses)


def engage(stage: Stage) -> None:
    """Note who was heard and by what signs, plan, invite, and make the team of those who accepted."""
    data = read_engaging()
    known = {row.name: row for row in Stakeholder.objects.filter(process=stage.process).select_related("process__workspace")}
    accounts = {user.email.split("@")[0]: user for user in User.objects.filter(is_demo=True)}
    for row in data["contacts"]:
        values = ContactValues(on=set_day(row["on"]), kind=row["kind"], note=row["note"])
        note_contact(actor=stage.leader, stakeholder=known[row["who"]], values=values)
    for row in data["handles"]:
        add_handle(actor=stage.leader, stakeholder=known[row["who"]], kind=row["kind"], value=row["value"])
    for row in data["plan"]:
        values_ = EngagementValues(
            form=row["form"], starts_on=set_day(row["from"]), until=set_day(row["to"]), owner=accounts.get(row.get("owner")),
            owner_name=row.get("owner_name", ""), note=row.get("note", ""), state=row.get("state", "planned"),
        )  # fmt: skip
        plan_engagement(actor=stage.leader, stakeholder=known[row["who"]], values=values_)
    invite(data, known)
    gather_leaders(actor=stage.leader, process=stage.process)
    shares = [
        ShareValues(dimension=row["by"], category=row["group"], share=Decimal(row["share"]), source=data["source"])
        for row in data["population"]
    ]
    set_population(actor=stage.leader, process=stage.process, rows=shares)


def invite(data: Row, known: Mapping[str, Stakeholder]) -> None:
    """Keep invitations with their answers; no letter is sent, for the addresses lead nowhere."""
    sent = set_moment(-6, MORNING)
    rows = []
    for number, row in enumerate(data["invitations"], start=1):
        is_waiting = row["answer"] == Invitation.Answer.WAITING
        rows.append(
            Invitation(
                stakeholder=known[row["who"]], name=row["name"], email=f"lider{number}@demo.sciezka.example",
                letter=data["letter"], sent_at=sent, answer=row["answer"],
                answered_at=None if is_waiting else min(sent + dt.timedelta(hours=5 * number), timezone.now()),
                gender=row.get("gender", ""), age_group=row.get("age", ""), district=row.get("district", ""),
            )
        )  # fmt: skip
    Invitation.objects.bulk_create(rows)
