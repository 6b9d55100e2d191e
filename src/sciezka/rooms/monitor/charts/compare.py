"""Pictures of the comparison: the profiles over the areas, and the courses of one indicator."""

import textwrap
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from sciezka.kit.charts import CATEGORIES, INK_SOFT, TOWN, Chart, ChartColumn
from sciezka.rooms.monitor.charts.indicators import FEW_YEARS, make_value_axis
from sciezka.rooms.monitor.queries.compare import SCORE_DIGITS, Comparison
from sciezka.rooms.monitor.queries.indicators_page import say_scope
from sciezka.rooms.monitor.queries.words import language

COLOURS: Final = (TOWN, *(CATEGORIES[at] for at in (1, 0, 3, 4, 5)))
SHAPES: Final = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
ROW_HEIGHT: Final = 40
# A long name of an area is broken over lines here.
NEW_LINE: Final = "|"
LINE_LENGTH: Final = 20
LINE_HEIGHT: Final = 320
# The room for names beside the ends of lines, as a part of the years; names stand at least so far apart.
NAME_ROOM: Final = 0.34
APART: Final = 0.075

Spec = dict[str, Any]


def draw_profiles(shown: Comparison) -> Chart | None:
    """Draw each area's scores as marks on a line; nothing when no town has a score."""
    rows: list[dict[str, Any]] = [
        {
            "area": block.area.name,
            "label": _wrap(block.area.name),
            "place": at,
            "name": cell.town,
            "score": cell.cell.value,
            "rank": cell.cell.rank or None,
        }
        for at, block in enumerate(shown.blocks)
        for cell in block.area.cells
        if cell.cell.value is not None
    ]
    if not rows:
        return None
    names = list(shown.labels.values())
    areas = list(dict.fromkeys(row["label"] for row in rows))
    y = {
        "field": "label",
        "type": "nominal",
        "sort": areas,
        "title": None,
        "axis": {"labelExpr": f"split(datum.label, '{NEW_LINE}')", "labelLimit": 200, "grid": True},
    }
    x = {"field": "score", "type": "quantitative", "title": None, "scale": {"zero": False, "nice": True}}
    key = {"field": "name", "type": "nominal", "sort": names, "title": None}
    layers: list[Spec] = [
        {"mark": {"type": "rule", "color": INK_SOFT, "strokeDash": [5, 4]}, "encoding": {"x": {"datum": 100}}},
        {
            "mark": {"type": "line", "color": INK_SOFT, "strokeWidth": 1, "opacity": 0.5},
            "encoding": {"x": x, "y": y, "detail": {"field": "label", "type": "nominal"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "color": {
                    **key,
                    "scale": {"domain": names, "range": list(COLOURS[: len(names)])},
                    "legend": {"columns": 1, "symbolSize": 110},
                },
                "shape": {**key, "scale": {"domain": names, "range": list(SHAPES[: len(names)])}},
                "tooltip": [
                    {"field": "name", "title": _("Town")},
                    {"field": "area", "title": _("Area")},
                    {"field": "score", "title": _("Score"), "format": ".1f"},
                ],
            },
        },
    ]
    return Chart(
        title=_("Scores of the areas, %(year)s") % {"year": shown.choice.year},
        picture={"height": ROW_HEIGHT * len(areas), "layer": layers},
        rows=rows,
        columns=(
            ChartColumn("area", _("Area")),
            ChartColumn("name", _("Town")),
            ChartColumn("score", _("Score"), digits=SCORE_DIGITS),
            ChartColumn("rank", _("Place"), digits=0),
        ),
        note=_("100 is the group’s mean, 10 one standard deviation of an indicator; the group: %(group)s")
        % {"group": say_scope(shown.choice)},
    )


def _wrap(name: str) -> str:
    return NEW_LINE.join(textwrap.wrap(name, LINE_LENGTH, break_long_words=False))


def draw_courses(shown: Comparison) -> Chart | None:
    """Draw the courses of one indicator; nothing when no town has a figure."""
    sight, series = shown.choice.sight, shown.series
    years = sorted({year for held in series.values() for year in held})
    if sight is None or not years:
        return None
    indicator = sight.catalogue.by_code[shown.course]
    rows = _list_rows(shown, series, years)
    numbers = [row["value"] for row in rows]
    labels = shown.labels
    names = [labels[town.key] for town in shown.towns if series[town.key]]
    colours = [COLOURS[at] for at, town in enumerate(shown.towns) if series[town.key]]
    y = {**make_value_axis(numbers, "", indicator.decimals), "field": "value"}
    span = max(1, years[-1] - years[0])
    x = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False, "nice": False, "domain": [years[0], years[-1] + span * NAME_ROOM]},
        "axis": {"format": "d", "grid": False, "values": _pick_years(years)},
    }
    key = {
        "field": "name",
        "type": "nominal",
        "title": None,
        "legend": None,
        "scale": {"domain": names, "range": colours},
    }
    heavy = {"condition": {"test": f"datum.unit === '{shown.choice.unit.key}'", "value": 3.5}, "value": 1.75}
    layers: list[Spec] = [
        {
            "mark": {"type": "line"},
            "encoding": {
                "x": x,
                "y": y,
                "color": key,
                "detail": {"field": "run", "type": "nominal"},
                "strokeWidth": heavy,
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 34, "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "color": key,
                "tooltip": [
                    {"field": "name", "title": _("Town")},
                    {"field": "rok", "title": _("Year")},
                    {"field": "value", "title": _("Value"), "format": f",.{indicator.decimals}f"},
                ],
            },
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 9, "fontWeight": 600},
            "transform": [{"filter": "isValid(datum.label_at)"}],
            "encoding": {"x": x, "y": {**y, "field": "label_at"}, "color": key, "text": {"field": "name"}},
        },
    ]
    return Chart(
        title=indicator.name(language()),
        picture={"height": LINE_HEIGHT, "layer": layers},
        rows=rows,
        columns=(
            ChartColumn("name", _("Town")),
            ChartColumn("rok", _("Year")),
            ChartColumn("value", _("Value"), digits=indicator.decimals),
        ),
        note=indicator.unit(language()),
        source=indicator.source,
    )


