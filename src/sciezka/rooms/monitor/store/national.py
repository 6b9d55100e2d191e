"""The index of all communes at once, each within its usual comparison group, by the engine that the settings name."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
from django.conf import settings

from sciezka.core.index.national import National, choose_engine, run_national
from sciezka.core.index.recipe import change
from sciezka.core.index.types import GROUP, YEAR, Cube, IndexProblem
from sciezka.core.indicators.catalogue import measure, structure_of
from sciezka.core.peers import make_usual_rule, write_rule
from sciezka.rooms.monitor.store.observations import write_whole
from sciezka.rooms.monitor.store.runs import DEFAULT_RECIPE
from sciezka.rooms.monitor.store.sight import Sight

# Over so many of the last years the slope of each score is measured.
WINDOW: Final = 5


@dataclass(frozen=True)
class Recomputed:
    """What a national run did.

    Attributes:
        engine: the engine that ran.
        groups: the rule of each comparison group.
        done: scores, ranks, coverage and slopes.
        left_out: the units of which no population is known, so that no usual group takes them.
    """

    engine: str
    groups: tuple[str, ...]
    done: National
    left_out: tuple[str, ...]


def recompute(sight: Sight, engine: str = "") -> Recomputed:
    """Reckon the usual recipe for all units and years, each unit within its usual group of the newest year.

    Raises:
        IndexProblem: an unknown engine, or nothing to reckon.
    """
    engine = choose_engine(engine or settings.ENGINE)
    cube, catalogue = sight.cube, sight.catalogue
    groups, left_out = group_all(sight)
    has_data = np.isfinite(cube.values).any(axis=(0, 2))
    available = [cube.indicators[at] for at in np.flatnonzero(has_data).tolist()]
    structure = structure_of(catalogue, available)
    columns = np.array([cube.unit_place[key] for key in groups], dtype=np.intp)
    rows = [cube.indicator_place[code] for code in structure.leaves]
    values = np.array(cube.values[:, rows][:, :, columns])
    for at, code in enumerate(structure.leaves):
        values[:, at] = measure(catalogue.by_code[code], values[:, at])
    names = tuple(sorted(set(groups.values())))
    data = Cube(
        values=values,
        years=cube.years,
        leaves=structure.leaves,
        units=tuple(groups),
        groups=np.array([names.index(rule) for rule in groups.values()], dtype=np.intp),
        group_names=names,
    )
    window = (cube.years[max(len(cube.years) - WINDOW, 0)], cube.years[-1])
    recipe = change(DEFAULT_RECIPE, "normalise", within=(YEAR, GROUP))
    return Recomputed(engine, names, run_national(data, structure, recipe, engine=engine, window=window), left_out)


def group_all(sight: Sight) -> tuple[dict[str, str], tuple[str, ...]]:
    """Give the rule of each unit's usual group, and the units that have none.

    Raises:
        IndexProblem: no unit's population is known.
    """
    if not sight.people_by_year:
        raise IndexProblem("peers.no_population", "No unit's population is known, so no groups can be made. Import it.")
    facts = sight.facts_of(max(sight.people_by_year))
    found, left_out = {}, []
    for key, fact in facts.items():
        try:
            found[key] = write_rule(make_usual_rule(fact))
        except IndexProblem:
            left_out.append(key)
    return found, tuple(left_out)


def write_results(recomputed: Recomputed, path: Path) -> int:
    """Write score, ranks and coverage of every inner node, unit and year to Parquet or CSV; give the number of rows."""
    done = recomputed.done
    inner = np.array([done.codes.index(code) for code in done.inner], dtype=np.intp)
    scores = done.scores[:, inner]
    years, nodes, units = np.nonzero(np.isfinite(scores))
    table = {
        "unit": np.array(done.units, dtype=object)[units],
        "year": np.array(done.years)[years],
        "node": np.array(done.inner, dtype=object)[nodes],
        "score": scores[years, nodes, units],
        "rank": done.ranks[years, nodes, units],
        "group_rank": done.group_ranks[years, nodes, units],
        "coverage": done.coverage[years, nodes, units],
        "group": recomputed.done.groups[units],
    }
    groups = {"at": np.arange(len(recomputed.groups)), "rule": np.array(recomputed.groups, dtype=object)}
    form = "CSV, HEADER" if path.suffix == ".csv" else "PARQUET, COMPRESSION zstd"
    with write_whole(path) as draft, duckdb.connect() as connection:
        connection.register("results", table)
        connection.register("groups", groups)
        # The path is quoted; nothing else in the command comes from outside.
        connection.execute(
            f"""
            COPY (
                SELECT r.unit, r.year, g.rule AS comparison_group, r.node, r.score, r.rank, r.group_rank, r.coverage
                FROM results r JOIN groups g ON g.at = r."group" ORDER BY r.unit, r.year, r.node
            ) TO '{str(draft).replace("'", "''")}' (FORMAT {form})
            """  # noqa: S608
        )
    return len(years)
