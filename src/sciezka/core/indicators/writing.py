"""Writing a catalogue as TOML, for download and as the text that its digest is taken of."""

import hashlib
import json
from dataclasses import fields
from typing import Any

from sciezka.core.indicators.catalogue import Branch, Catalogue, Indicator, Variable, known_level, known_years
from sciezka.core.indicators.formula import Formula
from sciezka.core.indicators.rows import ABOVE


def tables_of(catalogue: Catalogue) -> dict[str, list[dict[str, Any]]]:
    """Give a catalogue's rows as they stand in TOML; reading them again gives the same catalogue."""
    return {
        "dimensions": [_row_of_branch(branch, "dimensions") for branch in catalogue.dimensions],
        "areas": [_row_of_branch(branch, "areas") for branch in catalogue.areas],
        "sub_areas": [_row_of_branch(branch, "sub_areas") for branch in catalogue.sub_areas],
        "indicators": [_row_of_indicator(indicator, catalogue) for indicator in catalogue.indicators],
        "variables": [_row_of_variable(variable) for variable in catalogue.variables],
    }


def write_catalogue(catalogue: Catalogue) -> str:
    """Write a catalogue as one TOML text that :func:`read_catalogue` reads back to the same catalogue."""
    lines = ["[catalogue]", f"version = {_write_value(catalogue.version)}"]
    for table, rows in tables_of(catalogue).items():
        for row in rows:
            lines += ["", f"[[{table}]]", *(f"{key} = {_write_value(value)}" for key, value in row.items())]
    return "\n".join(lines) + "\n"


def digest_of(catalogue: Catalogue) -> str:
    """Give the hash of all content but the version's name."""
    written = json.dumps(tables_of(catalogue), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _row_of_branch(branch: Branch, table: str) -> dict[str, Any]:
    above = {ABOVE[table]: branch.parent} if table in ABOVE else {}
    return {"code": branch.code, **above, "name_pl": branch.name_pl, "name_en": branch.name_en}


def _row_of_indicator(indicator: Indicator, catalogue: Catalogue) -> dict[str, Any]:
    # What follows from the variables is left out, so that a change of theirs changes it too.
    first, last = known_years(indicator.formula, catalogue.by_key)
    since, until = indicator.years
    level = known_level(indicator.formula, catalogue.by_key)
    row: dict[str, Any] = {
        "code": indicator.code,
        "sub_area": indicator.sub_area,
        "name_pl": indicator.name_pl,
        "name_en": indicator.name_en,
        "definition_pl": indicator.definition_pl,
        "definition_en": indicator.definition_en,
        "unit_pl": indicator.unit_pl,
        "unit_en": indicator.unit_en,
        "direction": indicator.direction,
        "target": list(indicator.target) if indicator.target else None,
        "formula": _table_of(indicator.formula),
        "alternatives": [_table_of(formula) for formula in indicator.alternatives] or None,
        "source": indicator.source,
        "level": indicator.level if indicator.level != level else None,
        "since": since if since != first else None,
        "until": until if until != last else None,
        "freshness": indicator.freshness,
        "decimals": indicator.decimals,
        "note_pl": indicator.note_pl or None,
        "note_en": indicator.note_en or None,
    }
    return {key: value for key, value in row.items() if value is not None}


def _row_of_variable(variable: Variable) -> dict[str, Any]:
    row = {field.name: getattr(variable, field.name) for field in fields(variable)}
    row["formula"] = _table_of(variable.formula) if variable.formula else None
    return {key: value for key, value in row.items() if value is not None and value != ""}


def _table_of(formula: Formula) -> dict[str, Any]:
    table: dict[str, Any] = {"kind": formula.kind, "of": list(formula.of)}
    if formula.per:
        table["per"] = list(formula.per)
    table["times"] = formula.times
    if formula.years:
        table["years"] = formula.years
    return table


def _write_value(value: Any) -> str:  # noqa: ANN401 - any value that TOML knows
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_write_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_write_value, value)) + "]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact as a whole number
        return str(int(value))
    # A JSON string is a TOML string, save for the one sign that JSON leaves bare.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
