"""The tables of the report."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.rooms.assessment.queries.cards import ShownArea
from sciezka.rooms.assessment.queries.reading import say_spread, write_change, write_number
from sciezka.rooms.assessment.queries.results import list_deficits, list_plan, list_strengths, sort_gaps
from sciezka.rooms.assessment.queries.scores import Scores

MOST_GAPS = 10


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table: widths are shares of the page, ``numeric`` lists the columns set to the right."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[int, ...] = ()


def list_tables(scores: Scores, areas: tuple[ShownArea, ...]) -> tuple[tuple[ReportTable, ...], tuple[ReportTable, ...]]:
    """Give the tables of the summary, and those that close the report; empty ones are left out."""
    first = (_make_areas(scores, areas), _make_gaps(areas))
    last = (_make_strengths(areas), _make_deficits(areas), _make_plan(areas))
    return tuple(one for one in first if one.rows), tuple(one for one in last if one.rows)


def _make_areas(scores: Scores, areas: tuple[ShownArea, ...]) -> ReportTable:
    has_before = scores.previous is not None
    heads = [_("Area"), _("Score"), _("Target"), _("Rated"), _("People’s own means")]
    rows = []
    for area in areas:
        line = area.line
        cells = [
            area.title, write_number(line.score.score, keep=True), write_number(line.target, keep=True),
            f"{line.score.rated}/{line.score.asked}", say_spread(line.spread),
        ]  # fmt: skip
        rows.append((*cells, write_change(line.change)) if has_before else tuple(cells))
    if has_before:
        heads.append(_("Since then"))
    widths = (4.0, 1.1, 1.1, 1.2, 4.2, 1.6) if has_before else (4.0, 1.1, 1.1, 1.2, 4.2)
    return ReportTable(_("Areas"), tuple(heads), tuple(rows), widths, (1, 2, 3))


def _make_gaps(areas: tuple[ShownArea, ...]) -> ReportTable:
    rows = tuple(
        (row.score.code, row.words.issue or row.words.text, write_number(row.score.level), str(row.score.target),
         write_number(row.score.gap))
        for row in sort_gaps(areas, "luka")[:MOST_GAPS]
    )  # fmt: skip
    heads = (_("Code"), _("Question"), _("Level"), _("Target"), _("Gap"))
    return ReportTable(_("Widest gaps"), heads, rows, (1.0, 6.5, 1.1, 1.1, 1.1), (2, 3, 4))


def _make_strengths(areas: tuple[ShownArea, ...]) -> ReportTable:
    rows = tuple((one.card.score.code, one.text) for one in list_strengths(areas))
    return ReportTable(_("Strengths"), (_("Code"), _("Strength")), rows, (1.0, 9.0))


def _make_deficits(areas: tuple[ShownArea, ...]) -> ReportTable:
    rows = tuple(
        (one.node.code if one.node else "–", card.score.code, one.row.title, one.row.causes)
        for card, one in list_deficits(areas)
    )
    heads = (_("On the thread"), _("Question"), _("Deficit"), _("Causes"))
    return ReportTable(_("Deficits"), heads, rows, (1.3, 1.2, 4.5, 3.5))


def _make_plan(areas: tuple[ShownArea, ...]) -> ReportTable:
    rows = tuple(
        (
            line.deficit.node.code if line.deficit and line.deficit.node else line.card.score.code,
            line.row.title,
            ", ".join(part for part in (line.row.owner, str(line.row.person or "")) if part) or "–",
            line.row.due.strftime("%d.%m.%Y") if line.row.due else "–",
            str(line.row.get_priority_display()),
            str(line.row.get_state_display()),
        )
        for line in list_plan(areas)
    )
    heads = (
        pgettext("an improvement", "Answers"),
        _("Improvement"),
        _("Responsible"),
        _("By when"),
        _("Priority"),
        _("State"),
    )
    return ReportTable(_("Action plan"), heads, rows, (1.3, 4.2, 2.8, 1.9, 1.4, 1.8))
