"""Comparing answers between groups: which items may part the respondents, and each item's answers by group, protected.

Groups come from what was agreed in the questionnaire, not from any wish of the moment: the group kept with class codes,
items of the bank that describe people (``DEM-…``), and items whose make-up in the population is known. Groupings that tell
one another are not both kept: what one of them hides, the other would show.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.core.polls.associations import measure_association
from sciezka.core.polls.counted import ProtectedTable, name_option
from sciezka.core.polls.tables import cross
from sciezka.rooms.questions.schema.types import Item, Kind
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.frames_layout import BANDS, GROUP, name_column
from sciezka.rooms.surveys.queries.results_items import is_led_by_hidden
from sciezka.rooms.surveys.queries.results_protected import protect_one, protect_tables
from sciezka.rooms.surveys.queries.results_shapes import say_question

DESCRIBES: Final = "DEM-"
MOST_GROUPS: Final = 12
MOST_GROUPINGS: Final = 6
TELLS: Final = 0.9
"""Groupings with a Cramér's V above this tell one another."""
FEWEST_GROUPS: Final = 2
BAND_LABELS: Final = {
    "against": gettext_lazy("0–6: don’t recommend"),
    "between": gettext_lazy("7–8: neither"),
    "for": gettext_lazy("9–10: recommend"),
}


@dataclass(frozen=True, slots=True)
class Grouping:
    """What parts the respondents into groups.

    Attributes:
        name: the column.
        key: as it stands in an address.
        label: its words.
        groups: the words of each group by its code, in order.
    """

    name: str
    key: str
    label: str
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GroupShare:
    """One group's share of one answer; neither is told where hidden."""

    count: int | None
    share: float | None

    @property
    def is_hidden(self) -> bool:
        """Whether it may not be told."""
        return self.count is None

    @property
    def percent(self) -> float:
        """The share out of a hundred, for a bar."""
        return 100 * (self.share or 0)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One answer across all groups."""

    code: str
    label: str
    is_unsure: bool
    shares: tuple[GroupShare, ...]

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it may be told."""
        return all(part.is_hidden for part in self.shares)

    @property
    def spread(self) -> float | None:
        """How far apart the groups are, as far as it may be told."""
        told = [part.share for part in self.shares if part.share is not None]
        return max(told) - min(told) if len(told) >= FEWEST_GROUPS else None


@dataclass(frozen=True, slots=True)
class GroupTable:
    """An item's answers, or those of one of its rows, by group.

    Attributes:
        item: what was asked.
        row: the words of the row, if the item has rows.
        bases: how many in each group answered; None where hidden.
        means: of each group, where the item is a scale and nothing of the group is hidden.
        lines: the answers.
        groups: the words of each group by its code, those of whom nobody answered left out.
        is_withheld: whether nothing of it may be told.
    """

    item: Item
    row: str
    bases: tuple[int | None, ...]
    means: tuple[float | None, ...]
    lines: tuple[GroupLine, ...]
    groups: Mapping[str, str] = field(default_factory=dict)
    is_withheld: bool = False

    @property
    def has_means(self) -> bool:
        """Whether any mean may be told."""
        return any(mean is not None for mean in self.means)

    @property
    def has_hidden(self) -> bool:
        """Whether some of it is hidden."""
        return any(part.is_hidden for line in self.lines for part in line.shares)

    @property
    def columns(self) -> list[tuple[str, int | None, float | None]]:
        """Each group's words, how many of it answered, and its mean."""
        means = self.means or (None,) * len(self.bases)
        return list(zip(self.groups.values(), self.bases, means, strict=True))

    @property
    def rows(self) -> list[tuple[GroupLine, list[tuple[str, GroupShare]]]]:
        """Each answer with the words of the groups beside their shares."""
        return [(line, list(zip(self.groups.values(), line.shares, strict=True))) for line in self.lines]


def list_groupings(sight: FrameSight, language: str) -> list[Grouping]:
    """List what may part the respondents of a survey into groups."""
    found: list[Grouping] = []
    for grouping in _propose(sight, language):
        table = protect_one(sight, grouping.name)
        if sum(bool(count) for count in table.cells) < FEWEST_GROUPS:
            continue
        if not any(_tell_each_other(sight, grouping.name, other.name) for other in found):
            found.append(grouping)
    return found[:MOST_GROUPINGS]


def _propose(sight: FrameSight, language: str) -> list[Grouping]:
    found = []
    groups = [code for code in sight.frame[GROUP].spec.codes if code != "–"]
    if FEWEST_GROUPS <= len(groups) <= MOST_GROUPS:
        found.append(Grouping(GROUP, "grupa", _("Group"), {code: code for code in groups}))
    for item in sight.questionnaire.items():
        if describes_people(sight, item):
            labels = {option.code: option.text.say(language) or option.code for option in item.options}
            found.append(Grouping(item.code, item.code, say_question(item, language), labels))
    return found


def describes_people(sight: FrameSight, item: Item) -> bool:
    """Tell whether an item may part the respondents into groups."""
    # Who was asked something only because of another answer would be a group of that other answer.
    fits = item.kind in {Kind.SINGLE, Kind.DROPDOWN} and len(item.options) <= MOST_GROUPS and not sight.leads.get(item.code)
    return fits and (item.bank.startswith(DESCRIBES) or item.code in sight.survey.margins)


