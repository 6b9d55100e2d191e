"""The nouns of a composite indicator: a cube of data, a tree of nodes, and what is refused or remarked on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

YEAR: Final = "year"
GROUP: Final = "group"


class IndexProblem(ValueError):
    """A refusal: nothing is reckoned.

    Attributes:
        code: a stable word for the kind of problem, such as ``structure.cycle``; rooms translate by it.
        params: the place and the values that the sentence names.
    """

    def __init__(self, code: str, sentence: str, **params: Any) -> None:  # noqa: ANN401 - values of any kind
        super().__init__(sentence)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a reader must know about a result that stands all the same."""

    code: str
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the tree: the whole, a dimension, an area, a sub-area or an indicator.

    Attributes:
        code: its stable code.
        parent: the code of the node above; empty at the root.
        weight: its share among its siblings, in any scale.
        direction: of an indicator, 1 when higher is better and −1 when lower is; of other nodes 1.
        low: the lower goalpost, if any.
        high: the upper goalpost, if any.
        target: the value aimed at, if any.
    """

    code: str
    parent: str = ""
    weight: float = 1.0
    direction: int = 1
    low: float | None = None
    high: float | None = None
    target: float | None = None


@dataclass(frozen=True)
class Structure:
    """A checked tree of nodes, in the order in which they were given.

    Raises:
        IndexProblem: a code given twice, an unknown parent, no root or two, a cycle, a weight that is negative or not a
            number, weights that sum to 0 under a node, a direction other than 1 and −1.
    """

    nodes: tuple[Node, ...]

    def __post_init__(self) -> None:
        self._refuse_codes()
        self._refuse_numbers()
        self._refuse_cycles()

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of all nodes, in order."""
        return tuple(node.code for node in self.nodes)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each code stands."""
        return {code: at for at, code in enumerate(self.codes)}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The codes right under each node, in order."""
        found: dict[str, list[str]] = {code: [] for code in self.codes}
        for node in self.nodes:
            if node.parent:
                found[node.parent].append(node.code)
        return {code: tuple(under) for code, under in found.items()}

    @cached_property
    def root(self) -> str:
        """The code of the whole."""
        return next(node.code for node in self.nodes if not node.parent)

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The codes of the indicators, in order."""
        return tuple(code for code in self.codes if not self.children[code])

    @cached_property
    def depth(self) -> dict[str, int]:
        """How many steps each node lies under the root."""
        found = {self.root: 0}
        waiting = [self.root]
        while waiting:
            code = waiting.pop()
            for child in self.children[code]:
                found[child] = found[code] + 1
                waiting.append(child)
        return found

    @cached_property
    def upward(self) -> tuple[str, ...]:
        """The codes of all nodes but the leaves, each after all nodes under it."""
        inner = [code for code in self.codes if self.children[code]]
        return tuple(sorted(inner, key=lambda code: -self.depth[code]))

    @cached_property
    def leaves_under(self) -> dict[str, tuple[str, ...]]:
        """The indicators under each node; a leaf stands under itself."""
        found: dict[str, tuple[str, ...]] = {code: (code,) for code in self.leaves}
        for code in self.upward:
            found[code] = tuple(leaf for child in self.children[code] for leaf in found[child])
        return found

    def node(self, code: str) -> Node:
        """Give the node of a code."""
        return self.nodes[self.position[code]]

    def _refuse_codes(self) -> None:
        seen: set[str] = set()
        for node in self.nodes:
            if not node.code:
                raise IndexProblem("structure.empty_code", "A node of the structure has no code. Give each node a code.")
            if node.code in seen:
                raise IndexProblem(
                    "structure.twice", f"The structure names {node.code} twice. Keep one of the rows.", node=node.code
                )
            seen.add(node.code)
        for node in self.nodes:
            if node.parent and node.parent not in seen:
                raise IndexProblem(
                    "structure.unknown_parent",
                    f"{node.code} stands under {node.parent}, which the structure does not know. Add it or mend the code.",
                    node=node.code,
                    parent=node.parent,
                )
        roots = [node.code for node in self.nodes if not node.parent]
        if len(roots) != 1:
            named = ", ".join(roots) or "none"
            raise IndexProblem(
                "structure.roots", f"The structure needs one node without a parent; it has {named}.", nodes=roots
            )

    def _refuse_numbers(self) -> None:
        for node in self.nodes:
            if not (np.isfinite(node.weight) and node.weight >= 0):
                raise IndexProblem(
                    "structure.weight",
                    f"The weight of {node.code} is {node.weight}. A weight is a number of 0 or more.",
                    node=node.code,
                    weight=node.weight,
                )
            if node.direction not in {1, -1}:
                raise IndexProblem(
                    "structure.direction",
                    f"The direction of {node.code} is {node.direction}. Write 1 (more is better) or -1 (less is better).",
                    node=node.code,
                )
        for code, under in self.children.items():
            if under and sum(self.node(child).weight for child in under) == 0:
                raise IndexProblem(
                    "structure.weights_zero",
                    f"The weights under {code} sum to 0. Give at least one of {', '.join(under)} a weight above 0.",
                    node=code,
                )

    def _refuse_cycles(self) -> None:
        above = {node.code: node.parent for node in self.nodes}
        for start in above:
            trail = [start]
            while parent := above[trail[-1]]:
                if parent in trail:
                    circle = " → ".join([*trail[trail.index(parent) :], parent])
                    raise IndexProblem("structure.cycle", f"The structure runs in a circle: {circle}.", nodes=trail)
                trail.append(parent)


@dataclass(frozen=True)
class Cube:
    """Data of many units over years: ``values[year, leaf, unit]``, NaN where missing.

    Attributes:
        values: float64, shape (years, leaves, units).
        years: the years, or (0,) when the data have none.
        leaves: the codes of the indicators.
        units: the units' keys.
        groups: for each unit the position of its comparison group in ``group_names``; −1 for none. One row per year
            when units change groups: shape (units,) or (years, units).
        group_names: the names of the groups.
        present: which units the data name in which year, shape (years, units); all when None.
    """

    values: Floats
    years: tuple[int, ...]
    leaves: tuple[str, ...]
    units: tuple[str, ...]
    groups: Ints
    group_names: tuple[str, ...] = ("",)
    present: NDArray[np.bool_] | None = None

    def groups_in(self, year: int) -> Ints:
        """Give the groups of the units in the year at this position."""
        row: Ints = self.groups[year] if self.groups.ndim == 2 else self.groups  # noqa: PLR2004 - (years, units)
        return row

    def here(self) -> NDArray[np.bool_]:
        """Tell which units the data name in which year, shape (years, units)."""
        if self.present is None:
            return np.ones((len(self.years), len(self.units)), dtype=bool)
        return self.present


Cell = tuple[Ints, Ints]


def cells(within: Sequence[str], cube: Cube) -> Iterator[tuple[dict[str, Any], Cell]]:
    """Split a cube into the blocks of observations that are compared with one another.

    Args:
        within: any of ``year`` and ``group``; nothing pools all observations.
        cube: the data.

    Yields:
        The block's name (its year and its group, where it has them), and its observations as two equally long arrays of
        positions (year, unit): ``cube.values[years, :, units]`` is the block, shape (n, leaves).
    """
    here = cube.here()
    groups = np.stack([cube.groups_in(year) for year in range(len(cube.years))])
    by_year, by_group = YEAR in within, GROUP in within
    for year in range(len(cube.years)) if by_year else [None]:
        for group in range(-1, len(cube.group_names)) if by_group else [None]:
            chosen = here.copy()
            if year is not None:
                chosen[np.arange(len(cube.years)) != year] = False
            if group is not None:
                chosen &= groups == group
            years, units = np.nonzero(chosen)
            if len(units):
                name: dict[str, Any] = {}
                if year is not None:
                    name[YEAR] = cube.years[year]
                if group is not None:
                    name[GROUP] = cube.group_names[group] if group >= 0 else ""
                yield name, (years, units)
