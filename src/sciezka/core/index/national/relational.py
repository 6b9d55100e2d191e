# ruff: noqa: S608 - every word that is put into a query is a number, a name of ours or quoted here
"""A recipe as one relational plan: SQL over a long table, in the words of DuckDB or of Spark.

The table has one row for each observed value: ``unit``, ``year``, ``band`` (the comparison group, never NULL), ``leaf`` and
``value``. The first statement scores all nodes, the second ranks the inner ones, the third fits slopes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sciezka.core.index.national.plan import AGGREGATING, NORMALISING, Plan
from sciezka.core.index.rank import DIGITS, NOTHING
from sciezka.core.index.types import GROUP, YEAR

# What the engines say when a geometric mean meets a value of 0 or less.
NOT_POSITIVE: Final = "sciezka: not above 0"
SCORED: Final = "sciezka_scored"
LEVEL: Final = "sciezka_level_"


@dataclass(frozen=True, slots=True)
class Dialect:
    """The words in which relational engines differ.

    Attributes:
        name: the engine.
        bounds: exact quantiles of ``value``, between neighbours linearly, as the columns ``low`` and ``high``.
        nearest: rounds an expression to a whole number.
        fail: an expression that stops the query with a sentence.
        quote: a text as a literal.
    """

    name: str
    bounds: Callable[[str, str], str]
    nearest: Callable[[str], str]
    fail: Callable[[str], str]
    quote: Callable[[str], str]


DUCKDB: Final = Dialect(
    name="duckdb",
    bounds=lambda low, high: f"quantile_cont(value, [{low}, {high}])",
    nearest=lambda x: f"round_even({x}, 0)",
    fail=lambda sentence: f"CAST(error({sentence}) AS DOUBLE)",
    quote=lambda text: "'" + text.replace("'", "''") + "'",
)
SPARK: Final = Dialect(
    name="spark",
    bounds=lambda low, high: f"percentile(value, array({low}, {high}))",
    nearest=lambda x: f"rint({x})",
    fail=lambda sentence: f"CAST(raise_error({sentence}) AS DOUBLE)",
    quote=lambda text: "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'",
)
DIALECTS: Final = {dialect.name: dialect for dialect in (DUCKDB, SPARK)}


def write_scores(plan: Plan, dialect: Dialect, *, table: str, coded: bool = False) -> str:
    """Write one query that scores all nodes: ``unit, year, band, node, score, seen``.

    Args:
        plan: what to reckon.
        dialect: the words of the engine.
        table: the long table.
        coded: whether ``leaf`` holds the indicators' codes; else their positions in ``plan.codes``. ``node`` is a
            position in either case, and ``seen`` the number of observed indicators under it.
    """
    steps = write_steps(plan, dialect, table=table, coded=coded)
    union = "\nUNION ALL\n".join(f"SELECT unit, year, band, node, score, seen FROM {name}" for name, _ in steps)
    return "WITH " + ",\n".join(f"{name} AS (\n{query}\n)" for name, query in steps) + "\n" + union


def write_steps(plan: Plan, dialect: Dialect, *, table: str, coded: bool = False) -> list[tuple[str, str]]:
    """Write the same as queries, each of which reads those before it by name, from the indicators up to the whole.

    For engines that would reckon a part of a query anew wherever it is named.
    """
    treated = _treat(plan, dialect) if plan.limits is not None else ["treated AS (SELECT * FROM observed)"]
    parts = [_name_leaves(plan, dialect, coded=coded), _pick_observed(table), *treated, *_normalise(plan)]
    levels = _list_levels(plan)
    return [
        (SCORED, "WITH " + ",\n".join(parts[:-1]) + "\n" + parts[-1]),
        *((f"{LEVEL}{depth}", _climb(plan, dialect, depth, levels[depth])) for depth in sorted(levels, reverse=True)),
    ]


def write_ranks(plan: Plan, dialect: Dialect, *, scores: str) -> str:
    """Write the query that ranks the inner nodes: ``unit, year, band, node, score, seen, place, place_in_band``.

    Args:
        plan: what to reckon.
        dialect: the words of the engine.
        scores: the table or view of the first query's result.
    """
    inner = ", ".join(str(node) for node in plan.inner_nodes.tolist())
    return f"""WITH sized AS (
  SELECT *,
    max(abs(score)) OVER (PARTITION BY year, node) AS largest,
    max(abs(score)) OVER (PARTITION BY year, node, band) AS largest_in_band
  FROM {scores} WHERE node IN ({inner})
), rounded AS (
  SELECT *, {_round("largest", dialect)} AS rounded, {_round("largest_in_band", dialect)} AS rounded_in_band FROM sized
)
SELECT unit, year, band, node, score, seen,
  CASE WHEN score IS NULL THEN 0 ELSE
    rank() OVER (PARTITION BY year, node ORDER BY rounded DESC NULLS LAST) END AS place,
  CASE WHEN score IS NULL THEN 0 ELSE
    rank() OVER (PARTITION BY year, node, band ORDER BY rounded_in_band DESC NULLS LAST) END AS place_in_band
