"""Rows of a catalogue's TOML tables: which fields they take, and how faults in them are told."""

import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

BRANCHES: Final = ("dimensions", "areas", "sub_areas")
TABLES: Final = (*BRANCHES, "indicators", "variables")
ABOVE: Final = {"areas": "dimension", "sub_areas": "area", "indicators": "sub_area"}
"""The field that names the parent, by table."""

TEXT, NUMBER, WHOLE, FLAG, TABLE, LIST = "text", "number", "whole number", "true or false", "table", "list"
BY_KIND: Final[Mapping[str, tuple[type, ...]]] = {
    TEXT: (str,),
    NUMBER: (int, float),
    WHOLE: (int,),
    FLAG: (bool,),
    TABLE: (dict,),
    LIST: (list,),
}

BEYOND: Final = 2**63

NAMES: Final = {"name_pl": TEXT, "name_en": TEXT}
REQUIRED: Final[Mapping[str, Mapping[str, str]]] = {
    "dimensions": {"code": TEXT, **NAMES},
    "areas": {"code": TEXT, "dimension": TEXT, **NAMES},
    "sub_areas": {"code": TEXT, "area": TEXT, **NAMES},
    "indicators": {
        "code": TEXT,
        "sub_area": TEXT,
        **NAMES,
        "definition_pl": TEXT,
        "definition_en": TEXT,
        "unit_pl": TEXT,
        "unit_en": TEXT,
        "direction": TEXT,
        "formula": TABLE,
        "source": TEXT,
    },
    "variables": {"key": TEXT, "name": TEXT},
}
OPTIONAL: Final[Mapping[str, Mapping[str, str]]] = {
    "dimensions": {},
    "areas": {},
    "sub_areas": {},
    "indicators": {
        "alternatives": LIST,
        "level": WHOLE,
        "since": WHOLE,
        "until": WHOLE,
        "freshness": WHOLE,
        "decimals": WHOLE,
        "target": LIST,
        "note_pl": TEXT,
        "note_en": TEXT,
    },
    "variables": {
        "name_en": TEXT,
        "unit": TEXT,
        "level": WHOLE,
        "additive": FLAG,
        "zero": TEXT,
        "confirmed": FLAG,
        "since": WHOLE,
        "until": WHOLE,
        "definition": TEXT,
        "note_pl": TEXT,
        "note_en": TEXT,
        "subject": TEXT,
        "formula": TABLE,
    },
}
FORMULA: Final[Mapping[str, str]] = {"kind": TEXT, "of": LIST, "per": LIST, "times": NUMBER, "years": WHOLE}
RETIRED: Final = "retired"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in a catalogue that can't stand.

    Attributes:
        code: a stable word for the kind of fault; rooms translate by it.
        sentence: what is wrong, where, and what to write instead.
        params: the file, the place and the values that the sentence names.
    """

    code: str
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)


class CatalogueProblem(ValueError):
    """A catalogue that is refused, with all its faults at once."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(fault.sentence for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table as written, with the file that it was written in."""

    table: str
    file: str
    values: Mapping[str, Any]

    @property
    def code(self) -> str:
        """What the row calls itself; a variable by its key."""
        return str(self.values.get("key" if self.table == "variables" else "code", ""))

    def fault(self, code: str, key: str, sentence: str, **params: Any) -> Fault:  # noqa: ANN401 - values of any kind
        """Tell a fault of one field of this row."""
        at = f"{self.file}: {self.table} {self.code or '(without a code)'}, {key}: "
        return Fault(code, at + sentence, {"file": self.file, "table": self.table, "row": self.code, "key": key, **params})


def check_fields(row: Row) -> list[Fault]:
    """Tell fields that are missing, unknown, empty or of a wrong kind."""
    required, optional = REQUIRED[row.table], OPTIONAL[row.table]
    known = {**required, **optional}
    faults = [
        row.fault("catalogue.missing", key, "this field is missing. Add it.") for key in required if key not in row.values
    ]
    for key, value in row.values.items():
        if key not in known:
            allowed = ", ".join(known)
            faults.append(
                row.fault("catalogue.unknown_field", key, f"no such field. The fields are: {allowed}.", allowed=allowed)
            )
        elif not is_of_kind(value, known[key]):
            faults.append(
                row.fault(
                    "catalogue.kind",
                    key,
                    f"{show_value(value)} is not a {known[key]}. Write a {known[key]}.",
                    kind=known[key],
                )
            )
        elif key in required and isinstance(value, str) and not value.strip():
            faults.append(row.fault("catalogue.empty", key, "this field is empty. Write it out."))
    return faults


def check_formula_fields(row: Row, key: str, values: object) -> list[Fault]:
    """Tell what is wrong with a formula's fields before it is made."""
    if not isinstance(values, dict):
        return [row.fault("catalogue.kind", key, f"{show_value(values)} is not a table. Write a table.", kind=TABLE)]
    faults = [
        row.fault("catalogue.missing", f"{key}.{name}", "this field is missing. Add it.")
        for name in ("kind", "of")
        if name not in values
    ]
    allowed = ", ".join(FORMULA)
    for name, value in values.items():
        place = f"{key}.{name}"
        if name not in FORMULA:
            faults.append(
                row.fault("catalogue.unknown_field", place, f"no such field. The fields are: {allowed}.", allowed=allowed)
            )
        elif not is_of_kind(value, FORMULA[name]) or (
            FORMULA[name] == LIST and not all(isinstance(part, str) for part in value)
        ):
            kind = "list of variables' keys" if FORMULA[name] == LIST else FORMULA[name]
            faults.append(
                row.fault("catalogue.kind", place, f"{show_value(value)} is not a {kind}. Write a {kind}.", kind=kind)
            )
    return faults


def is_of_kind(value: object, kind: str) -> bool:
    """Tell whether a value is of a kind; true and false are no numbers, nor is a whole number beyond 64 bits."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= BEYOND:
        return False
    return isinstance(value, BY_KIND[kind]) and (kind == FLAG or not isinstance(value, bool))


def show_value(value: object) -> str:
    """Write a value into a sentence, cut when it is long."""
    return reprlib.repr(value)
