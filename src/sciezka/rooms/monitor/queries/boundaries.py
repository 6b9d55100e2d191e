"""What a map shows: which units, their shapes and classes, and the table beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy

from sciezka.core.series.places import COMMUNE, COUNTY, VOIVODESHIP, Unit
from sciezka.kit.manifests import Text
from sciezka.rooms.monitor.queries import words
from sciezka.rooms.monitor.queries.indicators_page import IndicatorPage
from sciezka.rooms.monitor.store.boundaries import Boundaries, Shape, load_boundaries
from sciezka.rooms.monitor.store.readings.indicators_map import CLASSES, Painting, paint_units

GROUP: Final = "grupa"
REGION: Final = "wojewodztwo"
COUNTRY: Final = "kraj"
SCOPES: Final[Mapping[str, Text]] = {
    GROUP: gettext_lazy("the comparison group"),
    REGION: gettext_lazy("the town’s voivodeship"),
    COUNTRY: gettext_lazy("the whole country"),
}
# The table beside the map of the country shows so many at either end.
ENDS: Final = 12
# Five tones; maps with fewer classes take those that lie furthest apart.
TONES: Final[Mapping[int, tuple[int, ...]]] = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
NO_DATA: Final = "none"


@dataclass(frozen=True, slots=True)
class Area:
    """One unit drawn on the map.

    Attributes:
        shape: its boundary.
        tone: the class's tone from 0 to 4, or ``none`` without a value.
        title: its name and value.
        is_town: whether it is the town looked at.
    """

    shape: Shape
    tone: str
    title: str
    is_town: bool


@dataclass(frozen=True, slots=True)
class Class:
    """One class of the key."""

    tone: str
    low: str
    high: str
    count: int


@dataclass(frozen=True, slots=True)
class MapRow:
    """One unit of the table."""

    unit: Unit
    value: str
    number: int
    is_town: bool


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A map ready to be drawn.

    Attributes:
        box: left, top, width and height of what is shown.
        areas: the units as areas, the town last so that its outline lies on top.
        points: the units as points, where they are too small to be seen as areas.
        outlines: the voivodeships' borders.
        radius: the size of points.
        hatch: the distance of the hatching's lines.
        town: where the town lies, when it is too small to be found by its outline alone.
        ring: the size of the ring around it.
    """

    box: tuple[int, int, int, int]
    areas: tuple[Area, ...]
    points: tuple[Area, ...]
    outlines: tuple[str, ...]
    radius: int
    hatch: int
    town: Shape | None = None
    ring: int = 0


@dataclass(frozen=True)
class MapPage:
    """What the map's page shows.

    Attributes:
        page: the indicator's page.
        scope: the word of what is shown.
        has_boundaries: whether any boundaries were imported.
        picture: the map; nothing when nothing can be drawn.
        classes: the key, the lowest class first.
        missing: how many units have no value.
        undrawn: how many units have no boundary.
        rows: the table, the highest value first.
        is_cut: whether the table shows the two ends only.
    """

    page: IndicatorPage
    scope: str
    has_boundaries: bool
    picture: MapPicture | None
    classes: tuple[Class, ...]
    missing: int
    undrawn: int
    rows: tuple[MapRow, ...]
    is_cut: bool


def show_map_page(page: IndicatorPage, asked: str) -> MapPage:
    """Put a map together.

    Args:
        page: the indicator's page.
        asked: what is to be shown: ``grupa``, ``wojewodztwo`` or ``kraj``.
    """
    scope = asked if asked in SCOPES else GROUP
    units = _list_units(page, scope)
    year = page.reading.year if page.reading else 0
    painting = paint_units(page.sight.cube, page.indicator.code, units, year) if page.reading else Painting({}, {}, ())
    tones = TONES[max(1, min(CLASSES, len(painting.limits)))]
    communes, counties = load_boundaries(COMMUNE), load_boundaries(COUNTY)
    shapes = {unit: shape for unit in units if (shape := _find_shape(unit, communes, counties))}
    areas = [_make_area(page, unit, shape, painting, tones) for unit, shape in shapes.items()]
    areas.sort(key=lambda area: area.is_town)
    rows = _list_rows(page, units, painting)
    is_cut = scope == COUNTRY and len(rows) > 2 * ENDS
    return MapPage(
        page=page,
        scope=scope,
        has_boundaries=bool(communes or counties),
        picture=_make_picture(page, scope, areas) if areas else None,
        classes=tuple(
            Class(str(tones[at]), page.show(low), page.show(high), count)
            for at, (low, high, count) in enumerate(painting.limits)
        ),
        missing=len(units) - len(painting.values),
        undrawn=len(units) - len(shapes),
        rows=tuple([*rows[:ENDS], *_take_town(rows), *rows[-ENDS:]] if is_cut else rows),
        is_cut=is_cut,
    )


