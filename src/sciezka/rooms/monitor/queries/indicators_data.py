"""An indicator's data as files: every town of the group by year, with what the source said and what it was reckoned by."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from sciezka.core.index.recipe import digest
from sciezka.rooms.monitor.queries import words
from sciezka.rooms.monitor.queries.indicators_page import IndicatorPage
from sciezka.rooms.monitor.store.cubes import IS_JOINED
from sciezka.rooms.monitor.store.observations import Observation
from sciezka.rooms.monitor.store.readings.indicators import list_series
from sciezka.rooms.monitor.store.readings.indicators_sources import look_behind

COLUMNS: Final = (
    "unit", "name", "indicator", "year", "value", "joined", "variables", "reported", "attribute", "attribute_meaning",
    "source", "retrieved", "group", "group_version", "group_count", "group_q1", "group_median", "group_q3", "recipe",
    "catalogue", "data",
)  # fmt: skip
"""The columns of the table; several source variables stand in one cell, parted by a bar."""


def list_units(page: IndicatorPage) -> list[str]:
    """List the towns of the files: the one looked at, then the group's others."""
    town = page.choice.unit.key
    known = page.sight.cube.unit_place
    members = page.choice.peers.members if page.choice.peers else ()
    return [town, *sorted(key for key in members if key in known and key != town)]


def write_rows(page: IndicatorPage) -> list[list[object]]:
    """Write a row for each town and year that has a value or an observation.

    Raises:
        DamagedBatch: a file of observations can't be read.
    """
    reading = page.reading
    if reading is None:
        return []
    units = list_units(page)
    behind = look_behind(page.sight, page.indicator, units)
    series = list_series(page.sight.cube, page.indicator.code, units)
    digests, peers = give_digests(page), page.choice.peers
    rows: list[list[object]] = []
    for unit in units:
        held = behind.observations[unit]
        for at, year in enumerate(reading.years):
            if year not in series[unit] and year not in held:
                continue
            items = held.get(year, ())
            rows.append([
                unit, page.sight.units[unit].name, page.indicator.code, year, series[unit].get(year),
                _is_joined(page, unit, year), _bar(item.variable for item in items),
                _bar(_plain(item.reported) for item in items), _bar(_plain(item.attribute) for item in items),
                _bar(words.say_attribute(item.attribute) for item in items),
                _bar(dict.fromkeys(item.source for item in items)),
                _bar(dict.fromkeys(item.retrieved.isoformat() for item in items)),
                peers.name if peers else "", peers.number if peers else 0, reading.counts[at], reading.low[at],
                reading.median[at], reading.high[at], digests["recipe"], digests["catalogue"], digests["data"],
            ])  # fmt: skip
    return rows


def give_digests(page: IndicatorPage) -> dict[str, str]:
    """Give the hashes by which the numbers can be found again: recipe, catalogue, data."""
    return {
        "recipe": digest(page.choice.recipe),
        "catalogue": page.sight.catalogue.digest,
        "data": page.sight.cube.digest,
    }


def describe(page: IndicatorPage) -> dict[str, Any]:
    """Give everything as plain values for JSON.

    Raises:
        DamagedBatch: a file of observations can't be read.
    """
    reading, peers, units = page.reading, page.choice.peers, list_units(page)
    formula = page.behind.formula if page.behind else page.indicator.formula
    said: dict[str, Any] = {
        "indicator": {
            "code": page.indicator.code, "name": page.name, "unit": page.unit_of_measure, "definition": page.definition,
            "direction": page.indicator.direction, "note": page.remark, "alternative": page.alternative,
            "formula": asdict(formula),
        },
        "unit": {"key": page.choice.unit.key, "name": page.choice.unit.name},
        "group": {"name": peers.name, "version": peers.number, "members": peers.members} if peers else None,
        "digests": give_digests(page),
        "sources": page.sources,
        "breaks": [{"year": one.year, "kind": one.kind, "meaning": str(words.BREAKS[one.kind])} for one in page.breaks],
        "years": [],
        "series": [],
    }  # fmt: skip
    if reading is None:
        return said
    said["years"] = [
        {"year": year, "count": count, "q1": low, "median": median, "q3": high}
        for year, count, low, median, high in zip(
            reading.years, reading.counts, reading.low, reading.median, reading.high, strict=True
        )
    ]
    behind = look_behind(page.sight, page.indicator, units)
    series = list_series(page.sight.cube, page.indicator.code, units)
    said["series"] = [
        {
            "unit": unit,
            "name": page.sight.units[unit].name,
            "values": [
                {
                    "year": year,
                    "value": series[unit].get(year),
                    "joined": _is_joined(page, unit, year),
                    "observations": [_describe_observation(item) for item in behind.observations[unit].get(year, ())],
                }
                for year in reading.years
                if year in series[unit] or year in behind.observations[unit]
            ],
        }
        for unit in units
    ]
    return said


def _describe_observation(item: Observation) -> dict[str, Any]:
    return {
        "unit": item.unit,
        "variable": item.variable,
        "value": item.value,
        "reported": item.reported,
        "attribute": item.attribute,
        "meaning": words.say_attribute(item.attribute),
        "source": item.source,
        "retrieved": item.retrieved.isoformat(),
        "batch": item.batch,
    }


def _is_joined(page: IndicatorPage, unit: str, year: int) -> bool:
    cube = page.sight.cube
    at = (cube.years.index(year), cube.indicator_place[page.indicator.code], cube.unit_place[unit])
    return bool(int(cube.flags[at]) & IS_JOINED)


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _bar(parts: Iterable[str]) -> str:
    return " | ".join(parts)
