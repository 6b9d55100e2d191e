"""What the page of results shows: one card for each item, with its bars measured and its sentence said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.questions.schema.types import Item, Kind
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.frames import FrameSight, is_over, read_frame
from sciezka.rooms.surveys.queries.results_groups import Grouping, GroupTable, read_groups
from sciezka.rooms.surveys.queries.results_items import read_items
from sciezka.rooms.surveys.queries.results_reading import (
    find_widest,
    say_item,
    sort_lines,
    with_unit,
    write_share,
)
from sciezka.rooms.surveys.queries.results_shapes import ItemSight, Line, has_words
from sciezka.rooms.surveys.queries.results_words import OpenSight, PlaceSight, read_opens, read_places

LINES_AT_ONCE: Final = 14
TONES: Final = 7
STEPS: Final = 11
RANK_WIDTH: Final = 100
# A profile's line in its drawing.
DOT_FROM: Final = 10
DOT_WIDTH: Final = 180


@dataclass(frozen=True, slots=True)
class Bar:
    """One option with its bar, ready to draw."""

    line: Line
    width: float
    share: str
    count: str
    mean: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a stacked bar; ``tone`` 0 is what is hidden."""

    start: float
    width: float
    tone: int
    label: str
    share: str


@dataclass(frozen=True, slots=True)
class StackRow:
    """One row of a grid, ready to draw."""

    row: ItemSight
    segments: tuple[Segment, ...]
    cells: tuple[str, ...]
    unsure: str
    mean: str
    dot: float | None


