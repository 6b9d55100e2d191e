"""The report's charts: scores over time, and the town among its group in several nodes."""

from typing import Any, Final

from django.utils.translation import gettext as _

from sciezka.kit.charts import GRID, INK, INK_SOFT, PEERS, TOWN, Chart, ChartColumn
from sciezka.rooms.monitor.queries.report import PathPlan, Plan, StripPlan
from sciezka.rooms.monitor.queries.words import show

WIDTH: Final = 640
"""How wide charts are drawn for paper."""
HUNDRED: Final = 100
_LINE: Final = 30
_CLOSE: Final = 0.08
_AWAY: Final = 9


def draw_plan(plan: Plan) -> str:
    """Draw a chart for a document, in the colours of paper."""
    return chart_plan(plan).draw(WIDTH)


def chart_plan(plan: Plan) -> Chart:
    """Make the chart of a plan, with its table."""
    return chart_path(plan) if isinstance(plan, PathPlan) else chart_strips(plan)


def describe_plan(plan: Plan) -> str:
    """Say what a chart shows, for whoever can't see it; the figures stand in the tables beside it."""
    if isinstance(plan, PathPlan):
        known = [one for one in plan.path if one.score is not None]
        words = {
            "title": plan.title, "town": plan.town, "first": known[0].year, "last": known[-1].year,
            "begin": show(known[0].score), "end": show(known[-1].score),
        }  # fmt: skip
        return (
            _(
                "%(title)s: a line of the town’s points beside the middle half of the group. "
                "%(town)s: %(begin)s in %(first)s, %(end)s in %(last)s."
            )
            % words
        )
    places = "; ".join(f"{name}: {show(one.score)}" for name, one in plan.rows)
    return _("%(title)s: a point for the town on a bar of the group's middle half. Points: %(places)s.") % {
        "title": plan.title, "places": places
    }  # fmt: skip


def explain_plan(plan: Plan) -> str:
    """Say how a chart is read."""
    if isinstance(plan, PathPlan):
        said = _("Green line: the town; grey line: the group’s median; band: the middle half of the group.")
        drawn = any(one.year in plan.breaks for one in plan.path)
        said = f"{said} {_('Dashed line: a break of the series.')}" if drawn else said
        return f"{said} {plan.left_out}" if plan.left_out else said
    return _(
        "Point: the town; bar: the middle half of the group; tick: its median; thin line: from the lowest to the highest."
    )


def chart_path(plan: PathPlan) -> Chart:
    """Chart scores over time beside the group's middle half."""
    rows: list[dict[str, Any]] = [
        {
            "year": one.year,
            "town": one.score,
            "first": one.spread.first if one.spread else None,
            "median": one.spread.median if one.spread else None,
            "third": one.spread.third if one.spread else None,
            "break": one.year - 0.5 if one.year in plan.breaks else None,
        }
        for one in plan.path
    ]
    ends = {name: _find_last(rows, name) for name in ("town", "median")}
    for row in rows:
        row["label"] = plan.town if row["year"] == ends["town"] else None
        row["group"] = _("group") if row["year"] == ends["median"] else None
    away = _keep_apart(rows, ends)
    columns = (
        ChartColumn("year", _("Year")),
        ChartColumn("town", plan.town, digits=1),
        ChartColumn("first", _("Group: first quartile"), digits=1),
        ChartColumn("median", _("Group: median"), digits=1),
        ChartColumn("third", _("Group: third quartile"), digits=1),
    )
    return Chart(title=plan.title, picture=_picture_path(rows, away), rows=rows, columns=columns)


def _find_last(rows: list[dict[str, Any]], name: str) -> int:
    return max((row["year"] for row in rows if row[name] is not None), default=0)


def _keep_apart(rows: list[dict[str, Any]], ends: dict[str, int]) -> int:
    """Give by how much the names at the lines' ends must be moved up or down so that they don't lie on one another."""
    last = {name: next((row[name] for row in rows if row["year"] == year), None) for name, year in ends.items()}
    if last["town"] is None or last["median"] is None:
        return 0
    values = [row[name] for row in rows for name in ("town", "first", "third") if row[name] is not None]
    apart = last["town"] - last["median"]
    if abs(apart) > _CLOSE * (max(values) - min(values)):
        return 0
    return -_AWAY if apart >= 0 else _AWAY


