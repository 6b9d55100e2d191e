"""What the overview shows: where a town stands in its group, where it is heading, what lifts it and what drags."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.overview_figures import (
    AREA,
    Figure,
    HeatRow,
    make_heat,
    make_path,
    make_plane,
    make_radar,
    say_heat,
)
from sciezka.rooms.monitor.queries.overview_lines import (
    NAMED,
    NodeLine,
    icon_of,
    make_lines,
    make_strip_axis,
    order_by_weakness,
    say_interval,
    say_movement,
    say_rank,
)
from sciezka.rooms.monitor.queries.words import BANDS, BandWords, language, name_node, show, show_signed
from sciezka.rooms.monitor.store.readings.overview import (
    Point,
    Standing,
    YearReading,
    read_bands,
    read_path,
    read_plane,
    read_standings,
)
from sciezka.rooms.monitor.store.readings.overview_parts import Part, read_parts
from sciezka.rooms.monitor.store.runs import Run, take_reading
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

SUB_AREA: Final = 3
MOST_LIFTS: Final = 5
MOST_YEARS: Final = 10


@dataclass(frozen=True, slots=True)
class Spot:
    """A code of the catalogue in a process: what an address of a node or an indicator names."""

    process: Process
    code: str

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


def find_spot(workspace: str, process: str, code: str) -> Spot:
    """Find the process that an address names, and keep the code beside it."""
    return Spot(find_process(workspace, process), code)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftLine:
    """One part that lifts or drags, with a bar from 0 to 100."""

    code: str
    name: str
    area: str
    band: BandWords
    score: str
    lift: str
    bar: str
    is_leaf: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything that the overview shows."""

    heading: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    window: str
    head: NodeLine
    head_standing: Standing
    lines: tuple[NodeLine, ...]
    doubts: tuple[str, ...]
    absent: tuple[str, ...]
    lifts_title: str
    lifts: tuple[LiftLine, ...]
    drags: tuple[LiftLine, ...]
    are_exact: bool
    plane: Figure | None
    radar: Figure | None
    path: Figure | None
    heat_title: str
    heat_years: tuple[int, ...]
    heat: tuple[HeatRow, ...]
    coverage: str


@dataclass(frozen=True, slots=True)
class _Arrays:
    standings: tuple[Standing, ...]
    parts: tuple[Part, ...]
    lifting: tuple[Part, ...]
    dragging: tuple[Part, ...]
    are_exact: bool
    points: tuple[Point, ...]
    path: tuple[YearReading, ...]
    bands: dict[str, tuple[YearReading, ...]]


def read_overview(choice: Choice) -> Overview | None:
    """Read the overview; nothing when the town has no data for the year."""
    run, unit, year = choice.run, choice.unit.key, choice.year
    if run is None or choice.sight is None or unit not in run.member_place or year not in run.year_place:
        return None
    if year not in choice.years:
        return None
    years = tuple(sorted(choice.years))[-MOST_YEARS:]
    said = f"overview/{unit}/{year}/{choice.window}"
    found = take_reading(run, said, lambda: _read_arrays(run, unit, year, choice.window, years))
    head, *others = found.standings
    axis = make_strip_axis([item.spread for item in found.standings])
    lines = make_lines(choice, found.standings, axis)
    return Overview(
        heading=say_heading(choice, head),
        lead=say_lead(choice, head),
        facts=(*_list_extremes(choice, others), *_list_facts(choice, head)),
        window=lines[0].dynamics.span if lines[0].dynamics else "",
        head=lines[0],
        head_standing=head,
        lines=tuple(lines[1:]),
        doubts=_list_doubts(lines[1:]),
        absent=_list_absent(run),
        lifts_title=_say_lifts(run, found),
        lifts=make_lifts(run, found.lifting, found.parts),
        drags=make_lifts(run, found.dragging, found.parts),
        are_exact=found.are_exact,
        plane=make_plane(choice, head, found.points),
        radar=make_radar(choice, others),
        path=make_path(choice, run.structure.root, found.path),
        heat_title=say_heat(run, found.bands, year),
        heat_years=years,
        heat=make_heat(run, found.bands, year),
        coverage=_say_coverage(run),
    )


def _read_arrays(run: Run, unit: str, year: int, window: int, years: Sequence[int]) -> _Arrays:
    depth, root = run.structure.depth, run.structure.root
    nodes = [code for code in run.structure.codes if depth[code] <= AREA]
    subs = [code for code in run.structure.codes if depth[code] == SUB_AREA]
    standings = read_standings(run, unit, year, window, [root, *_in_order(run, [code for code in nodes if code != root])])
    parts = read_parts(run, unit, year, root, subs)
    return _Arrays(
        standings,
        parts.parts,
        parts.lifting(MOST_LIFTS),
        parts.dragging(MOST_LIFTS),
        parts.exact,
        read_plane(run, root, year, window),
        read_path(run, unit, root),
        read_bands(run, unit, _in_order(run, subs), years),
    )


def _in_order(run: Run, codes: Sequence[str]) -> list[str]:
    """Put nodes into the order of the tree, each area under its dimension."""
    ways = {branch: place for place, branch in enumerate(run.structure.codes)}

    def trail(code: str) -> tuple[int, ...]:
        above = run.structure.node(code).parent
        return (*trail(above), ways[code]) if above else (ways[code],)

    return sorted(codes, key=trail)


