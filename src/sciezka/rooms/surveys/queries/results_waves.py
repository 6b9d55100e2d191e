"""What changed since the wave before: the same questions, the difference with its interval, and a plain verdict.

Only what both waves may tell of themselves is compared, so a comparison gives nothing away that the two results hide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from sciezka.core.polls.tables import describe_number
from sciezka.core.polls.waves import Change, Mean, Sample, compare_means, compare_shares, correct_changes
from sciezka.kit.typography import write_number
from sciezka.rooms.questions.schema.comparing import same_question
from sciezka.rooms.questions.schema.types import Item, Kind
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.results_items import read_items
from sciezka.rooms.surveys.queries.results_reading import write_share
from sciezka.rooms.surveys.queries.results_shapes import ItemSight, Line

COMPARABLE: Final = frozenset({Kind.SINGLE, Kind.DROPDOWN, Kind.MULTIPLE, Kind.GRID, Kind.NPS})


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One answer, or a mean, in both waves, ready to read."""

    label: str
    before: str
    after: str
    difference: str
    interval: str
    direction: str


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """One item in both waves.

    Attributes:
        item: as it was asked now.
        question: its words.
        row: the words of its row, if it has rows.
        likeness: ``same`` or ``reworded``.
        n_before: how many answered then.
        n_after: how many answer now.
        lines: its answers, and its mean where it has one.
    """

    item: Item
    question: str
    row: str
    likeness: str
    n_before: int
    n_after: int
    lines: tuple[ChangeLine, ...]

    @property
    def has_moved(self) -> bool:
        """Whether any difference can be told."""
        return any(line.direction != "none" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Waves:
    """Two waves side by side.

    Attributes:
        items: what can be compared, what moved first.
        others: questions of now that the wave before did not ask, or asked on another scale.
    """

    items: tuple[ChangedItem, ...]
    others: tuple[str, ...]

    @property
    def moved(self) -> list[ChangedItem]:
        """Items of which some difference can be told."""
        return [one for one in self.items if one.has_moved]

    @property
    def alike(self) -> list[ChangedItem]:
        """Items of which none can."""
        return [one for one in self.items if not one.has_moved]


def compare_surveys(before: FrameSight, after: FrameSight, language: str) -> Waves:
    """Compare two waves, item by item."""
    pairs: list[tuple[Item, Item, str]] = []
    others = []
    for item in after.questionnaire.items():
        if item.kind == Kind.NOTE:
            continue
        found = find_pair(before, item)
        if found is None:
            others.append(item.text.say(language))
        elif item.kind in COMPARABLE:
            pairs.append((found[0], item, found[1]))
    old = read_items(before, [pair[0] for pair in pairs], language=language)
    new = read_items(after, [pair[1] for pair in pairs], language=language)
    changed = [
        one
        for then, now, (_old, _new, likeness) in zip(old, new, pairs, strict=True)
        for one in _compare_item((before, then), (after, now), likeness)
    ]
    changed.sort(key=lambda one: not one.has_moved)
    return Waves(tuple(changed), tuple(others))


def find_pair(before: FrameSight, item: Item) -> tuple[Item, str] | None:
    """Find the same question in an earlier wave: by its code of the bank, else by its own code."""
    for other in before.questionnaire.items():
        if (item.bank and item.bank == other.bank) or item.code == other.code:
            likeness = str(same_question(other, item))
            if likeness in {"same", "reworded"} and other.kind == item.kind:
                return other, likeness
    return None


Side = tuple[FrameSight, ItemSight]


def _compare_item(before: Side, after: Side, likeness: str) -> Iterator[ChangedItem]:
    old_rows = {row.name.partition(".")[2]: row for row in before[1].rows}
    if after[1].rows:
        for row in after[1].rows:
            then = old_rows.get(row.name.partition(".")[2])
            if then is not None:
                yield from _compare_part((before[0], then), (after[0], row), likeness, after[1].question, row.question)
    else:
        yield from _compare_part(before, after, likeness, after[1].question, "")


def _compare_part(before: Side, after: Side, likeness: str, question: str, row: str) -> Iterator[ChangedItem]:
    then, now = before[1], after[1]
    if not then.n or not now.n or then.is_coarse or now.is_coarse:
        return
    old = {line.code: line for line in then.lines}
    pairs = [(old[line.code], line) for line in now.lines if line.code in old]
    populations = _read_population(before), _read_population(after)
    found: list[tuple[Line, Change]] = []
    for one, other in pairs:
        if one.count is not None and other.count is not None:
            change = compare_shares(
                Sample(count=one.count, n=then.n, population=populations[0]),
                Sample(count=other.count, n=now.n, population=populations[1]),
            )
            if change is not None:
                found.append((other, change))
    corrected = correct_changes([change for _line, change in found]) if found else ()
    lines = [_write_share(line.label, change) for (line, _old), change in zip(found, corrected, strict=True)]
    if (mean := _compare_mean(before, after, populations)) is not None:
        lines.insert(0, _write_mean(mean))
    if lines:
        yield ChangedItem(now.item, question, row, likeness, then.n, now.n, tuple(lines))


def _read_population(side: Side) -> int | None:
    size = side[0].survey.frame_size
    return size if size is not None and size >= (side[1].n or 0) else None


def _compare_mean(before: Side, after: Side, populations: tuple[int | None, int | None]) -> Change | None:
    """Compare means where both may be told: then spreads follow from counts that are shown."""
    sides = []
    for (sight, part), population in zip((before, after), populations, strict=True):
        if part.mean is None or part.has_hidden:
            return None
        said = describe_number(sight.frame, part.name)
        if said.mean is None or said.sd is None:
            return None
        sides.append(Mean(mean=said.mean, sd=said.sd, n=said.n, population=population))
    return compare_means(sides[0], sides[1])


def _write_share(label: str, change: Change) -> ChangeLine:
    return ChangeLine(
        label, write_share(change.before), write_share(change.after), write_points(100 * change.difference, 0),
        f"{write_points(100 * change.interval.low, 0)} … {write_points(100 * change.interval.high, 0)}",
        str(change.direction.value),
    )  # fmt: skip


def _write_mean(change: Change) -> ChangeLine:
    return ChangeLine(
        _("Mean"), write_number(change.before, 1, keep=True), write_number(change.after, 1, keep=True),
        write_points(change.difference, 1),
        f"{write_points(change.interval.low, 1)} … {write_points(change.interval.high, 1)}", str(change.direction.value),
    )  # fmt: skip


def write_points(value: float, digits: int) -> str:
    """Write a difference with its sign."""
    text = write_number(value, digits, keep=bool(digits))
    return f"+{text}" if value > 0 and text.strip("0,.") else text.replace("−0", "0") if not text.strip("−0,.") else text


def say_waves(waves: Waves) -> str:
    """Say in a sentence what changed."""
    moved = waves.moved
    if not waves.items:
        return _("No question was asked in both waves")
    if not moved:
        return _("No difference between the waves can be told")
    words: Mapping[str, object] = {"moved": len(moved), "all": len(waves.items)}
    return _("%(moved)s of %(all)s compared questions changed") % words