def _picture_path(rows: list[dict[str, Any]], away: int) -> dict[str, Any]:
    years = [row["year"] for row in rows]
    first, last = min(years), max(years)
    # Room on the right for the names that stand at the lines' ends.
    room = last + max(1.0, 0.16 * (last - first))
    step = max(1, round((last - first) / 8))
    x = {
        "field": "year", "type": "quantitative", "title": None,
        "scale": {"domain": [first, room], "nice": False},
        "axis": {"format": "d", "grid": False, "values": list(range(last, first - 1, -step))},
    }  # fmt: skip
    y = {"type": "quantitative", "scale": {"zero": False, "nice": True}, "title": _("points; 100 is the group’s mean")}
    return {
        "height": 220,
        "layer": [
            {"mark": {"type": "area", "color": PEERS, "opacity": 0.35},
             "encoding": {"x": x, "y": {**y, "field": "first"}, "y2": {"field": "third"}}},
            {"mark": {"type": "line", "color": PEERS, "strokeWidth": 2},
             "encoding": {"x": x, "y": {**y, "field": "median"}}},
            {"mark": {"type": "rule", "color": INK_SOFT, "strokeDash": [4, 4]},
             "transform": [{"filter": "isValid(datum.break)"}], "encoding": {"x": {**x, "field": "break"}}},
            {"mark": {"type": "line", "color": TOWN, "point": {"color": TOWN, "size": 45}},
             "encoding": {"x": x, "y": {**y, "field": "town"}}},
            {"mark": {"type": "text", "color": TOWN, "align": "left", "dx": 8, "dy": away, "fontWeight": 600},
             "transform": [{"filter": "isValid(datum.label)"}],
             "encoding": {"x": x, "y": {**y, "field": "town"}, "text": {"field": "label"}}},
            {"mark": {"type": "text", "color": INK_SOFT, "align": "left", "dx": 8, "dy": -away, "fontSize": 13},
             "transform": [{"filter": "isValid(datum.group)"}],
             "encoding": {"x": x, "y": {**y, "field": "median"}, "text": {"field": "group"}}},
        ],
    }  # fmt: skip


def chart_strips(plan: StripPlan) -> Chart:
    """Chart the town among its group in several nodes: the middle half, the median, then the town."""
    rows = [
        {
            "node": name,
            "lowest": one.spread.lowest if one.spread else None,
            "highest": one.spread.highest if one.spread else None,
            "first": one.spread.first if one.spread else None,
            "median": one.spread.median if one.spread else None,
            "third": one.spread.third if one.spread else None,
            "town": one.score,
            "label": show(one.score) if one.score is not None else _("no data"),
            "at": one.score if one.score is not None else HUNDRED,
        }
        for name, one in plan.rows
    ]
    columns = (
        ChartColumn("node", _("Part")),
        ChartColumn("town", plan.town, digits=1),
        ChartColumn("first", _("Group: first quartile"), digits=1),
        ChartColumn("median", _("Group: median"), digits=1),
        ChartColumn("third", _("Group: third quartile"), digits=1),
    )
    return Chart(title=plan.title, picture=_picture_strips(len(rows)), rows=rows, columns=columns)


def _picture_strips(count: int) -> dict[str, Any]:
    x = {
        "type": "quantitative", "scale": {"zero": False, "nice": True},
        "title": _("points; 100 is the group’s mean"), "axis": {"tickCount": 6},
    }  # fmt: skip
    y = {
        "field": "node", "type": "nominal", "sort": None, "title": None,
        "axis": {"labelLimit": 290, "labelFontSize": 13, "domain": False, "ticks": False, "labelPadding": 10},
    }  # fmt: skip
    has = {"filter": "isValid(datum.town)"}
    return {
        "height": max(2, count) * _LINE + 10,
        "layer": [
            {"mark": {"type": "rule", "color": GRID, "strokeWidth": 2},
             "encoding": {"y": y, "x": {**x, "field": "lowest"}, "x2": {"field": "highest"}}},
            {"mark": {"type": "bar", "color": PEERS, "opacity": 0.5, "height": 12, "cornerRadius": 0},
             "encoding": {"y": y, "x": {**x, "field": "first"}, "x2": {"field": "third"}}},
            {"mark": {"type": "tick", "color": INK_SOFT, "thickness": 2, "size": 16},
             "encoding": {"y": y, "x": {**x, "field": "median"}}},
            {"mark": {"type": "rule", "color": INK_SOFT, "strokeDash": [2, 4]}, "encoding": {"x": {"datum": HUNDRED}}},
            {"mark": {"type": "point", "color": TOWN, "size": 110}, "transform": [has],
             "encoding": {"y": y, "x": {**x, "field": "town"}}},
            {"mark": {"type": "text", "color": INK, "dy": -13, "fontSize": 12, "fontWeight": 600},
             "encoding": {"y": y, "x": {**x, "field": "at"}, "text": {"field": "label"}}},
        ],
    }  # fmt: skip
