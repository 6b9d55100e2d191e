"""The engine's cube: all indicators of the catalogue for all communes and years, reckoned once and memory-mapped."""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.types import Floats
from sciezka.core.indicators.catalogue import Catalogue, Chosen, choose, derive
from sciezka.core.indicators.formula import evaluate
from sciezka.core.series.attributes import ATTRIBUTES, JOINED
from sciezka.core.series.breaks import Break, find_jumps
from sciezka.core.series.crosswalk import Crosswalk
from sciezka.core.series.variables import POPULATION
from sciezka.rooms.monitor.store.observations import BatchFile, NotWritten, find_folder, held_variables
from sciezka.rooms.monitor.store.panel import NOT_READ, Panel, find_breaks, read_panel
from sciezka.rooms.monitor.store.rules import rules_of
from sciezka.rooms.monitor.store.units import living_units, load_crosswalk, load_units

# Raise it when the same inputs give other cubes.
FORM: Final = 1
# So many cubes are kept; the longest unused goes first.
KEPT: Final = 12

IS_JOINED: Final = 1
IS_FLAGGED: Final = 2
IS_BREAK: Final = 4
IS_SECRET: Final = 8
IS_FALSE_ZERO: Final = 16
IS_PENDING: Final = 32

_SECRET: Final = frozenset({4, 14, 91, 900})
_FALSE_ZERO: Final = frozenset({902, 903})
_PENDING: Final = frozenset({50})


@dataclass(frozen=True)
class StoredCube:
    """The indicators as they lie in the store.

    Attributes:
        digest: the hash of everything that they were reckoned from.
        years: the calendar years.
        indicators: the indicators' codes.
        units: the communes' keys.
        values: shape (years, indicators, units), memory-mapped and read-only; NaN where missing.
        flags: of the same shape: what readers must know of a value or a gap (``IS_JOINED`` …).
        places: by indicator, which of the catalogue's formulas was taken: 0 the first choice.
        breaks: the breaks of all variables behind.
    """

    digest: str
    years: tuple[int, ...]
    indicators: tuple[str, ...]
    units: tuple[str, ...]
    values: Floats
    flags: NDArray[np.uint8]
    places: Mapping[str, int]
    breaks: tuple[Break, ...]

    @cached_property
    def unit_place(self) -> Mapping[str, int]:
        """Where each unit stands."""
        return {key: at for at, key in enumerate(self.units)}

    @cached_property
    def indicator_place(self) -> Mapping[str, int]:
        """Where each indicator stands."""
        return {code: at for at, code in enumerate(self.indicators)}

    def breaks_of(self, unit: str, variables: Sequence[str]) -> list[Break]:
        """List the breaks that concern a unit's series of these variables, by year."""
        wanted = {"", *variables}
        found = [item for item in self.breaks if item.unit in {"", unit} and item.variable in wanted]
        return sorted(found, key=lambda item: (item.year, item.kind, item.variable))


