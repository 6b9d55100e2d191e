"""Writing the three files of compute_index, running it, and reading what it wrote."""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command

from sciezka.core.index.types import Floats, Structure

TREE = "code,parent,weight,direction\nALL,,,\nA,ALL,1,1\nB,ALL,1,-1\n"
DATA = "unit,A,B\nx,1,4\ny,2,6\nz,6,2\n"


@dataclass(frozen=True)
class Run:
    """What a run wrote: the rows of OUT by unit, year and node, and the two streams."""

    rows: dict[tuple[str, str, str], dict[str, str]]
    text: str
    said: str
    remarked: str

    def scores(self, node: str, units: Iterable[str], year: str = "") -> list[float]:
        """Give the scores of a node in the order of the units; NaN where there is none."""
        return [float(self.rows[unit, year, node]["score"] or "nan") for unit in units]

    def ranks(self, node: str, units: Iterable[str], year: str = "") -> list[int]:
        """Give the ranks of a node in the order of the units; 0 where there is none."""
        return [int(self.rows[unit, year, node]["rank"] or 0) for unit in units]


def compute(
    folder: Path,
    data: str | bytes = DATA,
    structure: str | bytes = TREE,
    recipe: str | bytes | None = "",
    *extra: str,
) -> Run:
    """Write the files, run the command in this process and read OUT."""
    named = {"data": (folder / "data.csv", data), "structure": (folder / "tree.csv", structure)}
    if recipe is not None:
        named["recipe"] = (folder / "recipe.toml", recipe)
    for path, content in named.values():
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    out, said, remarked = folder / "out.csv", io.StringIO(), io.StringIO()
    arguments = [f"--{name}={path}" for name, (path, _content) in named.items()]
    call_command("compute_index", *arguments, f"--out={out}", *extra, stdout=said, stderr=remarked, no_color=True)
    text = out.read_text(encoding="utf-8")
    rows = {(row["unit"], row["year"], row["node"]): row for row in csv.DictReader(io.StringIO(text))}
    return Run(rows, text, said.getvalue(), remarked.getvalue())


def write_tree(structure: Structure) -> str:
    """Write a structure as STRUCTURE.csv."""
    lines = ["code,parent,weight,direction,low,high,target"]
    for node in structure.nodes:
        bounds = ["" if value is None else f"{value:.17g}" for value in (node.low, node.high, node.target)]
        lines.append(",".join([node.code, node.parent, f"{node.weight:.17g}", str(node.direction), *bounds]))
    return "\n".join(lines) + "\n"


def write_data(block: Floats, leaves: Sequence[str], units: Sequence[str], groups: Sequence[str] | None = None) -> str:
    """Write a block (indicators, units) as DATA.csv."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["unit", *(["group"] if groups else []), *leaves])
    for at, unit in enumerate(units):
        cells = ["" if math.isnan(value) else f"{value:.17g}" for value in block[:, at].tolist()]
        writer.writerow([unit, *([groups[at]] if groups else []), *cells])
    return out.getvalue()