def _tell_each_other(sight: FrameSight, one: str, other: str) -> bool:
    found = measure_association(cross(sight.frame, one, other).counts)
    return found is not None and found.cramers_v > TELLS


def read_groups(sight: FrameSight, item: Item, grouping: Grouping, language: str) -> list[GroupTable]:
    """Read an item's answers by group: one table, or one for each row; none for what is not counted.

    What describes people is not parted by what else describes them: such a table, with those of an item by either, would
    make a ring of three, in which one may tell what another hides.
    """
    if describes_people(sight, item):
        return []
    if item.kind in {Kind.SINGLE, Kind.DROPDOWN}:
        tables = [_read_table(sight, item, item.code, "", grouping, language)]
    elif item.kind == Kind.NPS:
        tables = [_read_table(sight, item, name_column(item, BANDS), "", grouping, language)]
    elif item.kind == Kind.GRID:
        tables = [
            _read_table(sight, item, name_column(item, row.code), row.text.say(language), grouping, language)
            for row in item.rows
        ]
    elif item.kind == Kind.MULTIPLE:
        tables = [_read_set(sight, item, grouping, language)]
    else:
        return []
    if is_led_by_hidden(sight, item, grouping.name):
        return [GroupTable(item, table.row, (), (), (), is_withheld=True) for table in tables]
    return tables


def _read_table(sight: FrameSight, item: Item, name: str, row: str, grouping: Grouping, language: str) -> GroupTable:
    table = protect_one(sight, name, grouping.name)
    bases = table.find_bases(1)
    order = table.table.codes[1]
    width = len(order)
    groups = _find_answering(bases, order, grouping)
    options = {option.code: option for option in item.options}
    lines = []
    for at, code in enumerate(table.table.codes[0]):
        option = options.get(code)
        shares = _share(table.cells[at * width : (at + 1) * width], bases)
        label = (option.text.say(language) or code) if option else str(BAND_LABELS.get(code, code))
        lines.append(GroupLine(code, label, bool(option and option.missing), _order(shares, order, groups)))
    means = _find_means(sight, name, table)
    return GroupTable(item, row, _order(bases, order, groups), _order(means, order, groups), tuple(lines), groups,
                      is_withheld=all(base is None for base in bases))  # fmt: skip


def _read_set(sight: FrameSight, item: Item, grouping: Grouping, language: str) -> GroupTable:
    tables = protect_tables(sight, [(item.code, grouping.name)])
    lines: list[GroupLine] = []
    bases: tuple[int | None, ...] = ()
    groups: Mapping[str, str] = {}
    for option in item.options:
        table = tables[name_option(item.code, option.code), grouping.name]
        all_bases = table.find_bases(1)
        order = table.table.codes[1]
        groups = _find_answering(all_bases, order, grouping)
        shares = _order(_share(table.cells[: len(order)], all_bases), order, groups)
        lines.append(GroupLine(option.code, option.text.say(language) or option.code, option.missing, shares))
        bases = _order(all_bases, order, groups)
    return GroupTable(item, "", bases, (), tuple(lines), groups, is_withheld=all(base is None for base in bases))


def _share(counts: tuple[int | None, ...], bases: tuple[int | None, ...]) -> tuple[GroupShare, ...]:
    return tuple(
        GroupShare(count if base is not None else None, count / base if count is not None and base else None)
        for count, base in zip(counts, bases, strict=True)
    )


Part = TypeVar("Part")


def _find_answering(bases: tuple[int | None, ...], codes: tuple[str, ...], grouping: Grouping) -> Mapping[str, str]:
    """Find the groups of which somebody answered; a base that is hidden is of somebody."""
    by_code = dict(zip(codes, bases, strict=True))
    return {code: label for code, label in grouping.groups.items() if by_code[code] != 0}


def _order(parts: tuple[Part, ...], codes: tuple[str, ...], groups: Mapping[str, str]) -> tuple[Part, ...]:
    """Put parts into the order of the groups, leaving out codes that are none of them."""
    by_code = dict(zip(codes, parts, strict=True))
    return tuple(by_code[code] for code in groups)


def _find_means(sight: FrameSight, name: str, table: ProtectedTable) -> tuple[float | None, ...]:
    """Give the mean of each group of which nothing is hidden, reckoned from the counts that are shown."""
    spec = sight.frame[name].spec
    codes, groups = table.table.codes
    if spec.kind != "scale":
        return (None,) * len(groups)
    values = dict(zip(spec.codes, spec.values, strict=True))
    means: list[float | None] = []
    for at in range(len(groups)):
        counts = [table.cells[row * len(groups) + at] for row in range(len(codes))]
        told = [(values[code], count) for code, count in zip(codes, counts, strict=True) if count is not None]
        whole = len(told) == len(counts)
        n = sum(count for value, count in told if value is not None)
        total = sum(value * count for value, count in told if value is not None)
        means.append(total / n if whole and n else None)
    return tuple(means)
