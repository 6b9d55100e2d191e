"""The banks that come with the product: a folder each, with a head and a file for each area."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Final

from sciezka.rooms.assessment.banks.nouns import BankData
from sciezka.rooms.assessment.banks.reading import read_tables

# In the order in which they are offered.
SHIPPED: Final = ("arkusze-diagnostyczne", "samoocena", "drabina")
HEAD: Final = "bank.toml"


@cache
def read_shipped(key: str) -> BankData:
    """Read a shipped bank.

    Raises:
        KeyError: no such bank is shipped.
        BankProblem: its files are faulty.
    """
    if key not in SHIPPED:
        raise KeyError(key)
    folder = resources.files(__package__) / key
    head: dict[str, Any] = tomllib.loads((folder / HEAD).read_text(encoding="utf-8"))
    areas: dict[str, dict[str, Any]] = {}
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".toml") and path.name != HEAD)
    for name in names:
        part = tomllib.loads((folder / name).read_text(encoding="utf-8"))
        if part["key"] in areas:
            # A long area is continued in another file.
            areas[part["key"]]["items"] += part["items"]
        else:
            areas[part["key"]] = part
    return read_tables({**head, "areas": list(areas.values())})


@cache
def shipped_banks() -> tuple[BankData, ...]:
    """Give the shipped banks, in the order in which they are offered."""
    return tuple(read_shipped(key) for key in SHIPPED)


def read_example() -> bytes:
    """Give the table that shows the form of an import."""
    return (resources.files(__package__) / "przyklad.csv").read_bytes()
