"""Bars of areas: the range of people's own means, the score upon it, last time's score and the target on one line."""

from typing import Final

from sciezka.kit.charts import GRID, INK, INK_SOFT, PEERS, TOWN
from sciezka.rooms.assessment.charts.marks import draw_dot, draw_rule, draw_word, frame_svg
from sciezka.rooms.assessment.queries.reading import write_change, write_number
from sciezka.rooms.assessment.queries.scores import AreaLine, Scores
from sciezka.rooms.assessment.queries.words import word_area

WIDE: Final = 600
NARROW: Final = 360
"""As wide as a phone shows it."""
ROW: Final = 62
TOP: Final = 26
LEFT: Final = 8
TITLE: Final = 20
DOT: Final = 8
EDGE: Final = 96
"""Room at the right for the score."""


def draw_bars(scores: Scores, width: int = WIDE) -> str:
    """Draw the areas as a whole SVG file; empty where none has a score."""
    lines = [line for line in scores.areas if line.score.score is not None]
    if not lines:
        return ""
    height = TOP + ROW * len(lines) + 6
    parts = []
    for value in range(scores.low, scores.high + 1):
        x = _place(scores, value, width)
        parts.append(draw_rule((x, TOP - 4), (x, height - 8), GRID))
        parts.append(draw_word((x, TOP - 10), str(value), INK_SOFT, 13, 'text-anchor="middle"'))
    parts += [_draw_line(scores, line, TOP + ROW * at, width) for at, line in enumerate(lines)]
    return frame_svg("".join(parts), width, height)


def _place(scores: Scores, value: float, width: int) -> float:
    return LEFT + DOT + (width - LEFT - EDGE - 2 * DOT) * (value - scores.low) / (scores.high - scores.low)


def _draw_line(scores: Scores, line: AreaLine, top: int, width: int) -> str:
    score, y = line.score.score or 0.0, top + 42
    x, start = _place(scores, score, width), _place(scores, scores.low, width)
    parts = [
        draw_word((LEFT, top + TITLE), word_area(line.area), INK, 15, 'font-weight="600"'),
        draw_rule((start, y), (_place(scores, scores.high, width), y), GRID, 'stroke-width="2"'),
    ]
    if line.spread:
        low, q1, q3, high = (
            _place(scores, value, width) for value in (line.spread.low, line.spread.q1, line.spread.q3, line.spread.high)
        )
        parts.append(draw_rule((low, y), (high, y), PEERS, 'stroke-width="4" stroke-linecap="round"'))
        parts.append(f'<rect x="{q1:.1f}" y="{y - 7}" width="{max(2.0, q3 - q1):.1f}" height="14" rx="3" fill="{PEERS}"/>')
    target = _place(scores, line.target, width)
    parts.append(draw_rule((target, y - 12), (target, y + 12), INK, 'stroke-width="2" stroke-dasharray="3 2"'))
    if line.before is not None:
        parts.append(draw_dot((_place(scores, line.before, width), y), 6, "none", INK_SOFT, 2.5))
    parts.append(draw_dot((x, y), DOT, "#ffffff" if line.score.provisional else TOWN, TOWN, 3))
    parts.append(draw_word((width - EDGE + 18, y + 6), write_number(score, keep=True), INK, 18, 'font-weight="700"'))
    if line.change is not None:
        parts.append(draw_word((width - EDGE + 52, y + 6), write_change(line.change), INK_SOFT, 13))
    return "".join(parts)
