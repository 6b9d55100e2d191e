"""The radar: areas around a centre, the score of each on its spoke, last time's beneath it, the target as a dashed line.

Laid out here and drawn as SVG in the words of the style sheet, so that one drawing is right in light, in dark and on
paper. A radar shows the shape of strengths and weaknesses; the bars beside it are what lengths are read from.
"""

import math
import textwrap
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.translation import gettext as _

from sciezka.kit.charts import GRID, INK, INK_SOFT, TOWN
from sciezka.rooms.assessment.charts.marks import draw_dot, draw_rule, draw_word, frame_svg
from sciezka.rooms.assessment.queries.reading import write_number
from sciezka.rooms.assessment.queries.scores import Scores
from sciezka.rooms.assessment.queries.words import word_area

FEWEST: Final = 3
"""With fewer areas there is no shape to see."""
_SIDE: Final = 0.3
_STEEP: Final = 0.9


@dataclass(frozen=True, slots=True)
class Frame:
    """How large the drawing is, and how its words are set."""

    width: int
    height: int
    radius: int
    gap: int
    line: int
    size: int
    wrap: int


WIDE: Final = Frame(width=640, height=520, radius=172, gap=20, line=19, size=16, wrap=18)
NARROW: Final = Frame(width=360, height=340, radius=86, gap=12, line=14, size=12, wrap=14)
"""As a phone shows it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the drawing."""

    x: float
    y: float

    def write(self) -> str:
        """Write it as SVG does."""
        return f"{self.x:.1f},{self.y:.1f}"


def draw_wheel(scores: Scores, frame: Frame = WIDE) -> str:
    """Draw the radar as a whole SVG file; empty where fewer than three areas have a score."""
    lines = [line for line in scores.areas if line.score.score is not None]
    if len(lines) < FEWEST:
        return ""
    angles = [2 * math.pi * at / len(lines) - math.pi / 2 for at in range(len(lines))]
    parts = [*_draw_rings(scores, frame, angles)]
    parts.append(
        _draw_shape(
            scores,
            frame,
            angles,
            [line.target for line in lines],
            f'fill="none" stroke="{INK_SOFT}" stroke-width="1.5" stroke-dasharray="5 4"',
        )
    )
    if all(line.before is not None for line in lines):
        style = f'fill="none" stroke="{INK_SOFT}" stroke-width="2"'
        parts.append(_draw_shape(scores, frame, angles, [line.before or 0.0 for line in lines], style))
    now = [line.score.score or 0.0 for line in lines]
    parts.append(
        _draw_shape(
            scores,
            frame,
            angles,
            now,
            f'fill="{TOWN}" fill-opacity="0.16" stroke="{TOWN}" stroke-width="3" stroke-linejoin="round"',
        )
    )
    for angle, line, value in zip(angles, lines, now, strict=True):
        at = _place(scores, frame, angle, value)
        fill = "#ffffff" if line.score.provisional else TOWN
        parts.append(draw_dot((at.x, at.y), 5, fill, TOWN, 2))
        parts.append(_draw_label(frame, angle, word_area(line.area), write_number(value, keep=True)))
    return frame_svg("".join(parts), frame.width, frame.height)


def describe_wheel(scores: Scores) -> str:
    """Tell the drawing in words."""
    said = [
        f"{word_area(line.area)}: {write_number(line.score.score)}" for line in scores.areas if line.score.score is not None
    ]
    return _("Scores of areas from %(low)s to %(high)s: %(scores)s") % {
        "low": scores.low, "high": scores.high, "scores": "; ".join(said),
    }  # fmt: skip


def _place(scores: Scores, frame: Frame, angle: float, value: float) -> Place:
    # The lowest level stands a little off the centre, so that a town all of whose levels are lowest still has a shape.
    share = (value - scores.low + _SIDE) / (scores.high - scores.low + _SIDE)
    reach = frame.radius * share
    return Place(frame.width / 2 + reach * math.cos(angle), frame.height / 2 + reach * math.sin(angle))


def _draw_rings(scores: Scores, frame: Frame, angles: list[float]) -> list[str]:
    rings = [
        _draw_shape(scores, frame, angles, [float(value)] * len(angles), f'fill="none" stroke="{GRID}" stroke-width="1"')
        for value in range(scores.low, scores.high + 1)
    ]
    centre = (frame.width / 2, frame.height / 2)
    ends = [_place(scores, frame, angle, scores.high) for angle in angles]
    spokes = [draw_rule(centre, (end.x, end.y), GRID) for end in ends]
    words = []
    for value in range(scores.low, scores.high + 1):
        at = _place(scores, frame, angles[0], value)
        words.append(draw_word((at.x + 5, at.y - 3), str(value), INK_SOFT, frame.size - 2))
    return [*rings, *spokes, *words]


def _draw_shape(scores: Scores, frame: Frame, angles: list[float], values: list[float], style: str) -> str:
    points = " ".join(_place(scores, frame, angle, value).write() for angle, value in zip(angles, values, strict=True))
    return f'<polygon points="{points}" {style}/>'


def _draw_label(frame: Frame, angle: float, title: str, value: str) -> str:
    """Write the area's name outside the wheel, with its score."""
    x = frame.width / 2 + (frame.radius + frame.gap) * math.cos(angle)
    y = frame.height / 2 + (frame.radius + frame.gap) * math.sin(angle)
    side = math.cos(angle)
    anchor = "middle" if abs(side) < _SIDE else "start" if side > 0 else "end"
    rows = textwrap.wrap(title, frame.wrap, break_long_words=False)[:5]
    height = frame.line * len(rows)
    # Above the wheel the words end at the place, below it they begin there, at its sides they stand around it.
    upright = math.sin(angle)
    top = y - height - frame.size / 2 if upright < -_STEEP else y + frame.line * 0.6 if upright > _STEEP else y - height / 2
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{top + frame.line * at:.1f}">{escape(row)}</tspan>' for at, row in enumerate(rows)
    )
    score = f'<tspan x="{x:.1f}" y="{top + frame.line * len(rows):.1f}" font-weight="700">{escape(value)}</tspan>'
    return f'<text font-size="{frame.size}" fill="{INK}" text-anchor="{anchor}">{spans}{score}</text>'