def digest_inputs(catalogue: Catalogue, batches: Sequence[BatchFile], crosswalk: Crosswalk, units: Sequence[str]) -> str:
    """Give the hash of everything that a cube is reckoned from."""
    said = [FORM, catalogue.digest, [batch.digest for batch in batches], crosswalk.digest, list(units)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def find_cubes() -> Path:
    """Give the folder of all cubes."""
    return find_folder() / "cubes"


def load_cube(catalogue: Catalogue, batches: Sequence[BatchFile]) -> StoredCube:
    """Give the cube of a catalogue and these batches, reckoning it when it isn't there or is damaged.

    Raises:
        DamagedBatch: the cube must be reckoned, and a file of these batches can't be read.
        NotWritten: the cube must be reckoned, and the disk is full or may not be written to.
    """
    known = load_units()
    crosswalk = load_crosswalk(known)
    units = [unit.key for unit in living_units(known)]
    digest = digest_inputs(catalogue, batches, crosswalk, units)
    found = open_cube(digest)
    if found is None:
        try:
            build_cube(catalogue, batches, crosswalk, units, digest)
        except OSError as problem:
            raise NotWritten(f"The cube {digest[:12]} can't be written to {find_cubes()}.") from problem
        found = open_cube(digest)
    if found is None:
        raise NotWritten(f"The cube {digest[:12]} can't be written to {find_cubes()}.")
    return found


def open_cube(digest: str) -> StoredCube | None:
    """Open a cube that is there and whole; None when it must be reckoned."""
    folder = find_cubes() / digest
    try:
        written = [(folder / name).stat().st_mtime_ns for name in ("meta.json", "values.npy", "flags.npy")]
    except OSError:
        return None
    return _read_cube(folder, digest, *written)


@lru_cache(maxsize=4)
def _read_cube(folder: Path, digest: str, *_written: int) -> StoredCube | None:
    """Read a cube; one that was written anew is read anew."""
    try:
        said: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        values = np.load(folder / "values.npy", mmap_mode="r")
        flags = np.load(folder / "flags.npy", mmap_mode="r")
        shape = (len(said["years"]), len(said["indicators"]), len(said["units"]))
        if values.shape != shape or flags.shape != shape or values.dtype != np.float64 or said["digest"] != digest:
            return None
        os.utime(folder)
        return StoredCube(
            digest=digest,
            years=tuple(said["years"]),
            indicators=tuple(said["indicators"]),
            units=tuple(said["units"]),
            values=values,
            flags=flags,
            places=said["places"],
            breaks=tuple(Break(*item) for item in said["breaks"]),
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        return None


def build_cube(
    catalogue: Catalogue, batches: Sequence[BatchFile], crosswalk: Crosswalk, units: Sequence[str], digest: str
) -> None:
    """Reckon a cube and put it in its place at once, so that a reader sees all of it or nothing."""
    chosen = choose(catalogue, held_variables(batches))
    keys = list(dict.fromkeys(key for item in chosen.values() for key in catalogue.source_keys(item.formula)))
    if POPULATION not in keys:
        keys.append(POPULATION)
    rules = rules_of(catalogue)
    panel = read_panel(keys, units, batches, crosswalk=crosswalk, rules=rules)
    shape = (len(panel.years), len(chosen), len(units))
    values, flags = np.empty(shape), np.zeros(shape, dtype=np.uint8)
    read = derive(catalogue, panel.read, panel.years)
    marks = {key: _flag(panel, key) for key in keys}
    for at, item in enumerate(chosen.values()):
        values[:, at] = evaluate(item.formula, read, panel.years)
        for key in catalogue.source_keys(item.formula):
            flags[:, at] |= marks[key]
    breaks = (*find_breaks(panel, crosswalk, rules), *find_jumps(panel.read(POPULATION), panel.years, units))
    _write(digest, values, flags, panel, chosen, breaks)


def _flag(panel: Panel, key: str) -> NDArray[np.uint8]:
    """Turn the attributes of a variable into flags."""
    marks = panel.read_marks(key)
    flags = np.zeros(marks.shape, dtype=np.uint8)
    for number in np.unique(marks).tolist():
        attribute = ATTRIBUTES.get(number)
        if number == NOT_READ or attribute is None:
            continue
        flag = IS_JOINED if number == JOINED else IS_FLAGGED if attribute.is_flagged else 0
        flag |= IS_BREAK if attribute.is_break else 0
        flag |= IS_SECRET if number in _SECRET else 0
        flag |= IS_FALSE_ZERO if number in _FALSE_ZERO else 0
        flag |= IS_PENDING if number in _PENDING else 0
        flags[marks == number] = flag
    return flags


def _write(
    digest: str,
    values: Floats,
    flags: NDArray[np.uint8],
    panel: Panel,
    chosen: Mapping[str, Chosen],
    breaks: Sequence[Break],
) -> None:
    folder = find_cubes() / digest
    draft = folder.with_name(f".{digest[:16]}.{secrets.token_hex(4)}")
    draft.mkdir(parents=True)
    try:
        np.save(draft / "values.npy", values)
        np.save(draft / "flags.npy", flags)
        said = {
            "digest": digest,
            "years": panel.years,
            "indicators": list(chosen),
            "units": panel.units,
            "places": {code: item.place for code, item in chosen.items()},
            "breaks": [[b.unit, b.variable, b.year, b.kind, b.change, b.reason] for b in breaks],
        }
        (draft / "meta.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        if folder.exists() and open_cube(digest) is None:
            shutil.rmtree(folder, ignore_errors=True)
        try:
            draft.rename(folder)
        except OSError:
            # Another process was quicker; its cube says the same.
            if open_cube(digest) is None:
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    forget_old_cubes()


def forget_old_cubes() -> None:
    """Delete the cubes that were not used for longest, beyond those that are kept."""
    cubes = sorted((path for path in find_cubes().iterdir() if not path.name.startswith(".")), key=_last_used)
    for path in cubes[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
