"""What of the answers may be told: every table that a page, a file or a finding shows passes here.

One policy for all of them, so that no two pages give away together what each hides:

- distributions of all items, and cross-tabs of an item with a *grouping*; no table of three, so a filter is a line of a
  cross-tab that can be seen whole;
- what a distribution hides does not depend on what it is crossed with, and every cross-tab is protected under the same two
  distributions, so it does not matter which of them was opened first;
- means, scores and tests are told only of tables that hide nothing.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Final

from sciezka.core.polls.columns import build_frame
from sciezka.core.polls.counted import ProtectedTable, count_tables, name_option
from sciezka.core.polls.suppression import protect
from sciezka.rooms.surveys.queries.frames import FrameSight

Names = tuple[str, ...]
MOST_TABLES: Final = 4_000

_kept: OrderedDict[tuple[str, int, Names], ProtectedTable] = OrderedDict()
_lock = Lock()


def protect_tables(sight: FrameSight, wanted: Iterable[Sequence[str]]) -> dict[Names, ProtectedTable]:
    """Count tables and hide of them what might tell about a single person.

    Args:
        sight: the answers, not narrowed: whose distributions decide what is hidden everywhere.
        wanted: the columns of each table: one for a distribution, two for a cross-tab.

    Returns:
        By the names of variables; an option of a set is a variable of its own.
    """
    asked = [tuple(names) for names in wanted]
    fresh = [names for names in asked if not all(key in _kept for key in _keys_of(sight, names))]
    if fresh:
        # One by one: a table is protected under its two distributions alone, so the answer is the same in any company.
        made = [
            table
            for names in fresh
            for part in count_tables(sight.frame, [names])
            for table in protect([part], sight.survey.fewest)
        ]
        with _lock:
            for table in made:
                _kept[sight.digest, sight.survey.fewest, table.table.names] = table
            while len(_kept) > MOST_TABLES:
                _kept.popitem(last=False)
            found = {table.table.names: table for table in made}
    else:
        found = {}
    for names in asked:
        for key in _keys_of(sight, names):
            kept = _kept.get(key)
            if key[2] not in found and kept is not None:
                found[key[2]] = kept
    return found


def protect_one(sight: FrameSight, *names: str) -> ProtectedTable:
    """Count one table and protect it."""
    return protect_tables(sight, [names])[names]


def _keys_of(sight: FrameSight, names: Names) -> list[tuple[str, int, Names]]:
    """Give the keys of the tables that a wish makes: one, or for sets one for each of their options."""
    made: list[Names] = [()]
    for name in names:
        spec = sight.frame[name].spec
        parts = [name_option(name, code) for code in spec.codes] if spec.kind == "set" else [name]
        made = [(*begun, part) for begun in made for part in parts]
    return [(sight.digest, sight.survey.fewest, whole) for whole in made]


def thin(sight: FrameSight, *names: str) -> FrameSight:
    """Give the sight with only some columns, which is quick to narrow."""
    frame = build_frame(sight.frame.rows, [sight.frame[name] for name in names], sight.frame.weights)
    return FrameSight(sight.survey, sight.questionnaire, sight.leads, frame, sight.digest, sight.n, sight.filters)
