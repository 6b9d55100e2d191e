"""How far a process is along its stages, told from the dates of what was done and planned in each."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Max, Min
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.core.dates import ImpreciseDate
from sciezka.kit.templatetags.kit import Stone
from sciezka.rooms.town.models import Event, Process, Stage

Span = tuple[datetime.date, datetime.date] | None


@dataclass(frozen=True, slots=True)
class StageState:
    """A stage with the days it has covered so far, and its state: ``done``, ``now`` or ``ahead``."""

    stage: Stage
    span: Span
    state: str


def judge_stages(spans: Sequence[Span], today: datetime.date, *, is_over: bool = False) -> list[str]:
    """Judge each stage from the first and last day of its work, in the stages' order.

    A stage is under way when it has begun. It is finished when its last day is past and a later stage has begun (or
    the whole process is over). Stages overlap, so several may be under way. One without any date counts as finished
    once a later stage has begun, because work has moved past it.
    """
    begun = [span is not None and span[0] <= today for span in spans]
    states = []
    for index, span in enumerate(spans):
        is_passed = is_over or any(begun[index + 1 :])
        if span is None:
            states.append("done" if is_passed else "ahead")
        elif not begun[index]:
            states.append("ahead")
        else:
            states.append("done" if is_passed and span[1] < today else "now")
    return states


def measure_stages(process: Process, today: datetime.date) -> list[StageState]:
    """Give a process's stages with their states, in three queries."""
    stages = list(process.stages.all())
    published = process.events.filter(status=Event.Status.PUBLISHED, stage__isnull=False).order_by()
    tasks = process.tasks.filter(stage__isnull=False).order_by()
    spans: dict[int, tuple[datetime.date, datetime.date]] = {}
    rows = [
        *published.values_list("stage_id").annotate(Min("start"), Max("end")),
        *tasks.values_list("stage_id").annotate(Min("starts_on"), Max("due_on")),
    ]
    for stage, first, last in rows:
        known = spans.get(stage, (first, last))
        spans[stage] = (min(known[0], first), max(known[1], last))
    is_over = process.ended_on is not None and process.ended_on < today
    states = judge_stages([spans.get(stage.pk) for stage in stages], today, is_over=is_over)
    return [StageState(stage, spans.get(stage.pk), state) for stage, state in zip(stages, states, strict=True)]


def draw_stones(states: Sequence[StageState], kalendarium: str) -> list[Stone]:
    """Turn stages into the path's stones, each leading to its entries."""
    return [
        Stone(state.stage.number, state.stage.name, state.state, f"{kalendarium}?etap={state.stage.key}", write_note(state))
        for state in states
    ]


def write_note(state: StageState) -> str:
    """Say in words how far a stage is, and in which months."""
    if state.span is None:
        return ""
    language: Literal["pl", "en"] = "en" if get_language() == "en" else "pl"
    first, last = state.span
    if state.state == "done":
        return ImpreciseDate.months(first.year, first.month, last.year, last.month).format(language)
    since = ImpreciseDate.month(first.year, first.month).format(language)
    if state.state == "now":
        return _("under way, begun: %(month)s") % {"month": since}
    return _("ahead, begins: %(month)s") % {"month": since}
