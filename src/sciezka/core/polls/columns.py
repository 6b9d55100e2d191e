"""Answers as columns: one compact array for each item, which every result is reckoned on.

A frame holds no text that a person wrote and nothing that tells who answered: codes, numbers and ticks only. Rows are
respondents. A respondent who did not answer an item, or was not shown it, is missing from its column.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sciezka.core.polls.types import PollsProblem

Kind = Literal["choice", "scale", "set", "number"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MISSING: Final = -1
MOST_CODES: Final = 32_000  # what a 16-bit index can tell apart, with room to spare

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpec:
    """What a column may hold.

    Attributes:
        name: its stable name, unique in a frame.
        kind: ``choice`` (one of the codes), ``scale`` (one of the codes, which have numbers), ``set`` (several of the
            codes) or ``number``.
        codes: what may be chosen, in the order in which it is shown; empty for numbers.
        values: for a scale the number of each code; None for a code that stands outside of it, such as "hard to say".

    Raises:
        PollsProblem: ``spec.kind``, ``spec.codes`` (none where there must be some, some where there must be none, or too
            many), ``spec.twice`` (a code named twice), ``spec.values`` (not one value for each code, or not finite).
    """

    name: str
    kind: Kind
    codes: tuple[str, ...] = ()
    values: tuple[float | None, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise PollsProblem("spec.kind", f"{self.name}: the kind {self.kind} is not known.", name=self.name)
        if (self.kind == "number") == bool(self.codes) or len(self.codes) > MOST_CODES:
            raise PollsProblem(
                "spec.codes", f"{self.name}: {len(self.codes)} codes do not fit the kind {self.kind}.", name=self.name
            )
        if len(set(self.codes)) < len(self.codes):
            raise PollsProblem("spec.twice", f"{self.name}: a code stands twice. Name each once.", name=self.name)
        wanted = len(self.codes) if self.kind == "scale" else 0
        if len(self.values) != wanted or any(value is not None and not math.isfinite(value) for value in self.values):
            raise PollsProblem(
                "spec.values", f"{self.name}: give {wanted} finite values, one for each code of a scale.", name=self.name
            )


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """The answers of all respondents to one item.

    Attributes:
        spec: what it may hold.
        data: for ``choice`` and ``scale`` the place of the code, int16 of shape (rows,), −1 where missing; for ``number``
            float64 of shape (rows,), NaN where missing; for ``set`` bool of shape (codes, rows), True where ticked.
        answered: bool of shape (rows,): who answered. Who was shown a ``set`` and ticked nothing answered.
    """

    spec: ColumnSpec
    data: Array
    answered: NDArray[np.bool_]

    @property
    def numbers(self) -> NDArray[np.float64]:
        """The answers as numbers, float64 of shape (rows,), NaN where missing or outside of the scale.

        Raises:
            PollsProblem: ``column.kind`` (neither a number nor a scale).
        """
        if self.spec.kind == "number":
            return self.data
        if self.spec.kind != "scale":
            raise PollsProblem(
                "column.kind", f"{self.spec.name} is a {self.spec.kind}: it has no numbers.", name=self.spec.name
            )
        # Missing is −1, the last place of the look-up.
        values = np.array([math.nan if value is None else value for value in (*self.spec.values, None)], dtype=np.float64)
        return values[self.data]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Columns of the same respondents.

    Attributes:
        rows: how many respondents.
        columns: by name, in order.
        weights: of each respondent, float64 of shape (rows,), 0 or more; None when all weigh the same.
    """

    rows: int
    columns: Mapping[str, Column]
    weights: NDArray[np.float64] | None = None

    def __getitem__(self, name: str) -> Column:
        try:
            return self.columns[name]
        except KeyError:
            raise PollsProblem("column.unknown", f"There is no column {name}.", name=name) from None

    @property
    def specs(self) -> tuple[ColumnSpec, ...]:
        """What the columns may hold."""
        return tuple(column.spec for column in self.columns.values())


def build_frame(rows: int, columns: Iterable[Column], weights: NDArray[np.float64] | None = None) -> Frame:
    """Put columns together into a frame that nobody can change.

    Raises:
        PollsProblem: ``column.twice``, ``column.rows`` (another number of rows), and what ``attach_weights`` refuses.
    """
    named: dict[str, Column] = {}
    for column in columns:
        if column.spec.name in named:
            raise PollsProblem("column.twice", f"The column {column.spec.name} stands twice.", name=column.spec.name)
        if column.data.shape[-1] != rows or column.answered.shape != (rows,):
            raise PollsProblem("column.rows", f"The column {column.spec.name} has not {rows} rows.", name=column.spec.name)
        column.data.setflags(write=False)
        column.answered.setflags(write=False)
        named[column.spec.name] = column
    frame = Frame(rows, MappingProxyType(named))
    return frame if weights is None else attach_weights(frame, weights)


