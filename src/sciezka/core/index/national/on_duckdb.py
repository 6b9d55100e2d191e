"""The relational plan on DuckDB, in the same process, from a cube and back."""

from typing import Any

import duckdb
import numpy as np

from sciezka.core.index.national.plan import National, Plan, name_window, refuse_broken
from sciezka.core.index.national.relational import DUCKDB, NOT_POSITIVE, write_ranks, write_scores, write_slopes
from sciezka.core.index.types import Cube, IndexProblem

LONG = "sciezka_long"
SCORES = "sciezka_scores"


def run(
    cube: Cube,
    plan: Plan,
    *,
    window: tuple[int, int] | None = None,
    session: Any = None,  # noqa: ANN401 - a DuckDB connection, if one is to be used
) -> National:
    """Reckon everything in DuckDB.

    Args:
        cube: the data.
        plan: what to reckon.
        window: the first and the last year of the slopes; None for no slopes.
        session: a connection; one in memory when None.
    """
    connection = duckdb.connect() if session is None else session
    connection.register(LONG, list_observations(cube, plan))
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {SCORES} AS {write_scores(plan, DUCKDB, table=LONG)}")
    except duckdb.Error as problem:
        raise name_refusal(problem, plan) from problem
    else:
        leaves = f"SELECT unit, year, node, score FROM {SCORES} WHERE node NOT IN ({_list_inner(plan)})"  # noqa: S608 - numbers
        scored = connection.execute(leaves).fetchnumpy()
        ranked = connection.execute(write_ranks(plan, DUCKDB, scores=SCORES)).fetchnumpy()
        sloped = None
        if window is not None:
            sloped = connection.execute(write_slopes(plan, scores=SCORES, window=window)).fetchnumpy()
        return gather(cube, plan, scored, ranked, sloped, window)
    finally:
        connection.unregister(LONG)
        connection.execute(f"DROP TABLE IF EXISTS {SCORES}")
        if session is None:
            connection.close()


def list_observations(cube: Cube, plan: Plan) -> dict[str, Any]:
    """List the observed values of a cube as columns.

    Raises:
        IndexProblem: an infinite value.
    """
    if np.isinf(cube.values).any():
        raise refuse_broken(cube)
    years, leaves, units = np.nonzero(~np.isnan(cube.values) & cube.here()[:, None, :])
    bands = cube.groups[units] if cube.groups.ndim == 1 else cube.groups[years, units]
    return {
        "unit": units.astype(np.int32),
        "year": np.array(cube.years, dtype=np.int32)[years],
        "band": bands.astype(np.int32),
        "leaf": plan.leaf_nodes[leaves].astype(np.int32),
        "value": cube.values[years, leaves, units],
    }


def gather(
    cube: Cube,
    plan: Plan,
    scored: dict[str, Any],
    ranked: dict[str, Any],
    sloped: dict[str, Any] | None,
    window: tuple[int, int] | None,
) -> National:
    """Put the rows of the three queries into arrays."""
    shape = (len(cube.years), len(plan.inner), len(cube.units))
    scores = np.full((len(cube.years), len(plan.codes), len(cube.units)), np.nan)
    ranks, group_ranks, seen = (np.zeros(shape, dtype=np.int32) for _ in range(3))
    for rows in (scored, ranked):
        scores[_find_years(cube, rows), _fill(rows["node"]), _fill(rows["unit"])] = _fill(rows["score"], np.nan)
    place = _find_years(cube, ranked), plan.rows[_fill(ranked["node"])], _fill(ranked["unit"])
    ranks[place] = _fill(ranked["place"])
    group_ranks[place] = _fill(ranked["place_in_band"])
    seen[place] = _fill(ranked["seen"])
    slopes = None
    if sloped is not None:
        slopes = np.full(shape[1:], np.nan)
        slopes[plan.rows[_fill(sloped["node"])], _fill(sloped["unit"])] = _fill(sloped["slope"], np.nan)
    if np.isinf(scores).any():
        raise refuse_broken(cube)
    return National(
        codes=plan.codes,
        inner=plan.inner,
        years=cube.years,
        units=cube.units,
        scores=scores,
        ranks=ranks,
        group_ranks=group_ranks,
        seen=seen,
        leaves_under=plan.leaves_under,
        plan=plan,
        groups=cube.groups,
        slopes=slopes,
        window=name_window(cube, window),
    )


def name_refusal(problem: Exception, plan: Plan) -> Exception:
    """Turn an engine's failure into our refusal where the plan asked for one; give any other back."""
    if NOT_POSITIVE not in str(problem):
        return problem
    geometric = [plan.inner[row] for row, family in zip(plan.climb.tolist(), plan.family.tolist(), strict=True) if family]
    return IndexProblem(
        "aggregate.not_positive",
        f"A value under {' or '.join(geometric[:5])} is 0 or less, and the geometric mean needs values above 0. Normalise to"
        ' a range above 0, such as method = "minmax" with low = 1 and high = 100, or aggregate otherwise.',
        node=geometric[0],
    )


def _list_inner(plan: Plan) -> str:
    return ", ".join(str(node) for node in plan.inner_nodes.tolist())


def _find_years(cube: Cube, rows: dict[str, Any]) -> Any:  # noqa: ANN401 - positions
    order = np.argsort(cube.years)
    return order[np.searchsorted(np.array(cube.years)[order], _fill(rows["year"]))]


def _fill(column: Any, missing: float = 0) -> Any:  # noqa: ANN401 - a column, masked where the engine says NULL
    return np.ma.filled(column, missing)
