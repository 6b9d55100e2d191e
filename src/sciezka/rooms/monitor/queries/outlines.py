"""Boundaries of units for other rooms' maps, in degrees."""

from collections.abc import Iterable

from sciezka.core.series.places import COMMUNE, COUNTY, VOIVODESHIP
from sciezka.rooms.monitor.store.boundaries import load_boundaries
from sciezka.rooms.monitor.store.boundaries_shapes import read_path, unproject

Rings = list[list[tuple[float, float]]]


def find_rings(codes: Iterable[str]) -> Rings:
    """Give the rings of units' boundaries as pairs of latitude and longitude; what was not imported is left out."""
    rings: Rings = []
    levels = [found for level in (COMMUNE, COUNTY, VOIVODESHIP) if (found := load_boundaries(level))]
    for code in codes:
        shape = next((found.shapes[code] for found in levels if code in found.shapes), None)
        if shape:
            for ring in read_path(shape.d):
                rings.append([(round(lat, 5), round(lon, 5)) for lat, lon in map(unproject, ring)])
    return rings