def _list_units(page: IndicatorPage, scope: str) -> list[str]:
    town, cube = page.choice.unit, page.sight.cube
    if scope == COUNTRY:
        return list(cube.units)
    if scope == REGION:
        return [unit for unit in cube.units if unit[:2] == town.key[:2]]
    members = page.choice.peers.members if page.choice.peers else ()
    return [unit for unit in cube.units if unit in {town.key, *members}]


def _find_shape(unit: str, communes: Boundaries | None, counties: Boundaries | None) -> Shape | None:
    """Find a commune's boundary: by its code, by the code without its kind (which may change), or by a city's county."""
    if communes is not None:
        by_place = _by_place(communes)
        found = communes.shapes.get(unit) or by_place.get(unit[:6])
        if found:
            return found
    is_city = int(unit[2:4]) >= 61  # noqa: PLR2004 - TERYT: counties from 61 on are cities
    return counties.shapes.get(f"{unit[:4]}000") if counties is not None and is_city else None


_places: dict[str, dict[str, Shape]] = {}


def _by_place(communes: Boundaries) -> dict[str, Shape]:
    if communes.digest not in _places:
        _places.clear()
        _places[communes.digest] = {key[:6]: shape for key, shape in communes.shapes.items()}
    return _places[communes.digest]


def _make_area(page: IndicatorPage, unit: str, shape: Shape, painting: Painting, tones: Sequence[int]) -> Area:
    value = painting.values.get(unit)
    said = page.show(value) if value is not None else str(words.BANDS[""].label)
    tone = str(tones[painting.classes[unit]]) if unit in painting.classes else NO_DATA
    return Area(shape, tone, f"{page.sight.units[unit].name}: {said}", unit == page.choice.unit.key)


def _make_picture(page: IndicatorPage, scope: str, areas: Sequence[Area]) -> MapPicture:
    borders = load_boundaries(VOIVODESHIP)
    outlines = dict(borders.shapes) if borders else {}
    if scope == REGION:
        outlines = {key: shape for key, shape in outlines.items() if key == page.choice.unit.voivodeship}
    boxes = [area.shape.box for area in areas] + [shape.box for shape in outlines.values()]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    size = max(right - left, bottom - top, 1)
    margin = max(1, size // 40)
    is_points = scope == GROUP
    return MapPicture(
        box=(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin),
        areas=() if is_points else tuple(areas),
        points=tuple(areas) if is_points else (),
        outlines=tuple(shape.d for shape in outlines.values()),
        radius=max(1, size // 55),
        hatch=max(1, size // 110),
        town=next((area.shape for area in areas if area.is_town), None) if scope == COUNTRY else None,
        ring=max(1, size // 38),
    )


def _list_rows(page: IndicatorPage, units: Sequence[str], painting: Painting) -> list[MapRow]:
    order = sorted(units, key=lambda unit: (unit not in painting.values, -painting.values.get(unit, 0.0), unit))
    town = page.choice.unit.key
    return [
        MapRow(page.sight.units[unit], page.show(painting.values[unit]), number, unit == town)
        if unit in painting.values
        else MapRow(page.sight.units[unit], "", number, unit == town)
        for number, unit in enumerate(order, start=1)
    ]


def _take_town(rows: Sequence[MapRow]) -> list[MapRow]:
    """Give the town's own row where it stands between the two ends."""
    return [row for row in rows[ENDS:-ENDS] if row.is_town]
