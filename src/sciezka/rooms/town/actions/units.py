"""Reading the TERC register into units of local government."""

import csv
import datetime
import io
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.kit import journal
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Unit

COLUMNS = ("WOJ", "POW", "GMI", "RODZ", "NAZWA", "NAZWA_DOD", "STAN_NA")
COMMUNES = {"1": Unit.Kind.URBAN, "2": Unit.Kind.RURAL, "3": Unit.Kind.URBAN_RURAL}
# From this county number on, a county is a city with county rights, whose commune is the unit that counts.
FIRST_CITY_COUNTY = 61


class RegisterProblem(Exception):
    """A register that cannot be read; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class UnitsRead:
    """What an import did."""

    created: int
    changed: int
    unchanged: int
    missing: int
    passed_over: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit as the register has it."""

    teryt: str
    name: str
    kind: str
    parent: str | None
    register_date: datetime.date


def read_register(data: bytes) -> tuple[list[UnitRow], int]:
    """Read the TERC register as Statistics Poland publishes it (CSV, semicolons, UTF-8 with or without BOM, or cp1250).

    Returns:
        The voivodeships, counties and communes, parents first; and how many rows of parts (towns and rural areas of
        urban-rural communes, districts) were passed over. A county that is a city with county rights is its commune.

    Raises:
        RegisterProblem: the columns are not those of TERC, or a row can't be read.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1250", errors="replace")
    if "\x00" in text:
        raise RegisterProblem(_("This is not a text file. Download the TERC register as CSV and try again."))
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        message = _("This is not the TERC register: the columns %(columns)s are missing.")
        raise RegisterProblem(message % {"columns": ", ".join(missing)})
    units: dict[str, UnitRow] = {}
    passed_over = 0
    for row in reader:
        unit = read_row(row, reader.line_num)
        if unit is None:
            passed_over += 1
        else:
            units[unit.teryt] = unit
    for unit in units.values():
        if unit.parent and unit.parent not in units:
            message = _("The register is not whole: %(unit)s belongs to %(parent)s, which is not in it.")
            raise RegisterProblem(message % {"unit": f"{unit.name} ({unit.teryt})", "parent": unit.parent})
    return sorted(units.values(), key=lambda unit: (depth(unit.kind), unit.teryt)), passed_over


def depth(kind: str) -> int:
    """Tell how far down the tree a kind of unit stands."""
    return {Unit.Kind.VOIVODESHIP.value: 0, Unit.Kind.COUNTY.value: 1}.get(kind, 2)


def read_row(row: dict[str, str], line: int) -> UnitRow | None:
    """Read one row; None for a part of a unit and for the county row of a city with county rights."""
    values = {key: (row.get(key) or "").strip() for key in COLUMNS}
    # A spreadsheet that took codes for numbers has eaten their leading zeros.
    voivodeship, county, commune = (values[key].zfill(2) if values[key] else "" for key in ("WOJ", "POW", "GMI"))
    if not voivodeship.isdigit() or not values["NAZWA"]:
        message = _("Line %(line)s of the register can't be read: it has no voivodeship or no name.")
        raise RegisterProblem(message % {"line": line})
    try:
        day = datetime.date.fromisoformat(values["STAN_NA"])
    except ValueError as problem:
        message = _("Line %(line)s of the register can't be read: „%(value)s” is not a date such as 2024-01-01.")
        raise RegisterProblem(message % {"line": line, "value": values["STAN_NA"]}) from problem
    top = f"{voivodeship}00000"
    if not county:
        return UnitRow(top, values["NAZWA"].lower(), Unit.Kind.VOIVODESHIP, None, day)
    is_city = county.isdigit() and int(county) >= FIRST_CITY_COUNTY
    if not commune:
        return None if is_city else UnitRow(f"{voivodeship}{county}000", values["NAZWA"], Unit.Kind.COUNTY, top, day)
    if values["RODZ"] not in COMMUNES:
        return None
    kind = Unit.Kind.CITY_COUNTY if is_city else COMMUNES[values["RODZ"]]
    parent = top if is_city else f"{voivodeship}{county}000"
    return UnitRow(f"{voivodeship}{county}{commune}{values['RODZ']}", values["NAZWA"], kind, parent, day)


@transaction.atomic
def import_units(*, actor: User | None, rows: list[UnitRow], passed_over: int = 0) -> UnitsRead:
    """Bring the units up to date with a register; units that it no longer has are kept and counted."""
    known = {unit.teryt: unit for unit in Unit.objects.all()}
    fresh, changed = [], []
    for row in rows:
        unit = known.pop(row.teryt, None)
        if unit is None:
            fresh.append(make_unit(row))
        elif (unit.name, unit.kind, unit.parent_id) != (
            row.name,
            row.kind,
            row.parent,
        ) or unit.register_date < row.register_date:
            unit.name, unit.kind, unit.parent_id, unit.register_date = row.name, row.kind, row.parent, row.register_date
            changed.append(unit)
    Unit.objects.bulk_create(fresh, batch_size=500)
    Unit.objects.bulk_update(changed, ("name", "kind", "parent", "register_date"), batch_size=200)
    result = UnitsRead(len(fresh), len(changed), len(rows) - len(fresh) - len(changed), len(known), passed_over)
    if fresh or changed:
        journal.record(
            actor=actor, verb="units.import", of=Unit, after={"created": result.created, "changed": result.changed}
        )
    return result


def make_unit(row: UnitRow) -> Unit:
    """Make a unit of a row of the register."""
    return Unit(teryt=row.teryt, name=row.name, kind=row.kind, parent_id=row.parent, register_date=row.register_date)