@dataclass(frozen=True, slots=True)
class Card:
    """One item as the page shows it.

    Attributes:
        sight: what the answers come to.
        number: which question it is.
        sentence: the result in a sentence.
        bars: the options, at most so many at once.
        more: the other options.
        unsure: options that say that one can't or won't tell.
        stacks: rows of a grid or a semantic scale.
        legend: tones and labels of the steps of a grid.
        figures: numbers beside the bars.
        tables: the answers by group, where groups are compared.
        words: whether people wrote something about it.
        language: in which the questionnaire speaks.
        open: words and themes of what people wrote.
        places: places that people marked, by cells.
    """

    sight: ItemSight
    number: int
    sentence: str
    bars: tuple[Bar, ...] = ()
    more: tuple[Bar, ...] = ()
    unsure: tuple[Bar, ...] = ()
    stacks: tuple[StackRow, ...] = ()
    legend: tuple[tuple[int, str], ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    tables: tuple[GroupTable, ...] = ()
    words: bool = False
    language: str = "pl"
    open: OpenSight | None = None
    places: PlaceSight | None = None

    @property
    def unsure_label(self) -> str:
        """The words of a grid's answers that say nothing, if it has any."""
        if self.sight.shape != "stack":
            return ""
        return ", ".join(option.text.say(self.language) for option in self.sight.item.options if option.missing)

    @property
    def shows_groups(self) -> bool:
        """Whether anything can be shown by groups; else the answers of all together are."""
        return any(not table.is_withheld for table in self.tables)

    @property
    def has_hidden(self) -> bool:
        """Whether some of what is shown is hidden."""
        if self.shows_groups:
            return any(table.has_hidden or table.is_withheld for table in self.tables)
        return self.sight.has_hidden

    @property
    def can_be_kept(self) -> bool:
        """Whether a finding can be made of it."""
        return any(bar.line.told is not None or bar.line.mean is not None for bar in (*self.bars, *self.more)) or bool(
            self.stacks
        )


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the questionnaire with its cards."""

    title: str
    cards: tuple[Card, ...]


def open_sight(survey: Survey) -> FrameSight | None:
    """Open what results are reckoned on; nothing before the launch and after the answers were deleted."""
    if survey.edition_id is None or survey.erased_at is not None:
        return None
    return read_frame(survey)


def list_chapters(
    sight: FrameSight, *, weighted: FrameSight | None = None, grouping: Grouping | None = None, language: str = "pl"
) -> list[Chapter]:
    """List the items of a survey with what the answers come to, page by page."""
    items = [item for item in sight.questionnaire.items() if item.kind != Kind.NOTE]
    read = dict(
        zip((item.code for item in items), read_items(sight, items, weighted=weighted, language=language), strict=True)
    )
    opens = read_opens(sight, items)
    numbers = {item.code: number for number, item in enumerate(items, start=1)}
    chapters = []
    for page in sight.questionnaire.pages:
        cards = [
            make_card(
                read[item.code], numbers[item.code],
                tables=read_groups(sight, item, grouping, language) if grouping else (), language=language,
                opened=opens.get(item.code), places=read_places(sight, item),
            )
            for item in page.items() if item.kind != Kind.NOTE
        ]  # fmt: skip
        if cards:
            chapters.append(Chapter(page.title.say(language), tuple(cards)))
    return chapters


def read_card(
    sight: FrameSight, item: Item, *, weighted: FrameSight | None = None, grouping: Grouping | None = None,
    language: str = "pl",
) -> Card:  # fmt: skip
    """Read one item as the page shows it."""
    (made,) = read_items(sight, [item], weighted=weighted, language=language)
    codes = [other.code for other in sight.questionnaire.items() if other.kind != Kind.NOTE]
    tables = read_groups(sight, item, grouping, language) if grouping else ()
    opened = read_opens(sight, [item], large=True).get(item.code)
    return make_card(
        made, codes.index(item.code) + 1, tables=tables, language=language, opened=opened, places=read_places(sight, item)
    )


def say_source(sight: FrameSight) -> str:
    """Say whose answers these are, how many and of when."""
    survey = sight.survey
    day = timezone.localdate(survey.closes_at) if survey.closes_at and is_over(survey) else timezone.localdate()
    return f"{survey.title} (n = {sight.n}, {day:%d.%m.%Y})"


def make_card(
    sight: ItemSight, number: int, *, tables: Sequence[GroupTable] = (), language: str = "pl",
    opened: OpenSight | None = None, places: PlaceSight | None = None,
) -> Card:  # fmt: skip
    """Make an item ready to show."""
    bars = tuple(_make_bars(sight, sort_lines(sight)))
    return Card(
        sight=sight, number=number, sentence=say_item(sight), bars=bars[:LINES_AT_ONCE], more=bars[LINES_AT_ONCE:],
        unsure=tuple(_make_bars(sight, sight.unsure_lines)), stacks=tuple(_make_stack(row) for row in sight.rows),
        legend=_make_legend(sight), figures=tuple(_list_figures(sight)), tables=tuple(tables), words=has_words(sight.item),
        language=language,
        open=opened,
        places=places,
    )  # fmt: skip


def _make_bars(sight: ItemSight, lines: Iterable[Line]) -> Iterable[Bar]:
    if sight.shape == "scores":
        yield from _make_score_bars(sight, lines)
        return
    widest = find_widest(sight)
    for line in lines:
        told = line.told
        # Bars of a few shares reach to half, so that a small result does not look like all.
        width = 100 * (told or 0) / max(widest, 0.5)
        yield Bar(line, width, write_share(told) if sight.n else "–", _write_count(line.count))


def _make_score_bars(sight: ItemSight, lines: Iterable[Line]) -> Iterable[Bar]:
    options = len(sight.lines)
    means = [line.mean for line in sight.lines if line.mean is not None]
    for line in lines:
        if line.mean is None:
            yield Bar(line, 0, "–", _write_count(line.count), "–")
        elif sight.item.kind == Kind.RANKING:
            # The first place is the longest bar.
            width = RANK_WIDTH * (options + 1 - line.mean) / options
            yield Bar(line, width, "", _write_count(line.count), with_unit(sight, line.mean))
        else:
            yield Bar(line, 100 * line.mean / max(*means, 0.5), "", _write_count(line.count), write_share(line.mean))


def _write_count(count: int | None) -> str:
    return "–" if count is None else f"{count:,}".replace(",", "\u00a0")


def _make_stack(row: ItemSight) -> StackRow:
    segments: list[Segment] = []
    start = 0.0
    sure = row.sure_lines
    base = sum(line.told or 0 for line in sure)
    hidden = [line for line in sure if line.is_hidden]
    whole = base if not hidden else 1 - sum(line.told or 0 for line in row.unsure_lines)
    for at, line in enumerate(sure):
        if line.told:
            width = 100 * line.told / (whole or 1)
            segments.append(Segment(start, width, pick_tone(at, len(sure)), line.label, write_share(line.told)))
            start += width
    if hidden and start < 100 and row.n:  # noqa: PLR2004 - the whole bar
        segments.append(Segment(start, 100 - start, 0, _("hidden"), "–"))
    cells = tuple(write_share(line.told) if row.n else "–" for line in sure)
    unsure = [line.told for line in row.unsure_lines]
    dot = None
    if row.mean is not None:
        dot = DOT_FROM + DOT_WIDTH * (row.mean - 1) / (row.item.steps - 1)
    told = None if None in unsure else sum(share for share in unsure if share is not None)
    mean = "" if row.mean is None else with_unit(row, row.mean)
    return StackRow(row, tuple(segments), cells, write_share(told) if unsure else "", mean, dot)


def pick_tone(at: int, of: int) -> int:
    """Choose the tone of a step: the lowest is 1 and the highest 7, whatever their number."""
    return 1 if of == 1 else 1 + round(at * (TONES - 1) / (of - 1))


def _make_legend(sight: ItemSight) -> tuple[tuple[int, str], ...]:
    if sight.shape != "stack" or not sight.rows:
        return ()
    sure = sight.rows[0].sure_lines or ()
    return tuple((pick_tone(at, len(sure)), line.label) for at, line in enumerate(sure))


def _list_figures(sight: ItemSight) -> Iterable[tuple[str, str]]:
    if sight.shape in {"bars", "number"} and sight.mean is not None:
        yield _("Mean"), with_unit(sight, sight.mean)
        if sight.median is not None:
            yield _("Median"), with_unit(sight, sight.median)
        if sight.shape == "number" and sight.quartiles is not None:
            low, high = (with_unit(sight, edge) for edge in sight.quartiles)
            yield _("Middle half"), f"{low} – {high}"
    # Where small steps are hidden, the bars show these three themselves.
    if sight.promoters is not None and len(sight.lines) == STEPS:
        yield _("Recommend (9–10)"), write_share(sight.promoters.promoters)
        yield _("Neither (7–8)"), write_share(sight.promoters.passives)
        yield _("Don’t recommend (0–6)"), write_share(sight.promoters.detractors)


def choose_grouping(groupings: Sequence[Grouping], asked: Mapping[str, str]) -> Grouping | None:
    """Choose the grouping that an address names."""
    return next((grouping for grouping in groupings if grouping.key == asked.get("wg")), None)


def is_live(survey: Survey) -> bool:
    """Tell whether more answers may come."""
    return not is_over(survey)
