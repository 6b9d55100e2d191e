"""The strategic position that a SWOT comes to: from weights and ratings, and from how entries meet one another.

Two readings of the same plane, both documented in docs/methods/swot.md. Neither is a verdict: they order a talk.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

LOWEST: Final = 1.0
HIGHEST: Final = 5.0
STRONGEST: Final = 2
BAND: Final = 0.05
"""No further from an axis than this, a position lies on the border: on scales of 1 to 5 it is a fifth of a level."""
HAIR: Final = 1e-9
"""What is further by no more than this is not further: binary fractions must not move what lies right on a border."""
TIE: Final = 0.1
"""Blocks whose sums differ by no more than this share of the greater one are level with each other."""


class Quadrant(StrEnum):
    """Where an entry stands: inside or outside the town's power, helping or hindering."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    OPPORTUNITY = "opportunity"
    THREAT = "threat"


class Position(StrEnum):
    """Which way of acting a SWOT speaks for."""

    AGGRESSIVE = "aggressive"
    CONSERVATIVE = "conservative"
    COMPETITIVE = "competitive"
    DEFENSIVE = "defensive"


INNER: Final = (Quadrant.STRENGTH, Quadrant.WEAKNESS)
OUTER: Final = (Quadrant.OPPORTUNITY, Quadrant.THREAT)
BLOCKS: Final[Mapping[tuple[Quadrant, Quadrant], Position]] = MappingProxyType({
    (Quadrant.STRENGTH, Quadrant.OPPORTUNITY): Position.AGGRESSIVE,
    (Quadrant.STRENGTH, Quadrant.THREAT): Position.CONSERVATIVE,
    (Quadrant.WEAKNESS, Quadrant.OPPORTUNITY): Position.COMPETITIVE,
    (Quadrant.WEAKNESS, Quadrant.THREAT): Position.DEFENSIVE,
})  # fmt: skip
"""What inside meets what outside, and the way of acting that such meetings speak for."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry as it was judged.

    Args:
        quadrant: where it stands.
        weight: how much it matters beside the others of its quadrant; above zero, None when nobody said.
        rating: how strong it is, from ``LOWEST`` to ``HIGHEST``; None when nobody said.
    """

    quadrant: Quadrant
    weight: float | None
    rating: float | None

    @property
    def counts(self) -> bool:
        """Tell whether both were judged, so that it counts."""
        return self.weight is not None and self.rating is not None and self.weight > 0


@dataclass(frozen=True, slots=True)
class Crossed:
    """How an entry inside meets one outside.

    Args:
        inner: strength or weakness.
        outer: opportunity or threat.
        value: what comes of it for the town, from −2 (great harm) to 2 (great help).
    """

    inner: Quadrant
    outer: Quadrant
    value: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """The position that weights and ratings come to.

    Attributes:
        scores: for each quadrant that has judged entries, the mean rating by normalised weights.
        missing: the quadrants without any; while there are some, there is no position.
        inner: strengths less weaknesses, −1 to 1; None without a position.
        outer: opportunities less threats, −1 to 1; None without a position.
        positions: the way of acting; on a border all that meet there.
    """

    scores: Mapping[Quadrant, float]
    missing: tuple[Quadrant, ...]
    inner: float | None = None
    outer: float | None = None
    positions: tuple[Position, ...] = ()

    @property
    def length(self) -> float:
        """How far from the middle, as a share of the farthest."""
        return 0.0 if self.inner is None or self.outer is None else math.hypot(self.inner, self.outer) / math.sqrt(2)


