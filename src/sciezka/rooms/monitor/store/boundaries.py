"""Boundaries of units: a GeoJSON file checked, projected onto a grid and kept in a compact form that maps are drawn from."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NoReturn

from sciezka.core.series.places import COMMUNE, COUNTY, VOIVODESHIP
from sciezka.rooms.monitor.store.boundaries_shapes import (
    Ring,
    coarsen,
    find_centre,
    find_outlines,
    project,
    simplify,
    write_path,
)
from sciezka.rooms.monitor.store.observations import find_folder, write_whole

FORM: Final = 1
MOST_BYTES: Final = 64_000_000
MOST_FEATURES: Final = 6_000
MOST_POINTS: Final = 4_000_000
# More points than that are laid on a coarser grid, so that a map of the whole country stays light.
DRAWN_POINTS: Final = 110_000
LEVELS: Final[Mapping[int, str]] = {7: COMMUNE, 4: COUNTY, 2: VOIVODESHIP}
CODES: Final = ("teryt", "TERYT", "JPT_KOD_JE")
NAMES: Final = ("name", "NAME", "nazwa", "JPT_NAZWA_")
# Poland, with some room around it: degrees of longitude and latitude.
WEST, EAST, SOUTH, NORTH = 13.0, 26.0, 48.0, 56.0
LONGEST_NAME: Final = 80
FEWEST_POINTS: Final = 4
DIMENSIONS: Final = (2, 3)


class BoundaryProblem(ValueError):
    """A file of boundaries that is refused whole.

    Attributes:
        code: a stable word for the kind of problem.
        params: what the sentence names.
    """

    def __init__(self, code: str, sentence: str, **params: object) -> None:
        super().__init__(sentence)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Shape:
    """The boundary of one unit on the grid.

    Attributes:
        key: the unit's key.
        name: its name as the file has it.
        d: its outline as the path of a drawing.
        x: where a mark for it stands.
        y: the same, downward.
        box: its left, top, right and lower edge.
    """

    key: str
    name: str
    d: str
    x: int
    y: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Boundaries:
    """The boundaries of one level.

    Attributes:
        level: ``commune``, ``county`` or ``voivodeship``.
        source: what the file was called.
        digest: the hash of the file.
        shapes: by unit's key.
    """

    level: str
    source: str
    digest: str
    shapes: Mapping[str, Shape]


@dataclass(frozen=True, slots=True)
class Feature:
    """One unit of a file: its key, name, and rings on the grid."""

    key: str
    name: str
    rings: tuple[Ring, ...]


def find_boundaries() -> Path:
    """Give the folder of boundaries."""
    return find_folder() / "boundaries"


def read_geojson(data: bytes) -> dict[str, list[Feature]]:
    """Check a GeoJSON file and lay it on the grid.

    Returns:
        The units by level.

    Raises:
        BoundaryProblem: anything in the file is not as it must be.
    """
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise BoundaryProblem(
            "boundaries.big",
            f"The file is larger than {most} MB. Take boundaries that are simplified, or one level at a time.",
            most=most,
        )
    try:
        said = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as problem:
        raise BoundaryProblem("boundaries.json", "The file is not JSON in UTF-8, so it can't be GeoJSON.") from problem
    features = said.get("features") if isinstance(said, dict) and said.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        raise BoundaryProblem(
            "boundaries.collection", "The file holds no features: a FeatureCollection of GeoJSON is needed."
        )
    if len(features) > MOST_FEATURES:
        raise BoundaryProblem(
            "boundaries.many", f"The file holds more than {MOST_FEATURES} units. Poland has fewer.", most=MOST_FEATURES
        )
    return _read_features(features)


def _read_features(features: Sequence[Any]) -> dict[str, list[Feature]]:
    found: dict[str, dict[str, Feature]] = {}
    points = 0
    for number, feature in enumerate(features, start=1):
        key, level, name = _read_unit(feature, number)
        rings = tuple(_read_rings(feature.get("geometry"), key))
        points += sum(len(ring) for ring in rings)
        if points > MOST_POINTS:
            raise BoundaryProblem(
                "boundaries.points",
                f"The boundaries have more than {MOST_POINTS} points. Simplify them first.",
                most=MOST_POINTS,
            )
        held = found.setdefault(level, {})
        if key in held:
            raise BoundaryProblem("boundaries.twice", f"The unit {key} is in the file twice. Keep one of them.", unit=key)
        held[key] = Feature(key, name, rings)
    return {level: list(held.values()) for level, held in found.items()}


def _refuse_constant(word: str) -> NoReturn:
    raise BoundaryProblem("boundaries.number", f"The file holds {word}, which is not a number of degrees.", text=word)


def _read_unit(feature: object, number: int) -> tuple[str, str, str]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    said = {} if not isinstance(properties, dict) else properties
    code = next((said[name] for name in CODES if name in said), None)
    text = str(code).strip() if isinstance(code, str | int) and not isinstance(code, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) in LEVELS):
        raise BoundaryProblem(
            "boundaries.code",
            f"Feature {number} has no code of a unit: a property “teryt” with 7, 4 or 2 digits is needed.",
            number=number,
        )
    name = next((said[word] for word in NAMES if isinstance(said.get(word), str)), "")
    return text.ljust(7, "0"), LEVELS[len(text)], " ".join(name.split())[:LONGEST_NAME]


def _read_rings(geometry: object, key: str) -> Iterable[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"} or not isinstance(coordinates, list):
        raise BoundaryProblem(
            "boundaries.geometry", f"The unit {key} has no area: a Polygon or a MultiPolygon is needed.", unit=key
        )
    polygons = [coordinates] if kind == "Polygon" else coordinates
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise BoundaryProblem("boundaries.ring", f"A part of the unit {key} has no outline.", unit=key)
        for ring in polygon:
            if not isinstance(ring, list) or len(ring) < FEWEST_POINTS:
                raise BoundaryProblem("boundaries.ring", f"An outline of the unit {key} has fewer than 4 points.", unit=key)
            yield project([_read_point(point, key) for point in ring])


def _read_point(point: object, key: str) -> tuple[float, float]:
    if not isinstance(point, list) or len(point) not in DIMENSIONS:
        raise BoundaryProblem("boundaries.point", f"A point of the unit {key} is not a pair of numbers.", unit=key)
    x, y = point[0], point[1]
    numbers = [value for value in (x, y) if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) != 2 or not all(map(math.isfinite, numbers)):  # noqa: PLR2004 - a pair
        raise BoundaryProblem("boundaries.point", f"A point of the unit {key} is not a pair of numbers.", unit=key)
    if not (WEST <= numbers[0] <= EAST and SOUTH <= numbers[1] <= NORTH):
        raise BoundaryProblem(
            "boundaries.degrees",
            f"A point of the unit {key} lies outside Poland. Degrees of longitude and latitude (WGS 84) are needed, in "
            "this order; convert metres first.",
            unit=key,
        )
    return float(numbers[0]), float(numbers[1])


def keep_boundaries(features: Mapping[str, Sequence[Feature]], source: str, data: bytes) -> dict[str, int]:
    """Keep boundaries in our own form, in place of what was kept of their levels.

    Voivodeships that the file doesn't hold are drawn out of its communes, or its counties.

    Returns:
        How many units of each level are kept.
    """
    digest = hashlib.sha256(data).hexdigest()
    kept: dict[str, Sequence[Feature]] = {level: units for level, units in features.items() if level != VOIVODESHIP}
    finest = features.get(COMMUNE) or features.get(COUNTY)
    if VOIVODESHIP in features:
        kept[VOIVODESHIP] = features[VOIVODESHIP]
    counts = {}
    for level, units in kept.items():
        points = sum(len(ring) for unit in units for ring in unit.rings)
        step = max(1, math.ceil(points / DRAWN_POINTS)) if points > DRAWN_POINTS else 1
        shapes = [shape for unit in units if (shape := _make_shape(unit, step))]
        _write(Boundaries(level, source, digest, {shape.key: shape for shape in shapes}))
        counts[level] = len(shapes)
    if VOIVODESHIP not in features and finest and not _path(VOIVODESHIP).exists():
        outlines = find_outlines({unit.key: unit.rings for unit in finest})
        shapes = [shape for key, rings in outlines.items() if (shape := _make_shape(Feature(key, "", rings), 1))]
        _write(Boundaries(VOIVODESHIP, source, digest, {shape.key: shape for shape in shapes}))
        counts[VOIVODESHIP] = len(shapes)
    return counts


def _make_shape(unit: Feature, step: int) -> Shape | None:
    rings = [simple for ring in unit.rings if (simple := simplify(coarsen(ring, step)))]
    if not rings:
        return None
    xs, ys = [x for ring in rings for x, _y in ring], [y for ring in rings for _x, y in ring]
    x, y = find_centre(rings)
    return Shape(unit.key, unit.name, write_path(rings), x, y, (min(xs), min(ys), max(xs), max(ys)))


def _path(level: str) -> Path:
    return find_boundaries() / f"{level}.json"


def _write(boundaries: Boundaries) -> None:
    said = {
        "form": FORM,
        "level": boundaries.level,
        "source": boundaries.source,
        "digest": boundaries.digest,
        "shapes": [asdict(shape) for shape in boundaries.shapes.values()],
    }
    with write_whole(_path(boundaries.level)) as draft:
        draft.write_text(json.dumps(said, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def load_boundaries(level: str) -> Boundaries | None:
    """Read the boundaries of a level; nothing when none were imported or their file is damaged."""
    path = _path(level)
    try:
        written = path.stat().st_mtime_ns
    except OSError:
        return None
    return _read_boundaries(path, written)


@lru_cache(maxsize=6)
def _read_boundaries(path: Path, _written: int) -> Boundaries | None:
    """Read a file; one that was written anew is read anew."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["form"] != FORM:
            return None
        shapes = {one["key"]: Shape(**{**one, "box": tuple(one["box"])}) for one in said["shapes"]}
        return Boundaries(said["level"], said["source"], said["digest"], shapes)
    except (OSError, ValueError, KeyError, TypeError):
        return None
