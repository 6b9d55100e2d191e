"""Where an assessment stands: the level of each question, the score of each area, and what changed since last time.

The agreed level counts where there is one, else the median of the answers, marked as provisional. Nothing of the answers
is read where the round shows nothing (while it is open, or with too few anonymous sheets). The number of database queries
does not grow with questions or people.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sciezka.core.consensus import (
    AreaScore,
    AreaSpread,
    LadderStage,
    Need,
    Rated,
    Special,
    Summary,
    climb,
    measure_gap,
    score_area,
    spread_area,
)
from sciezka.rooms.assessment.banks import BankArea, BankData, BankItem, Condition
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.assessments import find_round_of, read_asked
from sciezka.rooms.rounds.models import AgreedResult, Round
from sciezka.rooms.rounds.queries.results import ItemResult, RoundResult, Withheld, given_answers, results_of

HALF: Final = 0.5
TINTS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionScore:
    """One condition of a criterion on a ladder: whether it holds, and where that is known from."""

    condition: Condition
    number: int
    holds: bool | None
    is_left_out: bool
    is_agreed: bool
    line: ItemResult | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScore:
    """Where one question stands.

    Attributes:
        area: its area.
        item: the question.
        rated: its level.
        target: the level aimed at.
        line: what the round says of it; nothing on a ladder, and before the questionnaires were sent.
        conditions: on a ladder, all its conditions.
        stage: on a ladder, the stage and what blocks the next one.
        before: its level last time, where it was asked then too.
    """

    area: BankArea
    item: BankItem
    rated: Rated
    target: int
    line: ItemResult | None = None
    conditions: tuple[ConditionScore, ...] = ()
    stage: LadderStage | None = None
    before: float | None = None

    @property
    def code(self) -> str:
        """The question's code."""
        return self.item.code

    @property
    def level(self) -> float | None:
        """Its level."""
        return self.rated.level

    @property
    def gap(self) -> float | None:
        """How far it falls short of the target."""
        return None if self.rated.is_left_out else measure_gap(self.level, self.target)

    @property
    def change(self) -> float | None:
        """How far it moved since last time."""
        return None if self.level is None or self.before is None else self.level - self.before

    @property
    def summary(self) -> Summary | None:
        """The answers summed up."""
        return self.line.summary if self.line else None

    @property
    def agreed(self) -> AgreedResult | None:
        """What was agreed, with its reason."""
        return self.line.agreed if self.line else None

    @property
    def need(self) -> Need | None:
        """Why it needs talk."""
        return self.line.need if self.line else None

    @property
    def blocking(self) -> tuple[ConditionScore, ...]:
        """On a ladder, the conditions of the next stage that do not hold."""
        if self.stage is None or self.stage.next_stage is None:
            return ()
        of_next = [row for row in self.conditions if row.condition.stage == self.stage.next_stage]
        return tuple(of_next[at] for at in self.stage.blocked_by)

    @property
    def agreed_count(self) -> int:
        """How many of the matters that the round puts were agreed: the question itself, or its conditions."""
        return sum(row.is_agreed for row in self.conditions) if self.conditions else int(self.agreed is not None)

    @property
    def asked_count(self) -> int:
        """How many matters the round puts for this question."""
        return len(self.conditions) or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """An area with its questions.

    Attributes:
        area: the area.
        questions: in order.
        score: the mean of its levels.
        spread: of people's own means.
        before: the mean last time of the questions that were rated both times.
        now: the mean today of the same questions.
        compared: how many these are.
    """

    area: BankArea
    questions: tuple[QuestionScore, ...]
    score: AreaScore
    spread: AreaSpread | None = None
    before: float | None = None
    now: float | None = None
    compared: int = 0

    @property
    def change(self) -> float | None:
        """How far the area moved, on the questions that were rated both times."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def target(self) -> float:
        """The mean of the levels aimed at."""
        aimed = [row.target for row in self.questions if not row.rated.is_left_out]
        return sum(aimed) / len(aimed) if aimed else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """All that an assessment came to.

    Attributes:
        assessment: the assessment.
        bank: the questions that it asks.
        round: of the individual stage, or nothing.
        withheld: why the answers are not shown; None where they are, and before anybody was asked.
        sheets: how many people answered.
        areas: in the bank's order.
        previous: the assessment that it is compared with, where its results may be read.
    """

    assessment: Assessment
    bank: BankData
    round: Round | None
    withheld: Withheld | None
    sheets: int
    areas: tuple[AreaLine, ...]
    previous: Assessment | None = None

    @property
    def questions(self) -> tuple[QuestionScore, ...]:
        """All questions, in order."""
        return tuple(row for area in self.areas for row in area.questions)

    @property
    def total(self) -> AreaScore:
        """All questions counted as one area."""
        return score_area(row.rated for row in self.questions)

    @property
    def low(self) -> int:
        """The lowest level; on a ladder 0, for below the first stage."""
        return 0 if self.bank.is_ladder else self.bank.values[0]

    @property
    def high(self) -> int:
        """The highest level."""
        return self.bank.values[-1]

    @property
    def is_rated(self) -> bool:
        """Tell whether any question has a level."""
        return any(row.level is not None for row in self.questions)

    def find(self, code: str) -> QuestionScore | None:
        """Find a question by its code."""
        return next((row for row in self.questions if row.code == code), None)

    def tint(self, level: float | None) -> int | None:
        """Give the shade of a level, from 0 to 4."""
        if level is None:
            return None
        return min(TINTS - 1, max(0, round((level - self.low) / (self.high - self.low) * (TINTS - 1))))


def read_scores(assessment: Assessment, *, with_change: bool = True) -> Scores:
    """Read where an assessment stands.

    Args:
        assessment: the assessment.
        with_change: also read last time's, which costs as many queries again.
    """
    asked = read_asked(assessment)
    round_ = find_round_of(assessment)
    result = results_of(round_) if round_ is not None else None
    lines = {line.item.code: line for line in result.lines} if result else {}
    previous = find_comparable(assessment, asked) if with_change else None
    before = _read_levels(previous) if previous else {}
    rows = tuple(_judge(area, item, asked, assessment, lines, before) for area, item in asked.walk())
    spreads = _spread_areas(asked, result) if result and not result.withheld else {}
    areas = tuple(_sum_area(area, tuple(row for row in rows if row.area == area), spreads) for area in asked.areas)
    return Scores(
        assessment=assessment, bank=asked, round=round_, withheld=result.withheld if result else None,
        sheets=result.sheets if result else 0, areas=areas, previous=previous,
    )  # fmt: skip


def find_comparable(assessment: Assessment, asked: BankData) -> Assessment | None:
    """Find last time's assessment where its results may be read here and were given on the same levels."""
    previous = assessment.previous
    if previous is None or not (previous.is_closed or previous.team_id == assessment.team_id):
        return None
    earlier = read_asked(previous)
    return previous if (earlier.method, earlier.values) == (asked.method, asked.values) else None


