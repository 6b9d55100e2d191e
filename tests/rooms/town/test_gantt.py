"""The schedule's reckoning and its page."""

import datetime as dt
import itertools

import pytest

from sciezka.rooms.town.models import Event, Stage, Task
from sciezka.rooms.town.queries.gantt import HEAD, ROW, draw_plan
from tests.factories import town
from tests.rooms.town.office import build_office

TODAY = dt.date(2026, 3, 10)


def make_stage(position: int) -> Stage:
    """Make a stage without a database."""
    return Stage(pk=position, position=position, number="I", name=f"Etap {position}")


def make_task(
    start: dt.date, due: dt.date, stage: Stage | None = None, title: str = "Zadanie", status: str = "todo"
) -> Task:
    """Make a task without a database."""
    return Task(pk=1, title=title, starts_on=start, due_on=due, stage=stage, status=status)


def test_nothing_planned_draws_nothing() -> None:
    assert draw_plan([], [], [make_stage(1)], TODAY) is None


def test_the_axis_holds_whole_months() -> None:
    chart = draw_plan([make_task(dt.date(2026, 2, 20), dt.date(2026, 4, 2))], [], [], TODAY)
    assert chart
    assert len(chart.months) == 3
    assert sum(month.width for month in chart.months) == pytest.approx(chart.width, abs=3)
    assert chart.months[0].year == "2026"
    assert chart.months[1].year == ""


def test_a_bar_reaches_from_its_first_day_to_the_end_of_its_last() -> None:
    chart = draw_plan([make_task(dt.date(2026, 3, 1), dt.date(2026, 3, 31))], [], [], TODAY)
    assert chart
    bar = chart.bars[0]
    assert bar.x == 0
    assert bar.width == pytest.approx(chart.width, abs=1)


def test_a_task_of_one_day_can_still_be_seen() -> None:
    tasks = [make_task(dt.date(2026, 3, 2), dt.date(2026, 3, 2)), make_task(dt.date(2019, 1, 1), dt.date(2027, 1, 1))]
    chart = draw_plan(tasks, [], [], TODAY)
    assert chart
    assert all(bar.width >= 6 for bar in chart.bars)


def test_labels_stay_on_the_drawing() -> None:
    tasks = [
        make_task(dt.date(2026, 3, 1), dt.date(2026, 3, 5)),
        make_task(dt.date(2026, 3, 30), dt.date(2026, 3, 31), title="D" * 88),
    ]
    chart = draw_plan(tasks, [], [], TODAY)
    assert chart
    assert chart.bars[1].label_x < chart.bars[1].x
    assert chart.bars[1].label_x >= 0


def test_state_is_said_in_words_and_overdue_ends_after_the_due_day() -> None:
    due_today = make_task(dt.date(2026, 3, 1), TODAY)
    late = make_task(dt.date(2026, 3, 1), TODAY - dt.timedelta(days=1))
    done = make_task(dt.date(2026, 3, 1), TODAY - dt.timedelta(days=1), status="done")
    chart = draw_plan([due_today, late, done], [], [], TODAY)
    assert chart
    assert [bar.state for bar in chart.bars] == ["todo", "late", "done"]
    assert len({bar.label for bar in chart.bars}) == 3


def test_stages_stand_one_under_another_and_rows_never_overlap() -> None:
    first, second = make_stage(1), make_stage(2)
    tasks = [make_task(dt.date(2026, 3, 1), dt.date(2026, 3, 5), stage) for stage in (first, first, second, None)]
    chart = draw_plan(tasks, [], [first, second], TODAY)
    assert chart
    assert [section.tint for section in chart.sections] == [1, 2, 0]
    places = sorted(bar.y for bar in chart.bars)
    assert all(later - earlier >= ROW for earlier, later in itertools.pairwise(places))
    assert chart.sections[0].y + HEAD == chart.bars[0].y
    assert chart.height == chart.sections[-1].y + chart.sections[-1].height


def test_two_hundred_entries_never_write_over_one_another() -> None:
    events = [
        Event(
            pk=number,
            title=f"Spotkanie {number}",
            start=TODAY + dt.timedelta(days=number),
            end=TODAY + dt.timedelta(days=number),
        )
        for number in range(200)
    ]
    chart = draw_plan([], events, [], TODAY)
    assert chart
    assert len(chart.marks) == 200
    for lane in {mark.y for mark in chart.marks}:
        named = [mark for mark in chart.marks if mark.y == lane]
        for mark, following in itertools.pairwise(named):
            if mark.label:
                assert mark.x + 12 + len(mark.label) * 7 <= following.x


def test_today_is_drawn_only_when_the_plan_covers_it() -> None:
    tasks = [make_task(dt.date(2020, 3, 1), dt.date(2020, 3, 5))]
    chart = draw_plan(tasks, [], [], TODAY)
    assert chart
    assert chart.today_x is None


@pytest.mark.django_db
def test_the_drawing_writes_whole_numbers_and_the_table_says_the_same() -> None:
    office = build_office()
    town.TaskFactory.create(process=office.process, stage=office.stage, title="Ankieta mieszkańców")
    town.EventFactory.create(process=office.process, title="Spotkanie otwarte")
    page = office.client("viewer").get(f"{office.desk}harmonogram/").content.decode()
    drawing = page[page.index('<svg class="gantt__body"') : page.index("</svg>", page.index('<svg class="gantt__body"'))]
    assert "Ankieta mieszkańców" in drawing
    assert 'aria-hidden="true"' in drawing
    assert drawing.count("<a ") == drawing.count('tabindex="-1"')
    table = page[page.index("<details") : page.index("</details>", page.index("gantt__table"))]
    assert "Spotkanie otwarte" in table
    assert "style=" not in page[page.index("<main") :]


@pytest.mark.django_db
def test_an_empty_plan_offers_the_first_step() -> None:
    office = build_office()
    page = office.client("coordinator").get(f"{office.desk}harmonogram/").content.decode()
    assert f"{office.desk}zadania/nowe/" in page
