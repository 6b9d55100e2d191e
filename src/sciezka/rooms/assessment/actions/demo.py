"""Loading the demonstration's assessments: three banks, each answered alone and agreed together, in two waves."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from sciezka.rooms.assessment.actions.aiming import aim, publish_summary
from sciezka.rooms.assessment.actions.asking import Terms, open_questionnaires
from sciezka.rooms.assessment.actions.assessments import Scenario, close_assessment, start_assessment
from sciezka.rooms.assessment.actions.cards import CardValues, write_card
from sciezka.rooms.assessment.actions.deficits import name_deficit
from sciezka.rooms.assessment.actions.evidence import EvidenceValues, add_evidence
from sciezka.rooms.assessment.actions.improvements import ImprovementValues, propose_improvement
from sciezka.rooms.assessment.demo import read_assessments
from sciezka.rooms.assessment.models import Assessment, Card, Deficit, Evidence, Improvement
from sciezka.rooms.assessment.queries.assessments import LEVEL_SCALE, MET_SCALE, read_asked
from sciezka.rooms.assessment.queries.banks import read_held
from sciezka.rooms.rounds.actions.results import agree
from sciezka.rooms.rounds.actions.staging import (
    Said,
    Stage,
    find_stage,
    number_items,
    set_day,
    set_moment,
    stage_agreed,
    stage_answers,
    stage_event,
    stage_meeting,
    stage_moments,
)
from sciezka.rooms.rounds.demo import ALIKE, NEARLY, draw, draw_level
from sciezka.rooms.rounds.models import Item, Participant, Round

MORNING: Final = 8
EVENING: Final = 18
YEAR: Final = 365
DOUBTED: Final = "Odpowiedzi się różniły; po rozmowie przyjęto poziom, na który są dowody."
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One wave of one assessment: where it plays, what the file says, and which wave it is (0 or 1)."""

    stage: Stage
    data: Row
    number: int
    assessment: Assessment

    @property
    def row(self) -> Row:
        """What the file says of this wave."""
        found: Row = self.data["waves"][self.number]
        return found

    @property
    def cards(self) -> dict[str, Row]:
        """The cards by their questions."""
        return {row["code"]: row for row in self.data["cards"]}


@transaction.atomic
def load_demo() -> bool:
    """Load the demonstration's assessments, unless they are there already; tell whether anything was loaded."""
    stage = find_stage()
    if stage is None or Assessment.objects.filter(process=stage.process).exists():
        return False
    with override("pl"):
        for data in read_assessments():
            previous = None
            for number in range(len(data["waves"])):
                previous = load_wave(stage, data, number, previous)
    return True


def load_wave(stage: Stage, data: Row, number: int, previous: Assessment | None) -> Assessment:
    """Lead an assessment through its steps, as far as the file says."""
    wave = Wave(stage=stage, data=data, number=number, assessment=start(stage, data, number, previous))
    round_ = ask(wave)
    hold_meeting(wave, round_)
    write_cards(wave)
    aim(actor=stage.leader, assessment=wave.assessment, targets=data["aims"])
    if "ends" in wave.row:
        close_assessment(actor=stage.leader, assessment=wave.assessment)
    if wave.row.get("published"):
        publish_summary(actor=stage.leader, assessment=wave.assessment)
    date_back(wave)
    return wave.assessment


def start(stage: Stage, data: Row, number: int, previous: Assessment | None) -> Assessment:
    """Choose the scenario: all areas, all questions, the whole team."""
    bank = read_held(stage.process.workspace, data["bank"])
    if bank is None:
        raise LookupError(data["bank"])
    row = data["waves"][number]
    scenario = Scenario(
        title=row["title"],
        areas=tuple(area.key for area in bank.data.areas),
        depth=Assessment.Depth.FULL,
        unit_kind=Assessment.UnitKind.COUNTY_RIGHTS,
        team=stage.team,
        decided_on=set_day(row["decided"]),
        reason=data["reason"],
        previous=previous,
    )
    return start_assessment(actor=stage.leader, process=stage.process, bank=bank, scenario=scenario)


def ask(wave: Wave) -> Round:
    """Put the questions to the team, and let all of it answer."""
    # The action opens questionnaires for days to come; the demonstration's are then put where they were.
    terms = Terms(closes_at=timezone.now() + dt.timedelta(days=10))
    round_ = open_questionnaires(actor=wave.stage.leader, assessment=wave.assessment, terms=terms)
    opens, closes = set_moment(wave.row["opens"], MORNING), set_moment(wave.row["closes"], EVENING)
    stage_moments(round_, created_at=opens, launched_at=opens, opens_at=opens, closes_at=closes)
    say = say_conditions if read_asked(wave.assessment).is_ladder else say_levels
    items = number_items(round_)
    people = list(round_.participants.select_related("user"))
    stage_answers(round_, {person: list(say(wave, items, person)) for person in people})
    return round_


def find_middles(wave: Wave) -> dict[str, float]:
    """Give where each question stands: as its card says, else near the middle of its area."""
    asked = read_asked(wave.assessment)
    middles = {}
    for area, item in asked.walk():
        base, change = wave.data["areas"][area.key]
        near = base + (draw(17, "middle", asked.key, item.code) - 8) / 10
        moved = wave.number * change * draw(21, "moved", asked.key, item.code) / 10
        middles[item.code] = near + moved
    return {**middles, **{code: float(row["at"][wave.number]) for code, row in wave.cards.items()}}


