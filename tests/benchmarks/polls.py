"""Time the numbers of a large survey, 100,000 answers to 40 items, beside pandas and Polars where they are installed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from sciezka.core.polls.associations import associate, compare_groups
from sciezka.core.polls.columns import Column, ColumnSpec, Frame, attach_weights, build_frame, keep_where
from sciezka.core.polls.counted import count_tables
from sciezka.core.polls.packing import pack, unpack
from sciezka.core.polls.suppression import protect
from sciezka.core.polls.tables import cross, describe_number, distribute
from sciezka.core.polls.weighting import rake
from tests.benchmarks.timing import Measure, take_time

ROWS, CHOICES, SCALES, SETS, NUMBERS = 100_000, 22, 8, 6, 4
SMALL = 300  # answers to a survey that has small cells
SEED = 5
GOALS = "unpacking under 30 ms, all distributions under 60 ms, a cross-tab under 10 ms, protecting a page under 50 ms"


@dataclass(frozen=True, slots=True)
class Beside:
    """Our time, and the peers' for the same numbers where there are any."""

    ours: Measure
    peers: dict[str, Measure]


def write_section() -> str:
    """Measure, and write the section."""
    measured = list(measure_polls())
    names = [name for name in ("pandas", "Polars") if any(name in one.peers for one in measured)]
    rows = [
        f"| {one.ours.what} | {one.ours.median_ms:.1f} | {one.ours.worst_ms:.1f} | {one.ours.runs} |"
        + "".join(f" {_tell_peer(one, name)} |" for name in names)
        for one in measured
    ]
    return "\n".join(
        [
            "## Numbers of surveys",
            "",
            f"{ROWS:,} answers to {CHOICES + SCALES + SETS + NUMBERS} items: {CHOICES} choices, {SCALES} scales,",
            f"{SETS} sets of ten options, {NUMBERS} numbers; a tenth is missing. Peers count the same from their own",
            "frames, with categories and, for sets, a column for each option, already in memory.",
            "",
            "| what | median, ms | worst, ms | runs |" + "".join(f" {name}, ms |" for name in names),
            "|---|---:|---:|---:|" + "---:|" * len(names),
            *rows,
            "",
            f"Goals: {GOALS}.",
        ]
    )


def _tell_peer(one: Beside, name: str) -> str:
    return f"{one.peers[name].median_ms:.1f}" if name in one.peers else ""


def measure_polls() -> Iterator[Beside]:
    """Time each step."""
    frame = make_frame(ROWS)
    packed = pack(frame)
    peers = load_peers(frame)
    heavy = attach_weights(frame, np.random.default_rng(SEED).random(frame.rows) + 0.5)
    table = cross(frame, "c0", "c1")
    margins = {name: dict.fromkeys(frame[name].spec.codes, 1.0) for name in ("c0", "c1", "c2")}
    steps: list[tuple[str, Callable[[], object], str]] = [
        (f"Packing ({len(packed) / 1e6:.1f} MB)", lambda: pack(frame), ""),
        ("Unpacking", lambda: unpack(packed), ""),
        ("Distributions and descriptions of all items", lambda: count_all(frame), "count_all"),
        ("The same, weighted", lambda: count_all(heavy), ""),
        ("Cross-tab of two choices", lambda: cross(frame, "c0", "c1"), "cross"),
        ("Cross-tab of a choice and a set", lambda: cross(frame, "c0", "m0"), ""),
        ("Test of a cross-tab", lambda: associate(table), ""),
        ("A scale compared between groups by ranks", lambda: compare_groups(frame, "s0", "c0"), ""),
        ("Keeping one group of respondents", lambda: keep_where(frame, "c0", ["1"]), "keep"),
        ("Raking to three margins", lambda: rake(frame, margins), ""),
    ]
    for what, run, peer in steps:
        theirs = {name: take_time(f"{what} ({name})", acts[peer]) for name, acts in peers.items() if peer in acts}
        yield Beside(take_time(what, run), theirs)
    small = make_frame(SMALL)
    tables = count_tables(small, [*((name,) for name in small.columns if name[0] != "n"), ("c0", "c1")])
    what = f"Hiding small cells of {len(tables)} tables of {SMALL} answers"
    yield Beside(take_time(what, lambda: protect(tables)), {})


