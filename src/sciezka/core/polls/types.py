"""What the numbers of surveys share: refusals, intervals, and checks of what is asked."""

import math
from dataclasses import dataclass
from typing import Any

from scipy.special import ndtri


class PollsProblem(ValueError):
    """A refusal: nothing is reckoned.

    Attributes:
        code: a stable word for the kind of problem, such as ``column.unknown``; rooms translate by it.
        fields: the place and the values that the sentence names.
    """

    def __init__(self, code: str, sentence: str, **fields: Any) -> None:  # noqa: ANN401 - values of any kind
        super().__init__(sentence)
        self.code = code
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval, in the unit of what it is of.

    Attributes:
        low: its lower end.
        high: its upper end.
    """

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far its ends are apart."""
        return self.high - self.low

    def holds(self, value: float) -> bool:
        """Tell whether a value lies in it, its ends included."""
        return self.low <= value <= self.high


def find_z(confidence: float) -> float:
    """Give the two-sided normal quantile: 1.959964 for a confidence of 0.95.

    Raises:
        PollsProblem: ``confidence.range`` (not between 0 and 1, both excluded).
    """
    if not 0 < confidence < 1:
        raise PollsProblem(
            "confidence.range", f"A confidence of {confidence} is not between 0 and 1. Give 0.95 or so.", given=confidence
        )
    return float(ndtri(0.5 + confidence / 2))


def check_share(share: float, *, what: str = "share") -> float:
    """Give a share back that is one.

    Raises:
        PollsProblem: ``share.range`` (not from 0 to 1).
    """
    if not 0 <= share <= 1:
        raise PollsProblem("share.range", f"A {what} of {share} is not from 0 to 1.", given=share)
    return float(share)


def check_count(count: float, *, what: str = "count") -> float:
    """Give a count back that is one; counts of weighted people need not be whole.

    Raises:
        PollsProblem: ``count.negative`` (below 0, or no number).
    """
    if not (0 <= count < math.inf):
        raise PollsProblem("count.negative", f"A {what} of {count} is not a number from 0 up.", given=count)
    return float(count)
