"""Bringing boundaries in for the maps."""

import logging

from sciezka.rooms.monitor.store.boundaries import keep_boundaries, read_geojson

_log = logging.getLogger(__name__)


def import_boundaries(*, data: bytes, name: str) -> dict[str, int]:
    """Check a file of boundaries and keep it in place of those of the same levels.

    Args:
        data: the file.
        name: its name, kept as the boundaries' source.

    Returns:
        How many units of each level are kept.

    Raises:
        BoundaryProblem: something in the file is not as it must be; nothing was changed.
    """
    counts = keep_boundaries(read_geojson(data), name, data)
    _log.info("Boundaries from %s: %s", name, counts)
    return counts