@dataclass(frozen=True, slots=True)
class Block:
    """The meetings of one sort of entry inside with one sort outside.

    Attributes:
        position: the way of acting that they speak for.
        net: the plain sum of the values.
        sum: how strongly they speak for the block's way of acting: of strengths what helps, of weaknesses what harms.
        filled: how many pairs were judged.
        pairs: how many there are.
    """

    position: Position
    net: int
    sum: int
    filled: int
    pairs: int

    @property
    def mean(self) -> float | None:
        """The sum for each judged pair."""
        return self.sum / self.filled if self.filled else None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The position that the crossings come to.

    Attributes:
        blocks: strengths with opportunities, strengths with threats, weaknesses with opportunities, with threats.
        positions: the way of acting; several where their blocks are level; empty where there is no position.
        is_partial: whether some block has no judged pair, so that there is no position.
    """

    blocks: Mapping[tuple[Quadrant, Quadrant], Block]
    positions: tuple[Position, ...]
    is_partial: bool

    @property
    def filled(self) -> int:
        """How many pairs were judged."""
        return sum(block.filled for block in self.blocks.values())

    @property
    def pairs(self) -> int:
        """How many there are."""
        return sum(block.pairs for block in self.blocks.values())


def share_weights(entries: Iterable[Judged]) -> list[float]:
    """Give the share of each entry in the weight of its quadrant; one that does not count has none.

    The shares of a quadrant sum to 1, so that neither the number of its entries nor the habit of giving high weights
    decides between quadrants.
    """
    rows = list(entries)
    # The greatest goes out first, so that no sum of very large or very small weights is lost.
    tops: dict[Quadrant, float] = {}
    for row in rows:
        if row.counts:
            tops[row.quadrant] = max(tops.get(row.quadrant, 0.0), row.weight or 0.0)
    parts = [(row.weight or 0.0) / tops[row.quadrant] if row.counts else 0.0 for row in rows]
    totals: dict[Quadrant, float] = {}
    for row, part in zip(rows, parts, strict=True):
        totals[row.quadrant] = totals.get(row.quadrant, 0.0) + part
    return [part / totals[row.quadrant] if part else 0.0 for row, part in zip(rows, parts, strict=True)]


def judge(entries: Iterable[Judged], *, band: float = BAND) -> Judgement:
    """Reckon the position that weights and ratings come to.

    ``inner`` is Σw·r of strengths less Σw·r of weaknesses, ``outer`` that of opportunities less that of threats, each
    divided by the width of the rating scale.
    """
    rows = list(entries)
    scores: dict[Quadrant, float] = {}
    for row, share in zip(rows, share_weights(rows), strict=True):
        if share:
            scores[row.quadrant] = scores.get(row.quadrant, 0.0) + share * (row.rating or 0.0)
    missing = tuple(quadrant for quadrant in Quadrant if quadrant not in scores)
    if missing:
        return Judgement(scores, missing)
    inner = (scores[Quadrant.STRENGTH] - scores[Quadrant.WEAKNESS]) / (HIGHEST - LOWEST)
    outer = (scores[Quadrant.OPPORTUNITY] - scores[Quadrant.THREAT]) / (HIGHEST - LOWEST)
    return Judgement(scores, (), inner, outer, place(inner, outer, band=band))


def place(inner: float, outer: float, *, band: float = BAND) -> tuple[Position, ...]:
    """Name the way of acting at a place of the plane; on a border, all that meet there."""
    near = band + HAIR
    insides = [Quadrant.STRENGTH] * (inner >= -near) + [Quadrant.WEAKNESS] * (inner <= near)
    outsides = [Quadrant.OPPORTUNITY] * (outer >= -near) + [Quadrant.THREAT] * (outer <= near)
    return tuple(position for (inside, outside), position in BLOCKS.items() if inside in insides and outside in outsides)


def meet(crossings: Iterable[Crossed], counts: Mapping[Quadrant, int], *, tie: float = TIE) -> Meeting:
    """Reckon the position that the crossings come to: the block whose meetings speak most strongly for its way of acting.

    Args:
        crossings: the pairs that were judged.
        counts: how many entries each quadrant has.
        tie: blocks that differ by no more than this share of the greater are level.
    """
    values: dict[tuple[Quadrant, Quadrant], list[int]] = {key: [] for key in BLOCKS}
    for row in crossings:
        values[row.inner, row.outer].append(row.value)
    blocks = {}
    for (inside, outside), position in BLOCKS.items():
        net = sum(values[inside, outside])
        blocks[inside, outside] = Block(
            position=position,
            net=net,
            sum=net if inside == Quadrant.STRENGTH else -net,
            filled=len(values[inside, outside]),
            pairs=counts.get(inside, 0) * counts.get(outside, 0),
        )
    is_partial = any(not block.filled for block in blocks.values())
    most = max(block.sum for block in blocks.values())
    level = () if is_partial or most <= 0 else tuple(
        block.position for block in blocks.values() if block.sum >= most * (1 - tie)
    )  # fmt: skip
    return Meeting(blocks, level, is_partial)
