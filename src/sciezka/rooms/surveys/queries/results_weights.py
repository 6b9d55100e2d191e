"""Weighting results to what is known of the population, and telling how far the respondents are from it."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final

from sciezka.core.polls.columns import Column, Frame, attach_weights, build_frame, find_where
from sciezka.core.polls.types import PollsProblem
from sciezka.core.polls.weighting import Raking, rake, representativeness
from sciezka.kit.typography import write_number
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.results_protected import protect_one
from sciezka.rooms.surveys.queries.results_reading import write_share
from sciezka.rooms.surveys.queries.results_shapes import say_question

CAP: Final = 5.0
"""No respondent weighs more than so many times the mean."""
KEPT: Final = 8

_kept: OrderedDict[str, Raking | None] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Weighting:
    """How results are weighted.

    Attributes:
        raking: what raking came to.
        low: the smallest weight, to one digit.
        high: the largest, to one digit.
    """

    raking: Raking
    low: float
    high: float

    @property
    def effect(self) -> float:
        """How much more a share varies for the weights."""
        return self.raking.design_effect


@dataclass(frozen=True, slots=True)
class RepresentedGroup:
    """One group of the population among the respondents; what may not be told is None."""

    label: str
    known: float
    count: int | None
    share: float | None
    weighted: float | None

    @property
    def difference(self) -> float | None:
        """The share among respondents less that of the population."""
        return None if self.share is None else self.share - self.known

    @property
    def known_text(self) -> str:
        """The share of the population, written."""
        return _write_exact(self.known)

    @property
    def share_text(self) -> str:
        """The share among respondents, written."""
        return _write_exact(self.share)

    @property
    def weighted_text(self) -> str:
        """The share after weighting, written."""
        return write_share(self.weighted)

    @property
    def difference_text(self) -> str:
        """The difference in percentage points, written with its sign."""
        if self.difference is None:
            return "–"
        text = write_number(100 * self.difference, 1, keep=True)
        return f"+{text}" if self.difference > 0 else text


@dataclass(frozen=True, slots=True)
class Represented:
    """One item beside the population.

    Attributes:
        label: the question.
        n: how many answered with something that is known of the population.
        groups: its groups.
        p: how often a random sample would lie as far off; None where that may not or can't be told.
    """

    label: str
    n: int | None
    groups: tuple[RepresentedGroup, ...]
    p: float | None

    @property
    def widest(self) -> RepresentedGroup | None:
        """The group that is farthest off."""
        told = [group for group in self.groups if group.difference is not None]
        return max(told, key=lambda group: abs(group.difference or 0), default=None)


def _write_exact(share: float | None) -> str:
    """Write a share with its decimal, so that columns of them stand under one another."""
    return "–" if share is None else f"{write_number(100 * share, 1, keep=True)}\u00a0%"


def read_weighting(sight: FrameSight) -> Weighting | None:
    """Weight the respondents to the known margins; nothing where none are known, or nobody answered what they are of."""
    margins = find_margins(sight)
    if not margins:
        return None
    raking = _rake_once(sight, margins)
    if raking is None:
        return None
    return Weighting(raking, round(float(raking.weights.min()), 1), round(float(raking.weights.max()), 1))


def choose_weights(sight: FrameSight, weighting: Weighting | None, asked: str) -> FrameSight | None:
    """Give the answers with weights where the address or, by default, the survey asks for them."""
    if weighting is None or asked == "0" or (asked != "1" and not sight.survey.is_weighted):
        return None
    return replace(sight, frame=attach_weights(sight.frame, weighting.raking.weights))


def find_margins(sight: FrameSight) -> dict[str, dict[str, float]]:
    """Give the known margins of items that the questionnaire still has, without shares of nothing."""
    found = {}
    for code, shares in sight.survey.margins.items():
        if code not in sight.frame.columns:
            continue
        known = {option: share for option, share in shares.items() if share > 0 and option in sight.frame[code].spec.codes}
        if known:
            found[code] = known
    return found


def _rake_once(sight: FrameSight, margins: Mapping[str, Mapping[str, float]]) -> Raking | None:
    key = hashlib.sha256(json.dumps([sight.digest, margins], sort_keys=True).encode()).hexdigest()
    with _lock:
        if key in _kept:
            return _kept[key]
    try:
        raking = rake(_leave_out_unknown(sight.frame, margins), margins, cap=CAP)
    except PollsProblem:
        # Nobody answered one of the items: there is nothing to weight by.
        raking = None
    with _lock:
        _kept[key] = raking
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return raking


def _leave_out_unknown(frame: Frame, margins: Mapping[str, Mapping[str, float]]) -> Frame:
    """Take answers of which the population's share is not known („won't tell”) for no answer: they keep their weight."""
    return build_frame(frame.rows, [_drop_codes(frame, name, known) for name, known in margins.items()])


def _drop_codes(frame: Frame, name: str, known: Mapping[str, float]) -> Column:
    column = frame[name]
    unknown = find_where(frame, name, [code for code in column.spec.codes if code not in known])
    data: Any = column.data.copy()
    data[unknown] = -1
    return Column(column.spec, data, column.answered & ~unknown)


def list_represented(sight: FrameSight, weighting: Weighting | None, language: str) -> list[Represented]:
    """List the items whose make-up in the population is known, beside the respondents."""
    margins = find_margins(sight)
    if not margins:
        return []
    narrowed = _leave_out_unknown(sight.frame, margins)
    reached = {(gap.name, gap.code): gap.reached for gap in weighting.raking.gaps} if weighting else {}
    found = []
    for code, known in margins.items():
        item = sight.questionnaire.find_item(code)
        if item is None:
            continue
        labels = {option.code: option.text.say(language) or option.code for option in item.options}
        table = protect_one(sight, code)
        counts = dict(zip(table.table.codes[0], table.cells, strict=True))
        told = [counts[option] for option in known]
        n = sum(count for count in told if count is not None) if None not in told else None
        groups = tuple(
            _compare(labels[option], share, counts[option], n, reached.get((code, option)))
            for option, share in known.items()
        )
        p = representativeness(narrowed, code, known).p if n and table.is_whole else None
        found.append(Represented(say_question(item, language), n, groups, p))
    return found


def _compare(label: str, known: float, count: int | None, n: int | None, reached: float | None) -> RepresentedGroup:
    told = count is not None and bool(n)
    share = count / n if told and count is not None and n else None
    return RepresentedGroup(label, known, count, share, round(reached, 2) if told and reached is not None else None)
