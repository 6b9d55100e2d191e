"""The figures of the overview and of a node's page: each with the sentence that reads it, its table and its drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.charts import Chart
from sciezka.rooms.monitor.drawings.overview import chart_path, chart_plane, chart_radar
from sciezka.rooms.monitor.drawings.overview_svg import Drawing, draw_path, draw_plane, draw_radar
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.overview_lines import icon_of, say_breaks
from sciezka.rooms.monitor.queries.words import BANDS, BandWords, name_node, show, show_signed
from sciezka.rooms.monitor.store.readings.overview import Point, Standing, YearReading, breaks_of_node
from sciezka.rooms.monitor.store.runs import Run

AREA: Final = 2
FEWEST_SPOKES: Final = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its table and data, and the drawing of it in this page."""

    kind: str
    chart: Chart
    drawings: tuple[Drawing, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell of the heat table; without a score the town or the group has no data."""

    year: int
    band: BandWords
    score: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One sub-area over the years."""

    code: str
    name: str
    cells: tuple[HeatCell, ...]


def make_plane(choice: Choice, head: Standing, points: tuple[Point, ...]) -> Figure | None:
    """Make the plane of level and dynamics; nothing when fewer than two units have both."""
    sight = choice.sight
    if len(points) < 2 or sight is None:  # noqa: PLR2004 - one point is no comparison
        return None

    def name(key: str) -> str:
        return sight.units[key].name if key in sight.units else key

    def tell(point: Point) -> str:
        return f"{name(point.unit)}: {show(point.level)}; {show_signed(point.change, 2)}"

    corners = (_("above, gaining"), _("above, losing"), _("below, losing"), _("below, gaining"))
    note = _("Across: level in %(year)s. Upward: change in points a year over %(window)s years. Lines: the mean, no change.")
    chart = chart_plane(
        points,
        choice.unit.key,
        name,
        title=_say_plane(choice, head),
        note=note % {"year": choice.year, "window": choice.window},
    )
    drawings = draw_plane(points, choice.unit.key, name, tell, corners, lambda value: show(value, 1 if value % 1 else 0))
    return Figure("plane", chart, drawings, tuple(say_breaks(head.breaks)))


def _say_plane(choice: Choice, head: Standing) -> str:
    told = {"town": choice.unit.name}
    if head.score is None or head.change is None:
        return _("%(town)s: no change can be measured") % told
    is_above, movement = head.score >= 100, icon_of(head.change)  # noqa: PLR2004 - the group's mean
    sentences = {
        (True, "arrow-up"): _("%(town)s: above the group’s mean, and gaining"),
        (True, "arrow-down"): _("%(town)s: above the group’s mean, but losing its lead"),
        (True, "arrow-right"): _("%(town)s: above the group’s mean, holding its place"),
        (False, "arrow-up"): _("%(town)s: below the group’s mean, but catching up"),
        (False, "arrow-down"): _("%(town)s: below the group’s mean, and losing"),
        (False, "arrow-right"): _("%(town)s: below the group’s mean, holding its place"),
    }
    return sentences[is_above, movement] % told


def make_radar(choice: Choice, standings: Sequence[Standing]) -> Figure | None:
    """Make the wheel of areas; nothing when fewer than three have a score."""
    run = choice.run
    assert run is not None  # noqa: S101 - there are standings
    areas = [item for item in standings if run.structure.depth[item.code] == AREA]
    known = [
        (name_node(run.catalogue, item.code), item.spread.median, item.score)
        for item in areas
        if item.spread and item.score is not None
    ]
    if len(known) < FEWEST_SPOKES:
        return None
    above = sum(score >= median for _name, median, score in known)
    title = ngettext(
        "At or above the group’s median in %(above)s of %(all)s area",
        "At or above the group’s median in %(above)s of %(all)s areas",
        len(known),
    ) % {"above": above, "all": len(known)}
    lacking = [name_node(run.catalogue, item.code) for item in areas if item.score is None]
    remarks = (_("Without a score: %(areas)s.") % {"areas": ", ".join(lacking)},) if lacking else ()
    note = _("Scores of the areas in %(year)s; the dashed line is the group’s median.") % {"year": choice.year}
    chart = chart_radar(known, choice.unit.name, title=title, note=note)
    return Figure("radar", chart, draw_radar(known, lambda value: show(value, 0)), remarks)


def make_path(choice: Choice, node: str, path: Sequence[YearReading]) -> Figure | None:
    """Make the figure of a score over time; nothing when no year has a score."""
    run = choice.run
    assert run is not None  # noqa: S101 - there is a path
    path, thin = leave_out_thin_years(path, choice.year)
    known = [one for one in path if one.score is not None]
    if not known:
        return None
    then = next((one for one in known if one.year >= choice.year - choice.window), known[0])
    now = next((one for one in known if one.year == choice.year), known[-1])
    told = {"then": then.rank, "since": then.year, "now": now.rank, "year": now.year}
    title = _("Rank %(then)s in %(since)s, rank %(now)s in %(year)s") % told
    if then == now:
        title = _("Rank %(now)s in %(year)s") % told
    note = _("Score of the town and of its group; 100 is the group’s mean of each year.")
    breaks = [one for one in breaks_of_node(run, choice.unit.key, node) if path[0].year < one.year <= path[-1].year]

    def tell(one: YearReading) -> str:
        return f"{one.year}: {show(one.score)} ({one.rank} / {one.of})"

    drawings = draw_path(
        path,
        sorted({(one.year, str(one.year)) for one in breaks}),
        (choice.unit.name, _("median"), _("middle half")),
        tell,
        lambda value: show(value, 1 if value % 1 else 0),
    )
    remarks = (*([thin] if thin else []), *say_breaks(breaks))
    return Figure("path", chart_path(path, choice.unit.name, title=title, note=note), drawings, remarks)


def leave_out_thin_years(path: Sequence[YearReading], year: int) -> tuple[tuple[YearReading, ...], str]:
    """Leave out years whose score rests on less than half of the best year's indicators, and say so.

    Such a score is of another thing than the rest of the line, and would be read as a rise or a fall. The year that is
    looked at always stays.
    """
    most = max((one.known for one in path), default=0)
    thin = {one.year for one in path if one.score is not None and 2 * one.known < most and one.year != year}
    if not thin:
        return tuple(path), ""
    kept = [replace(one, score=None, band="", rank=0, spread=None) if one.year in thin else one for one in path]
    while kept and kept[0].score is None and kept[0].spread is None:
        kept.pop(0)
    while kept and kept[-1].score is None and kept[-1].spread is None:
        kept.pop()
    said = _("Not drawn: %(years)s; fewer than half of the %(most)s indicators have data then.")
    return tuple(kept), said % {"years": _say_years(thin), "most": most}


def _say_years(years: set[int]) -> str:
    """Say years as spans: „1995–2004, 2015”."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)


def make_heat(run: Run, bands: dict[str, tuple[YearReading, ...]], year: int) -> tuple[HeatRow, ...]:
    """Turn scores of sub-areas over years into rows of classes."""
    return tuple(
        HeatRow(
            code,
            name_node(run.catalogue, code),
            tuple(HeatCell(one.year, BANDS[one.band], show(one.score, 0), one.year == year) for one in cells),
        )
        for code, cells in bands.items()
    )


def say_heat(run: Run, bands: dict[str, tuple[YearReading, ...]], year: int) -> str:
    """Name the strongest and the weakest sub-area of the year."""
    scores = {
        code: one.score for code, cells in bands.items() for one in cells if one.year == year and one.score is not None
    }
    if len(scores) < 2:  # noqa: PLR2004 - one has no best and worst
        return _("Sub-areas over the years")
    best, worst = max(scores, key=scores.__getitem__), min(scores, key=scores.__getitem__)
    return _("Strongest in %(year)s: %(best)s. Weakest: %(worst)s.") % {
        "year": year, "best": name_node(run.catalogue, best), "worst": name_node(run.catalogue, worst)
    }  # fmt: skip