def count_all(frame: Frame) -> None:
    """Sum up every column."""
    for name, column in frame.columns.items():
        if column.spec.kind == "number":
            describe_number(frame, name)
        else:
            distribute(frame, name)


def make_frame(rows: int) -> Frame:
    """Make answers as surveys have them."""
    rng = np.random.default_rng(SEED)
    columns = []
    for at in range(CHOICES + SCALES):
        size = 10 if at < 2 else 7
        places = rng.choice(size + 1, rows, p=[*rng.dirichlet([2] * size) * 0.9, 0.1])
        codes = tuple(str(code) for code in range(size))
        data = np.where(places == size, -1, places).astype(np.int16)
        spec = (
            ColumnSpec(name=f"c{at}", kind="choice", codes=codes)
            if at < CHOICES
            else ColumnSpec(name=f"s{at - CHOICES}", kind="scale", codes=codes, values=(1, 2, 3, 4, 5, 6, None))
        )
        columns.append(Column(spec, data, data >= 0))
    for at in range(SETS):
        answered = rng.random(rows) < 0.9
        spec = ColumnSpec(name=f"m{at}", kind="set", codes=tuple(str(code) for code in range(10)))
        columns.append(Column(spec, (rng.random((10, rows)) < 0.3) & answered, answered))
    for at in range(NUMBERS):
        numbers = rng.normal(40, 12, rows)
        numbers[rng.random(rows) < 0.1] = np.nan
        columns.append(Column(ColumnSpec(name=f"n{at}", kind="number"), numbers, ~np.isnan(numbers)))
    return build_frame(rows, columns)


def load_peers(frame: Frame) -> dict[str, dict[str, Callable[[], object]]]:
    """Give what the installed peers do, by their names."""
    found = {}
    if find_spec("pandas"):
        found["pandas"] = load_pandas(frame)
    if find_spec("polars"):
        found["Polars"] = load_polars(frame)
    return found


def load_pandas(frame: Frame) -> dict[str, Callable[[], object]]:
    """Put the answers into a pandas frame."""
    pandas: Any = import_module("pandas")
    parts: dict[str, Any] = {}
    for name, column in frame.columns.items():
        if column.spec.kind == "number":
            parts[name] = column.data
        elif column.spec.kind == "set":
            for code, ticks in zip(column.spec.codes, column.data, strict=True):
                parts[f"{name}_{code}"] = np.where(column.answered, ticks, np.nan).astype("float32")
        else:
            parts[name] = pandas.Categorical.from_codes(column.data, list(column.spec.codes))
    wide = pandas.DataFrame(parts)

    def count() -> None:
        for name in wide.columns:
            if name[0] == "n":
                wide[name].describe()
            elif name[0] == "m":
                wide[name].agg(["count", "sum"])
            else:
                wide[name].value_counts()

    return {
        "count_all": count,
        "cross": lambda: pandas.crosstab(wide["c0"], wide["c1"]),
        "keep": lambda: wide[wide["c0"] == "1"],
    }


def load_polars(frame: Frame) -> dict[str, Callable[[], object]]:
    """Put the answers into a Polars frame."""
    polars: Any = import_module("polars")
    parts: dict[str, Any] = {}
    for name, column in frame.columns.items():
        if column.spec.kind == "number":
            parts[name] = polars.Series(column.data).fill_nan(None)
        elif column.spec.kind == "set":
            for code, ticks in zip(column.spec.codes, column.data, strict=True):
                ticked = polars.Series(ticks)
                parts[f"{name}_{code}"] = ticked.zip_with(
                    polars.Series(column.answered), polars.Series([None], dtype=polars.Boolean)
                )
        else:
            texts = [None if place < 0 else column.spec.codes[place] for place in column.data]
            parts[name] = polars.Series(texts, dtype=polars.Enum(list(column.spec.codes)))
    wide = polars.DataFrame(parts)

    def count() -> None:
        for name in wide.columns:
            if name[0] == "n":
                wide[name].describe()
            elif name[0] == "m":
                wide[name].sum()
            else:
                wide[name].drop_nulls().value_counts()

    return {
        "count_all": count,
        "cross": lambda: wide.group_by("c0", "c1").len(),
        "keep": lambda: wide.filter(polars.col("c0") == "1"),
    }
