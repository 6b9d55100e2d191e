"""Faults that show only when rows are seen together: codes, parents, variables, circles, mixed definitions."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from sciezka.core.indicators.catalogue import DERIVED, DIRECTIONS, LEVELS, ROOT, ZERO_RULES, Catalogue, Indicator
from sciezka.core.indicators.formula import DIVIDING, Formula, bare_key
from sciezka.core.indicators.rows import ABOVE, Fault, Row, is_of_kind, show_value

CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
KEY: Final = re.compile(r"bdl:[1-9][0-9]{0,9}|(?:gus|mf|own|calc):[a-z][a-z0-9_]{0,63}")
TABLE_ABOVE: Final = {"areas": "dimensions", "sub_areas": "areas", "indicators": "sub_areas"}
ENDS: Final = 2
LONGEST_FRESHNESS: Final = 20
MOST_STOREYS: Final = 3
LONGEST_TRAIL: Final = 100
CHOICES: Final[Mapping[str, Mapping[str, Sequence[object]]]] = {
    "indicators": {"direction": DIRECTIONS, "level": LEVELS, "freshness": range(LONGEST_FRESHNESS + 1)},
    "variables": {"zero": ZERO_RULES, "level": LEVELS},
}


def check_rows(rows: Sequence[Row]) -> list[Fault]:
    """Tell faults of rows that are well formed each for itself."""
    faults: list[Fault] = []
    seen: dict[str, Row] = {}
    for row in rows:
        key = "key" if row.table == "variables" else "code"
        pattern = KEY if row.table == "variables" else CODE
        if not pattern.fullmatch(row.code) or row.code == ROOT:
            allowed = (
                "Write bdl:<number>, or gus:, mf:, own: or calc: with a name of small letters, digits and _."
                if row.table == "variables"
                else f"Write a letter, then letters, digits, - or _, at most 32 in all; {ROOT} stands for the whole."
            )
            faults.append(row.fault("catalogue.code", key, f"{show_value(row.code)} can't be used. {allowed}"))
        elif row.code in seen:
            other = seen[row.code]
            faults.append(
                row.fault(
                    "catalogue.twice",
                    key,
                    f"{row.code} stands already in {other.file} under {other.table}. Choose another.",
                    other=other.file,
                )
            )
        seen.setdefault(row.code, row)
    for row in rows:
        faults += _check_parent(row, seen)
        faults += _check_choices(row)
        if row.table == "indicators":
            faults += _check_target(row)
    return faults


def check_whole(catalogue: Catalogue, rows: Mapping[str, Row]) -> list[Fault]:
    """Tell faults of formulas against the variables and against one another."""
    faults: list[Fault] = []
    for variable in catalogue.variables:
        row = rows[variable.key]
        if variable.key.startswith(DERIVED) != (variable.formula is not None):
            faults.append(
                row.fault("catalogue.derived", "formula", "a variable calc:… has a formula, and no other variable has one.")
            )
        if variable.formula is not None:
            faults += _check_keys(row, "formula", variable.formula, catalogue)
    if faults:
        return faults
    faults = _check_circles(catalogue, rows)
    if faults:
        return faults
    first: dict[tuple[object, ...], Indicator] = {}
    for indicator in catalogue.indicators:
        row = rows[indicator.code]
        faults += [
            fault
            for at, formula in enumerate(indicator.formulas)
            for fault in _check_keys(row, "formula" if not at else f"alternatives[{at}]", formula, catalogue)
        ]
        same = first.setdefault(_shape_of(indicator.formula), indicator)
        if same is not indicator:
            faults.append(
                row.fault("catalogue.same_formula", "formula", f"{same.code} is reckoned in the same way.", other=same.code)
            )
        faults += _check_level(row, indicator, catalogue)
        faults += _check_definitions(row, indicator, catalogue)
    return faults


def _check_parent(row: Row, seen: Mapping[str, Row]) -> list[Fault]:
    if row.table not in ABOVE:
        return []
    key = ABOVE[row.table]
    parent = row.values[key]
    above = seen.get(parent)
    if above is None:
        return [
            row.fault("catalogue.parent", key, f"{show_value(parent)} is not known. Add it or mend the code.", parent=parent)
        ]
    if above.table != TABLE_ABOVE[row.table]:
        return [
            row.fault(
                "catalogue.parent_kind",
                key,
                f"{parent} stands in {above.table}; name a row of {TABLE_ABOVE[row.table]}.",
                parent=parent,
            )
        ]
    return []


def _check_choices(row: Row) -> list[Fault]:
    faults = []
    for key, allowed in CHOICES.get(row.table, {}).items():
        if key in row.values and row.values[key] not in allowed:
            written = f"0 to {LONGEST_FRESHNESS}" if isinstance(allowed, range) else ", ".join(map(str, allowed))
            value = show_value(row.values[key])
            faults.append(
                row.fault(
                    "catalogue.choice",
                    key,
                    f"{value} is not known. Write one of: {written}.",
                    value=value,
                    allowed=written,
                )
            )
    return faults


def _check_target(row: Row) -> list[Fault]:
    target, aims = row.values.get("target"), row.values.get("direction") == "target"
    if target is None:
        sentence = "the direction is target, so give the range: target = [low, high]."
        return [row.fault("catalogue.target", "target", sentence)] if aims else []
    if not aims:
        return [row.fault("catalogue.target", "target", 'a range goes with direction = "target" only. Leave it out.')]
    if len(target) != ENDS or not all(is_of_kind(end, "number") for end in target) or not target[0] <= target[1]:
        return [row.fault("catalogue.target", "target", f"{show_value(target)} is not a range. Write [low, high].")]
    return []


def _check_keys(row: Row, key: str, formula: Formula, catalogue: Catalogue) -> list[Fault]:
    return [
        row.fault("catalogue.variable", key, f"a variable {name} is not known. Add it under variables.", variable=name)
        for name in formula.keys
        if name not in catalogue.by_key
    ]


def _check_circles(catalogue: Catalogue, rows: Mapping[str, Row]) -> list[Fault]:
    """Refuse derived variables that lean on themselves, and towers of them, which nobody could follow."""
    storeys: dict[str, int] = {}
    for variable in catalogue.variables:
        circle = _climb(variable.key, catalogue, (), storeys)
        if circle:
            way = " → ".join(circle)
            return [rows[circle[0]].fault("catalogue.circle", "formula", f"it is reckoned from itself: {way}.", circle=way)]
    return [
        rows[key].fault(
            "catalogue.tower",
            "formula",
            f"it rests on {storeys[key] - 1} other derived variables, one upon another. At most {MOST_STOREYS - 1} may.",
        )
        for key in storeys
        if storeys[key] > MOST_STOREYS
    ]


def _climb(key: str, catalogue: Catalogue, trail: tuple[str, ...], storeys: dict[str, int]) -> tuple[str, ...]:
    """Note how many derived variables stand one upon another up to this one; give the circle if there is one."""
    if key in trail:
        return (*trail[trail.index(key) :], key)
    formula = catalogue.by_key[key].formula
    if key in storeys or formula is None or len(trail) > LONGEST_TRAIL:
        storeys.setdefault(key, 0 if formula is None else MOST_STOREYS + 1)
        return ()
    for under in formula.keys:
        circle = _climb(under, catalogue, (*trail, key), storeys)
        if circle:
            return circle
    storeys[key] = 1 + max(storeys[under] for under in formula.keys)
    return ()


def _check_level(row: Row, indicator: Indicator, catalogue: Catalogue) -> list[Fault]:
    keys = [key for key in catalogue.source_keys(indicator.formula) if key in catalogue.by_key]
    deepest = min((catalogue.by_key[key].level for key in keys), default=indicator.level)
    if indicator.level <= deepest:
        return []
    return [
        row.fault(
            "catalogue.level", "level", f"its variables are known at level {deepest} only. Write {deepest}.", level=deepest
        )
    ]


def _check_definitions(row: Row, indicator: Indicator, catalogue: Catalogue) -> list[Fault]:
    """Refuse two definitions of one thing (``employed.old``, ``employed.new``) in one indicator, alternatives included."""
    met: dict[str, str] = {}
    faults = []
    for formula in indicator.formulas:
        for key in catalogue.source_keys(formula):
            variable = catalogue.by_key.get(key)
            if variable is None or not variable.definition:
                continue
            thing = variable.definition.partition(".")[0]
            if met.setdefault(thing, variable.definition) != variable.definition:
                faults.append(
                    row.fault(
                        "catalogue.definitions",
                        "formula",
                        f"it mixes {met[thing]} with {variable.definition}. Make two indicators of it.",
                        thing=thing,
                    )
                )
    return faults


def _shape_of(formula: Formula) -> tuple[object, ...]:
    signs = [tuple(sorted((bare_key(key), key.startswith("-")) for key in keys)) for keys in (formula.of, formula.per)]
    kind = "ratio" if formula.kind in DIVIDING else formula.kind
    return (kind, *signs, formula.times, formula.years)
