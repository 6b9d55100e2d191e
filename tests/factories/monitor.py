"""A small store of observations: sixteen invented towns whose figures follow simple rules, so that tests can reckon them.

Town number n (0 … 15) of year y has 60,000 + 1,000·n people, who grow by n − 8 in a thousand a year. One town's employment
is withheld in 2019 (a zero that means secrecy), one town lacks 2016 altogether.
"""

from typing import Final

from sciezka.rooms.monitor.actions.imports import SeriesValues, import_file
from sciezka.rooms.monitor.models import Batch

FIRST, LAST = 2012, 2021
TOWNS: Final = tuple(f"{2 * (1 + n % 8):02}{61 + n // 8}011" for n in range(16))
TOWN: Final = TOWNS[5]
SECRET_TOWN, SECRET_YEAR = TOWNS[3], 2019
GAP_TOWN, GAP_YEAR = TOWNS[4], 2016

_kept: list[dict[str, object]] = []


def people_of(number: int, year: int) -> int:
    """Give how many people town number n has in a year."""
    return round((60_000 + 1_000 * number) * (1 + (number - 8) / 1_000) ** (year - FIRST))


def write_figures() -> str:
    """Write the figures in our own format."""
    lines = [
        "# sciezka series",
        "# source: figures invented for tests",
        "# retrieved: 2026-01-15",
        *(f"# unit {key}: Miasto {chr(65 + number)}" for number, key in enumerate(TOWNS)),
        "unit;variable;year;value;attr",
    ]
    for number, key in enumerate(TOWNS):
        for year in range(FIRST, LAST + 1):
            if (key, year) == (GAP_TOWN, GAP_YEAR):
                continue
            people = people_of(number, year)
            figures = {
                "bdl:72305": people,
                "bdl:152": round(people * (0.64 - 0.003 * (year - FIRST) + 0.001 * (number % 5))),
                "bdl:10514": round(people * (0.06 - 0.004 * (year - FIRST) + 0.002 * (number % 7))),
                "bdl:54821": round(people * (0.22 + 0.006 * ((number * 5) % 16))),
                "bdl:76070": round(people * (1_500 + 120 * (year - FIRST) + 70 * ((number * 7) % 16))),
                "bdl:1365234": round(people * ((number * 3) % 16 - 8) / 2_000),
            }
            for variable, value in figures.items():
                is_secret = (key, year, variable) == (SECRET_TOWN, SECRET_YEAR, "bdl:54821")
                lines.append(f"{key};{variable};{year};{0 if is_secret else value};{4 if is_secret else 1}")
    return "\n".join(lines) + "\n"


def make_store() -> Batch:
    """Put the figures in force for all workspaces; their file is written once in a run of tests."""
    if not _kept:
        values = SeriesValues(title="Figures for tests", source="figures invented for tests")
        done = import_file(actor=None, data=write_figures().encode(), name="figures.csv", values=values)
        fields = ("key", "kind", "title", "source", "retrieved", "rows", "digest", "report")
        _kept.append({name: getattr(done.batch, name) for name in fields})
        return done.batch
    return Batch.objects.get_or_create(key=_kept[0]["key"], defaults=_kept[0])[0]
