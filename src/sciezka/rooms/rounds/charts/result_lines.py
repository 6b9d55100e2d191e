"""The lines of a result as a page shows them: numbers written, the spread drawn, once for each line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciezka.core.consensus import Summary
from sciezka.kit.typography import write_number
from sciezka.rooms.rounds.charts.strips import draw_strip
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.results import ItemResult
from sciezka.rooms.rounds.queries.results_reading import (
    say_agreed,
    say_agreement,
    say_level,
    say_need,
    write_share,
)

# On a phone a line is a card of its own: so many are shown before the rest is asked for.
LINES_AT_ONCE: Final = 15
FEWEST_FOLDED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line of a result, ready to read. ``line`` holds the numbers behind it."""

    line: ItemResult
    href: str
    agree_href: str
    scale: str
    strip: SafeString
    spread: str
    median: str
    quartiles: str
    mean: str
    count: int
    unknown: str
    not_applicable: int
    agreement: str
    agreement_word: str
    agreed: str
    proposed: str
    need: str
    points: str
    share: str
    query: str


def show_lines(
    round: Round,  # noqa: A002 - the noun's own name
    lines: Iterable[ItemResult],
    *,
    sheets: int = 0,
    base: str = "",
) -> list[ShownLine]:
    """Write lines out for a page; ``base`` is where the items' own pages lie, if not in the office."""
    office = reverse("rounds:result", kwargs=round.address)
    base, agree = base or office, office.removesuffix("wynik/") + "uzgodnienie/"
    shows_scale = len(round.scales) > 1 and round.kind == Round.Kind.RATING
    return [_show_line(line, base, agree, shows_scale=shows_scale, sheets=sheets) for line in lines]


def _show_line(line: ItemResult, base: str, agree: str, *, shows_scale: bool, sheets: int) -> ShownLine:
    summary, agreed, against = line.summary, line.agreed, line.against
    spread = say_spread(summary) if summary else ""
    scale = f"→ {against}" if against else str(line.scale.title) if shows_scale and line.scale else ""
    return ShownLine(
        line=line,
        href=f"{base}{line.item.pk}/",
        agree_href=f"{agree}{line.item.pk}/" + (f"?kolumna={against.pk}" if against else ""),
        scale=scale,
        strip=draw_strip(summary.distribution, summary.median, agreed.value if agreed else None, spread)
        if summary and summary.n
        else SafeString(""),
        spread=spread,
        median=write_number(summary.median if summary else None),
        quartiles=write_pair(summary.q1, summary.q3) if summary else "–",
        mean=write_number(summary.mean if summary else None, keep=True),
        count=summary.n if summary else 0,
        unknown=say_unknown(summary),
        not_applicable=summary.not_applicable if summary else 0,
        agreement=write_number(summary.agreement if summary else None, keep=True),
        agreement_word=say_agreement(summary.agreement if summary else None),
        agreed=say_agreed(agreed, line) if agreed else "",
        proposed=say_level(line, line.proposed) if line.proposed is not None else "",
        need=say_need(line),
        points=write_number(line.points, 1),
        share=write_share(summary.n / sheets) if summary and sheets else "–",
        query=f"kolumna={against.pk}" if against else f"skala={line.key[1]}",
    )


def find_fold(lines: Sequence[ShownLine]) -> int | None:
    """Give after how many lines the rest is folded on a phone: after those that need talk, if they come first."""
    needing = [place for place, shown in enumerate(lines) if shown.need and not shown.agreed]
    come_first = needing == list(range(len(needing)))
    return fold_after(len(lines), len(needing) if come_first else 0)


def fold_after(count: int, first: int = 0) -> int | None:
    """Give after how many of the lines the rest is folded; None where too few are left to be worth a press."""
    place = min(first or LINES_AT_ONCE, LINES_AT_ONCE)
    return place if count - place >= FEWEST_FOLDED else None


def write_pair(low: float | None, high: float | None) -> str:
    """Write two numbers as a range."""
    return "–" if low is None or high is None else f"{write_number(low)}–{write_number(high)}"


def say_unknown(summary: Summary | None) -> str:
    """Write how many don't know, and their share of all who answered."""
    if summary is None or not summary.dont_know:
        return "0"
    return f"{summary.dont_know} ({write_share(summary.share_unknown)})"


def say_spread(summary: Summary) -> str:
    """Write a spread in words: each level and how many gave it."""
    return "; ".join(
        _("level %(level)s: %(count)s") % {"level": write_number(level), "count": count}
        for level, count in summary.distribution
        if count
    )