def attach_weights(frame: Frame, weights: Sequence[float] | NDArray[np.float64]) -> Frame:
    """Give the frame with weights of its respondents.

    Raises:
        PollsProblem: ``weights.count`` (not one for each row) or ``weights.negative`` (below 0, or no finite number).
    """
    given = np.array(weights, dtype=np.float64)
    if given.shape != (frame.rows,):
        raise PollsProblem("weights.count", f"There are {frame.rows} respondents and {given.size} weights.")
    if not (np.isfinite(given) & (given >= 0)).all():
        raise PollsProblem("weights.negative", "A weight is below 0 or no number. Give weights of 0 or more.")
    given.setflags(write=False)
    return replace(frame, weights=given)


def encode_rows(specs: Iterable[ColumnSpec], rows: Iterable[Mapping[str, object]]) -> Frame:
    """Encode answers, one mapping for each respondent, into a frame.

    A name that is absent, None or ``""`` is a missing answer. A choice or a scale takes a code (a whole number stands for
    the code written so), a set any collection of codes (an empty one is an answer: nothing ticked), a number anything
    that is one. Names that no spec has are passed over: texts stay out of the frame.

    Raises:
        PollsProblem: ``code.unknown`` (with ``name`` and ``row``, from 0), ``value.number``, ``value.set``.
    """
    people = list(rows)
    columns = []
    for spec in specs:
        answers = (row.get(spec.name) for row in people)
        if spec.kind == "number":
            columns.append(_encode_numbers(spec, answers, len(people)))
        elif spec.kind == "set":
            columns.append(_encode_set(spec, answers, len(people)))
        else:
            columns.append(_encode_choice(spec, answers, len(people)))
    return build_frame(len(people), columns)


def _encode_choice(spec: ColumnSpec, answers: Iterable[object], rows: int) -> Column:
    places: dict[object, int] = {None: MISSING, "": MISSING, **{code: at for at, code in enumerate(spec.codes)}}
    data = np.full(rows, MISSING, dtype=np.int16)
    for row, answer in enumerate(answers):
        try:
            data[row] = places[str(answer) if isinstance(answer, int) else answer]
        except (KeyError, TypeError):
            _refuse_code(spec, answer, row)
    return Column(spec, data, data != MISSING)


def _encode_set(spec: ColumnSpec, answers: Iterable[object], rows: int) -> Column:
    places = {code: at for at, code in enumerate(spec.codes)}
    data = np.zeros((len(spec.codes), rows), dtype=np.bool_)
    answered = np.zeros(rows, dtype=np.bool_)
    for row, answer in enumerate(answers):
        if answer is None or answer == "":
            continue
        if isinstance(answer, str) or not isinstance(answer, Collection):
            raise PollsProblem("value.set", f"{spec.name}: {answer!r} is no collection of codes.", name=spec.name, row=row)
        answered[row] = True
        for code in answer:
            at = places.get(str(code))
            if at is None:
                _refuse_code(spec, code, row)
            else:
                data[at, row] = True
    return Column(spec, data, answered)


def _encode_numbers(spec: ColumnSpec, answers: Iterable[object], rows: int) -> Column:
    data = np.full(rows, math.nan, dtype=np.float64)
    for row, answer in enumerate(answers):
        if answer is None or answer == "":
            continue
        try:
            number = math.nan if isinstance(answer, bool) else float(answer)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise PollsProblem("value.number", f"{spec.name}: {answer!r} is no number.", name=spec.name, row=row)
        data[row] = number
    return Column(spec, data, ~np.isnan(data))


def _refuse_code(spec: ColumnSpec, answer: object, row: int) -> None:
    raise PollsProblem(
        "code.unknown", f"{spec.name}: {answer!r} is not among the codes.", name=spec.name, row=row, given=answer
    )


def join_frames(frames: Sequence[Frame]) -> Frame:
    """Put the respondents of several frames one after another.

    The frames may come from several versions of a questionnaire: a column that a frame lacks is missing there, and codes
    that only some know are added in the order in which they first come.

    Raises:
        PollsProblem: ``join.kind`` (a name of two kinds), ``join.values`` (a code with two numbers), ``join.weights``
            (some frames have weights and some have none).
    """
    if len({frame.weights is None for frame in frames}) > 1:
        raise PollsProblem("join.weights", "Some frames have weights and some have none.")
    specs: dict[str, ColumnSpec] = {}
    for frame in frames:
        for spec in frame.specs:
            specs[spec.name] = _merge_specs(specs[spec.name], spec) if spec.name in specs else spec
    rows = sum(frame.rows for frame in frames)
    columns = (
        _join_columns(spec, [(frame.columns.get(spec.name), frame.rows) for frame in frames]) for spec in specs.values()
    )
    weights = [frame.weights for frame in frames if frame.weights is not None]
    return build_frame(rows, columns, np.concatenate(weights) if weights else None)


