"""The small drawing of a spread that stands in a line: a bar for each level, its count above, the level below.

The median's bar is in the accent, and an agreed level is ringed; the same is said in words beside it.
"""

from functools import lru_cache
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STEP: Final = 24
BAR: Final = 16
TOP, BASE, BOTTOM = 12, 34, 50
# More bars than this are drawn thin, without counts.
MOST_WORDED: Final = 11
WIDE: Final = 200


@lru_cache(maxsize=4096)
def draw_strip(
    distribution: tuple[tuple[float, int], ...], median: float | None, agreed: int | None, label: str
) -> SafeString:
    """Draw a spread.

    Args:
        distribution: each level with how many gave it.
        median: the level or two whose bars stand out.
        agreed: the level that is ringed.
        label: the spread in words.
    """
    is_worded = len(distribution) <= MOST_WORDED
    step = STEP if is_worded else WIDE / len(distribution)
    width = BAR if is_worded else step * 0.7
    most = max((count for _level, count in distribution), default=0) or 1
    parts = []
    for at, (level, count) in enumerate(distribution):
        height = 1 if not count else max(2.0, (BASE - TOP) * count / most)
        is_middle = median is not None and abs(level - median) < 1 and bool(count)
        parts.append((
            f"{at * step + (step - width) / 2:.1f}", f"{BASE - height:.1f}", f"{width:.1f}", f"{height:.1f}",
            "strip__bar strip__bar--median" if is_middle else "strip__bar",
        ))  # fmt: skip
    bars = format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}" class="{}"/>', parts)
    words = _draw_words(distribution, agreed) if is_worded else SafeString("")
    return format_html(
        '<svg class="strip" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}{}</svg>',
        label, f"{step * len(distribution):.0f}", BOTTOM, f"{step * len(distribution):.0f}", BOTTOM, bars, words,
    )  # fmt: skip


def _draw_words(distribution: tuple[tuple[float, int], ...], agreed: int | None) -> SafeString:
    ring = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="7.5" class="strip__ring"/>',
        ((at * STEP + STEP // 2, BOTTOM - 8) for at, (level, _count) in enumerate(distribution) if level == agreed),
    )
    counts = format_html_join(
        "",
        '<text x="{}" y="{}" class="strip__count">{}</text>',
        (
            (at * STEP + STEP // 2, TOP - 3 + round((BASE - TOP) * (1 - count / max(c for _l, c in distribution))), count)
            for at, (_level, count) in enumerate(distribution)
            if count
        ),
    )
    levels = format_html_join(
        "",
        '<text x="{}" y="{}" class="strip__level{}">{}</text>',
        (
            (at * STEP + STEP // 2, BOTTOM - 4, " strip__level--agreed" if level == agreed else "", f"{level:g}")
            for at, (level, _count) in enumerate(distribution)
        ),
    )
    return format_html("{}{}{}", ring, counts, levels)


def draw_shift(levels: tuple[float, ...], before: float | None, after: float | None, label: str) -> SafeString:
    """Draw a median's way on its scale from one wave to the next: a hollow dot, a line, a full dot."""
    low, high = levels[0], levels[-1]
    scale = (WIDE - 60 - 16) / ((high - low) or 1)
    places = [None if value is None else 8 + (value - low) * scale for value in (before, after)]
    ticks = format_html_join(
        "",
        '<line x1="{0}" x2="{0}" y1="8" y2="16" class="shift__tick"/>',
        ((f"{8 + (v - low) * scale:.1f}",) for v in levels),
    )
    old, new = (None if place is None else f"{place:.1f}" for place in places)
    line = format_html('<line x1="{}" x2="{}" y1="12" y2="12" class="shift__way"/>', old, new) if old and new else ""
    dots = format_html("{}{}",
        format_html('<circle cx="{}" cy="12" r="5" class="shift__before"/>', old) if old else "",
        format_html('<circle cx="{}" cy="12" r="5.5" class="shift__after"/>', new) if new else "",
    )  # fmt: skip
    return format_html(
        '<svg class="shift" role="img" aria-label="{0}" viewBox="0 0 {1} 24" width="{1}" height="24">{2}{3}{4}</svg>',
        label, WIDE - 60, ticks, line, dots,
    )  # fmt: skip
