"""A replayed recipe as text: the long table of scores and the report beside it."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from sciezka.core.index.recipe import digest, write_recipe
from sciezka.core.index.replay import Result
from sciezka.core.index.types import Remark

COLUMNS = ("unit", "year", "group", "node", "score", "rank", "coverage")


def write_scores(result: Result) -> Iterator[str]:
    """Write ``unit,year,group,node,score,rank,coverage``, one piece of text per year.

    Rows come by year, then by unit in the order of the data, then by node in the order of the structure; 17 significant
    digits; a missing score and its rank are empty. Year and group are empty where the data have none.
    """
    yield ",".join(COLUMNS) + "\n"
    cube = result.cube
    here = cube.here()
    nodes = [quote(code) for code in result.nodes]
    units = [quote(unit) for unit in result.units]
    names = [*map(quote, cube.group_names), ""]
    shares = {share: f"{share:.17g}" for share in np.unique(result.coverage).tolist()}
    for at, year in enumerate(result.years):
        groups = cube.groups_in(at).tolist()
        # Adding 0 turns −0 into 0.
        scores = (result.scores[at] + 0.0).T.tolist()
        ranks, coverage = result.ranks[at].T.tolist(), result.coverage[at].T.tolist()
        lines: list[str] = []
        for unit in np.flatnonzero(here[at]).tolist():
            head = f"{units[unit]},{year or ''},{names[groups[unit]]}"
            for node, score, rank, share in zip(nodes, scores[unit], ranks[unit], coverage[unit], strict=True):
                said = "" if score != score else f"{score:.17g}"  # noqa: PLR0124 - NaN differs from itself; the quickest test
                lines.append(f"{head},{node},{said},{rank or ''},{shares[share]}\n")
        yield "".join(lines)


def make_report(result: Result, remarks: Iterable[Remark] = ()) -> dict[str, Any]:
    """Gather what is needed to recompute a result and to judge it, as plain values for JSON.

    Args:
        result: the replayed recipe.
        remarks: what was remarked on before it was replayed.
    """
    return {
        "digest": result.digest,
        "data_digest": result.data_digest,
        "recipe_digest": digest(result.recipe),
        "recipe": write_recipe(result.recipe),
        "years": [year for year in result.years if year],
        "units": len(result.units),
        "nodes": list(result.nodes),
        "weights": dict(result.tree.weights),
        "effective_weights": result.effective_weights,
        "remarks": [
            {"code": remark.code, "sentence": remark.sentence, "params": to_plain(dict(remark.params))}
            for remark in (*remarks, *result.remarks)
        ],
        "treated": list(_list_changes(result, "treat")),
        "imputed": list(_list_changes(result, "impute")),
    }


def quote(text: str) -> str:
    """Write one cell of a table parted by commas."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([text])
    return out.getvalue() if text else ""


def to_plain(value: Any) -> Any:  # noqa: ANN401 - the params of any remark
    """Turn arrays' numbers, tuples and what else a remark may hold into what JSON knows."""
    if isinstance(value, dict):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(part) for part in value]
    if isinstance(value, np.generic):
        return to_plain(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _list_changes(result: Result, step: str) -> Iterator[dict[str, Any]]:
    """List the cells that a step changed."""
    stage = result.stage(step)
    changes = getattr(stage.details, "changes", stage.details)
    if changes is None:
        return
    for unit, year, leaf, before, after in changes.name_rows(stage.cube):
        yield {"unit": unit, "year": year or None, "node": leaf, "before": to_plain(before), "after": to_plain(after)}
