"""What each part of a node adds to its score, and to the difference from the group: what lifts and what drags."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.core.index.reading.scored import Scored
from sciezka.core.index.types import Floats, IndexProblem

REFERENCES: Final = ("mean", "median")


@dataclass(frozen=True, slots=True)
class Contributions:
    """The parts of a node's scores.

    Attributes:
        node: the node.
        parts: the codes of the parts, in the order of the rows.
        exact: True where all is arithmetic: the ``added`` of a full set of parts sum to the score. False: each row is
            what the score would lose or gain if that part alone were left out or were as usual; they need not add up.
        share: each part's weight in the node for each unit, shape (parts, n), 0 where it is missing; NaN if not exact.
        added: how much of the score comes from the part, shape (parts, n).
        lift: how much of the difference from the group comes from the part, shape (parts, n): above 0 it lifts the
            unit, below 0 it drags.
        rest: what is left of the difference after all lifts, shape (n,). It is 0 for a full set of parts, the mean as
            reference, arithmetic, and no gaps.
        scores: the node's, shape (n,).
        usual: the group's mean or median score of the node.
    """

    node: str
    parts: tuple[str, ...]
    exact: bool
    share: Floats
    added: Floats
    lift: Floats
    rest: Floats
    scores: Floats
    usual: float

    def order_for(self, unit: int) -> tuple[str, ...]:
        """Give the parts from what lifts this unit most to what drags it most; ties keep the structure's order."""
        return tuple(self.parts[at] for at in np.argsort(-self.lift[:, unit], kind="stable"))


def contribute(scored: Scored, node: str, *, parts: Sequence[str] | None = None, reference: str = "mean") -> Contributions:
    """Split a node's scores, and their differences from the group, among parts under it.

    Arithmetic all the way up: added = share · x, lift = share · (x − the group's mean or median of x). Otherwise by
    leaving one out: added = score − score without the part, lift = score − score with the part at the group's mean or
    median.

    Args:
        scored: the block.
        node: the node whose scores are split.
        parts: codes under it, at any depth; its children when None. A full set adds up: every indicator under the node
            stands under just one part.
        reference: ``mean`` or ``median`` of the group.

    Raises:
        IndexProblem: an unknown reference or node; a node that is an indicator; a part that does not stand under it.
    """
    if reference not in REFERENCES:
        raise IndexProblem(
            "reading.reference", f"The reference {reference!r} is not known. Use mean or median.", reference=reference
        )
    whole = scored.row(node)
    chosen = scored.structure.children[node] if parts is None else tuple(parts)
    if not chosen:
        raise IndexProblem("reading.leaf", f"{node} is an indicator and has no parts.", node=node)
    trails = [scored.trail(part, node) for part in chosen]
    exact = all(scored.is_arithmetic(above) for trail in trails for above in trail[1:])
    split_part = _split_exactly if exact else _leave_out
    split = [split_part(scored, part, node, _usual(scored.row(part), reference)) for part in chosen]
    share, added, lift = (np.array([parted[at] for parted in split]) for at in range(3))
    usual = _usual(whole, reference)
    return Contributions(node, chosen, exact, share, added, lift, whole - usual - lift.sum(axis=0), whole, usual)


def _split_exactly(scored: Scored, part: str, node: str, usual: float) -> tuple[Floats, Floats, Floats]:
    share, x = scored.share(part, node), scored.row(part)
    there = ~np.isnan(x)
    return share, share * np.where(there, x, 0.0), share * np.where(there, x - usual, 0.0)


def _leave_out(scored: Scored, part: str, node: str, usual: float) -> tuple[Floats, Floats, Floats]:
    x, whole = scored.row(part), scored.row(node)
    there = ~np.isnan(x)
    without = scored.rework(part, np.full(len(x), np.nan), node)
    usually = scored.rework(part, np.where(there, usual, np.nan), node)
    return (
        np.full(len(x), np.nan),
        np.where(there, whole - without, 0.0),
        np.where(there, whole - usually, 0.0),
    )


def _usual(x: Floats, reference: str) -> float:
    known = x[~np.isnan(x)]
    if not len(known):
        return float("nan")
    return float(known.mean() if reference == "mean" else np.median(known))
