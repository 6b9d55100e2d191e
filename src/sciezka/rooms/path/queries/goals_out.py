"""Goals and their indicators as rows and as one nested whole, for other programs."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.rooms.path.queries.goals import GoalLine, GoalsPage
from sciezka.rooms.path.queries.goals_readings import Measured
from sciezka.rooms.thread.models import Node


def list_columns() -> list[str]:
    """Name the columns of the table."""
    return [
        _("Code"), _("Goal"), _("Strategic goal"), _("Dimension"), _("Team"),
        pgettext("goal", "Answers"), pgettext("goal", "Uses"), _("Indicator"),
        _("Name of the indicator"), _("Unit"), _("Which way is better"), _("Baseline"),
        _("Year of the baseline"), pgettext("indicator", "Target"),
        _("Year of the target"), _("Newest reading"), _("Year of the reading"), _("State"), _("Source of data"),
        _("How often it is read"), _("Who looks after it"),
    ]  # fmt: skip


def list_rows(page: GoalsPage) -> list[list[object]]:
    """List the goals, a row for each indicator; a goal without one has a row too."""
    rows: list[list[object]] = []
    for line in page.lines:
        for one in (line, *line.parts):
            goal = one.goal
            head: list[object] = [
                one.node.code, goal.name, "" if one is line else line.node.code, goal.get_dimension_display(),
                str(goal.owner or ""), list_codes(one.answers), list_codes(one.uses),
            ]  # fmt: skip
            rows += [[*head, *list_cells(measured)] for measured in one.measured] or [[*head, *[""] * 14]]
    return rows


def list_codes(nodes: tuple[Node, ...]) -> str:
    """Write codes in one cell."""
    return ", ".join(node.code for node in nodes)


def list_cells(measured: Measured) -> list[object]:
    """List what an indicator says."""
    row, newest = measured.indicator, measured.newest
    return [
        measured.node.code if measured.node else "", row.name, row.unit, row.get_direction_display(), plain(row.baseline),
        row.baseline_year, plain(row.target), row.target_year, newest.value if newest else "", newest.year if newest else "",
        str(measured.said[0]), row.source, row.get_frequency_display(), row.owner,
    ]  # fmt: skip


def plain(value: Any) -> object:  # noqa: ANN401 - a decimal of the database or nothing
    """Write a figure without needless zeros, with a point."""
    return "" if value is None else format(value.normalize(), "f")


def describe_goals(page: GoalsPage) -> dict[str, Any]:
    """Describe the plan's goals: strategic ones with their parts, each with its indicators."""
    vision = page.vision
    return {
        "process": page.process.slug,
        "vision": {"title": vision.title, "text": vision.text, "year": vision.year} if vision else None,
        "goals": [{**describe_goal(line), "goals": [describe_goal(part) for part in line.parts]} for line in page.lines],
        "problems_without_goal": [fault.node.code for fault in page.open if fault.node],
    }


def describe_goal(line: GoalLine) -> dict[str, Any]:
    """Describe a goal."""
    goal = line.goal
    return {
        "code": line.node.code,
        "name": goal.name,
        "about": goal.about,
        "dimension": goal.dimension,
        "directions": goal.lines_of_directions,
        "team": str(goal.owner) if goal.owner else "",
        "answers": [node.code for node in line.answers],
        "uses": [node.code for node in line.uses],
        "indicators": [describe_indicator(row) for row in line.measured],
        "faults": [fault.rule.code for fault in line.faults],
    }


def describe_indicator(measured: Measured) -> dict[str, Any]:
    """Describe an indicator with its figures."""
    row = measured.indicator
    return {
        "code": measured.node.code if measured.node else "",
        "name": row.name,
        "unit": row.unit,
        "direction": row.direction,
        "baseline": {"year": row.baseline_year, "value": as_number(row.baseline)},
        "target": {"year": row.target_year, "value": as_number(row.target)},
        "planned": {str(year): value for year, value in sorted(measured.planned.items())},
        "values": {str(year): value for year, value in measured.values.items()},
        "state": measured.state,
        "states": {str(year): standing.state for year, standing in measured.standings.items()},
        "outlook": measured.outlook,
        "source": row.source,
        "frequency": row.frequency,
        "owner": row.owner,
        "monitor": row.series,
        "method": row.method,
    }


def as_number(value: Any) -> float | None:  # noqa: ANN401 - a decimal of the database or nothing
    """Give a figure as a number."""
    return None if value is None else float(value)