def say_heading(choice: Choice, standing: Standing, subject: str = "") -> str:
    """Say the rank in a sentence; the town's name stays in the nominative, which every language can do."""
    told = {"town": choice.unit.name, "rank": standing.rank, "of": standing.of, "subject": subject}
    if standing.score is None:
        return _("%(subject)s: no score for %(town)s") % told if subject else _("%(town)s: no score for the whole") % told
    if standing.of == 1:
        return _("%(town)s: nobody to compare with") % told
    if subject:
        return ngettext(
            "%(subject)s: rank %(rank)s among %(of)s town", "%(subject)s: rank %(rank)s among %(of)s towns", standing.of
        ) % told  # fmt: skip
    return ngettext(
        "%(town)s: rank %(rank)s among %(of)s town", "%(town)s: rank %(rank)s among %(of)s towns", standing.of
    ) % told  # fmt: skip


def say_lead(choice: Choice, standing: Standing) -> str:
    """Say class and movement in one sentence."""
    if standing.score is None:
        return _("In %(year)s too few indicators of this town have data.") % {"year": choice.year}
    band = BANDS[standing.band].label
    if standing.change is None:
        return _("In %(year)s: %(band)s in its group.") % {"year": choice.year, "band": band}
    return _("In %(year)s: %(band)s in its group. Since %(since)s it %(movement)s.") % {
        "year": choice.year, "band": band, "since": standing.since, "movement": say_movement(standing.change)
    }  # fmt: skip


def _list_extremes(choice: Choice, others: Sequence[Standing]) -> list[tuple[str, str]]:
    """Name the areas in which the town is weakest, loses fastest and is strongest: what a page about standing is asked."""
    run = choice.run
    assert run is not None  # noqa: S101 - there are standings
    areas = order_by_weakness(item for item in others if run.structure.depth[item.code] == AREA)
    if len(areas) <= NAMED:
        return []
    losing = [item for item in areas if item.change is not None and icon_of(item.change) == "arrow-down"]

    def tell(items: Sequence[Standing]) -> str:
        return ", ".join(f"{name_node(run.catalogue, item.code)} ({say_rank(item.rank, item.of)})" for item in items)

    found = [(_("Weakest"), tell(areas[:NAMED]))]
    if losing:
        fastest = min(losing, key=lambda item: item.change or 0)
        told = {"area": name_node(run.catalogue, fastest.code), "change": show_signed(fastest.change)}
        found.append((_("Loses fastest"), _("%(area)s (%(change)s points a year)") % told))
    return [*found, (_("Strongest"), tell(areas[: -NAMED - 1 : -1]))]


def _list_facts(choice: Choice, head: Standing) -> tuple[tuple[str, str], ...]:
    facts = []
    if head.score is not None:
        facts.append((_("Score"), _("%(score)s points; the group’s mean is 100") % {"score": show(head.score)}))
    if interval := say_interval(head.low, head.high):
        told = _("%(interval)s, when weights change by up to a quarter") % {"interval": interval}
        facts.append((_("Rank interval"), told))
    if choice.peers:
        count = len(choice.peers.members)
        towns = ngettext("%(count)s town", "%(count)s towns", count) % {"count": count}
        version = _(", version %(number)s") % {"number": choice.peers.number} if choice.peers.number else ""
        facts.append((_("Group"), f"{choice.peers.name}{version} ({towns})"))
    facts.append((_("Recipe"), choice.recipe_name))
    return tuple(facts)


def _list_doubts(lines: Sequence[NodeLine]) -> tuple[str, ...]:
    """List what makes the changes of some lines doubtful, each once; the table has them in a word."""
    return tuple(dict.fromkeys(doubt for line in lines if line.dynamics for doubt in line.dynamics.doubts))


def _list_absent(run: Run) -> tuple[str, ...]:
    """Name the dimensions and areas of the catalogue that no data feed here; of a dimension without any, itself alone."""
    there = run.structure.position
    found = []
    for dimension in run.catalogue.dimensions:
        if dimension.code not in there:
            found.append(dimension.name(language()))
            continue
        found += [area.name(language()) for area in run.catalogue.under(dimension.code) if area.code not in there]
    return tuple(found)


def make_lifts(run: Run, chosen: Sequence[Part], parts: Sequence[Part]) -> tuple[LiftLine, ...]:
    """Turn parts that lift or drag into lines; all bars on one scale."""
    most = max((abs(part.lift) for part in parts), default=1.0) or 1.0
    return tuple(
        LiftLine(
            code=part.code,
            name=name_node(run.catalogue, part.code),
            area=name_node(run.catalogue, run.structure.node(part.code).parent),
            band=BANDS[part.band],
            score=show(part.score),
            lift=show_signed(part.lift, 2),
            bar=f"{abs(part.lift) / most * 100:.1f}%",
            is_leaf=part.code in run.leaf_place,
        )
        for part in chosen
    )


def _say_lifts(run: Run, found: _Arrays) -> str:
    lifting, dragging = found.lifting[:1], found.dragging[:1]
    names = {
        "best": name_node(run.catalogue, lifting[0].code) if lifting else "",
        "worst": name_node(run.catalogue, dragging[0].code) if dragging else "",
    }
    if lifting and dragging:
        return _("Lifts most: %(best)s. Drags most: %(worst)s.") % names
    if lifting:
        return _("Lifts most: %(best)s.") % names
    if dragging:
        return _("Drags most: %(worst)s.") % names
    return _("Nothing lifts or drags the score noticeably.")


def _say_coverage(run: Run) -> str:
    judged = [item for item in run.catalogue.indicators if item.direction != "context"]
    return ngettext(
        "%(there)s of the catalogue’s %(all)s indicator has data for this group.",
        "%(there)s of the catalogue’s %(all)s indicators have data for this group.",
        len(run.structure.leaves),
    ) % {"there": len(run.structure.leaves), "all": len(judged)}