def say_levels(wave: Wave, items: Iterable[Item], person: Participant) -> Iterator[Said]:
    """Give a level of each question; some do not know."""
    asked, middles = read_asked(wave.assessment), find_middles(wave)
    for item in items:
        words = (asked.key, wave.number, item.code, person)
        if draw(100, "unknown", *words) < 5:  # noqa: PLR2004 - of a hundred
            yield Said(item=item.pk, scale=LEVEL_SCALE, special="dk")
            continue
        spread = NEARLY if draw(10, "spread", asked.key, item.code) < 4 else ALIKE  # noqa: PLR2004 - of ten
        level = draw_level(middles[item.code], asked.values, *words, spread=spread)
        yield Said(item=item.pk, scale=LEVEL_SCALE, value=level)


def say_conditions(wave: Wave, items: Iterable[Item], person: Participant) -> Iterator[Said]:
    """Tell of each condition whether it is met: all up to the stage, some of the next one, hardly any above it."""
    middles = find_middles(wave)
    for item in items:
        stage, number = (int(part) for part in item.code.split("-")[1:])
        gap = stage - int(middles[item.noun_key])
        # The first condition of the next stage is what keeps the criterion from it.
        chance = 100 if gap <= 0 else 60 if gap == 1 and number > 1 else 0 if gap == 1 else 8
        # The same words in both waves: a condition that is met stays so, unless the criterion itself goes down.
        words = ("drabina", item.code)
        # Most people see the same; a few see it the other way.
        is_met = (draw(100, *words) < chance) != (draw(100, wave.number, *words, person) < 6)  # noqa: PLR2004 - of a hundred
        yield Said(item=item.pk, scale=MET_SCALE, value=int(is_met))


def hold_meeting(wave: Wave, round_: Round) -> None:
    """Agree on the levels: on all of them where the assessment was ended, else on a part."""
    share = wave.row.get("share", 100)
    on = set_moment(wave.row.get("meets", -1), 10)
    people = list(round_.participants.select_related("user"))
    present = people[:-2]
    title = wave.row.get("event", "")
    text = "Zespół porównał odpowiedzi i uzgodnił wspólny poziom każdego pytania."
    event = stage_event(wave.stage, title=title, on=on.date(), text=text, outcome="Uzgodnione poziomy.") if title else None
    meeting = stage_meeting(round_, actor=wave.stage.leader, event=event, on=on, present=present, guests="Doradczyni")
    items = number_items(round_)
    if not read_asked(wave.assessment).is_ladder:
        for item in items:
            if row := wave.cards.get(item.code):
                agree(
                    actor=wave.stage.leader, round=round_, item=item, scale=LEVEL_SCALE, value=row["at"][wave.number],
                    reason=row["state"][wave.number], agreed_on=on.date(), event=event, present=present,
                    guests=meeting.guests, meeting=meeting,
                )  # fmt: skip
    talked = {item.pk for item in items[: len(items) * share // 100]}
    stage_agreed(meeting, actor=wave.stage.leader, items=talked, reason=DOUBTED)


def write_cards(wave: Wave) -> None:
    """Fill in the cards: state, evidence, strengths, deficits with causes, and what is to be done."""
    for code, row in wave.cards.items():
        priority = row.get("priority")
        values = CardValues(
            current_state=row["state"][wave.number],
            strengths=row["strengths"],
            deficits_text=row["deficits"],
            causes=row["causes"],
            priority=priority,
        )
        card = write_card(actor=wave.stage.leader, card=Card(assessment=wave.assessment, code=code), values=values)
        url = f"https://www.demo.sciezka.example/dokumenty/{code.lower()}-{wave.number + 1}"
        evidence = EvidenceValues(kind=Evidence.Kind.LINK, title=row["evidence"], url=url)
        add_evidence(actor=wave.stage.leader, card=card, values=evidence)
        # What was done between the waves is no deficit any more.
        if "deficit" in row and not (wave.number and row["progress"] == Improvement.State.DONE):
            improve(wave, card, row)


def improve(wave: Wave, card: Card, row: Row) -> None:
    """Name a deficit, and propose what is to be done about it: in the first wave by an earlier day."""
    title, due, progress = row["deficit"], row["due"], row["progress"]
    is_done = progress == Improvement.State.DONE
    if wave.number:
        title = f"Nadal: {title[0].lower()}{title[1:]}"
    elif not is_done:
        due, progress = due - YEAR, Improvement.State.UNDER_WAY
    deficit = name_deficit(actor=wave.stage.leader, card=card, title=title, causes=row["causes"])
    values = ImprovementValues(
        title=row["improvement"],
        deficit=deficit,
        owner=row["owner"],
        due=set_day(due),
        priority=row["priority"],
        state=progress,
    )
    propose_improvement(actor=wave.stage.leader, card=card, values=values)


def date_back(wave: Wave) -> None:
    """Put what was written today where it was."""
    row, assessment = wave.row, wave.assessment
    days = {name: set_moment(row[key], 12) for name, key in (("created_at", "decided"), ("opened_at", "opens"))}
    if "ends" in row:
        days["closed_at"] = set_moment(row["ends"], 12)
    if row.get("published"):
        days["published_at"] = set_moment(row["ends"] + 1, 12)
    Assessment.objects.filter(pk=assessment.pk).update(**days)
    written = set_moment(row.get("meets", -1), 14)
    Card.objects.filter(assessment=assessment).update(changed_at=written)
    Evidence.objects.filter(card__assessment=assessment).update(added_at=written)
    Deficit.objects.filter(card__assessment=assessment).update(created_at=written)
    Improvement.objects.filter(card__assessment=assessment).update(created_at=written)
