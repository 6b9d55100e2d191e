"""Small cells: hidden, and enough others with them that no published number gives them away.

The promise, of everything that ``protect`` is given at once with its margins: each hidden cell of answers of one or two
variables can be *threshold* people more or fewer, from the fewest to the most that can be in it, for an attacker who knows

- every number shown: cells, totals, how many answered and did not, and how many people there are in all;
- that they are whole people, none below 0, the same in every table;
- that who did not answer one option of a set answered none of its others.

Of fewer people than the threshold in all, nothing is known but how many they are. A zero that a shown zero says is told, not
hidden. What is not promised (rings too large to try, tables of three that are not shown, one's own answer, means, weights)
stands in ``docs/methods/polls.md``. ``audit`` attacks by linear programming; the tests attack with whole people.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

import numpy as np

from sciezka.core.polls.counted import MOST_VARIABLES, Counts, CountTable, Mask, ProtectedTable
from sciezka.core.polls.lines import Rule, hide_cross, hide_line, hide_options
from sciezka.core.polls.systems import MOST_KINDS, System, write_systems
from sciezka.core.polls.types import Interval, PollsProblem

THRESHOLD: Final = 5
ALIKE_FACTOR: Final = 4
PROVED_KINDS: Final = 1_000
_PAIR: Final = 2
_ROUNDS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """A hidden cell and what an attacker can tell of it.

    Attributes:
        names: the table's variables.
        place: the cell's codes; ``None`` for who did not answer.
        interval: the fewest and the most people that may be in it.
    """

    names: tuple[str, ...]
    place: tuple[str | None, ...]
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What an attack with linear programming found.

    Attributes:
        hidden: how many cells of answers are hidden.
        exposures: those that are known within fewer people than the threshold; empty when the promise holds.
        is_exact: whether the attack used all that is published; else tables tie in a ring too large for it.
    """

    hidden: int
    exposures: tuple[Exposure, ...]
    is_exact: bool


def protect(
    tables: Sequence[CountTable], threshold: int = THRESHOLD, *, alike_below: int | None = None
) -> tuple[ProtectedTable, ...]:
    """Hide small counts in all tables that are published about the same people, and what would give them away.

    1. Everyone: fewer than the threshold in all, and nothing is shown.
    2. Each distribution: counts from 1 to the threshold, excluded, are hidden, and counts that all but so few people gave
       (who did not answer are among the few), and the smallest others with them until what is hidden comes to the
       threshold; who did not answer is shown, since that is no answer. Zeros are shown. Where fewer than the threshold
       answered, nothing is shown, not even how many. So no two distributions tell a cross-tab that is not shown.
    3. Each cross-tab: likewise its cells, its lines that too few answered, its lines of codes hidden in 2; then cells are
       added until each hidden one can move by the threshold with all totals known. In tables of the options of a set the
       missing are hidden in the same places of all, for they are the same people.
    4. In a group of fewer than ``alike_below`` a cell that all are in is hidden too: who knows that somebody is in the
       group would know the answer. (That none of a group ticked an option may be told.)
    5. Tables of three variables, and cross-tabs that tie variables in a ring (a × b, b × c, c × a), are tried by linear
       programming, and withheld whole where they would give something away.

    Margins of fewer variables count as published with each table, whether asked for or not. Filters are variables: pass the
    cross-tab with the filter, and show its line. What can't be told here: in a ring of more than ``PROVED_KINDS`` kinds of
    people each table is protected with all tables it shares a variable with, but the whole ring is not tried; ``audit``
    says so.

    Args:
        tables: of the same people, in any order, as ``count_tables`` gives them.
        threshold: the smallest count that is shown; 5 for residents, 10 for employees.
        alike_below: see 4; four times the threshold when None, 0 for never.

    Returns:
        Each table with what of it is shown, in the given order.

    Raises:
        PollsProblem: ``threshold.range`` (below 2), ``tables.differ`` (other people, or other codes of a variable).

    Sources: Cox, L. H. (1980), Suppression methodology and statistical disclosure control, *JASA* 75(370); Cox, L. H.
    (1995), Network models for complementary cell suppression, *JASA* 90(432); Fischetti, M. & Salazar, J. J. (2001),
    Solving the cell suppression problem on tabular data with linear constraints, *Management Science* 47(7). Step 3 is a
    heuristic of our own on Cox's network: what it hides is enough (proved by flow), not the least.
    """
    if threshold < _PAIR:
        raise PollsProblem("threshold.range", f"A threshold of {threshold} hides nothing. Give 2 or more.", given=threshold)
    rule = Rule(threshold, ALIKE_FACTOR * threshold if alike_below is None else alike_below)
    every = _gather_tables(tables)
    found: dict[tuple[str, ...], ProtectedTable] = {}
    for size in range(1, MOST_VARIABLES + 1):
        for names in sorted(names for names in every if len(names) == size):
            found[names] = _hide_table(every[names], found, rule)
        if size >= _PAIR:
            _withhold_rings(found, rule)
    return tuple(_order_axes(found[tuple(sorted(table.names))], table) for table in tables)


