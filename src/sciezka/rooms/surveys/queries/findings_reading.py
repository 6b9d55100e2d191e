"""Readings: one number of a result with everything that is needed to read it again, as a finding keeps it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.typography import write_number
from sciezka.rooms.questions.schema.types import Kind
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.frames import FrameSight, is_over
from sciezka.rooms.surveys.queries.results_groups import Grouping, GroupTable, list_groupings
from sciezka.rooms.surveys.queries.results_page import Card, choose_grouping, read_card
from sciezka.rooms.surveys.queries.results_reading import NBSP, find_top, quote, write_share, write_signed
from sciezka.rooms.surveys.queries.results_shapes import ItemSight, Line
from sciezka.rooms.surveys.queries.results_weights import choose_weights, read_weighting

NEAR: Final = 1e-9
MOST_FIGURES: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number of a result.

    Attributes:
        key: which number of the item: words joined by ``/``.
        question: the words of the question.
        label: what the number is of.
        number: the number: a percentage, a mean, a score.
        unit: ``%``, ``mean`` or ``score``.
        text: the number as it was written.
        n: how many answered, of the group where there is one.
        group: the group, if one.
        sentence: what it says, as it was proposed.
        table: the whole protected table of the item, as rows of text.
        day: the day it was read, ISO.
        edition: the number of the questionnaire's edition.
        is_weighted: whether it is weighted.
    """

    key: str
    question: str
    label: str
    number: float
    unit: str
    text: str
    n: int
    group: str = ""
    sentence: str = ""
    table: tuple[tuple[str, ...], ...] = field(default_factory=tuple)
    day: str = ""
    edition: int = 0
    is_weighted: bool = False

    @property
    def as_of(self) -> str:
        """The day it was read, as people write it."""
        return write_day(self.day)

    def as_stored(self) -> dict[str, Any]:
        """Give the reading for the database."""
        return {**asdict(self), "table": [list(row) for row in self.table]}


def load_reading(stored: Mapping[str, Any]) -> Reading:
    """Read a reading from the database."""
    table = tuple(tuple(str(cell) for cell in row) for row in stored.get("table", ()))
    return Reading(**{**stored, "table": table})


def read_shown(
    sight: FrameSight, asked: Mapping[str, str], language: str
) -> tuple[Card, Grouping | None, list[Reading]] | None:
    """Read an item as an address shows it, with every number of it that can be kept; nothing where there is no such item."""
    item = sight.questionnaire.find_item(asked.get("o", ""))
    if item is None or item.kind == Kind.NOTE or sight.n < sight.survey.fewest:
        return None
    # Telling which groupings are worth offering takes long; where none was asked for, none is looked for.
    grouping = choose_grouping(list_groupings(sight, language), asked) if asked.get("wg") else None
    weighted = None if grouping else choose_weights(sight, read_weighting(sight), asked.get("wagi", ""))
    card = read_card(sight, item, weighted=weighted, grouping=grouping, language=language)
    return card, grouping, list(make_readings(sight, card, grouping))[:MOST_FIGURES]


def make_readings(sight: FrameSight, card: Card, grouping: Grouping | None) -> Iterator[Reading]:
    """Give every number of an item that can be kept, the most telling first."""
    found = _list_groups(card, grouping) if grouping else _list_numbers(card)
    day = read_day(sight.survey)
    rows = tuple(tuple(row) for row in _list_table(card, grouping))
    number = sight.survey.edition.number if sight.survey.edition else 0
    for key, label, value, unit, n, group in found:
        text = write_figure(value, unit)
        words = {
            "figure": text, "label": label, "question": quote(card.sight.question), "n": n,
            "day": write_day(day), "group": group,
        }  # fmt: skip
        yield Reading(
            key=key, question=card.sight.question, label=label, number=value, unit=unit, text=text, n=n,
            group=group, sentence=propose_sentence(card.sight, unit, words), table=rows, day=day, edition=number,
            is_weighted=card.sight.is_weighted and not grouping,
        )  # fmt: skip


Found = tuple[str, str, float, str, int, str]


def _list_numbers(card: Card) -> Iterable[Found]:
    sight = card.sight
    n = sight.n or 0
    if sight.promoters is not None:
        yield "score", _("net promoter score"), sight.promoters.score, "score", n, ""
    if sight.shape in {"stack", "profile"}:
        for row in sorted(sight.rows, key=lambda row: -(row.mean or 0)):
            yield from _list_row(row)
        return
    if (top := find_top(sight)) is not None:
        share, labels = top
        yield "top", " / ".join(quote(label) for label in labels), 100 * share, "%", n, ""
    lines = sorted((bar.line for bar in (*card.bars, *card.more, *card.unsure)), key=_key_of_line)
    yield from _list_lines(sight, lines, "", n)
    if sight.mean is not None:
        yield "mean", _("mean"), sight.mean, "mean", n, ""