def _read_levels(assessment: Assessment) -> dict[str, float]:
    """Give the levels of last time by the codes of the questions."""
    earlier = read_scores(assessment, with_change=False)
    return {row.code: row.level for row in earlier.questions if row.level is not None and not row.rated.is_left_out}


def _judge(
    area: BankArea, item: BankItem, asked: BankData, assessment: Assessment, lines: Mapping[str, ItemResult],
    before: Mapping[str, float],
) -> QuestionScore:  # fmt: skip
    target = int(assessment.targets.get(item.code, asked.target))
    if not asked.is_ladder:
        line = lines.get(item.code)
        return QuestionScore(
            area=area, item=item, rated=rate_line(line), target=target, line=line, before=before.get(item.code)
        )
    conditions = tuple(
        _hold(condition, number, lines.get(item.code_condition(stage, number)))
        for stage in asked.values
        for number, condition in enumerate(item.conditions_of(stage), start=1)
    )
    stage = climb(_group(conditions))
    return QuestionScore(
        area=area, item=item, rated=_rate_stage(conditions, stage), target=target, conditions=conditions, stage=stage,
        before=before.get(item.code),
    )  # fmt: skip


def rate_line(line: ItemResult | None) -> Rated:
    """Give the level of a question: agreed, else the median of the answers."""
    if line is None:
        return Rated(None)
    if line.agreed:
        value = line.agreed.value
        is_left_out = line.agreed.special == Special.NOT_APPLICABLE
        return Rated(None if value is None else float(value), is_agreed=True, is_left_out=is_left_out)
    summary = line.summary
    if summary is None:
        return Rated(None)
    # Where more people say that it does not apply than give a level, no median speaks for them.
    is_left_out = summary.not_applicable > summary.n
    return Rated(None if is_left_out else summary.median, is_left_out=is_left_out)


