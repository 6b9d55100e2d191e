"""What a node's page shows: a dimension, an area or a sub-area, what it is made of and what would change its class."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sciezka.core.indicators import ROOT
from sciezka.rooms.monitor.drawings.overview_svg import Axis, Strip, draw_strip
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.overview import say_heading, say_lead
from sciezka.rooms.monitor.queries.overview_figures import Figure, make_path
from sciezka.rooms.monitor.queries.overview_lines import NodeLine, make_lines, make_strip_axis, say_rank
from sciezka.rooms.monitor.queries.words import BANDS, BandWords, language, name_node, show, show_signed
from sciezka.rooms.monitor.store.readings.overview import read_path, read_standings
from sciezka.rooms.monitor.store.readings.overview_parts import ClassChange, Parts, Step, read_class_changes, read_parts
from sciezka.rooms.monitor.store.runs import Run


@dataclass(frozen=True, slots=True)
class Crumb:
    """One node above: its code and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One part of a node as a line."""

    code: str
    name: str
    is_leaf: bool
    band: BandWords
    score: str
    raw: str
    rank: str
    weight: str
    lift: str
    added: str
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """What one indicator alone would have to change."""

    code: str
    name: str
    change: str
    is_likely: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What would move the town to another class."""

    sentence: str
    steps: tuple[StepLine, ...]
    is_upward: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePage:
    """Everything that a node's page shows; without a line the node has no data in this group."""

    code: str
    name: str
    kind: str
    heading: str
    lead: str
    trail: tuple[Crumb, ...]
    line: NodeLine | None = None
    parts: tuple[PartLine, ...] = ()
    are_exact: bool = True
    path: Figure | None = None
    changes: tuple[ChangeLine, ...] = ()
    lacking: tuple[str, ...] = ()


def is_branch(choice: Choice, code: str) -> bool:
    """Tell whether a code names the whole, a dimension, an area or a sub-area of the catalogue."""
    return choice.sight is not None and (code == ROOT or code in choice.sight.catalogue.branches)


def is_indicator(choice: Choice, code: str) -> bool:
    """Tell whether a code names an indicator of the catalogue."""
    return choice.sight is not None and code in choice.sight.catalogue.by_code


def read_node(choice: Choice, code: str) -> NodePage:
    """Read a node's page; the code is one of the catalogue's."""
    assert choice.sight is not None  # noqa: S101 - the code was found in the catalogue
    catalogue, run = choice.sight.catalogue, choice.run
    name = name_node(catalogue, code)
    trail = make_trail(choice, code)
    lacking = _list_lacking(choice, code)
    kinds = (_("The whole"), _("Dimension"), _("Area"), _("Sub-area"))
    kind = kinds[len(catalogue.way_to(code)) if code != ROOT else 0]
    unit, year = choice.unit.key, choice.year
    if run is None or year not in choice.years or code not in run.structure.position:
        heading = _("%(subject)s: no data for this group") % {"subject": name}
        return NodePage(code=code, name=name, kind=kind, heading=heading, lead="", trail=trail, lacking=lacking)
    (standing,) = read_standings(run, unit, year, choice.window, [code])
    parts = read_parts(run, unit, year, code)
    axis = make_strip_axis([standing.spread, *(part.spread for part in parts.parts)])
    return NodePage(
        code=code,
        name=name,
        kind=kind,
        heading=say_heading(choice, standing, name),
        lead=say_lead(choice, standing),
        trail=trail,
        line=make_lines(choice, [standing], axis)[0],
        parts=_make_parts(run, parts, axis),
        are_exact=parts.exact,
        path=make_path(choice, code, read_path(run, unit, code)),
        changes=tuple(_make_change(run, found) for found in read_class_changes(run, unit, year, code)),
        lacking=lacking,
    )


def make_trail(choice: Choice, code: str) -> tuple[Crumb, ...]:
    """Name what stands above a node, from the whole down."""
    assert choice.sight is not None  # noqa: S101 - the code was found in the catalogue
    catalogue = choice.sight.catalogue
    if code == ROOT:
        return ()
    above = [branch for branch in catalogue.way_to(code) if branch.code != code]
    return (
        Crumb(ROOT, name_node(catalogue, ROOT)),
        *(Crumb(branch.code, branch.name(language())) for branch in above),
    )


def _make_parts(run: Run, parts: Parts, axis: Axis) -> tuple[PartLine, ...]:
    return tuple(
        PartLine(
            code=part.code,
            name=name_node(run.catalogue, part.code),
            is_leaf=part.code in run.leaf_place,
            band=BANDS[part.band],
            score=show(part.score),
            raw=say_raw(run, part.code, part.raw) if part.code in run.leaf_place else "",
            rank=say_rank(part.rank, part.of),
            weight=_("%(share)s%%") % {"share": show(part.weight * 100, 0)} if part.weight is not None else "",
            lift=show_signed(part.lift, 2) if part.score is not None else "",
            added=show(part.added, 2) if part.added is not None and part.score is not None else "",
            strip=draw_strip(part.spread, part.score, axis),
        )
        for part in parts.parts
    )


def say_raw(run: Run, leaf: str, value: float | None) -> str:
    """Write an indicator's value with its unit."""
    indicator = run.catalogue.by_code[leaf]
    if value is None:
        return _("no data")
    return f"{show(value, indicator.decimals)} {indicator.unit(language())}".strip()


def _make_change(run: Run, found: ClassChange) -> ChangeLine:
    told = {
        "band": BANDS[found.band].label,
        "points": show(abs(found.change)),
        "threshold": show(found.threshold, 0),
    }
    if found.is_upward:
        sentence = _("Class “%(band)s” begins at %(threshold)s: %(points)s points more.") % told
    else:
        sentence = _("Class “%(band)s” begins below %(threshold)s: %(points)s points less.") % told
    likely = [step for step in found.steps if step.is_likely]
    steps = tuple(
        StepLine(step.leaf, name_node(run.catalogue, step.leaf), _say_step(run, step), step.is_likely) for step in likely
    )
    return ChangeLine(sentence, steps, found.is_upward)


def _say_step(run: Run, step: Step) -> str:
    indicator = run.catalogue.by_code[step.leaf]
    points = _("%(points)s points of its score") % {"points": show_signed(step.points)}
    if step.natural is None:
        return points
    unit = indicator.unit(language())
    return f"{show_signed(step.natural, max(indicator.decimals, 1))} {unit} ({points})".strip()


def _list_lacking(choice: Choice, code: str) -> tuple[str, ...]:
    """Name the indicators under a node that have no data in this group; of the whole none, they would be too many."""
    assert choice.sight is not None  # noqa: S101 - the code was found in the catalogue
    catalogue = choice.sight.catalogue
    if code == ROOT:
        return ()
    there = set(choice.run.structure.leaves) if choice.run else set()
    return tuple(
        item.name(language())
        for item in catalogue.indicators
        if item.direction != "context"
        and item.code not in there
        and any(branch.code == code for branch in catalogue.way_to(item.code))
    )
