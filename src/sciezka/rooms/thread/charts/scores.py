"""The score of a plan over time, as a small line drawn on the server."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sciezka.rooms.thread.models import Score

WIDTH: Final = 320
HEIGHT: Final = 96
LEFT: Final = 34
RIGHT: Final = 12
TOP: Final = 10
BOTTOM: Final = 10
FEWEST_DAYS: Final = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """One day of the line; the numbers as an SVG writes them, whatever the page's language."""

    x: str
    y: str
    day: dt.date
    score: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A line of scores: its points, the levels behind it, and the days at its ends."""

    points: str
    levels: tuple[tuple[int, str], ...]
    marks: tuple[Mark, ...]

    @property
    def first(self) -> Mark:
        """The oldest day."""
        return self.marks[0]

    @property
    def last(self) -> Mark:
        """The newest day."""
        return self.marks[-1]


def draw_scores(scores: Sequence[Score]) -> Drawing | None:
    """Draw scores by their days; nothing while there are fewer than two."""
    if len(scores) < FEWEST_DAYS:
        return None
    begin, span = scores[0].day, max(1, (scores[-1].day - scores[0].day).days)
    marks = tuple(
        Mark(f"{LEFT + (WIDTH - LEFT - RIGHT) * (row.day - begin).days / span:.1f}", _place(row.score), row.day, row.score)
        for row in scores
    )
    points = " ".join(f"{mark.x},{mark.y}" for mark in marks)
    return Drawing(points, tuple((level, _place(level)) for level in (0, 50, 100)), marks)


def _place(score: int) -> str:
    return f"{TOP + (HEIGHT - TOP - BOTTOM) * (100 - score) / 100:.1f}"
