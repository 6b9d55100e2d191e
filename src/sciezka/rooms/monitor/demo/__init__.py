"""Official figures of the 66 cities with county rights, so that a newcomer sees real numbers without any network.

``tools/make_demo_series.py`` writes both files from tables of Statistics Poland; source and date stand in their heads.
"""

from importlib.resources import files
from typing import Final

SERIES: Final = "cities.csv"
CHANGES: Final = "changes.csv"


def read_demo_file(name: str) -> bytes:
    """Read one of the demonstration's files."""
    return files(__name__).joinpath(name).read_bytes()
