"""What the trace of a number shows: from the score down to the figures that a source gave, with their marks and dates."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.indicators import Term, write_out
from sciezka.core.series.attributes import MISSING
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.overview_lines import say_breaks
from sciezka.rooms.monitor.queries.overview_node import Crumb, NodePage, make_trail, read_node, say_raw
from sciezka.rooms.monitor.queries.words import DIRECTIONS, language, name_node, say_attribute, show
from sciezka.rooms.monitor.store.readings.overview_trace import Figure, LeafTrace, Normalised, Source, read_leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure of a source as a line."""

    year: int
    unit: str
    value: str
    reported: str
    is_missing: bool
    attribute: str
    source: str
    retrieved: datetime.date
    updated: datetime.date | None
    batch: str
    is_newest: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source variable with its figures."""

    key: str
    name: str
    unit: str
    note: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TracePage:
    """Everything between a number and its sources: of a node its parts, of an indicator its whole way."""

    code: str
    name: str
    heading: str
    trail: tuple[Crumb, ...]
    node: NodePage | None = None
    sum_line: str = ""
    score: str = ""
    steps: tuple[str, ...] = ()
    value: str = ""
    definition: str = ""
    direction: str = ""
    formula_line: str = ""
    why_nothing: str = ""
    sources: tuple[SourceLine, ...] = ()
    breaks: tuple[str, ...] = ()
    note: str = ""


def read_trace(choice: Choice, code: str) -> TracePage:
    """Read where a number comes from; the code is one of the catalogue's."""
    assert choice.sight is not None  # noqa: S101 - the code was found in the catalogue
    catalogue = choice.sight.catalogue
    name = name_node(catalogue, code)
    trail = make_trail(choice, code)
    heading = _("%(subject)s: where the number comes from") % {"subject": name}
    if code not in catalogue.by_code:
        node = read_node(choice, code)
        return TracePage(code=code, name=name, heading=heading, trail=trail, node=node, sum_line=_write_sum(node))
    page = TracePage(code=code, name=name, heading=heading, trail=trail)
    run = choice.run
    if run is None or code not in run.cube.indicator_place or choice.unit.key not in run.member_place:
        return page
    found = read_leaf(run, choice.sight, choice.unit.key, choice.year, code)
    indicator = catalogue.by_code[code]
    return TracePage(
        code=code,
        name=name,
        heading=heading,
        trail=trail,
        score=show(found.normalised.score) if found.normalised else "",
        steps=_say_steps(found.normalised, indicator.decimals) if found.normalised else (),
        value=say_raw(run, code, found.normalised.raw if found.normalised else _result(found)),
        definition=indicator.definition(language()),
        direction=str(DIRECTIONS[indicator.direction]),
        formula_line=write_out(found.explanation, lambda value, decimals: show(value, _places(value, decimals))),
        why_nothing=_say_why(found),
        sources=tuple(_make_source(source) for source in found.sources),
        breaks=tuple(dict.fromkeys(say_breaks(found.breaks))),
        note=indicator.note(language()),
    )


def _result(found: LeafTrace) -> float | None:
    result = found.explanation.result
    return None if result != result else result  # noqa: PLR0124 - NaN is the one number that differs from itself


def _places(value: float, decimals: int | None) -> int:
    """Give the decimals to write: those asked for, else as many as the number has, at most 4."""
    if decimals is not None:
        return decimals
    return len(f"{value:.4f}".rstrip("0").partition(".")[2])


def _write_sum(node: NodePage) -> str:
    """Write a node's score as the sum of its parts, such as „50% × 102,2 + 50% × 95,7 = 98,9”."""
    known = [part for part in node.parts if part.weight and part.score != "–"]
    if node.line is None or not node.are_exact or not known:
        return ""
    return f"{' + '.join(f'{part.weight} × {part.score}' for part in known)} = {node.line.score}"


def _say_steps(found: Normalised, decimals: int) -> tuple[str, ...]:
    """Say how a value became its score, one sentence for each step that did something."""
    if found.score is None:
        return (_("No score: the value is missing or does not tell the towns of the group apart."),)
    places = decimals + 3
    steps = []
    if found.raw is not None and found.measured != found.raw:
        steps.append(
            _("Compared is the distance from the target range: %(value)s.") % {"value": show(found.measured, places)}
        )
    if found.treated != found.measured:
        steps.append(
            _("After outliers are treated and gaps filled: %(value)s.") % {"value": show(found.treated, places)}
            if found.measured is not None
            else _("The gap was filled in by the recipe: %(value)s.") % {"value": show(found.treated, places)}
        )
    steps.append(
        ngettext(
            "%(count)s value of the group in this year, after treatment: mean %(mean)s, standard deviation %(deviation)s, "
            "from %(least)s to %(most)s.",
            "%(count)s values of the group in this year, after treatment: mean %(mean)s, standard deviation "
            "%(deviation)s, from %(least)s to %(most)s.",
            found.count,
        )
        % {
            "count": found.count,
            "mean": show(found.mean, places),
            "deviation": show(found.deviation, places),
            "least": show(found.least, places),
            "most": show(found.most, places),
        }
    )
    if found.method == "zscore" and found.mean is not None and found.deviation:
        sign = "+" if found.direction > 0 else "−"
        steps.append(
            f"{show(found.to_mean, 0)} {sign} {show(found.to_deviation, 0)} × ({show(found.treated, places)} − "
            f"{show(found.mean, places)}) : {show(found.deviation, places)} = {show(found.score, 2)}"
        )
    else:
        steps.append(
            _("Normalised by the method “%(method)s”: %(score)s.") % {"method": found.method, "score": show(found.score, 2)}
        )
    return tuple(steps)


def _say_why(found: LeafTrace) -> str:
    """Say why there is no value; empty when there is one."""
    why = found.explanation.why_nothing
    if why == "missing":
        keys = ", ".join(sorted({_say_term(term) for term in found.explanation.missing}))
        return _("There is no value, because figures are missing: %(figures)s.") % {"figures": keys}
    if why == "gap":
        years = ", ".join(str(year) for year in found.explanation.gaps)
        return _("There is no value, because the window has a gap: %(years)s.") % {"years": years}
    return _("There is no value, because it would mean dividing by 0.") if why else ""


def _say_term(term: Term) -> str:
    return f"{term.key} ({term.year})"


def _make_source(source: Source) -> SourceLine:
    variable = source.variable
    name = variable.label(language()) if variable else source.key
    unit = variable.unit if variable else ""
    note = variable.note(language()) if variable else ""
    return SourceLine(source.key, name, unit, note, tuple(_make_figure(one) for one in source.figures))


def _make_figure(one: Figure) -> FigureLine:
    is_missing = one.value is None or one.attribute in MISSING
    return FigureLine(
        year=one.year,
        unit=one.unit,
        value=_("no data") if is_missing else show(one.value, _places(one.value or 0.0, None)),
        reported=show(one.reported, _places(one.reported, None)) if one.reported is not None else _("nothing"),
        is_missing=is_missing,
        attribute=say_attribute(one.attribute) or _("the source gives no mark"),
        source=one.source,
        retrieved=one.retrieved,
        updated=one.updated.date() if one.updated else None,
        batch=one.batch,
        is_newest=one.is_newest,
    )