FROM rounded"""


def write_slopes(plan: Plan, *, scores: str, window: tuple[int, int]) -> str:
    """Write the query that fits the slopes of the inner nodes over a window: ``unit, node, slope``.

    Args:
        plan: what to reckon.
        scores: the table or view of the first query's result.
        window: the first and the last year.
    """
    inner = ", ".join(str(node) for node in plan.inner_nodes.tolist())
    first, last = window
    return f"""SELECT unit, node, regr_slope(score, CAST(year - {first} AS DOUBLE)) AS slope
FROM {scores}
WHERE node IN ({inner}) AND year BETWEEN {first} AND {last} AND score IS NOT NULL
GROUP BY unit, node HAVING count(score) > 1"""


def _name_leaves(plan: Plan, dialect: Dialect, *, coded: bool) -> str:
    rows = [
        (dialect.quote(plan.codes[node]) if coded else str(node), str(node), str(int(sign)))
        for node, sign in zip(plan.leaf_nodes.tolist(), plan.direction.tolist(), strict=True)
    ]
    return _list_rows("leaves", "leaf, node, direction", rows)


def _pick_observed(table: str) -> str:
    return f"""observed AS (
  SELECT o.unit, o.year, o.band, l.node, l.direction, o.value
  FROM {table} o JOIN leaves l ON o.leaf = l.leaf
  WHERE o.value IS NOT NULL AND NOT isnan(o.value)
)"""


def _treat(plan: Plan, dialect: Dialect) -> list[str]:
    keys = _name_keys(plan)
    low, high = (_write_number(limit) for limit in plan.limits or (0.0, 1.0))
    first = 1 if dialect is DUCKDB else 0
    return [
        f"shares AS (SELECT {keys}, {dialect.bounds(low, high)} AS bounds FROM observed GROUP BY {keys})",
        f"""treated AS (
  SELECT unit, year, band, node, direction,
    least(greatest(value, bounds[{first}]), bounds[{first + 1}]) AS value
  FROM observed JOIN shares USING ({keys})
)""",
    ]


def _normalise(plan: Plan) -> list[str]:
    method = NORMALISING[plan.method]
    if method == "none":
        return ["SELECT unit, year, band, node, value * direction AS score, 1 AS seen FROM treated"]
    keys = _name_keys(plan)
    a, b = (_write_number(part) for part in plan.scale)
    if method == "zscore":
        sd = "stddev_samp" if plan.ddof else "stddev_pop"
        measures = f"avg(value) AS base, {sd}(value) AS spread"
        formula = f"{a} + {b} * (direction * (value - base) / spread)"
    else:
        measures = "max(value) - min(value) AS spread"
        formula = f"{a} + ({b} - {a}) * (CASE WHEN direction > 0 THEN value - low ELSE high - value END / spread)"
    return [
        f"measures AS (SELECT {keys}, min(value) AS low, max(value) AS high, {measures} FROM treated GROUP BY {keys})",
        f"""SELECT unit, year, band, node, CASE WHEN low < high THEN {formula} END AS score, 1 AS seen
