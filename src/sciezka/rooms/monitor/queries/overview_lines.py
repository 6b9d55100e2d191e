"""A town's standing in one node as a line of a page: words, numbers as people read them, and the strip of the group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.series.breaks import Break
from sciezka.rooms.monitor.drawings.overview_svg import MEAN, Axis, Strip, draw_strip, make_axis
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.words import BANDS, BandWords, name_node, say_break, show, show_signed
from sciezka.rooms.monitor.store.readings.overview import Spread, Standing

STEADY: Final = 0.15
"""Slower than this, in points a year, a score stands still."""
NAMED: Final = 2
"""So many areas are named as the weakest and as the strongest."""


@dataclass(frozen=True, slots=True)
class Dynamics:
    """A change over the window as people read it: icon, number, what it rests on, what makes it doubtful.

    Attributes:
        icon: an arrow.
        text: points a year.
        word: what that means.
        span: the years that it rests on.
        doubts: breaks that it crosses, and a change of the indicators behind it.
    """

    icon: str
    text: str
    word: str
    span: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeLine:
    """One node of a list.

    Attributes:
        code: its code.
        name: its name.
        depth: 1 a dimension, 2 an area, 3 a sub-area, 4 an indicator.
        band: its class.
        score: the score, written.
        rank: „17 z 24”; empty without a score.
        interval: „14–20”; empty when none is reckoned.
        group: where the group lies, in words.
        strip: the drawing of the same; nothing when nobody has a score.
        dynamics: the change over the window; nothing when it can't be measured.
        known: how many of its indicators the town has, of how many.
        is_partial: whether the town lacks some of the indicators that the group has.
    """

    code: str
    name: str
    depth: int
    band: BandWords
    score: str
    rank: str
    interval: str
    group: str
    strip: Strip | None
    dynamics: Dynamics | None
    known: str
    is_partial: bool


def make_lines(choice: Choice, standings: Sequence[Standing], axis: Axis) -> list[NodeLine]:
    """Turn standings into lines, all strips on one axis."""
    assert choice.run is not None  # noqa: S101 - only pages with a run have standings
    depth = choice.run.structure.depth
    return [
        NodeLine(
            code=item.code,
            name=name_node(choice.run.catalogue, item.code),
            depth=depth[item.code],
            band=BANDS[item.band],
            score=show(item.score),
            rank=say_rank(item.rank, item.of),
            interval=say_interval(item.low, item.high),
            group=say_spread(item.spread),
            strip=draw_strip(item.spread, item.score, axis),
            dynamics=make_dynamics(item),
            known=say_known(item.known, item.leaves),
            is_partial=item.known < item.leaves,
        )
        for item in standings
    ]


def make_strip_axis(spreads: Sequence[Spread | None]) -> Axis:
    """Make one axis, in per cent of the width, on which several groups fit."""
    values = [value for spread in spreads if spread for value in (spread.lowest, spread.highest)]
    return make_axis(values, 0.0, 100.0, keep=MEAN, share=0.03)


def make_dynamics(item: Standing) -> Dynamics | None:
    """Say a change over the window; nothing when it can't be measured."""
    if item.change is None:
        return None
    doubts = [say_break(one.kind, one.year) for one in item.breaks]
    if item.is_mixed:
        doubts.append(_("not the same indicators in all of these years"))
    span = _("%(since)s–%(until)s") % {"since": item.since, "until": item.until}
    return Dynamics(
        icon_of(item.change),
        show_signed(item.change),
        say_movement(item.change),
        span,
        tuple(doubts),
    )


def icon_of(change: float) -> str:
    """Choose the arrow of a change in points a year."""
    return "arrow-right" if abs(change) < STEADY else "arrow-up" if change > 0 else "arrow-down"


def say_movement(change: float) -> str:
    """Say whether a town gains or loses against its group."""
    if abs(change) < STEADY:
        return _("holds its place in the group")
    return _("gains on the group") if change > 0 else _("loses to the group")


def order_by_weakness(standings: Iterable[Standing]) -> list[Standing]:
    """Put what has a rank among others into order, the weakest first: the last part of its group, then the lowest score."""
    ranked = [one for one in standings if one.rank and one.of > 1]
    return sorted(ranked, key=lambda one: (-(one.rank - 1) / (one.of - 1), one.score or 0.0))


def say_rank(rank: int, of: int) -> str:
    """Say a rank among so many: „17 z 24”; empty without one."""
    return _("%(rank)s of %(of)s") % {"rank": rank, "of": of} if rank else ""


def say_interval(low: int, high: int) -> str:
    """Say an interval of ranks: „14–20”, or the one rank; empty when none is reckoned."""
    if not low:
        return ""
    return str(low) if low == high else f"{low}–{high}"


def say_spread(spread: Spread | None) -> str:
    """Say where a group lies."""
    if spread is None:
        return _("no data in the group")
    return _("median %(median)s, middle half %(first)s–%(third)s") % {
        "median": show(spread.median), "first": show(spread.first), "third": show(spread.third)
    }  # fmt: skip


def say_known(known: int, leaves: int) -> str:
    """Say how many of the indicators at hand a town has."""
    return ngettext("%(known)s of %(leaves)s indicator", "%(known)s of %(leaves)s indicators", leaves) % {
        "known": known, "leaves": leaves
    }  # fmt: skip


def say_breaks(breaks: Sequence[Break]) -> list[str]:
    """Say breaks, one sentence each."""
    return [say_break(one.kind, one.year, one.reason) for one in breaks]
