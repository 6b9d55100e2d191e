"""The national task as an able analyst writes it with pandas and with Polars: vectorised, no loop over groups."""

from importlib import import_module
from typing import Any

import numpy as np

from sciezka.core.index.types import Structure
from tests.benchmarks.panel import RECIPE, WINDOW

LOW, HIGH = RECIPE.treat.limits
Outcome = dict[str, Any]


def load_pandas(values: Any, groups: Any, years: tuple[int, ...], leaves: tuple[str, ...]) -> Any:
    """Put the panel into a wide frame, a row for each unit and year."""
    pandas = import_module("pandas")
    frame = pandas.DataFrame(values.transpose(0, 2, 1).reshape(-1, len(leaves)), columns=list(leaves))
    frame.insert(0, "year", np.repeat(years, len(groups)))
    frame.insert(1, "group", np.tile(groups, len(years)))
    frame.insert(2, "unit", np.tile(np.arange(len(groups)), len(years)))
    return frame


def run_pandas(frame: Any, structure: Structure) -> Outcome:
    """Reckon everything with pandas."""
    pandas = import_module("pandas")
    leaves = list(structure.leaves)
    keys = [frame["year"], frame["group"]]
    block = frame.groupby(keys, sort=False).ngroup().to_numpy()
    bounds = frame[leaves].groupby(block)
    low, high = bounds.quantile(LOW).to_numpy()[block], bounds.quantile(HIGH).to_numpy()[block]
    x = frame[leaves].clip(low, high)
    grouped = x.groupby(block)
    z = (x - grouped.transform("mean")) / grouped.transform("std")
    signs = pandas.Series({leaf: structure.node(leaf).direction for leaf in leaves})
    columns = dict((z * signs).items())
    for code in structure.upward:
        children = structure.children[code]
        part = pandas.DataFrame({child: columns[child] for child in children})
        weights = np.array([structure.node(child).weight for child in children])
        known = part.notna()
        score = (part * weights).sum(axis=1) / (known * weights).sum(axis=1)
        columns[code] = score.where(known.sum(axis=1) >= RECIPE.aggregate.min_share * len(children))
    inner = [code for code in structure.codes if structure.children[code]]
    nodes = pandas.DataFrame({code: columns[code] for code in inner})
    ranks = nodes.groupby(frame["year"]).rank(method="min", ascending=False)
    group_ranks = nodes.groupby(keys).rank(method="min", ascending=False)
    inside = frame["year"].between(*WINDOW)
    y = nodes[inside]
    unit = frame.loc[inside, "unit"]
    time = frame.loc[inside, "year"].to_numpy(dtype=float)[:, None] - WINDOW[0]
    x_known = y.notna() * time
    sums = [part.groupby(unit).sum() for part in (y.notna().astype(float), x_known, y, x_known * y, x_known * time)]
    n, sx, sy, sxy, sxx = sums
    slopes = (n * sxy - sx * sy) / (n * sxx - sx * sx)
    return {
        "scores": nodes.to_numpy(),
        "ranks": ranks.to_numpy(),
        "group_ranks": group_ranks.to_numpy(),
        "slopes": slopes.to_numpy(),
    }


def load_polars(values: Any, groups: Any, years: tuple[int, ...], leaves: tuple[str, ...]) -> Any:
    """Put the panel into a wide frame, gaps as nulls."""
    polars = import_module("polars")
    wide = {leaf: values[:, at].reshape(-1) for at, leaf in enumerate(leaves)}
    keys = {
        "year": np.repeat(years, len(groups)),
        "group": np.tile(groups, len(years)),
        "unit": np.tile(np.arange(len(groups)), len(years)),
    }
    return polars.DataFrame({**keys, **wide}).with_columns(polars.col(list(leaves)).fill_nan(None))


def run_polars(frame: Any, structure: Structure) -> Outcome:
    """Reckon everything with Polars."""
    polars = import_module("polars")
    col = polars.col
    leaves, keys = list(structure.leaves), ["year", "group"]
    lows = frame.group_by(keys).agg(
        *[col(leaf).quantile(LOW, "linear").alias(f"{leaf}_low") for leaf in leaves],
        *[col(leaf).quantile(HIGH, "linear").alias(f"{leaf}_high") for leaf in leaves],
    )
    x = frame.join(lows, on=keys, maintain_order="left").select(
        *keys, "unit", *[col(leaf).clip(col(f"{leaf}_low"), col(f"{leaf}_high")) for leaf in leaves]
    )
    means = x.group_by(keys).agg(
        *[col(leaf).mean().alias(f"{leaf}_mean") for leaf in leaves],
        *[col(leaf).std(ddof=RECIPE.normalise.ddof).alias(f"{leaf}_sd") for leaf in leaves],
    )
    z = x.join(means, on=keys, maintain_order="left").select(
        *keys,
        "unit",
        *[
            ((col(leaf) - col(f"{leaf}_mean")) / col(f"{leaf}_sd") * structure.node(leaf).direction).alias(leaf)
            for leaf in leaves
        ],
    )
    for depth in sorted({structure.depth[code] for code in structure.upward}, reverse=True):
        level = [code for code in structure.upward if structure.depth[code] == depth]
        z = z.with_columns(*[_score(polars, structure, code) for code in level])
    inner = [code for code in structure.codes if structure.children[code]]
    ranked = z.select(
        *[col(code).rank("min", descending=True).over("year").alias(f"{code}_all") for code in inner],
        *[col(code).rank("min", descending=True).over(keys).alias(f"{code}_own") for code in inner],
    )
    x_year = col("year") - WINDOW[0]
    slopes = (
        z.filter(col("year").is_between(*WINDOW))
        .group_by("unit", maintain_order=True)
        .agg(*[_slope(col(code), x_year.cast(polars.Float64)).alias(code) for code in inner])
        .sort("unit")
    )
    return {
        "scores": z.select(inner).to_numpy(),
        "ranks": ranked.select([f"{code}_all" for code in inner]).to_numpy(),
        "group_ranks": ranked.select([f"{code}_own" for code in inner]).to_numpy(),
        "slopes": slopes.select(inner).to_numpy(),
    }


def _score(polars: Any, structure: Structure, code: str) -> Any:
    children = structure.children[code]
    weights = {child: structure.node(child).weight for child in children}
    known = [polars.col(child).is_not_null() for child in children]
    above = polars.sum_horizontal([polars.col(child) * weights[child] for child in children])
    below = polars.sum_horizontal([there * weights[child] for there, child in zip(known, children, strict=True)])
    enough = polars.sum_horizontal(known) >= RECIPE.aggregate.min_share * len(children)
    return polars.when(enough).then(above / below).alias(code)


def _slope(y: Any, x: Any) -> Any:
    there = y.is_not_null()
    n, sx, sy, sxy, sxx = (part.sum() for part in (there, x * there, y, x * y, x * x * there))
    return (n * sxy - sx * sy) / (n * sxx - sx * sx)