def _hold(condition: Condition, number: int, line: ItemResult | None) -> ConditionScore:
    """Tell whether a condition holds: as agreed, else as more than half of those who could tell say."""
    rated = rate_line(line)
    holds = None if rated.level is None or rated.level == HALF else rated.level > HALF
    return ConditionScore(
        condition=condition, number=number, holds=holds, is_left_out=rated.is_left_out, is_agreed=rated.is_agreed, line=line
    )


def _group(conditions: Iterable[ConditionScore]) -> dict[int, list[bool | Special | None]]:
    grouped: dict[int, list[bool | Special | None]] = defaultdict(list)
    for row in conditions:
        grouped[row.condition.stage].append(Special.NOT_APPLICABLE if row.is_left_out else row.holds)
    return grouped


def _rate_stage(conditions: tuple[ConditionScore, ...], stage: LadderStage | None) -> Rated:
    """Give a stage as a level; it is agreed when all conditions that decide it were."""
    if stage is None:
        return Rated(None, is_left_out=bool(conditions) and all(row.is_left_out for row in conditions))
    last = stage.next_stage
    deciding = [row for row in conditions if last is None or row.condition.stage <= last]
    return Rated(float(stage.stage), is_agreed=all(row.is_agreed for row in deciding))


def _sum_area(area: BankArea, rows: tuple[QuestionScore, ...], spreads: Mapping[str, AreaSpread | None]) -> AreaLine:
    both = [(row.before, row.level) for row in rows if row.before is not None and row.level is not None]
    count = len(both)
    return AreaLine(
        area=area,
        questions=rows,
        score=score_area(row.rated for row in rows),
        spread=spreads.get(area.key),
        before=sum(before for before, _now in both) / count if count else None,
        now=sum(now for _before, now in both) / count if count else None,
        compared=count,
    )


def _spread_areas(asked: BankData, result: RoundResult) -> dict[str, AreaSpread | None]:
    """Give the spread of people's own means by area; one query."""
    codes = {line.item.pk: line.item.code for line in result.lines}
    given: dict[int, dict[str, Special | float]] = defaultdict(dict)
    for sheet, item, value, special in given_answers(result.round).values_list("sheet_id", "item_id", "value", "special"):
        # What is given is a level, or why there is none.
        given[sheet][codes[item]] = float(value) if value is not None else Special(special)
    rate = _climb_alone if asked.is_ladder else _rate_alone
    return {area.key: spread_area([rate(asked, area, answers) for answers in given.values()]) for area in asked.areas}


def _rate_alone(_asked: BankData, area: BankArea, answers: Mapping[str, Special | float]) -> list[float]:
    """Give the levels that one person gave in an area."""
    found = (answers.get(item.code) for item in area.items)
    return [value for value in found if isinstance(value, float)]


def _climb_alone(asked: BankData, area: BankArea, answers: Mapping[str, Special | float]) -> list[float]:
    """Give the stages that one person's answers come to in an area."""
    stages = (climb({stage: _read_stage(item, stage, answers) for stage in asked.values}) for item in area.items)
    return [float(found.stage) for found in stages if found]


def _read_stage(item: BankItem, stage: int, answers: Mapping[str, Special | float]) -> list[bool | Special | None]:
    codes = (item.code_condition(stage, number) for number in range(1, len(item.conditions_of(stage)) + 1))
    found = (answers.get(code) for code in codes)
    return [value > HALF if isinstance(value, float) else value for value in found]