def _key_of_line(line: Line) -> tuple[bool, float]:
    """Put the largest share first; what is ranked or given points keeps its order."""
    return line.is_unsure, 0.0 if line.mean is not None else -(line.told or 0)


def _list_row(row: ItemSight) -> Iterable[Found]:
    part = row.name.partition(".")[2]
    name = f"{row.question} – {row.right}" if row.right else row.question
    if row.mean is not None:
        yield f"row/{part}/mean", _("mean: %(row)s") % {"row": quote(name)}, row.mean, "mean", row.n or 0, ""
    for line in row.lines:
        if line.told is not None:
            label = f"{quote(line.label)} ({name})"
            yield f"row/{part}/{line.code}", label, 100 * line.told, "%", row.n or 0, ""


def _list_lines(sight: ItemSight, lines: Sequence[Line], prefix: str, n: int) -> Iterable[Found]:
    for line in lines:
        if line.mean is not None:
            ranked = sight.item.kind == Kind.RANKING
            yield (
                f"mean/{line.code}",
                quote(line.label),
                line.mean if ranked else 100 * line.mean,
                ("mean" if ranked else "%"),
                n,
                "",
            )
        elif line.told is not None:
            yield f"{prefix}option/{line.code}", quote(line.label), 100 * line.told, "%", n, ""


def _list_groups(card: Card, grouping: Grouping | None) -> Iterable[Found]:
    if grouping is None:
        return
    for at, table in enumerate(card.tables):
        yield from _list_group_table(table, at)


def _list_group_table(table: GroupTable, at: int) -> Iterable[Found]:
    for line in sorted(table.lines, key=lambda line: -(line.spread or 0)):
        for (code, name), part, base in zip(table.groups.items(), line.shares, table.bases, strict=True):
            if part.share is not None and base:
                label = f"{quote(line.label)} ({table.row})" if table.row else quote(line.label)
                yield f"group/{at}/{code}/{line.code}", label, 100 * part.share, "%", base, name


def _list_table(card: Card, grouping: Grouping | None) -> Iterable[list[str]]:
    """Give the whole table that a number was read from, as it is shown."""
    if grouping is not None:
        for table in card.tables:
            yield [table.row, *table.groups.values()]
            yield from ([line.label, *(write_share(part.share) for part in line.shares)] for line in table.lines)
            yield ["n", *("–" if base is None else str(base) for base in table.bases)]
        return
    for stack in card.stacks:
        name = f"{stack.row.question} – {stack.row.right}" if stack.row.right else stack.row.question
        yield [name, *(f"{line.label}: {write_share(line.told)}" for line in stack.row.lines), stack.mean or "–"]
    for bar in (*card.bars, *card.more, *card.unsure):
        yield [bar.line.label, bar.mean or bar.share, bar.count]


def propose_sentence(sight: ItemSight, unit: str, words: Mapping[str, object]) -> str:
    """Propose the sentence of a finding: the number, what it is of, how many answered and the day."""
    if unit == "score":
        return _("The net promoter score is %(figure)s: %(question)s (n = %(n)s, %(day)s)") % words
    if unit == "mean":
        return _("The mean is %(figure)s for %(label)s: %(question)s (n = %(n)s, %(day)s)") % words
    if words["group"]:
        return _("%(figure)s in the group “%(group)s” answered %(label)s: %(question)s (n = %(n)s, %(day)s)") % words
    if sight.shape == "set":
        return _("%(figure)s of those asked chose %(label)s: %(question)s (n = %(n)s, %(day)s)") % words
    if sight.item.kind == Kind.ALLOCATION:
        return _("%(label)s got %(figure)s on average: %(question)s (n = %(n)s, %(day)s)") % words
    return _("%(figure)s of those asked answered %(label)s: %(question)s (n = %(n)s, %(day)s)") % words


def write_figure(number: float, unit: str) -> str:
    """Write a number with its unit."""
    if unit == "%":
        return f"{write_number(number, 0)}{NBSP}%"
    return write_signed(number) if unit == "score" else write_number(number, 1, keep=True)


def read_day(survey: Survey) -> str:
    """Give the day of the results: that of the end, or today while the survey runs."""
    day = timezone.localdate(survey.closes_at) if survey.closes_at and is_over(survey) else timezone.localdate()
    return day.isoformat()


def write_day(day: str) -> str:
    """Write a day in short: 25.05.2026."""
    return ".".join(reversed(day.split("-")))


def is_alike(one: Reading, other: Reading) -> bool:
    """Tell whether two readings say the same."""
    return abs(one.number - other.number) < NEAR and one.n == other.n