def _merge_specs(one: ColumnSpec, other: ColumnSpec) -> ColumnSpec:
    if one == other:
        return one
    if one.kind != other.kind:
        raise PollsProblem("join.kind", f"{one.name} is both {one.kind} and {other.kind}.", name=one.name)
    codes = (*one.codes, *(code for code in other.codes if code not in one.codes))
    if one.kind != "scale":
        return replace(one, codes=codes)
    values = dict(zip(other.codes, other.values, strict=True))
    for code, value in zip(one.codes, one.values, strict=True):
        if values.setdefault(code, value) != value:
            raise PollsProblem("join.values", f"{one.name}: the code {code} has two numbers.", name=one.name, given=code)
    return replace(one, codes=codes, values=tuple(values[code] for code in codes))


def _join_columns(spec: ColumnSpec, parts: Sequence[tuple[Column | None, int]]) -> Column:
    rows = sum(count for _part, count in parts)
    answered = np.zeros(rows, dtype=np.bool_)
    data: Array
    if spec.kind == "set":
        data = np.zeros((len(spec.codes), rows), dtype=np.bool_)
    elif spec.kind == "number":
        data = np.full(rows, math.nan, dtype=np.float64)
    else:
        data = np.full(rows, MISSING, dtype=np.int16)
    start = 0
    for part, count in parts:
        here = slice(start, start + count)
        start += count
        if part is None:
            continue
        answered[here] = part.answered
        places = np.array([*(spec.codes.index(code) for code in part.spec.codes), MISSING], dtype=np.int16)
        if spec.kind == "number":
            data[here] = part.data
        elif spec.kind == "set":
            data[places[:-1], here] = part.data
        else:
            data[here] = places[part.data]
    return Column(spec, data, answered)


def select(frame: Frame, mask: NDArray[np.bool_]) -> Frame:
    """Keep the respondents where the mask, bool of shape (rows,), is True.

    Raises:
        PollsProblem: ``mask.shape``.
    """
    if mask.shape != (frame.rows,) or mask.dtype != np.bool_:
        raise PollsProblem("mask.shape", f"Give a mask of {frame.rows} truth values.")
    kept = np.flatnonzero(mask)  # places are quicker to take than a mask is to go through for each column
    columns = (Column(c.spec, c.data.take(kept, axis=-1), c.answered.take(kept)) for c in frame.columns.values())
    return build_frame(kept.size, columns, None if frame.weights is None else frame.weights.take(kept))


def find_where(frame: Frame, name: str, codes: Iterable[str]) -> NDArray[np.bool_]:
    """Mark who chose one of the codes, or for a set ticked any of them: bool of shape (rows,).

    Raises:
        PollsProblem: ``column.unknown``, ``column.kind`` (a number), ``code.unknown``.
    """
    column = frame[name]
    if column.spec.kind == "number":
        raise PollsProblem("column.kind", f"{name} is a number: it has no codes.", name=name)
    places = []
    for code in codes:
        if code not in column.spec.codes:
            raise PollsProblem("code.unknown", f"{name}: {code!r} is not among the codes.", name=name, given=code)
        places.append(column.spec.codes.index(code))
    if column.spec.kind == "set":
        return np.asarray(column.data[places].any(axis=0), dtype=np.bool_)
    chosen = np.zeros(len(column.spec.codes) + 1, dtype=np.bool_)  # one more for the missing, at −1
    chosen[places] = True
    return chosen[column.data]


def keep_where(frame: Frame, name: str, codes: Iterable[str]) -> Frame:
    """Keep the respondents who chose one of the codes, or for a set ticked any of them."""
    return select(frame, find_where(frame, name, codes))


def keep_between(frame: Frame, name: str, low: float, high: float) -> Frame:
    """Keep the respondents whose number, or number on a scale, lies from low to high, both included."""
    numbers = frame[name].numbers
    return select(frame, (numbers >= low) & (numbers <= high))


def iterate_rows(frame: Frame, name: str) -> Iterator[str | float | tuple[str, ...] | None]:
    """Give the answers of a column back, one for each respondent, as ``encode_rows`` takes them."""
    column = frame[name]
    codes = column.spec.codes
    for row in range(frame.rows):
        if not column.answered[row]:
            yield None
        elif column.spec.kind == "number":
            yield float(column.data[row])
        elif column.spec.kind == "set":
            yield tuple(code for at, code in enumerate(codes) if column.data[at, row])
        else:
            yield codes[column.data[row]]
