"""What goes to the meeting: which level can be proposed, what needs talk and how much, what changed since last time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from sciezka.core.consensus.summary import summarise
from sciezka.core.consensus.types import ConsensusProblem, Given, Summary

Key = TypeVar("Key")
Reason = Literal["range", "agreement", "unknown"]

SHARE: Final = 0.75
WIDEST: Final = 1
SPREAD: Final = 2
THRESHOLD: Final = 0.5
UNKNOWN: Final = 0.5
_FEWEST: Final = 2
# A share of so many people is met when it is met but for what rounding leaves: 0.7 of 10 people is 7 of them.
_NEAR: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Why an item should be talked over, and how much.

    Attributes:
        score: from 0 to 3, the more the sooner: polarisation (1 − A)/2, plus the range as a share of the whole scale,
            plus the share of "don't know".
        reasons: any of ``range``, ``agreement``, ``unknown``; at least one.
        steps: how many levels apart the lowest and the highest answer are; None with no answers.
    """

    score: float
    reasons: tuple[Reason, ...]
    steps: int | None


@dataclass(frozen=True, slots=True)
class AgendaPoint(Generic[Key]):
    """One item that needs talk."""

    key: Key
    need: Need


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveChange:
    """What changed from one wave to the next: after less before, None where either is not known."""

    n_before: int
    n_after: int
    median_change: float | None
    mean_change: float | None
    range_change: float | None
    agreement_change: float | None
    share_unknown_change: float | None


def propose(values: Iterable[Given], levels: Sequence[float], share: float = SHARE, widest: int = WIDEST) -> float | None:
    """Give the level that a group has as good as agreed on, if there is one.

    It is the level that at least ``share`` of those who rated chose, when no two answers lie more than ``widest`` levels
    apart. Steps are counted in levels, whatever their numbers are: on the scale 0, 10, 100 the step from 10 to 100 is one.
    "I don't know" and "not applicable" are no ratings and stand in nobody's way.

    Args:
        values: the answers to one item.
        levels: all values that may be given, rising.
        share: above 0.5, to 1. Three quarters is also the median of the thresholds by which Delphi studies call a matter
            agreed (Diamond et al. 2014, *Journal of Clinical Epidemiology* 67(4)).
        widest: 0 or more.

    Returns:
        A level; None when it is not so, and with fewer than two ratings.

    Raises:
        ConsensusProblem: ``propose.share`` (not above 0.5 or above 1) or what ``summarise`` refuses.
    """
    if not 0.5 < share <= 1:  # noqa: PLR2004 - with more than a half, one level at most
        raise ConsensusProblem("propose.share", f"The share is {share}. Use one above 0.5, to 1.", share=share)
    found = summarise(values, levels)
    steps = count_steps(found)
    if found.n < _FEWEST or steps is None or steps > widest:
        return None
    level, count = max(found.distribution, key=lambda pair: pair[1])
    return level if count >= share * found.n - _NEAR else None


def needs_talk(
    summary: Summary, levels: Sequence[float] | None = None, *, spread: int = SPREAD, threshold: float = THRESHOLD
) -> Need | None:
    """Tell whether a group should talk an item over, why, and how urgently.

    It should when the answers lie ``spread`` levels or more apart, when their agreement A is below ``threshold``, or when
    at least half of those who answered don't know.

    Args:
        summary: of the item.
        levels: all levels of the scale, rising; those of the summary when None.
        spread: in levels, by their order and not by their numbers.
        threshold: of A. Answers spread evenly over three neighbouring levels of five have A = 0.5, so that 0.5 lets pass
            what is at least as close together as that; this is our own convention. As answers at two neighbouring levels
            have 1 − 1/(K − 1) or more, it only ever adds to ``spread`` = 2 where that is widened.

    Returns:
        None when it needs no talk.

    Raises:
        ConsensusProblem: ``levels.other`` (the summary was made with other levels).
    """
    if levels is not None and tuple(levels) != tuple(level for level, _count in summary.distribution):
        raise ConsensusProblem("levels.other", "The summary was made with other levels than these.", levels=tuple(levels))
    steps, unknown, agreed = count_steps(summary), summary.share_unknown or 0.0, summary.agreement
    reasons: list[Reason] = []
    if steps is not None and steps >= spread:
        reasons.append("range")
    if agreed is not None and agreed < threshold:
        reasons.append("agreement")
    if unknown >= UNKNOWN:
        reasons.append("unknown")
    if not reasons:
        return None
    polarised = 0.0 if agreed is None else (1 - agreed) / 2
    wide = 0.0 if not steps else steps / (len(summary.distribution) - 1)
    return Need(score=polarised + wide + unknown, reasons=tuple(reasons), steps=steps)


def agenda(items: Iterable[tuple[Key, Need | None]]) -> tuple[AgendaPoint[Key], ...]:
    """Give the items that need talk, those that need it most first; equals keep their order."""
    points = [AgendaPoint(key, need) for key, need in items if need is not None]
    return tuple(sorted(points, key=lambda point: -point.need.score))


def compare_waves(before: Summary, after: Summary) -> WaveChange:
    """Compare two waves of the same item: what changed in number, level, range, agreement and doubt.

    It compares what two groups said and no person with herself; who answered may have changed between the waves.

    Raises:
        ConsensusProblem: ``waves.scale`` (the two were given on different levels).
    """
    if [level for level, _count in before.distribution] != [level for level, _count in after.distribution]:
        raise ConsensusProblem("waves.scale", "The two waves were rated on different levels and cannot be compared.")
    return WaveChange(
        n_before=before.n,
        n_after=after.n,
        median_change=_subtract(after.median, before.median),
        mean_change=_subtract(after.mean, before.mean),
        range_change=_subtract(after.range, before.range),
        agreement_change=_subtract(after.agreement, before.agreement),
        share_unknown_change=_subtract(after.share_unknown, before.share_unknown),
    )


def count_steps(summary: Summary) -> int | None:
    """Count how many levels apart the lowest and the highest answer are; None with no answers."""
    given = [at for at, (_level, count) in enumerate(summary.distribution) if count]
    return given[-1] - given[0] if given else None


def _subtract(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before
