"""Tables of the report: headings and rows of words, numbers written as people read them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.findings import FindingLine
from sciezka.rooms.monitor.queries.words import BANDS, language, name_node, show, show_signed
from sciezka.rooms.monitor.store.readings.findings import Measured
from sciezka.rooms.monitor.store.readings.overview import Standing
from sciezka.rooms.monitor.store.readings.overview_parts import Part
from sciezka.rooms.monitor.store.readings.report import ReportReading


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words.

    Attributes:
        title: what it shows.
        heads: the columns' headings.
        rows: the cells; the first one is the row's heading.
        widths: how wide the columns are, in parts of the whole.
        numeric: which columns are set to the right.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numeric: tuple[int, ...]


def tabulate_levels(choice: Choice, read: ReportReading, codes: Sequence[str]) -> Table:
    """Tabulate where the town stands in dimensions and areas."""
    assert choice.run is not None  # noqa: S101 - only what has a run is reported
    heads = (_("Part"), _("Points"), _("Group median"), _("Place"), _("Interval"), _("Class"), _("Change a year"))
    rows = []
    for code in codes:
        standing = read.standings.get(code)
        if standing is not None:
            rows.append((name_node(choice.run.catalogue, code), *_tell(standing)))
    return Table(_("Level by dimension and area"), heads, tuple(rows), (29, 8, 9, 10, 10, 25, 9), (1, 2, 3, 4, 6))


def _tell(standing: Standing) -> tuple[str, ...]:
    return (
        show(standing.score),
        show(standing.spread.median) if standing.spread else "–",
        _("%(rank)s of %(of)s") % {"rank": standing.rank, "of": standing.of} if standing.rank else "–",
        _say_interval(standing),
        str(BANDS[standing.band].label),
        show_signed(standing.change, 2) if standing.change is not None else "–",
    )


def _say_interval(standing: Standing) -> str:
    if not standing.low:
        return "–"
    return str(standing.low) if standing.low == standing.high else f"{standing.low}–{standing.high}"


def tabulate_parts(choice: Choice, read: ReportReading, parts: Sequence[Part], title: str) -> Table:
    """Tabulate the indicators that lift or drag the town."""
    assert choice.run is not None  # noqa: S101 - only what has a run is reported
    heads = (_("Indicator"), _("Value"), _("Group median"), _("Place"), _("Points of the whole"))
    rows = []
    for part in parts:
        found, indicator = read.indicators.get(part.code), choice.run.catalogue.by_code[part.code]
        rows.append((
            f"{indicator.name(language())} ({indicator.unit(language())})",
            show(found.value, indicator.decimals) if found else "–",
            show(found.median, indicator.decimals) if found else "–",
            _("%(rank)s of %(of)s") % {"rank": part.rank, "of": part.of} if part.rank else "–",
            show_signed(part.lift, 2),
        ))  # fmt: skip
    return Table(title, heads, tuple(rows), (52, 12, 12, 12, 12), (1, 2, 3, 4))


def tabulate_indicators(choice: Choice, read: ReportReading, code: str) -> Table | None:
    """Tabulate the indicators of an area: value, median, place, change; what is missing is named as missing."""
    assert choice.sight is not None  # noqa: S101 - only what has data is reported
    catalogue = choice.sight.catalogue
    heads = (_("Indicator"), _("Year"), _("Value"), _("Group median"), _("Place"), _("Change a year"))
    rows = []
    for indicator in catalogue.indicators:
        if indicator.code not in choice.sight.cube.indicator_place:
            continue
        if code in {branch.code for branch in catalogue.way_to(indicator.code)}:
            found = read.indicators.get(indicator.code)
            name = f"{indicator.name(language())} ({indicator.unit(language())})"
            rows.append((name, *_tell_indicator(found, indicator.decimals)))
    if not rows:
        return None
    title = _("Indicators: %(name)s") % {"name": name_node(catalogue, code)}
    return Table(title, heads, tuple(rows), (44, 8, 12, 12, 12, 12), (1, 2, 3, 4, 5))


def _tell_indicator(found: Measured | None, decimals: int) -> tuple[str, ...]:
    if found is None:
        return ("–", _("no data"), "–", "–", "–")
    star = "*" if found.breaks else ""
    return (
        str(found.year),
        show(found.value, decimals),
        show(found.median, decimals),
        _("%(rank)s of %(of)s") % {"rank": found.rank, "of": found.of} if found.rank else "–",
        f"{show_signed(found.change, max(decimals, 2))}{star}" if found.change is not None else "–",
    )


def tabulate_findings(lines: Sequence[FindingLine], title: str) -> Table | None:
    """Tabulate findings with their codes; nothing when there are none."""
    if not lines:
        return None
    heads = (_("Code"), _("Finding"), _("Figure"), _("Date of reading"))
    rows = tuple(
        (
            line.code or "–",
            f"{line.finding.title}. {line.finding.remark}" if line.finding.remark else line.finding.title,
            f"{line.figure} ({_('today %(now)s') % {'now': line.now}})" if line.now else line.figure,
            f"{line.finding.created_at:%d.%m.%Y}",
        )
        for line in lines
    )
    return Table(title, heads, rows, (9, 55, 22, 14), ())
