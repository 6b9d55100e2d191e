"""What the answers to each item come to, protected: what a page, a file, a report or a finding shows of one item.

Everything shown is either a count that protection lets through or something reckoned from such counts alone; means of
numbers and rankings need at least twice as many people as the survey shows at the fewest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from sciezka.core.polls.counted import ProtectedTable, name_option
from sciezka.core.polls.scores import draw_profile, rank_items, score_allocation, score_promoters
from sciezka.core.polls.tables import describe_number, distribute
from sciezka.rooms.questions.schema.types import Item, Kind
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.frames_layout import BANDS, name_column, parts_of, specs_of
from sciezka.rooms.surveys.queries.results_protected import protect_tables, thin
from sciezka.rooms.surveys.queries.results_shapes import (
    COUNTED,
    SHAPES,
    ItemSight,
    Line,
    Promoters,
    Shape,
    blur,
    make_line,
    say_question,
    say_unit,
)

TWICE: Final = 2
QUARTILES: Final = 4
"""Quartiles are told of so many times the fewest: each is the answer of one person."""


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """What reading items needs besides the items: the answers, the same with weights, and the language.

    Attributes:
        sight: the answers.
        weighted: the same with weights, where the results are weighted.
        language: in which the words stand.
        tables: the protected tables that were read ahead.
    """

    sight: FrameSight
    weighted: FrameSight | None = None
    language: str = "pl"
    tables: dict[tuple[str, ...], ProtectedTable] = field(default_factory=dict)

    def find_table(self, name: str) -> ProtectedTable:
        """Give the protected distribution of a column or an option."""
        return self.tables[name,]


def read_items(
    sight: FrameSight, items: Sequence[Item], *, weighted: FrameSight | None = None, language: str = "pl"
) -> list[ItemSight]:
    """Read what the answers to items come to."""
    wanted = [
        (spec.name,)
        for item in items if SHAPES.get(item.kind) in COUNTED
        for spec in specs_of(item)
    ]  # fmt: skip
    reader = Reader(sight, weighted, language, protect_tables(sight, wanted))
    made = [read_item(reader, item) for item in items]
    return [blur(part) if is_led_by_hidden(sight, part.item) else part for part in made]


def is_led_by_hidden(sight: FrameSight, item: Item, group: str = "") -> bool:
    """Tell whether an item was asked because of answers of which something is hidden, in a group's table too."""
    leads = sight.leads.get(item.code, frozenset())
    names = [spec.name for code in leads if (lead := sight.questionnaire.find_item(code)) for spec in specs_of(lead)]
    coded = [name for name in names if sight.frame[name].spec.kind != "number"]
    tables = protect_tables(
        sight, [(name,) for name in coded] + [(name, group) for name in coded if group and name != group]
    )
    return any(not table.is_whole for table in tables.values())


def read_item(reader: Reader, item: Item) -> ItemSight:
    """Read what the answers to one item come to."""
    shape = SHAPES.get(item.kind, "given")
    begun = ItemSight(
        item=item, name=item.code, shape=shape, question=say_question(item, reader.language),
        unit=say_unit(item, reader.language), is_weighted=reader.weighted is not None,
    )  # fmt: skip
    if sight_is_few(reader.sight, reader.sight.n):
        return begun
    return _READERS.get(shape, _read_given)(reader, begun)


def sight_is_few(sight: FrameSight, count: int) -> bool:
    """Tell whether so many people are too few for anything to be told."""
    return count < sight.survey.fewest


def _list_options(item: Item, language: str) -> list[Line]:
    if item.kind == Kind.NPS:
        return [Line(code=str(step), label=str(step), value=float(step)) for step in range(11)]
    return [make_line(option, language) for option in item.options]


def _read_bars(reader: Reader, begun: ItemSight) -> ItemSight:
    return _read_options(reader, begun, _list_options(begun.item, reader.language))


def _read_options(reader: Reader, begun: ItemSight, options: list[Line]) -> ItemSight:
    name = begun.name
    table = reader.find_table(name)
    n = table.n
    if n is None:
        return begun
    shares: tuple[float | None, ...] = (None,) * len(options)
    if reader.weighted is not None:
        shares = distribute(reader.weighted.frame, name).weighted_shares or shares
    counts = dict(zip(table.table.codes[0], zip(table.cells, shares, strict=False), strict=True))
    lines = []
    for line in options:
        count, share = counts.get(line.code, (0, None))
        told = count is not None and n > 0
        lines.append(
            replace(
                line,
                count=count,
                share=count / n if told and count is not None else None,
                weighted=_round(share) if told else None,
            )
        )
    made = replace(begun, n=n, skipped=reader.sight.n - n, lines=tuple(lines))
    return _add_mean(reader, made, name) if table.is_whole and n else made


def _round(share: float | None) -> float | None:
    """Round a weighted share to whole percents: an exact one would tell which weights add up to it, and so who they are."""
    return None if share is None else round(share, 2)


def _add_mean(reader: Reader, made: ItemSight, name: str) -> ItemSight:
    sight = reader.weighted or reader.sight
    if sight.frame[name].spec.kind != "scale":
        return made
    population = reader.sight.survey.frame_size
    fits = population is not None and population >= (made.n or 0)
    (point,) = draw_profile(sight.frame, [name], population=population if fits else None)
    said = describe_number(sight.frame, name)
    if reader.weighted is not None:
        return replace(made, mean=None if point.mean is None else round(point.mean, 1))
    return replace(made, mean=point.mean, median=said.median, interval=point.interval)


