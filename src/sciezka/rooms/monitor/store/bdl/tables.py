"""From the bank's pages to observations: whose unit is kept, under which code, and which zero is no value."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from sciezka.core.series.attributes import UNKNOWN
from sciezka.core.series.places import COMMUNE, level_of, read_code
from sciezka.core.series.table import Table, make_table
from sciezka.rooms.monitor.store.bdl.answers import DataPage, UnitValues, Value
from sciezka.rooms.monitor.store.bdl.orders import Order

SOURCE: Final = "GUS, Bank Danych Lokalnych"
# Warsaw before 2002, whose communes no present unit goes on from.
OLD_WARSAW: Final = 1431
BY_COMMUNE: Final = 6
# Without any attribute a zero can't be told from a figure kept secret.
UNTOLD: Final = 4


def make_observations(order: Order, pages: Sequence[DataPage], label: str = "") -> Table:
    """Make observations of a variable's pages.

    Parts of communes (kinds 4, 5, 8, 9) and dead units are left out.
    """
    rows: list[tuple[int, int, float, int]] = []
    names: dict[int, str] = {}
    passed: dict[str, int] = {}
    for unit in (unit for page in pages for unit in page.units):
        code = find_code(order, unit)
        if isinstance(code, str):
            passed[code] = passed.get(code, 0) + 1
            continue
        names[code] = unit.name
        rows += [(code, value.year, *weigh_value(value)) for value in unit.values]
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return make_table(
        unit=np.array(columns[0], dtype=np.int64),
        variable=np.zeros(len(rows), dtype=np.int64),
        year=np.array(columns[1], dtype=np.int64),
        reported=np.array(columns[2], dtype=np.float64),
        attribute=np.array(columns[3], dtype=np.int64),
        variables=(order.key,),
        names=names,
        labels={order.key: label} if label else {},
        passed_over=passed,
        source=SOURCE,
    )


def find_code(order: Order, unit: UnitValues) -> int | str:
    """Find the code of seven digits that a unit is kept under, or the reason why it isn't."""
    code = read_code(unit.unit)
    if code is None:
        return "region"
    if code // 1000 == OLD_WARSAW or "NIE USTALONO" in unit.name.upper():
        return "dead"
    if order.level == BY_COMMUNE:
        if level_of(code) != COMMUNE:
            return "part"
        # Number 00 in a county was given to zones of public services, in which nobody lived.
        return "dead" if code % 1000 < 10 else code  # noqa: PLR2004 - the last digit is the kind
    return code


def weigh_value(value: Value) -> tuple[float, int]:
    """Give what is reported and its attribute; a zero without any attribute is taken for missing."""
    reported = np.nan if value.val is None else value.val
    if value.attr is None:
        return reported, UNTOLD if reported == 0 else UNKNOWN
    return reported, value.attr
