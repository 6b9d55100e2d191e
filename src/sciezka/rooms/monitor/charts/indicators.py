"""The picture of one indicator: the town's series over the group's middle half and median, with breaks and gaps drawn."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from sciezka.core.series.breaks import CENSUS, CODE, MERGED, METHOD, TERRITORY
from sciezka.kit.charts import INK, INK_SOFT, PEERS, TOWN, Chart, ChartColumn
from sciezka.rooms.monitor.queries import words
from sciezka.rooms.monitor.queries.indicators_page import IndicatorPage, say_scope
from sciezka.rooms.monitor.store.cubes import IS_JOINED
from sciezka.rooms.monitor.store.readings.indicators import Number, Reading

HEIGHT: Final = 300
# A scale that begins far from 0 is left to begin there; one that nearly reaches 0 is drawn down to it.
NEAR_ZERO: Final = 0.45
FEW_YEARS: Final = 8

Spec = dict[str, Any]


def draw_indicator(page: IndicatorPage, *, data_url: str = "", alone: bool = False) -> Chart | None:
    """Draw the series; nothing when there is none.

    Args:
        page: the indicator's page.
        data_url: the address of the data as a file.
        alone: for a file that leaves the page: the sentence, the measure and the source stand inside the picture.
    """
    reading = page.reading
    if reading is None or not reading.years:
        return None
    note = _("%(unit)s; the group: %(group)s") % {"unit": page.unit_of_measure, "group": say_scope(page.choice)}
    source = say_source(page)
    picture: Spec = {"height": HEIGHT, "layer": _draw_layers(page, reading)}
    if alone:
        picture["title"] = {"text": page.heading, "subtitle": [note, source], "offset": 16, "limit": 700, "fontSize": 16}
    return Chart(
        title=page.heading,
        picture=picture,
        rows=_list_rows(page, reading),
        columns=(
            ChartColumn("rok", _("Year")),
            ChartColumn("town", page.choice.unit.name, digits=page.indicator.decimals),
            ChartColumn("low", _("First quartile"), digits=page.indicator.decimals),
            ChartColumn("median", _("Median of the group"), digits=page.indicator.decimals),
            ChartColumn("high", _("Third quartile"), digits=page.indicator.decimals),
            ChartColumn("count", _("Towns with data"), digits=0),
            ChartColumn("mark", _("Remarks")),
        ),
        note=note,
        source=source,
        data_url=data_url,
    )


def say_source(page: IndicatorPage) -> str:
    """Name the source, the day and that the figures were processed, as the source's terms of re-use ask."""
    sources = "; ".join(page.sources)
    if page.retrieved is None:
        return sources
    return _("%(source)s; retrieved %(day)s; processed") % {"source": sources, "day": page.retrieved.isoformat()}


def _list_rows(page: IndicatorPage, reading: Reading) -> list[dict[str, Any]]:
    town_part, group_part = _number_runs(reading.town), _number_runs(reading.median)
    marks = _say_marks(page, reading)
    return [
        {
            "year": year,
            "rok": str(year),
            "town": reading.town[at],
            "low": reading.low[at],
            "median": reading.median[at],
            "high": reading.high[at],
            "count": reading.counts[at],
            "town_part": town_part[at],
            "group_part": group_part[at],
            "is_joined": bool(reading.flags[at] & IS_JOINED),
            "mark": marks.get(year, ""),
            "break": _name_break([one.kind for one in page.breaks if one.year == year]),
        }
        for at, year in enumerate(reading.years)
    ]


def _say_marks(page: IndicatorPage, reading: Reading) -> dict[int, str]:
    said: dict[int, list[str]] = {}
    for one in page.breaks:
        said.setdefault(one.year, []).append(str(words.BREAKS.get(one.kind, one.kind)))
    for at, year in enumerate(reading.years):
        if reading.flags[at] & IS_JOINED and reading.town[at] is not None:
            said.setdefault(year, []).append(_("put together from units of that time"))
    return {year: "; ".join(parts) for year, parts in said.items()}


def _name_break(kinds: Sequence[str]) -> str:
    """Name a break in one word, for the picture; empty when there is none."""
    short = {
        CENSUS: _("census"),
        METHOD: _("method"),
        TERRITORY: _("territory"),
        MERGED: _("merger"),
        CODE: _("code"),
    }
    return ", ".join(dict.fromkeys(short.get(kind, kind) for kind in kinds))


def _number_runs(series: Sequence[Number]) -> list[int]:
    """Number the runs of known values, so that a line is not drawn over a gap."""
    runs, number = [], 0
    for at, value in enumerate(series):
        if value is not None and at and series[at - 1] is None:
            number += 1
        runs.append(number)
    return runs


def make_year_axis(years: Sequence[int]) -> Spec:
    """Make the axis of years: whole years, as many labels as fit."""
    return {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False, "nice": False, "domain": [years[0], max(years[-1], years[0] + 1)]},
        "axis": {"format": "d", "tickMinStep": 1, "grid": False, "tickCount": min(len(years), FEW_YEARS)},
    }


