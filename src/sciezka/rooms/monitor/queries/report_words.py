"""Sentences of the report, made from numbers; names of towns stay in the nominative."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.indicators import ROOT
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.overview_figures import AREA
from sciezka.rooms.monitor.queries.overview_lines import NAMED, STEADY, order_by_weakness, say_rank
from sciezka.rooms.monitor.queries.words import BANDS, language, name_node, say_break, show, show_signed
from sciezka.rooms.monitor.store.readings.overview import Standing
from sciezka.rooms.monitor.store.readings.report import ReportReading


def head_node(_choice: Choice, standing: Standing, name: str) -> str:
    """Say in a heading where the town stands in a node."""
    if not standing.rank:
        return _("%(name)s: no data") % {"name": name}
    words = {"name": name, "rank": standing.rank, "of": standing.of, "band": BANDS[standing.band].label}
    return _("%(name)s: place %(rank)s of %(of)s, %(band)s") % words


def say_summary(choice: Choice, read: ReportReading) -> tuple[str, ...]:
    """Say in a few sentences where the town stands, and how sure that is."""
    assert choice.run is not None  # noqa: S101 - only what has a run is reported
    catalogue, whole = choice.run.catalogue, read.standings[ROOT]
    said = []
    if whole.score is not None:
        said.append(
            _("On a scale where 100 is the group’s mean, the town has %(score)s points.") % {"score": show(whole.score)}
        )
    if whole.low and whole.low != whole.high:
        said.append(
            _("Other weights of the parts would put it between place %(low)s and place %(high)s.")
            % {"low": whole.low, "high": whole.high}
        )
    if weakest := _name_weakest(choice, read):
        said.append(weakest)
    known = [read.standings[code] for code in choice.run.structure.children[ROOT] if code in read.standings]
    scored = sorted((one for one in known if one.score is not None), key=lambda one: -(one.score or 0.0))
    if len(scored) > 1:
        words = {
            "best": name_node(catalogue, scored[0].code), "best_rank": scored[0].rank, "best_of": scored[0].of,
            "worst": name_node(catalogue, scored[-1].code), "worst_rank": scored[-1].rank, "worst_of": scored[-1].of,
        }  # fmt: skip
        said.append(
            _(
                "Strongest dimension: %(best)s (place %(best_rank)s of %(best_of)s); "
                "weakest: %(worst)s (place %(worst_rank)s of %(worst_of)s)."
            )
            % words
        )
    said.append(
        ngettext(
            "It rests on %(known)s of %(leaves)s indicator.", "It rests on %(known)s of %(leaves)s indicators.", whole.leaves
        )
        % {"known": whole.known, "leaves": whole.leaves}
    )
    if empty := [branch.name(language()) for branch in catalogue.dimensions if branch.code not in read.standings]:
        said.append(_("There are no data on: %(names)s.") % {"names": ", ".join(empty)})
    if choice.peers and choice.peers.remark:
        said.append(choice.peers.remark)
    return tuple(said)


def _name_weakest(choice: Choice, read: ReportReading) -> str:
    """Name the areas where the town is weakest, the first thing that a diagnosis is asked; empty with too few areas."""
    assert choice.run is not None  # noqa: S101 - only what has a run is reported
    depth = choice.run.structure.depth
    areas = order_by_weakness(one for code, one in read.standings.items() if depth[code] == AREA)
    if len(areas) <= NAMED:
        return ""
    names = [f"{name_node(choice.run.catalogue, one.code)} ({say_rank(one.rank, one.of)})" for one in areas[:NAMED]]
    return _("Weakest areas: %(areas)s.") % {"areas": ", ".join(names)}


def say_changes(choice: Choice, read: ReportReading, code: str = "") -> tuple[str, ...]:
    """Say how the town moves against its group: in one node, or in the whole and every dimension."""
    assert choice.run is not None  # noqa: S101 - only what has a run is reported
    codes = [code] if code else [ROOT, *choice.run.structure.children[ROOT]]
    said = []
    for one in codes:
        standing = read.standings.get(one)
        if standing is None or standing.score is None:
            continue
        if code:
            said.append(_say_standing(standing))
        if standing.change is not None:
            said.append(_say_change(name_node(choice.run.catalogue, one), standing))
    return tuple(said)


def _say_standing(standing: Standing) -> str:
    median = show(standing.spread.median) if standing.spread else "–"
    words = {"score": show(standing.score), "median": median, "low": standing.low, "high": standing.high}
    if standing.low and standing.low != standing.high:
        return (
            _("%(score)s points, group median %(median)s; place between %(low)s and %(high)s whatever the weights.") % words
        )
    return _("%(score)s points, group median %(median)s.") % words


def _say_change(name: str, standing: Standing) -> str:
    change = standing.change or 0.0
    words = {"name": name, "change": show_signed(change, 2), "since": standing.since, "until": standing.until}
    if abs(change) < STEADY:
        said = (
            _("%(name)s: the town holds its place against the group (%(change)s points a year, %(since)s–%(until)s).")
            % words
        )
    elif change > 0:
        said = _("%(name)s: the town gains on the group (%(change)s points a year, %(since)s–%(until)s).") % words
    else:
        said = _("%(name)s: the town loses to the group (%(change)s points a year, %(since)s–%(until)s).") % words
    doubts = [say_break(item.kind, item.year) for item in standing.breaks]
    if standing.is_mixed:
        doubts.append(_("not the same indicators in all of these years"))
    if not doubts:
        return said
    return f"{said} {_('Read it with care: %(doubts)s.') % {'doubts': '; '.join(doubts)}}"