def protect_one(table: CountTable, threshold: int = THRESHOLD, *, alike_below: int | None = None) -> ProtectedTable:
    """Protect a table that nothing else is published with but its margins; see ``protect``."""
    return protect([table], threshold, alike_below=alike_below)[0]


def audit(tables: Sequence[ProtectedTable], threshold: int = THRESHOLD) -> Audit:
    """Attack published tables: for every hidden cell of answers find the fewest and the most people that may be in it.

    All that is shown becomes linear equations on the numbers of people of each kind, 0 or more; the smallest and the
    largest value of each hidden cell are two linear programmes (HiGHS), rounded to whole people. Cells of people who did
    not answer are not attacked: they are hidden for others' sake only.

    Source: the attacker's problem of Fischetti and Salazar (2001).
    """
    hidden, exposures, exact = 0, [], True
    for system in write_systems(tables, most_kinds=MOST_KINDS):
        exact = exact and system.is_exact
        cells = _list_hidden(system)
        hidden += len(cells)
        codes = {part.table.names: part.table.codes for part in system.tables}
        exposures += [
            Exposure(
                names=names,
                place=tuple(codes[names][axis][at] for axis, at in enumerate(place)),
                interval=interval,
            )
            for names, place, interval in _attack(system, threshold)
        ]
    return Audit(hidden=hidden, exposures=tuple(exposures), is_exact=exact)


def _list_hidden(system: System) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    found = []
    for part in system.tables:
        if len(part.table.names) > _PAIR and not part.table.counts[part.shown].any():
            continue  # withheld: what its margins say of it they say without it
        inner = tuple(slice(0, -1) for _axis in part.table.names)
        found += [(part.table.names, tuple(place)) for place in np.argwhere(~part.shown[inner]).tolist()]
    return found


def _attack(system: System, threshold: int) -> Iterator[tuple[tuple[str, ...], tuple[int, ...], Interval]]:
    cells = _list_hidden(system)
    found = system.attack([system.find_kinds(names, place) for names, place in cells], threshold)
    for at, interval in found.items():
        yield *cells[at], interval


def _gather_tables(tables: Sequence[CountTable]) -> dict[tuple[str, ...], CountTable]:
    """Give each table and its margins once, by its names in order; refuse what does not agree."""
    every: dict[tuple[str, ...], CountTable] = {}
    for table in tables:
        for size in range(1, len(table.names) + 1):
            for names in combinations(sorted(table.names), size):
                part = table.sum_over(names)
                other = every.setdefault(names, part)
                if other.codes != part.codes or not np.array_equal(other.counts, part.counts):
                    raise PollsProblem("tables.differ", f"Two tables count {names} differently.", names=names)
    if len({table.people for table in every.values()}) > 1:
        raise PollsProblem("tables.differ", "The tables are not of the same people.")
    return every


def _hide_table(table: CountTable, found: Mapping[tuple[str, ...], ProtectedTable], rule: Rule) -> ProtectedTable:
    names = table.names
    margins = tuple(found[part] for size in range(1, len(names)) for part in combinations(names, size))
    if len(names) == 1:
        hidden = hide_line(table.counts, table.free[0], rule)
    elif len(names) == _PAIR:
        hidden = _hide_pair(table, (~margins[0].shown, ~margins[1].shown), rule)
    else:
        return _hide_cube(table, margins, rule)
    return ProtectedTable(table, ~hidden, margins)


def _hide_pair(table: CountTable, lines: tuple[Mask, Mask], rule: Rule) -> Mask:
    match table.sets:
        case ("", ""):
            return hide_cross(table.counts, lines, table.free, rule)
        case ("", _set):
            return hide_options(table.counts.T, lines[::-1], table.free[::-1], rule).T
        case _:
            return hide_options(table.counts, lines, table.free, rule)


