"""Hiding cells of one line and of a cross-tab so that what stays shown does not give them away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from sciezka.core.polls.counted import Counts, Mask

_PLENTY: Final = 2**30  # more than there are people; maximum_flow reckons in 32 bits
_HALF: Final = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """What must not be told.

    Attributes:
        threshold: a count from 1 up to this, excluded, is hidden, and nothing hidden may be known within fewer.
        alike_below: in a group of fewer people than this nobody may be told that all answered the same.
    """

    threshold: int
    alike_below: int

    def marks(self, count: int) -> bool:
        """Tell whether a count is too small to be shown."""
        return 0 < count < self.threshold

    def mark(self, counts: Counts) -> Mask:
        """Mark the counts that are too small to be shown."""
        found: Mask = (counts > 0) & (counts < self.threshold)
        return found

    def marks_alike(self, line: Counts, free: Mask) -> bool:
        """Tell whether a small group answered all the same, other than with a code that is free to be told."""
        if line.size < _HALF or np.count_nonzero(line) != 1 or free[line.argmax()]:
            return False
        return bool(self.threshold <= line.sum() < self.alike_below)


def hide_line(counts: Counts, free: Mask, rule: Rule) -> Mask:
    """Give which places of a distribution to hide, the missing at the end among them.

    Hidden are small counts, and counts that all but a few gave: who are not in them, with those who did not answer, are
    from one to the threshold, excluded. Then the smallest of the others, until two or more are hidden and come to the
    threshold or more together: each may then be anything from 0 to that sum. Where fewer than the threshold answered, or
    there is only one code, all is hidden.

    So a shown code has the threshold or more people in it *and* outside of it, or all or none. That is what keeps two
    distributions of n people from telling a cross-tab that is not shown: of codes of a and b people, from
    max(0, a + b - n) to min(a, b) have both, which is min(a, b, n - a, n - b) steps wide (Fréchet 1951).
    """
    hidden = np.zeros(counts.size, dtype=np.bool_)
    answers = counts[:-1]
    everyone = int(counts.sum())
    if everyone < rule.threshold or rule.marks(int(answers.sum())):
        hidden[:] = True
        return hidden
    hidden[:-1] = rule.mark(answers) | rule.mark(everyone - answers)
    if rule.marks_alike(answers, free[:-1]):
        hidden[int(answers.argmax())] = True
    if not hidden.any():
        return hidden
    # The smallest that anybody gave first; a code that nobody gave only where there is no other.
    for at in sorted(np.flatnonzero(~hidden[:-1]), key=lambda at: (answers[at] == 0, answers[at])):
        if np.count_nonzero(hidden) >= _HALF and answers[hidden[:-1]].sum() >= rule.threshold:
            break
        hidden[at] = True
    if np.count_nonzero(hidden) < _HALF:
        hidden[:] = True
    return hidden


def hide_cross(
    counts: Counts,
    lines: tuple[Mask, Mask],
    free: Sequence[Mask],
    rule: Rule,
    *,
    fixed: bool = False,
    joined: bool = False,
) -> Mask:
    """Give which cells of a cross-tab to hide, given which places of its two distributions are hidden.

    Lines whose total is hidden are hidden whole; since people can be moved between them unseen, they are taken together
    as one line whose total is known. In what is left, all totals are known, and a hidden cell can be known no better than
    within the people that can be moved around rings of hidden cells without changing a total: just the greatest flow
    through them, up and down. Cells are added, four to a ring and the cheapest first, until every hidden cell of answers
    can be anything within the threshold. Where no ring is left all cells are hidden, and ``hide_line`` sees to it that two
    distributions alone leave each of them free enough.

    Args:
        counts: with the missing last on both axes.
        lines: which places of the two distributions are hidden, of the rows and of the columns.
        free: see ``CountTable.free``.
        rule: what must not be told.
        fixed: whether the row of the missing must stay as it is: other tables tell it too.
        joined: whether there are columns among the hidden whose totals are shown.
    """
    rows, columns = lines
    merged, row_at, column_at = _merge_hidden(counts, rows, columns)
    rows_open = _find_places(row_at, rows.size - 1)
    columns_open = _find_places(column_at, columns.size - 1)
    free_rows, free_columns = (
        np.array([bool(mask[places == at].all()) for at in range(int(places.max()) + 1)])
        for mask, places in zip(free, (row_at, column_at), strict=True)
    )
    hidden = _mark_lines(merged, rows_open, columns_open, free_columns, rule)
    hidden |= _mark_lines(merged.T, columns_open, rows_open, free_rows, rule).T
    if joined:
        # How many are in each column of the merged one is known: what all but a few of it gave is known of each.
        hidden[:, -1] |= rows_open & (merged[:, -1] > 0) & rule.mark(merged[:, -1].sum() - merged[:, -1])
    told = ~rows_open if fixed else np.zeros(rows_open.size, dtype=np.bool_)
    # A line that is shown to be empty has no cell that could be anything else.
    moving = np.outer(~told & (merged.sum(axis=1) > 0), merged[~told].sum(axis=0) > 0)
    hidden &= moving
    _close_rings(merged, hidden, rows_open, columns_open, rule, moving)
    full = hidden[row_at][:, column_at]
    # Inside of a merged line people may have moved: only a zero of the whole line is known to be one.
    inside = rows[:, None] | columns[None, :]
    return full | (inside & (merged[row_at][:, column_at] > 0))


def hide_options(counts: Counts, lines: tuple[Mask, Mask], free: Sequence[Mask], rule: Rule) -> Mask:
    """Give which cells to hide of a cross-tab whose rows are an option of a set: ticked, not ticked, not answered.

    Who did not answer is the same in the tables of all options. What is hidden of them is therefore decided by how many
    answered in each column alone, and so for all options alike: columns that too few answered are hidden whole, with the
    next small ones, until enough people are in them for each to be anything; everywhere else the row of the missing is
    shown, and no cell is hidden in it for an option's own sake. So a change of one option's hidden cells needs none in the
    others, or one that they all allow.
    """
    rows, columns = lines
    whole = _join_columns(counts, columns, rule)
    joined = not np.array_equal(whole, columns)
    return hide_cross(counts, (rows, whole), free, rule, fixed=not rows[-1], joined=joined)


def _join_columns(counts: Counts, columns: Mask, rule: Rule) -> Mask:
    """Mark the columns to be taken together, so that how many of each answered is not told where it may not be."""
    bases, missing = counts[:-1].sum(axis=0), counts[-1]
    totals = counts.sum(axis=0)
    everyone = int(bases.sum())
    open_ = np.ones(columns.size, dtype=np.bool_)
    open_[-1] = False  # who did not say what group they are of
    joined = columns.copy()
    few = columns & rule.marks(int(bases[columns].sum()))
    few |= open_ & ~columns & (bases > 0) & (rule.mark(bases) | rule.mark(everyone - bases))
    if not few.any():
        return columns
    joined |= few
    order = sorted(np.flatnonzero(~joined & (totals > 0)), key=lambda at: (not open_[at], bases[at] == 0, bases[at]))
    while order:
        # Not how many answered of any joined column, nor of all others together, may be too few. That each can be any of
        # the people of the others follows: a shown column has the threshold of people inside and outside of it.
        answered = int(bases[joined].sum())
        if (
            np.count_nonzero(joined) >= _HALF
            and answered >= rule.threshold
            and not rule.marks(everyone - answered)
            and int(missing[joined].sum()) >= min(rule.threshold, int(missing.sum()))
        ):
            break
        joined[order.pop(0)] = True
    return joined


def measure_freedom(counts: Counts, hidden: Mask, row: int, column: int) -> int:
    """Give the width of the interval that the totals and the shown cells leave to one hidden cell.

    Up: the greatest flow that leaves the cell's column by taking people from hidden cells (as many as are there) and
    enters its row by adding to others (any number); down: the reverse, and no more than there are in the cell.
    """
    height, width = counts.shape
    others = hidden.copy()
    others[row, column] = False
    at_rows, at_columns = np.nonzero(others)
    if not at_rows.size:
        return 0
    takes = counts[at_rows, at_columns]
    heads = np.concatenate([height + at_columns, at_rows])
    tails = np.concatenate([at_rows, height + at_columns])
    caps = np.concatenate([takes, np.full(at_rows.size, _PLENTY)])
    size = height + width
    kept = caps > 0
    graph = csr_array((caps[kept].astype(np.int32), (heads[kept], tails[kept])), shape=(size, size))
    up = int(maximum_flow(graph, height + column, row).flow_value)
    if not counts[row, column]:
        return up
    down = int(maximum_flow(graph, row, height + column).flow_value)
    return up + min(down, int(counts[row, column]))


def _merge_hidden(counts: Counts, rows: Mask, columns: Mask) -> tuple[Counts, NDArray[np.int64], NDArray[np.int64]]:
    """Put hidden lines together at the end; give the table and where each line went."""
    row_at, column_at = _place_lines(rows), _place_lines(columns)
    merged = np.zeros((int(row_at.max()) + 1, int(column_at.max()) + 1), dtype=np.int64)
    np.add.at(merged, (row_at[:, None], column_at[None, :]), counts)
    return merged, row_at, column_at


def _place_lines(hidden: Mask) -> NDArray[np.int64]:
    places = np.cumsum(~hidden) - 1
    places[hidden] = np.count_nonzero(~hidden)
    return places


def _find_places(places: NDArray[np.int64], missing: int) -> Mask:
    """Mark the lines of the merged table that hold answers: all but that of the missing, where it stands alone."""
    found = np.ones(int(places.max()) + 1, dtype=np.bool_)
    if np.count_nonzero(places == places[missing]) == 1:
        found[places[missing]] = False
    return found


def _mark_lines(merged: Counts, lines: Mask, across: Mask, free: Mask, rule: Rule) -> Mask:
    """Mark the small cells of answers, the lines that too few answered, and the cells that all of a small group are in."""
    hidden = np.outer(lines, across) & rule.mark(merged)
    # Where all of everybody gave one code, that they did so in each group is no news.
    across = across & (merged[lines].sum(axis=0) > 0)
    for at in np.flatnonzero(lines):
        answers = merged[at][across]
        if rule.marks(int(answers.sum())):
            hidden[at] = True  # nothing of the line, and not how many they were
        elif rule.marks_alike(answers, free[across]):
            hidden[at, int(np.flatnonzero(across)[answers.argmax()])] = True
    return hidden


def _close_rings(merged: Counts, hidden: Mask, rows: Mask, columns: Mask, rule: Rule, moving: Mask) -> None:
    """Hide more cells, of those that may move, in place, until every hidden cell of answers is free enough."""
    inner = np.outer(rows, columns)
    # A base that is too small hides the cell of the missing for its own sake.
    bound = hidden & ~np.outer(~rows, ~columns)
    for at in np.flatnonzero(~rows):
        bound[at] &= columns & rule.mark(merged[rows].sum(axis=0))
    for at in np.flatnonzero(~columns):
        bound[:, at] &= rows & rule.mark(merged[:, columns].sum(axis=1))
    waiting = [(int(row), int(column)) for row, column in np.argwhere(bound)]
    waiting.sort(key=lambda place: -int(merged[place]))
    while waiting:
        row, column = waiting.pop()
        while not _is_free(merged, hidden, row, column, rule.threshold):
            ring = _choose_ring(merged, hidden, inner, (row, column), rule.threshold, moving)
            if ring is None:
                # Nothing of this table can be told but that nobody is in a line whose total says so.
                hidden |= moving
                return
            for place in ring:
                if not hidden[place]:
                    hidden[place] = True
                    if inner[place]:
                        waiting.append(place)


def _is_free(counts: Counts, hidden: Mask, row: int, column: int, threshold: int) -> bool:
    up, down = _measure_rings(counts, row, column)
    whole = hidden & hidden[row][None, :] & hidden[:, column][:, None]
    whole[row] = False
    whole[:, column] = False
    if whole.any() and int(up[whole].max()) + int(down[whole].max()) >= threshold:
        return True
    return measure_freedom(counts, hidden, row, column) >= threshold


def _measure_rings(counts: Counts, row: int, column: int) -> tuple[Counts, Counts]:
    """Give for each opposite corner how far its ring of four lets the cell rise and fall."""
    up = np.minimum(counts[row][None, :], counts[:, column][:, None])
    return up, np.minimum(counts[row, column], counts)


def _choose_ring(
    counts: Counts, hidden: Mask, inner: Mask, place: tuple[int, int], threshold: int, moving: Mask
) -> tuple[tuple[int, int], ...] | None:
    row, column = place
    up, down = _measure_rings(counts, row, column)
    # Hiding people who did not answer hides a base, and with it shares: dearer than any cell of answers.
    dear = np.where(inner, counts, counts + counts.sum()) + 1
    price = np.where(hidden, 0, dear).astype(np.int64)
    cost = price + price[row][None, :] + price[:, column][:, None]
    gain = np.minimum(up + down, threshold)
    usable = (gain > 0) & (cost > 0)
    usable &= moving[row][None, :] & moving[:, column][:, None] & moving
    usable[row] = False
    usable[:, column] = False
    if not usable.any():
        return None
    enough = usable & (gain >= threshold)
    if enough.any():
        best = np.where(enough, cost, np.iinfo(np.int64).max).argmin()
    else:
        best = np.where(usable, cost / np.maximum(gain, 1), np.inf).argmin()
    other_row, other_column = (int(at) for at in np.unravel_index(best, counts.shape))
    return (row, other_column), (other_row, column), (other_row, other_column)