def _list_rows(shown: Comparison, series: dict[str, dict[int, float]], years: Sequence[int]) -> list[dict[str, Any]]:
    labels = _spread_labels({key: held[max(held)] for key, held in series.items() if held}, series)
    rows: list[dict[str, Any]] = []
    names = shown.labels
    for town in shown.towns:
        held, run, before = series[town.key], 0, None
        for year in years:
            if year not in held:
                continue
            run += before is not None and year != before + 1
            before = year
            rows.append({
                "unit": town.key, "name": names[town.key], "year": year, "rok": str(year), "value": held[year],
                "run": f"{town.key} {run}", "label_at": labels[town.key] if year == max(held) else None,
            })  # fmt: skip
    return rows


def _spread_labels(ends: dict[str, float], series: dict[str, dict[int, float]]) -> dict[str, float]:
    """Keep the names at the ends of the lines apart, as near to their lines as may be."""
    numbers = [value for held in series.values() for value in held.values()]
    gap = APART * ((max(numbers) - min(numbers)) or 1.0)
    placed: dict[str, float] = {}
    least = None
    for key, value in sorted(ends.items(), key=lambda item: item[1]):
        at = value if least is None else max(value, least + gap)
        placed[key], least = at, at
    # What was pushed up together is drawn half the way back.
    push = max((placed[key] - ends[key] for key in ends), default=0.0) / 2
    return {key: at - push for key, at in placed.items()}


def _pick_years(years: Sequence[int]) -> list[int]:
    step = max(1, round((years[-1] - years[0]) / FEW_YEARS))
    return list(range(years[-1], years[0] - 1, -step))[::-1]
