"""Batches: which are in force, and what makes a table a batch: zeros, sums, report."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from django.db.models import Q

from sciezka.core.series.attributes import BREAKS
from sciezka.core.series.checks import COMMUNES_OF_POLAND, Sum, check_sums, count_communes
from sciezka.core.series.places import write_key
from sciezka.core.series.table import SeriesProblem, Table, join_tables, refuse_doubles
from sciezka.core.series.variables import POPULATION, Rule
from sciezka.core.series.zeros import Found, take_zeros_for_missing
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.store.observations import BatchFile, digest_table, held_variables, read_batch, sort_batches
from sciezka.rooms.monitor.store.panels import fold_cities
from sciezka.rooms.monitor.store.rules import shipped_rules
from sciezka.rooms.monitor.store.units import load_crosswalk
from sciezka.rooms.town.models import Workspace

# A report lists so many places; beyond them it says how many more there are.
LONGEST_LIST: Final = 300


def batches_in_force(workspace: Workspace | None = None) -> tuple[BatchFile, ...]:
    """Give the batches that count for a workspace, those that prevail last: the shared ones and its own."""
    whose = Q(workspace__isnull=True)
    if workspace is not None:
        whose |= Q(workspace=workspace)
    found = Batch.objects.filter(whose, is_in_force=True).order_by("retrieved", "pk")
    return tuple(
        BatchFile(key, digest, retrieved) for key, digest, retrieved in found.values_list("key", "digest", "retrieved")
    )


@dataclass(frozen=True)
class Prepared:
    """A table as it will be kept, and what is to be said about it.

    Attributes:
        table: the observations: zeros judged, cities' county rows folded into the cities.
        report: what was read, taken for missing, joined, and what does not add up, as plain values.
        digest: the hash of the observations.
    """

    table: Table
    report: dict[str, Any]
    digest: str


def prepare_table(
    table: Table,
    *,
    form: str,
    batches: Sequence[BatchFile] = (),
    rules: Mapping[str, Rule] | None = None,
) -> Prepared:
    """Judge the zeros of a table, try its sums, and write the report of its batch.

    Args:
        table: the table as it was read.
        form: the format that it was read from.
        batches: those in force, which may know the population and county totals that the table lacks.
        rules: how the variables behave; as the shipped catalogue says when not given.

    Raises:
        SeriesProblem: the table holds no figure of any unit that is kept.
    """
    if not len(table):
        raise SeriesProblem(
            "series.nothing",
            "The file holds no figure of a commune, county, voivodeship or the country. Nothing was imported. "
            f"Rows of regions and subregions: {table.passed_over.get('level', 0)}; "
            f"of parts of communes: {table.passed_over.get('part', 0)}.",
            passed_over=dict(table.passed_over),
        )
    rules = shipped_rules() if rules is None else rules
    judged, zeros = take_zeros_for_missing(table, people=_read_beside(table, batches, rules), rules=rules)
    sums = check_sums(judged, rules)
    kept = fold_cities(judged)
    refuse_doubles(kept)
    kept = replace(kept, names={**table.names, **kept.names})
    report = {
        "format": form,
        "rows": len(kept),
        "missing": int((~np.isfinite(kept.value)).sum()),
        "passed_over": dict(kept.passed_over),
        "years": [int(kept.year.min()), int(kept.year.max())],
        "units": len(np.unique(kept.unit)),
        "variables": _list_variables(kept),
        "zeros": _list_zeros(zeros),
        "joined": _list_joined(kept),
        "sums": _list_sums(sums),
        "communes": _list_communes(kept),
        "methods": _list_methods(kept),
    }
    return Prepared(kept, report, digest_table(kept))


def _read_beside(table: Table, batches: Sequence[BatchFile], rules: Mapping[str, Rule]) -> Table | None:
    """Read what the batches in force know and the table may lack: population, and county totals of secret figures."""
    secret = [key for key in table.variables if rules.get(key, Rule()).is_secret]
    found = []
    for batch in sort_batches(batches):
        held = set(held_variables([batch]))
        if held & set(secret):
            found.append(read_batch(batch, secret, above_communes=True))
        if POPULATION in held and POPULATION not in table.variables:
            found.append(read_batch(batch, [POPULATION]))
    return join_tables(found) if found else None


def _list_variables(table: Table) -> dict[str, dict[str, Any]]:
    listed = {}
    has_value = np.isfinite(table.value)
    for key in table.variables:
        rows = table.of(key) & has_value
        if rows.any():
            first, last = int(table.year[rows].min()), int(table.year[rows].max())
            listed[key] = {"label": table.labels.get(key, ""), "first": first, "last": last, "count": int(rows.sum())}
    return listed


def _list_zeros(zeros: Sequence[Found]) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for found in zeros:
        counts[str(found.attribute)] = counts.get(str(found.attribute), 0) + found.count
    return {
        "counts": counts,
        # Every zero taken for missing is listed, however many there are: a unit list of them is short by nature.
        "listed": [
            {
                "attr": found.attribute,
                "variable": found.variable,
                "year": found.year,
                "count": found.count,
                "units": list(found.units),
                "excess": found.excess,
            }
            for found in zeros
        ],
    }


def _list_joined(table: Table) -> list[dict[str, Any]]:
    """List the changes of code that concern units of this table, as known now."""
    units = {write_key(code) for code in np.unique(table.unit).tolist()}
    return [
        {"old": change.old, "new": change.new, "mode": change.mode, "year": change.first, "reason": change.reason}
        for change in load_crosswalk().changes
        if change.old in units
    ]


def _list_sums(sums: Sequence[Sum]) -> dict[str, Any]:
    unequal = [found for found in sums if not found.is_equal]
    # Where parts have no value the whole must be greater; that is said, and is not a fault of the table.
    faulty = [found for found in unequal if not found.missing]
    return {
        "compared": len(sums),
        "equal": len(sums) - len(unequal),
        "with_gaps": len(unequal) - len(faulty),
        "unequal": len(faulty),
        "listed": [
            {
                "variable": found.variable,
                "year": found.year,
                "unit": found.unit,
                "parts": found.parts,
                "total": found.total,
                "summed": found.summed,
                "missing": found.missing,
            }
            for found in [*faulty, *(found for found in unequal if found.missing)][:LONGEST_LIST]
        ],
    }


def _list_communes(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "variable": found.variable,
            "year": found.year,
            "count": found.communes,
            "total": found.total,
            "missing": max(COMMUNES_OF_POLAND - found.communes, 0),
        }
        for found in count_communes(table)
    ]


def _list_methods(table: Table) -> list[dict[str, Any]]:
    """List the years that the source itself marks as measured in a new way."""
    marked = np.isin(table.attribute, list(BREAKS))
    found = []
    for place, key in enumerate(table.variables):
        years, counts = np.unique(table.year[marked & (table.variable == place)], return_counts=True)
        found += [
            {"variable": key, "year": year, "count": count}
            for year, count in zip(years.tolist(), counts.tolist(), strict=True)
        ]
    return found


def make_key(title_word: str, retrieved: datetime.date, digest: str, workspace: Workspace | None) -> str:
    """Make the key of a batch: whose it is, the day, what it is, and the beginning of its hash."""
    whose = f"w{workspace.pk}-" if workspace else ""
    return f"{whose}{retrieved.isoformat()}-{title_word[:40]}-{digest[:10]}"
