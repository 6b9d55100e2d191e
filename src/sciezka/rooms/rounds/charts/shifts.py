"""The lines of a comparison of two waves as a page shows them."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciezka.kit.typography import write_number
from sciezka.rooms.rounds.charts.strips import draw_shift
from sciezka.rooms.rounds.queries.results_reading import say_agreed
from sciezka.rooms.rounds.queries.waves import Comparison, WaveLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownShift:
    """One item on one scale before and after, ready to read; ``way`` is up, down, same or unknown."""

    line: WaveLine
    scale: str
    picture: SafeString
    before: str
    after: str
    change: str
    way: str
    agreement_before: str
    agreement_after: str
    agreement_change: str
    agreed_before: str
    agreed_after: str


def show_shifts(compared: Comparison) -> list[ShownShift]:
    """Write the lines out, the largest changes first."""
    many = len(compared.after.scales) > 1
    lines = sorted(compared.lines, key=lambda line: -line.size)
    return [_show(line, with_scale=many) for line in lines]


def _show(line: WaveLine, *, with_scale: bool) -> ShownShift:
    before = line.before.median if line.before else None
    after = line.after.median if line.after else None
    moved = line.change.median_change if line.change else None
    agreement = line.change.agreement_change if line.change else None
    words = _("median before %(before)s, now %(after)s") % {"before": write_number(before), "after": write_number(after)}
    return ShownShift(
        line=line,
        scale=f"→ {line.against}" if line.against else line.scale.title if line.scale and with_scale else "",
        picture=draw_shift(line.line.levels, before, after, words) if line.line.levels else SafeString(""),
        before=write_number(before),
        after=write_number(after),
        change=write_change(moved),
        way="unknown" if moved is None else "up" if moved > 0 else "down" if moved < 0 else "same",
        agreement_before=write_number(line.before.agreement if line.before else None, keep=True),
        agreement_after=write_number(line.after.agreement if line.after else None, keep=True),
        agreement_change=write_change(agreement, keep=True),
        agreed_before=say_agreed(line.agreed_before, line.line) if line.agreed_before else "",
        agreed_after=say_agreed(line.agreed_after, line.line) if line.agreed_after else "",
    )


def write_change(change: float | None, *, keep: bool = False) -> str:
    """Write a difference with its sign."""
    if change is None:
        return "–"
    # What is too small to be written has no direction either.
    change = round(change, 2) or 0.0
    written = write_number(change, keep=keep)
    return f"+{written}" if change > 0 else written
