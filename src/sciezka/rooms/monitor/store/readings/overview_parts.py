"""What a node is made of: what each part weighs, lifts and drags, and what would change the class."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.core.index.reading import contribute, find_band_changes, measure_natural_step, take_scored
from sciezka.rooms.monitor.store.readings.overview import Spread, band_of, spread_of, to_number
from sciezka.rooms.monitor.store.runs import BANDS, Run

_SMALL: Final = 0.005
"""A part that moves the score by less than what readers see neither lifts nor drags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a node, for one town.

    Attributes:
        code: the part.
        score: its score; None when missing.
        band: the code of its class.
        rank: 1 = best; 0 without a score.
        of: how many units have a score.
        weight: its share in the node for this town, from 0 to 1; None where shares have no meaning.
        added: how many points of the node's score come from it; None where parts do not add up.
        lift: how many points of the difference from the group's mean come from it.
        usual: the group's mean of the part; None when nobody has it.
        spread: the group's scores of the part.
        raw: of an indicator, the value in its own unit; None when missing.
    """

    code: str
    score: float | None
    band: str
    rank: int
    of: int
    weight: float | None
    added: float | None
    lift: float
    usual: float | None
    spread: Spread | None
    raw: float | None


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of a node.

    Attributes:
        parts: in the order of the structure.
        exact: whether they add up (weighted arithmetic means all the way).
        rest: what is left of the difference from the group's mean when all lifts are taken together.
        score: the node's score; None when missing.
        usual: the group's mean score of the node; None when nobody has one.
    """

    parts: tuple[Part, ...]
    exact: bool
    rest: float | None
    score: float | None
    usual: float | None

    def lifting(self, most: int) -> tuple[Part, ...]:
        """Give what lifts most, the strongest first."""
        found = sorted((part for part in self.parts if part.lift > _SMALL), key=lambda part: -part.lift)
        return tuple(found[:most])

    def dragging(self, most: int) -> tuple[Part, ...]:
        """Give what drags most, the strongest first."""
        found = sorted((part for part in self.parts if part.lift < -_SMALL), key=lambda part: part.lift)
        return tuple(found[:most])


@dataclass(frozen=True, slots=True)
class Step:
    """What one indicator alone would have to change: in points and, where it can be told, in its own unit."""

    leaf: str
    points: float
    natural: float | None
    is_likely: bool


@dataclass(frozen=True, slots=True)
class ClassChange:
    """What would move a town to a neighbouring class."""

    band: str
    is_upward: bool
    threshold: float
    change: float
    steps: tuple[Step, ...]


def read_parts(run: Run, unit: str, year: int, node: str, parts: Sequence[str] | None = None) -> Parts:
    """Read what parts of a node add, lift and drag for a town; its children when no parts are named."""
    row, at = run.year_place[year], run.member_place[unit]
    split = contribute(take_scored(run.result, row), node, parts=parts)
    found = []
    for place, code in enumerate(split.parts):
        scores = run.result.scores[row, run.structure.position[code]]
        known = scores[np.isfinite(scores)]
        score = to_number(scores[at])
        leaf = run.leaf_place.get(code)
        found.append(
            Part(
                code=code,
                score=score,
                band=band_of(score),
                rank=int(run.result.ranks[row, run.structure.position[code], at]),
                of=len(known),
                weight=to_number(split.share[place, at]) if split.exact else None,
                added=to_number(split.added[place, at]) if split.exact else None,
                lift=to_number(split.lift[place, at]) or 0.0,
                usual=float(known.mean()) if len(known) else None,
                spread=spread_of(scores),
                raw=to_number(run.raw[row, leaf, at]) if leaf is not None else None,
            )
        )
    return Parts(tuple(found), split.exact, to_number(split.rest[at]), to_number(split.scores[at]), to_number(split.usual))


def read_class_changes(run: Run, unit: str, year: int, node: str, most: int = 4) -> tuple[ClassChange, ...]:
    """Read what would move a town to the next class and to the one below, the group's averages staying as they are."""
    row, at = run.year_place[year], run.member_place[unit]
    scored = take_scored(run.result, row)
    leaves = [run.structure.position[leaf] for leaf in run.structure.leaves]
    step = measure_natural_step(run.raw[row], run.result.scores[row][leaves])
    return tuple(
        ClassChange(
            found.band,
            found.upward,
            found.threshold,
            found.change,
            tuple(Step(one.leaf, one.change, to_number(one.natural), one.likely) for one in found.leaves[:most]),
        )
        for found in find_band_changes(scored, node, at, BANDS, natural_step=step)
    )
