"""The picture of an indicator on its way: past figures, the baseline, the path of what is planned, the target."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.core.targets import expect
from sciezka.kit.charts import CATEGORIES, INK, INK_SOFT, TOWN, Chart, ChartColumn
from sciezka.rooms.path.queries.goals_page import IndicatorPage

HEIGHT: Final = 280
NEAR_ZERO: Final = 0.45
FEW_YEARS: Final = 8
LARGE: Final = 1000
GOAL: Final = CATEGORIES[0]

Spec = dict[str, Any]


def draw_course(page: IndicatorPage) -> Chart | None:
    """Draw the path and the figures; nothing while neither is known."""
    row = page.measured
    stations = dict(row.course.stations) if row.course else {}
    if not page.lines:
        return None
    rows: list[dict[str, Any]] = []
    trend = read_trend(page)
    for line in page.lines:
        band = find_band(page, line.year)
        rows.append({
            "year": line.year,
            "rok": str(line.year),
            "value": line.value,
            "path": sum(band) / 2 if band else None,
            "station": stations.get(line.year),
            "low": band[0] if band else None,
            "high": band[1] if band else None,
            "trend": trend.get(line.year),
            "state": str(line.state[0]) if line.state else "",
        })  # fmt: skip
    return Chart(
        title=page.heading,
        picture={"height": HEIGHT, "layer": draw_layers(page, rows)},
        rows=rows,
        columns=(
            ChartColumn("rok", _("Year")),
            ChartColumn("value", pgettext("indicator", "Read"), digits=row.digits),
            ChartColumn("path", _("To be expected"), digits=row.digits),
            ChartColumn("state", _("State")),
        ),
        note=row.indicator.unit,
        source=row.indicator.source,
    )


def find_band(page: IndicatorPage, year: int) -> tuple[float, float] | None:
    """Find within which figures a year counts as on the path."""
    course = page.measured.course
    expected = expect(course, year) if course and year <= course.target_year else None
    return (expected - course.band, expected + course.band) if course and expected is not None else None


def read_trend(page: IndicatorPage) -> dict[int, float]:
    """Read where the trend stands in its last year, and where it leads by the target's year; nothing where there is none."""
    row = page.measured
    if row.course is None or row.trend is None or row.trend.last >= row.course.target_year:
        return {}
    return {year: row.trend.at(year) for year in (row.trend.last, row.course.target_year)}


def draw_layers(page: IndicatorPage, rows: list[dict[str, Any]]) -> list[Spec]:
    """Draw the band, the path, the figures and their labels."""
    numbers = [row[name] for row in rows for name in ("value", "path", "low", "high", "trend") if row[name] is not None]
    years = [row["year"] for row in rows]
    digits = page.measured.digits
    x: Spec = {
        "field": "year", "type": "quantitative", "title": None,
        "scale": {"zero": False, "nice": False, "domain": [years[0], max(years[-1], years[0] + 1)], "padding": 14},
        "axis": {"format": "d", "tickMinStep": 1, "grid": False, "tickCount": min(years[-1] - years[0] + 1, FEW_YEARS)},
    }  # fmt: skip
    least, most = min(numbers), max(numbers)
    is_zero = least <= 0 or least < NEAR_ZERO * most
    ends_lowest = any(row["trend"] == least for row in rows) and (least < 0 or not is_zero)
    y: Spec = {
        "type": "quantitative", "title": None,
        # The trend's end is named below it where it lies lowest: above the years, not over them.
        "scale": {"zero": is_zero, "nice": True, **({"padding": 22} if ends_lowest else {})},
        "axis": {"format": ",~r" if most >= LARGE else f",.{max(digits, 1)}~f"},
    }  # fmt: skip
    tips = [
        {"field": "rok", "title": _("Year")},
        {"field": "value", "title": pgettext("indicator", "Read"), "format": f",.{digits}f"},
        {"field": "path", "title": _("To be expected"), "format": f",.{digits}f"},
    ]

    def known(name: str) -> list[Spec]:
        return [{"filter": f"isValid(datum.{name})"}]

    layers: list[Spec] = [
        {
            "mark": {"type": "area", "color": GOAL, "opacity": 0.14, "line": False},
            "transform": known("low"),
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "color": GOAL, "strokeWidth": 2, "strokeDash": [6, 4]},
            "transform": known("path"),
            "encoding": {"x": x, "y": {**y, "field": "path"}},
        },
        {
            "mark": {"type": "line", "color": INK_SOFT, "strokeWidth": 1.5, "strokeDash": [1.5, 5], "strokeCap": "round"},
            "transform": known("trend"),
            "encoding": {"x": x, "y": {**y, "field": "trend"}},
        },
        {
            "mark": {
                "type": "point",
                "color": GOAL,
                "shape": "diamond",
                "size": 90,
                "filled": False,
                "strokeWidth": 2,
                "opacity": 1,
            },
            "transform": known("station"),
            "encoding": {"x": x, "y": {**y, "field": "station"}, "tooltip": tips},
        },
        {
            "mark": {"type": "line", "color": TOWN, "strokeWidth": 3},
            "transform": known("value"),
            "encoding": {"x": x, "y": {**y, "field": "value"}},
        },
        {
            "mark": {"type": "point", "color": TOWN, "size": 46, "filled": True, "opacity": 1},
            "transform": known("value"),
            "encoding": {"x": x, "y": {**y, "field": "value"}, "tooltip": tips},
        },
    ]
    return [*layers, *draw_labels(page, x, y)]


def draw_labels(page: IndicatorPage, x: Spec, y: Spec) -> list[Spec]:
    """Name the target, and the newest figure, where the lines leave room."""
    row, course = page.measured, page.measured.course
    ahead = read_trend(page).get(course.target_year) if course else None
    labels: list[Spec] = []

    def label(year: int, field: str, text: str, color: str, *, above: bool, before: bool = False) -> None:
        is_last = before or year == max(line.year for line in page.lines)
        mark: Spec = {
            "type": "text", "color": color, "fontWeight": 650 if color != INK_SOFT else 400, "dy": -15 if above else 17,
            "align": "right" if is_last else "center", "dx": -4 if before else 8 if is_last else 0,
        }  # fmt: skip
        labels.append({
            "mark": mark,
            "transform": [{"filter": f"datum.year === {year}"}],
            "encoding": {"x": x, "y": {**y, "field": field}, "text": {"value": text}},
        })  # fmt: skip

    last = max(row.values, default=None)
    if course:
        ends_high = course.target >= course.baseline
        # The two ends keep off each other: what lies higher is named above.
        ends_high = ends_high if ahead is None else course.target >= ahead
        label(course.target_year, "station", _("target %(value)s") % {"value": row.said_target}, INK, above=ends_high)
        if ahead is not None:
            words = _("by the trend %(value)s") % {"value": row.say_reckoned(ahead)}
            label(course.target_year, "trend", words, INK_SOFT, above=not ends_high)
        ends_high = course.target >= course.baseline
        if last is not None and last < course.target_year:
            # On the side on which the path does not go on.
            expected = expect(course, last)
            level = course.target < course.baseline if expected in (None, row.values[last]) else None
            label(
                last,
                "value",
                row.say(row.values[last]),
                INK,
                above=row.values[last] > (expected or 0) if level is None else level,
                before=ahead is not None,
            )
        elif last is None:
            label(course.baseline_year, "station", row.said_baseline, INK_SOFT, above=not ends_high)
    elif last is not None:
        label(last, "value", row.say(row.values[last]), INK, above=True)
    return labels