FROM treated JOIN measures USING ({keys})""",
    ]


def _list_levels(plan: Plan) -> dict[int, list[int]]:
    """List by depth which entries of ``climb`` lie there."""
    levels: dict[int, list[int]] = {}
    for at, row in enumerate(plan.climb.tolist()):
        levels.setdefault(plan.structure.depth[plan.inner[row]], []).append(at)
    return levels


def _climb(plan: Plan, dialect: Dialect, depth: int, entries: list[int]) -> str:
    rows, families, below = [], set(), set()
    for at in entries:
        node = int(plan.inner_nodes[plan.climb[at]])
        families.add(AGGREGATING[plan.family[at]])
        for edge in range(plan.starts[at], plan.starts[at + 1]):
            child = int(plan.children[edge])
            below.add(SCORED if plan.rows[child] < 0 else f"{LEVEL}{depth + 1}")
            numbers = _write_number(plan.weights[edge]), _write_number(plan.needed[at]), str(int(plan.family[at]))
            rows.append((str(child), str(node), *numbers))
    union = " UNION ALL ".join(f"SELECT unit, year, band, node AS child, score, seen FROM {name}" for name in sorted(below))
    edges = _list_rows("edges", "child, node, weight, needed, family", rows)
    return f"""WITH {edges}, below AS ({union})
SELECT unit, year, band, node,
  CASE WHEN count(score) >= needed AND sum(CASE WHEN score IS NOT NULL THEN weight END) > 0
    THEN {_write_mean(families, dialect)} END AS score,
  CAST(sum(seen) AS INT) AS seen
FROM below JOIN edges USING (child)
GROUP BY unit, year, band, node, needed, family"""


def _write_mean(families: set[str], dialect: Dialect) -> str:
    total = "sum(CASE WHEN score IS NOT NULL THEN weight END)"
    arithmetic = f"sum(weight * score) / {total}"
    if families == {"arithmetic"}:
        return arithmetic
    refusal = dialect.fail(dialect.quote(NOT_POSITIVE))
    checked = f"CASE WHEN weight = 0 THEN 0 WHEN score <= 0 THEN {refusal} ELSE weight * ln(score) END"
    only = f"CASE WHEN family = 1 AND score IS NOT NULL THEN {checked} END"
    geometric = f"exp(sum({only}) / {total})"
    return geometric if families == {"geometric"} else f"CASE WHEN family = 1 THEN {geometric} ELSE {arithmetic} END"


def _round(largest: str, dialect: Dialect) -> str:
    """Round ``score`` to 12 significant digits, and what is all but 0 beside the largest to 0."""
    power = f"pow(10.0e0, {DIGITS - 1} - floor(log10(abs(score))))"
    rounded = f"{dialect.nearest(f'score * {power}')} / {power}"
    return f"CASE WHEN abs(score) <= {largest} * {_write_number(NOTHING)} THEN 0.0e0 ELSE {rounded} END"


def _name_keys(plan: Plan) -> str:
    """The columns that make a block."""
    return ", ".join(["node", *(["year"] if YEAR in plan.within else []), *(["band"] if GROUP in plan.within else [])])


def _list_rows(name: str, columns: str, rows: Sequence[tuple[str, ...]]) -> str:
    listed = ", ".join(f"({', '.join(row)})" for row in rows)
    return f"{name} AS (SELECT * FROM (VALUES {listed}) AS listed({columns}))"


def _write_number(value: float) -> str:
    """Write a double so that both dialects read the same bits."""
    return format(float(value), ".17e")