def _hide_cube(table: CountTable, margins: tuple[ProtectedTable, ...], rule: Rule) -> ProtectedTable:
    """Hide cells of a table of three variables: small ones, eight to a ring, tried by linear programming."""
    counts = table.counts
    inner = np.zeros(counts.shape, dtype=np.bool_)
    inner[:-1, :-1, :-1] = True
    hidden = inner & (counts > 0) & (counts < rule.threshold)
    known = _find_known(table, margins)
    for part in margins:
        gone = tuple(axis for axis, name in enumerate(table.names) if name not in part.table.names)
        hidden |= np.expand_dims(~part.shown, gone)
    for axis in range(3):
        # Of those in a pair of codes, fewer answered the third than may be told.
        lines = np.moveaxis(counts, axis, -1)
        few = lines[..., :-1].sum(axis=-1)
        small = (few > 0) & (few < rule.threshold)
        hidden |= np.moveaxis(np.broadcast_to(small[..., None], lines.shape), -1, axis)
    leaks: Iterable[tuple[int, ...]] = [tuple(place) for place in np.argwhere(hidden & inner).tolist()]
    for _round in range(_ROUNDS):
        for place in leaks:
            _close_cube(counts, hidden, place, rule.threshold)
        drawn = ProtectedTable(table, ~hidden | known, margins)
        found = [
            (names, place)
            for system in write_systems([drawn])
            for names, place, _interval in _attack(system, rule.threshold)
        ]
        if not found:
            return drawn
        leaks = [place for names, place in found if names == table.names]
    return ProtectedTable(table, known, margins)


def _close_cube(counts: Counts, hidden: Mask, place: tuple[int, ...], threshold: int) -> None:
    """Hide the cheapest eight cells that let one move by the most with all totals of two variables kept."""
    best: tuple[int, int] | None = None
    chosen: Counts | None = None
    for other in product(*(range(size) for size in counts.shape)):
        if any(one == two for one, two in zip(place, other, strict=True)):
            continue
        corners = np.array(list(product(*zip(place, other, strict=True))))
        odd = (corners != np.array(place)).sum(axis=1) % 2 == 1
        at = tuple(corners.T)
        gain = min(int(counts[at][odd].min()) + int(counts[at][~odd].min()), threshold)
        if hidden[at].all() or not gain:
            continue  # nothing that is not hidden yet, or nothing gained
        rank = (-gain, int(counts[at][~hidden[at]].sum()))
        if best is None or rank < best:
            best, chosen = rank, corners
    if chosen is not None:
        hidden[tuple(chosen.T)] = True


def _withhold_rings(found: dict[tuple[str, ...], ProtectedTable], rule: Rule) -> None:
    """Try tables that tie variables in a ring, and withhold those that give something away."""
    for system in write_systems(found.values(), most_kinds=PROVED_KINDS, only_rings=True):
        tied = [part.table.names for part in system.tables]
        while (leak := _find_leak([found[names] for names in tied], rule)) is not None:
            # What the cell's own table no longer tells, others tell together: withhold the next of them.
            names = next((one for one in (leak, *tied) if _may_withhold(found[one])), None)
            if names is None:
                break
            found[names] = _withhold(found[names])
    for names, part in list(found.items()):
        margins = tuple(found[margin.table.names] for margin in part.margins)
        found[names] = ProtectedTable(part.table, part.shown, margins)


def _may_withhold(part: ProtectedTable) -> bool:
    return len(part.table.names) > 1 and bool((part.shown & ~_find_known(part.table, part.margins)).any())


def _withhold(part: ProtectedTable) -> ProtectedTable:
    return ProtectedTable(part.table, _find_known(part.table, part.margins), part.margins)


def _find_known(table: CountTable, margins: Iterable[ProtectedTable]) -> Mask:
    """Mark the cells that need not be told: nobody is in them, since a shown margin says that nobody is in their line."""
    known = np.zeros(table.counts.shape, dtype=np.bool_)
    for part in margins:
        gone = tuple(axis for axis, name in enumerate(table.names) if name not in part.table.names)
        known |= np.expand_dims(part.shown & (part.table.counts == 0), gone)
    return known


def _find_leak(tables: Sequence[ProtectedTable], rule: Rule) -> tuple[str, ...] | None:
    bare = [ProtectedTable(part.table, part.shown) for part in tables]
    for system in write_systems(bare, most_kinds=PROVED_KINDS):
        for names, _place, _interval in _attack(system, rule.threshold):
            return names
    return None


def _order_axes(found: ProtectedTable, table: CountTable) -> ProtectedTable:
    """Give a protected table with its axes as they were asked for."""
    axes = [found.table.names.index(name) for name in table.names]
    return ProtectedTable(table, np.transpose(found.shown, axes), found.margins)
