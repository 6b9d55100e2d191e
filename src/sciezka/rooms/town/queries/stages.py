"""How far each stage of one or many processes is, with how much of its plan is open: one rule for office and residents."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from sciezka.rooms.town.models import Event, Process, Stage, Task

Span = tuple[dt.date, dt.date] | None


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What is known of the work in a stage: its first and last day, and how many tasks are open of how many."""

    first: dt.date
    last: dt.date
    tasks: int = 0
    tasks_open: int = 0


@dataclass(frozen=True, slots=True)
class StageState:
    """A stage with its state (``done``, ``now`` or ``ahead``) and the facts it follows from."""

    stage: Stage
    state: str
    facts: StageFacts | None

    @property
    def tasks_done(self) -> int:
        """How many of the stage's tasks are done."""
        return self.facts.tasks - self.facts.tasks_open if self.facts else 0


def judge_stages(spans: Sequence[Span], today: dt.date, *, is_over: bool = False) -> list[str]:
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


def stage_states(facts: list[StageFacts | None], today: dt.date, *, is_over: bool = False) -> list[str]:
    """Tell how far each stage is, in their order: a pure function of the facts.

    An open task keeps its stage from ending before today.
    """
    spans = [(fact.first, max(fact.last, today) if fact.tasks_open else fact.last) if fact else None for fact in facts]
    return judge_stages(spans, today, is_over=is_over)


def read_stages(processes: Iterable[Process], *, today: dt.date | None = None) -> dict[int, list[StageState]]:
    """Read the stages of many processes with their states, in three queries however many there are.

    Only published entries count, so that the office and the residents see the same stage.
    """
    today = today or timezone.localdate()
    found = {process.pk: process for process in processes}
    stages: dict[int, list[Stage]] = defaultdict(list)
    for stage in Stage.objects.filter(process__in=found).order_by("process", "position"):
        stages[stage.process_id].append(stage)
    facts = read_facts(list(found))
    states: dict[int, list[StageState]] = {}
    for pk, process in found.items():
        own = [facts.get(stage.pk) for stage in stages[pk]]
        is_over = process.ended_on is not None and process.ended_on < today
        words = stage_states(own, today, is_over=is_over)
        states[pk] = [StageState(*row) for row in zip(stages[pk], words, own, strict=True)]
    return states


def read_facts(processes: list[int]) -> dict[int, StageFacts]:
    """Read the facts of every stage of some processes, in two queries."""
    facts: dict[int, StageFacts] = {}
    tasks = Task.objects.filter(process__in=processes, stage__isnull=False).order_by().values_list("stage")
    numbers = tasks.annotate(
        first=Min("starts_on"),
        last=Max("due_on"),
        number=Count("pk"),
        number_open=Count("pk", filter=~Q(status=Task.Status.DONE)),
    )
    for stage, first, last, number, number_open in numbers:
        facts[stage] = StageFacts(first, last, number, number_open)
    events = Event.objects.filter(process__in=processes, stage__isnull=False, status=Event.Status.PUBLISHED)
    for stage, first, last in events.order_by().values_list("stage").annotate(first=Min("start"), last=Max("end")):
        known = facts.get(stage, StageFacts(first, last))
        facts[stage] = replace(known, first=min(first, known.first), last=max(last, known.last))
    return facts
