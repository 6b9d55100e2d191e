"""Re-write the official figures of the 66 cities with county rights in our own format, for the demonstration.

Reads the tables under ``../shared/data`` and writes ``cities.csv`` and ``changes.csv`` of the monitor's demonstration.
Run: ``.venv/bin/python tools/make_demo_series.py``
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from sciezka.core.series.places import FIRST_CITY_COUNTY, clean_name, read_code  # noqa: E402
from sciezka.core.series.table import Table, join_tables, make_table  # noqa: E402
from sciezka.core.series.tables.own import write_own  # noqa: E402
from sciezka.core.series.variables import LABELS  # noqa: E402

SHARED: Final = ROOT.parent / "shared" / "data"
FOLDER: Final = ROOT / "src" / "sciezka" / "rooms" / "monitor" / "demo"
TITLE: Final = "Miasta na prawach powiatu 1995–2021"
SOURCE: Final = "Główny Urząd Statystyczny, Bank Danych Lokalnych (dane przetworzone)"
# The harvest of the panel of communes; the newest of the collections behind the table of cities is not younger.
RETRIEVED: Final = "2022-09-01"

# Heading of the table of cities: key, what it is, decimals. Population and the like come from the panel of communes.
CITY_COLUMNS: Final = {
    "pct_preworking": ("gus:share_preworking", "udział ludności w wieku przedprodukcyjnym [%]", 2),
    "pct_postworking": ("gus:share_postworking", "udział ludności w wieku poprodukcyjnym [%]", 2),
    "density_km2": ("gus:density", "gęstość zaludnienia [osoba/km2]", 1),
    "unemployment_rate": ("gus:unemployment_rate", "stopa bezrobocia rejestrowanego [%]", 1),
    "wage_index_pl100": ("gus:wage_index_pl100", "przeciętne wynagrodzenie brutto, Polska = 100", 1),
    "wage_pln": ("gus:wage", "przeciętne miesięczne wynagrodzenie brutto [zł]", 2),
    "regon_per_10k_workingage": (
        "gus:regon_per_10k_workingage",
        "podmioty REGON na 10 tys. ludności w wieku produkcyjnym [szt.]",
        1,
    ),
    "regon_per_10k_pop": ("gus:regon_per_10k", "podmioty REGON na 10 tys. ludności [szt.]", 1),
    "employed_per_1000": ("gus:employed_per_1000", "pracujący na 1000 ludności, dane powiatowe [osoba]", 1),
    "pct_employed_services": ("gus:share_employed_services", "udział pracujących w usługach [%]", 2),
    "own_revenue_pc": ("gus:own_revenue_per_head", "dochody własne na 1 mieszkańca [zł]", 2),
    "pit_pc_inferred": (
        "gus:pit_per_head",
        "udziały w PIT na 1 mieszkańca [zł]; znaczenie ustalone pośrednio, z rachunku",
        2,
    ),
    "expenditure_pc_inferred": (
        "gus:expenditure_per_head",
        "wydatki budżetu na 1 mieszkańca [zł]; znaczenie ustalone pośrednio, z rachunku",
        2,
    ),
    "investment_pc": ("gus:investment_per_head", "wydatki inwestycyjne na 1 mieszkańca [zł]", 2),
    "migr_balance_per_1000": ("gus:migration_balance_per_1000", "saldo migracji na 1000 ludności [osoba]", 1),
}
COMMUNE_KEYS: Final = (
    "bdl:72305",
    "bdl:152",
    "bdl:76070",
    "bdl:54821",
    "bdl:10514",
    "bdl:1365234",
    "bdl:149156",
    "bdl:149160",
)
# Until 2012 the rows of this city in tables of counties hold the whole county of Wałbrzych.
WHOLE_COUNTY: Final = ("0265", 2013)


def read_cities(path: Path) -> Table:
    """Read the table of cities, without the rows that hold a whole county."""
    keys = [key for key, _, _ in CITY_COLUMNS.values()]
    rows: list[tuple[int, int, int, float]] = []
    names: dict[int, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            year = int(line["year"])
            if line["teryt4"] == WHOLE_COUNTY[0] and year < WHOLE_COUNTY[1]:
                continue
            code = int(line["teryt4"]) * 1000 + 11
            names[code] = line["city"]
            rows += [(code, at, year, float(line[column])) for at, column in enumerate(CITY_COLUMNS) if line[column].strip()]
    units, variables, years, values = (np.array(column) for column in zip(*rows, strict=True))
    labels = {key: label for key, label, _ in CITY_COLUMNS.values()}
    return make_table(
        unit=units, variable=variables, year=years, reported=values, variables=keys, names=names, labels=labels
    )


def read_communes(path: Path, wanted: set[int]) -> Table:
    """Read the rows of the cities, under their earlier codes too, from the panel of communes."""
    from sciezka.rooms.monitor.store.panels import read_parquet  # noqa: PLC0415 - needs no settings, only the path above

    table = read_parquet(path).table
    table = table.choose(np.isin(table.unit, sorted(wanted)))
    keys = [table.variables.index(key) for key in COMMUNE_KEYS]
    table = table.choose(np.isin(table.variable, keys))
    names = {code: clean_name(name) for code, name in table.names.items() if code in wanted}
    return make_table(
        unit=table.unit,
        variable=table.variable,
        year=table.year,
        reported=table.reported,
        variables=table.variables,
        names=names,
        labels={key: LABELS[key] for key in COMMUNE_KEYS if key in LABELS},
    )


def find_changes(path: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Find the changes of code that lead to a city with county rights."""
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            old, new = read_code(line["from"]), read_code(line["to"])
            if old is None or new is None or line["mode"] not in {"1", "2"}:
                continue
            if new // 1000 % 100 >= FIRST_CITY_COUNTY and new % 1000 == 11:  # noqa: PLR2004 - a city's commune
                yield f"{old:07d}", f"{new:07d}", line["mode"], line["start_year"], line["end_year"]


def main() -> None:
    """Write both files."""
    cities = read_cities(SHARED / "powiat_panel" / "cities66_2006_2017.csv")
    changes = list(find_changes(SHARED / "gmina_panel" / "unify.csv"))
    codes = set(cities.unit.tolist()) | {int(change[0]) for change in changes}
    communes = read_communes(SHARED / "gmina_panel" / "gminy_wide_1995_2021.parquet", codes)
    both = join_tables([cities, communes])
    decimals = {key: places for key, _, places in CITY_COLUMNS.values()} | dict.fromkeys(COMMUNE_KEYS, 0)
    text = write_own(both, title=TITLE, source=SOURCE, retrieved=RETRIEVED, decimals={**decimals, "bdl:76070": 2})
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "cities.csv").write_text(text, encoding="utf-8")
    lines = ["from,to,mode,start_year,end_year", *(",".join(change) for change in changes)]
    (FOLDER / "changes.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(both)} figures of {len(codes)} codes, {len(text.encode()):,} bytes, {len(changes)} changes of code")


if __name__ == "__main__":
    main()