def make_value_axis(numbers: Sequence[Number], unit: str, decimals: int) -> Spec:
    """Make the axis of values: from 0 where the values nearly reach it."""
    known = [number for number in numbers if number is not None]
    least, most = min(known, default=0.0), max(known, default=1.0)
    from_zero = least <= 0 or least < NEAR_ZERO * most
    return {
        "type": "quantitative",
        "title": None,
        "scale": {"zero": from_zero, "nice": True},
        "axis": {"format": ",~r" if most >= 1000 else f",.{decimals}~f", "titleAnchor": "end", "description": unit},  # noqa: PLR2004
    }


def _draw_layers(page: IndicatorPage, reading: Reading) -> list[Spec]:
    x = make_year_axis(reading.years)
    numbers = [*reading.town, *reading.low, *reading.high]
    y = make_value_axis(numbers, page.unit_of_measure, page.indicator.decimals)
    known = [number for number in numbers if number is not None]
    tips = [
        {"field": "rok", "title": _("Year")},
        {"field": "town", "title": page.choice.unit.name, "format": f",.{page.indicator.decimals}f"},
        {"field": "median", "title": _("Median of the group"), "format": f",.{page.indicator.decimals}f"},
    ]
    has_town = [{"filter": "isValid(datum.town)"}]
    has_group = [{"filter": "isValid(datum.median)"}]
    layers: list[Spec] = [
        {
            "mark": {"type": "area", "color": PEERS, "opacity": 0.3, "line": False},
            "transform": has_group,
            "encoding": {
                "x": x,
                "y": {**y, "field": "low"},
                "y2": {"field": "high"},
                "detail": {"field": "group_part", "type": "nominal"},
            },
        },
        {
            "mark": {"type": "line", "color": INK_SOFT, "strokeWidth": 1.5, "strokeDash": [5, 4]},
            "transform": has_group,
            "encoding": {"x": x, "y": {**y, "field": "median"}, "detail": {"field": "group_part", "type": "nominal"}},
        },
    ]
    if any(number < 0 for number in known) and any(number > 0 for number in known):
        layers.append({"mark": {"type": "rule", "color": INK_SOFT, "strokeWidth": 1}, "encoding": {"y": {"datum": 0}}})
    layers += _draw_breaks(x)
    layers += [
        {
            "mark": {"type": "line", "color": TOWN, "strokeWidth": 3},
            "transform": has_town,
            "encoding": {"x": x, "y": {**y, "field": "town"}, "detail": {"field": "town_part", "type": "nominal"}},
        },
        {
            "mark": {"type": "point", "size": 42, "strokeWidth": 2, "filled": True, "color": TOWN, "opacity": 1},
            "transform": [*has_town, {"filter": "!datum.is_joined"}],
            "encoding": {"x": x, "y": {**y, "field": "town"}, "tooltip": tips},
        },
        {
            "mark": {"type": "point", "size": 70, "strokeWidth": 2, "filled": False, "color": TOWN, "opacity": 1},
            "transform": [*has_town, {"filter": "datum.is_joined"}],
            "encoding": {"x": x, "y": {**y, "field": "town"}, "tooltip": tips},
        },
        *_label_ends(page, reading, x, y),
    ]
    return layers


def _draw_breaks(x: Spec) -> list[Spec]:
    """Draw a thin line before the first year after each break, with its word on top."""
    at = {**x, "field": "edge"}
    shift = [{"filter": "datum.break !== ''"}, {"calculate": "datum.year - 0.5", "as": "edge"}]
    return [
        {
            "mark": {"type": "rule", "color": INK_SOFT, "strokeDash": [2, 3], "strokeWidth": 1},
            "transform": shift,
            "encoding": {"x": at, "tooltip": [{"field": "mark", "title": _("Break")}]},
        },
        {
            "mark": {"type": "text", "color": INK_SOFT, "fontSize": 12, "align": "right", "dx": -4, "baseline": "top"},
            "transform": shift,
            "encoding": {"x": at, "y": {"value": 2}, "text": {"field": "break"}},
        },
    ]


def _label_ends(page: IndicatorPage, reading: Reading, x: Spec, y: Spec) -> list[Spec]:
    """Put the names at the ends of the lines, on the sides on which the lines leave room."""
    ends: list[Spec] = []
    last = max((year for year, value in zip(reading.years, reading.town, strict=True) if value is not None), default=0)
    median_last = max(
        (year for year, value in zip(reading.years, reading.median, strict=True) if value is not None), default=0
    )
    town, median = reading.of_year(last, reading.town), reading.of_year(last, reading.median)
    is_above = town is None or median is None or town >= median
    for year, field, label, color, weight, up in (
        (last, "town", page.choice.unit.name, TOWN, 650, is_above),
        (median_last, "median", _("median of the group"), INK, 400, not is_above),
    ):
        if year:
            ends.append({
                "mark": {
                    "type": "text", "align": "right", "color": color, "fontWeight": weight, "dy": -13 if up else 15,
                    "stroke": None,
                },
                "transform": [{"filter": f"datum.year === {year}"}],
                "encoding": {"x": x, "y": {**y, "field": field}, "text": {"value": label}},
            })  # fmt: skip
    return ends