def _read_steps(reader: Reader, begun: ItemSight) -> ItemSight:
    """Read answers from 0 to 10: all steps where none must be hidden, else only the three bands."""
    bands = name_column(begun.item, BANDS)
    labels = {"against": _("0–6: don’t recommend"), "between": _("7–8: neither"), "for": _("9–10: recommend")}
    lines = [Line(code=code, label=label) for code, label in labels.items()]
    told = _read_options(reader, replace(begun, name=bands), lines)
    made = replace(_read_options(reader, begun, _list_options(begun.item, reader.language)), name=begun.name)
    if made.has_hidden:
        made = replace(told, name=begun.name)
    if not told.n or told.has_hidden:
        return made
    against, between, for_it = (line.told or 0.0 for line in told.lines)
    interval = None
    if reader.weighted is None:
        counts = [line.count or 0 for line in told.lines]
        found = score_promoters([counts[0], 0, 0, 0, 0, 0, 0, counts[1], 0, counts[2], 0])
        interval = found.interval if found else None
    promoters = Promoters(
        score=100 * (for_it - against), interval=interval, promoters=for_it, passives=between, detractors=against
    )
    return replace(made, promoters=promoters)


def _read_set(reader: Reader, begun: ItemSight) -> ItemSight:
    lines: list[Line] = []
    n: int | None = 0
    shares: dict[str, float | None] = {}
    if reader.weighted is not None:
        spread = distribute(reader.weighted.frame, begun.name)
        shares = dict(zip(spread.codes, spread.weighted_shares or (), strict=False))
    for option in begun.item.options:
        table = reader.find_table(name_option(begun.name, option.code))
        n, count = table.n, table.cells[0]
        line = make_line(option, reader.language)
        if n and count is not None:
            line = replace(line, count=count, share=count / n, weighted=_round(shares.get(option.code)))
        elif n == 0:
            line = replace(line, count=0)
        lines.append(line)
    if n is None:
        return begun
    return replace(begun, n=n, skipped=reader.sight.n - n, lines=tuple(lines))


def _read_rows(reader: Reader, begun: ItemSight) -> ItemSight:
    rows = []
    for row in begun.item.rows:
        part = replace(
            begun, name=name_column(begun.item, row.code), question=row.text.say(reader.language),
            right=row.right.say(reader.language),
        )  # fmt: skip
        rows.append(_read_grid_row(reader, part) if begun.shape == "stack" else _read_poles(reader, part))
    told = [row.n for row in rows if row.n is not None]
    most = max(told, default=None)
    return replace(begun, n=most, skipped=None if most is None else reader.sight.n - most, rows=tuple(rows))


def _read_grid_row(reader: Reader, part: ItemSight) -> ItemSight:
    return _read_options(reader, replace(part, shape="bars"), _list_options(part.item, reader.language))


def _read_poles(reader: Reader, part: ItemSight) -> ItemSight:
    """Read where people stand between two poles: only the mean, since nearly always some step has but a few."""
    n = int(reader.sight.frame[part.name].answered.sum())
    if 0 < n < TWICE * reader.sight.survey.fewest:
        return part
    said = describe_number((reader.weighted or reader.sight).frame, part.name)
    return replace(part, n=n, skipped=reader.sight.n - n, mean=None if said.mean is None else round(said.mean, 1))


def _read_scores(reader: Reader, begun: ItemSight) -> ItemSight:
    names = [name_column(begun.item, part) for part in parts_of(begun.item)]
    lines = [make_line(option, reader.language) for option in begun.item.options]
    if len(names) < TWICE:
        return begun
    least = TWICE * reader.sight.survey.fewest
    if begun.item.kind == Kind.ALLOCATION:
        given = score_allocation((reader.weighted or reader.sight).frame, names)
        n = given[0].n
        means = [(allocated.n, allocated.mean_share) for allocated in given]
    else:
        ranked = rank_items(reader.sight.frame, names)
        n = _count_ranking(reader.sight, names)
        means = [(one.n, one.mean_rank) for one in ranked]
    if n < least:
        return replace(begun, n=0 if n == 0 else None, skipped=reader.sight.n if n == 0 else None)
    told = [
        replace(line, count=count if count >= least else None, mean=mean if count >= least else None)
        for line, (count, mean) in zip(lines, means, strict=True)
    ]
    return replace(begun, n=n, skipped=reader.sight.n - n, lines=tuple(told))


def _count_ranking(sight: FrameSight, names: Sequence[str]) -> int:
    answered: Any = None
    for name in names:
        own = sight.frame[name].answered
        answered = own if answered is None else answered | own
    return int(answered.sum())


def _read_number(reader: Reader, begun: ItemSight) -> ItemSight:
    sight = thin(reader.weighted or reader.sight, begun.name)
    said = describe_number(sight.frame, begun.name)
    fewest = reader.sight.survey.fewest
    if 0 < said.n < TWICE * fewest:
        return begun
    made = replace(begun, n=said.n, skipped=reader.sight.n - said.n, mean=said.mean, median=said.median)
    if said.n >= QUARTILES * fewest and said.q1 is not None and said.q3 is not None:
        made = replace(made, quartiles=(said.q1, said.q3))
    return made


def _read_given(reader: Reader, begun: ItemSight) -> ItemSight:
    """Tell how many answered, of what is not counted: texts, files, days, places."""
    name = name_column(begun.item, "lat") if begun.item.kind == Kind.PLACE else begun.name
    n = int(reader.sight.frame[name].answered.sum())
    if sight_is_few(reader.sight, n) and n:
        return begun
    return replace(begun, n=n, skipped=reader.sight.n - n)


_READERS: Final[dict[Shape, Callable[[Reader, ItemSight], ItemSight]]] = {
    "bars": _read_bars,
    "steps": _read_steps,
    "set": _read_set,
    "stack": _read_rows,
    "profile": _read_rows,
    "scores": _read_scores,
    "number": _read_number,
}
