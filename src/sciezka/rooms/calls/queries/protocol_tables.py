"""Tables of a protocol: what came, the formal check, recusals, points, the ranking, decisions, the criteria."""

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as write_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.core.scoring.ranking import sort_code
from sciezka.kit.typography import NBSP, write_money
from sciezka.rooms.calls.models import SELECTED, Call, Decision, Declaration, Submission
from sciezka.rooms.calls.queries.figures import write_given, write_means, write_reckoned, write_spread
from sciezka.rooms.calls.queries.protocols import Gathered
from sciezka.rooms.calls.queries.public_call import say_points
from sciezka.rooms.calls.queries.public_ideas import say_who
from sciezka.rooms.calls.queries.reserve import order_reserve

Row = tuple[str, list[str]]
Table = dict[str, Any]


def make_table(title: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Row], *numeric: int) -> Table:
    """Make a table; each row says which submission it is about, or nothing."""
    return {
        "title": title,
        "heads": list(heads),
        "widths": list(widths),
        "numeric": list(numeric),
        "rows": [{"of": of, "cells": cells} for of, cells in rows],
    }


def tell_day(instant: dt.datetime | None) -> str:
    """Write the day of an instant short, so that a column of days stays narrow and no day is broken: 9.09.2020."""
    return write_date(timezone.localtime(instant), "j.m.Y") if instant else ""


def tell_moment(instant: dt.datetime | None) -> str:
    """Write an instant short, with its seconds where it has any: 9.09.2020, 15:00."""
    if instant is None:
        return ""
    local = timezone.localtime(instant)
    return write_date(local, "j.m.Y, H:i:s" if local.second else "j.m.Y, H:i")


def say_number() -> str:
    """Head the column of submissions' numbers."""
    return pgettext("submission", "No.")


def is_told(submission: Submission) -> bool:
    """Tell whether residents read more of a submission than its number.

    They do not of late, withdrawn and hidden ones, nor of partners that were not selected.
    """
    decision = getattr(submission, "decision", None)
    is_selected = decision is not None and decision.outcome in SELECTED
    return submission.is_in and not submission.hidden_why and (is_selected or submission.call.kind != Call.Kind.PARTNERS)


def name_title(submission: Submission, *, named: bool) -> str:
    """Give the title, where the reader may know it."""
    return submission.title if named or is_told(submission) else ""


def name_applicant(submission: Submission, *, named: bool) -> str:
    """Name the applicant; residents read no names of people and their groups."""
    if named:
        return submission.applicant
    return say_who(submission) if is_told(submission) else ""


def list_composition(held: Gathered, *, named: bool) -> Table:
    """Tell who sat on the commission; in what residents read only how many in each function."""
    if not named:
        counts: dict[str, int] = {}
        for row in held.members:
            label = str(row.get_function_display())
            counts[label] = counts.get(label, 0) + 1
        rows = [("", [label, str(number)]) for label, number in counts.items()]
        return make_table(_("Who sat on it"), [_("Function"), _("People")], [5, 2], rows, 1)
    conflicts: dict[int, int] = {}
    declared: dict[int, int] = {}
    for one in held.declarations:
        declared[one.user_id] = declared.get(one.user_id, 0) + 1
        conflicts[one.user_id] = conflicts.get(one.user_id, 0) + (one.stance == Declaration.Stance.CONFLICT)
    lines: list[Row] = [
        (
            "",
            [
                str(row.user),
                str(row.get_function_display()),
                tell_moment(pledge.made_at) if (pledge := held.pledges.get(row.user_id)) else _("none"),
                str(declared.get(row.user_id, 0)),
                str(conflicts.get(row.user_id, 0)),
            ],
        )
        for row in held.members
    ]
    heads = [pgettext("person", "Name"), _("Function"), _("Pledge made"), _("Declarations"), _("of them with a tie")]
    return make_table(_("Who sat on it"), heads, [6, 4, 5, 4, 4], lines, 3, 4)


def list_submissions(title: str, submissions: Iterable[Submission], *, named: bool) -> Table:
    """Tell what came: from whom, when, by which way."""
    rows = [
        (
            one.code,
            [
                one.code,
                name_title(one, named=named),
                name_applicant(one, named=named),
                tell_moment(one.sent_at),
                str(one.get_channel_display()),
            ],
        )
        for one in submissions
    ]
    heads = [say_number(), _("Title"), _("Applicant"), _("Came"), pgettext("submission", "Way")]
    return make_table(title, heads, [2, 9, 7, 5, 4], rows)


def list_checks(held: Gathered, *, named: bool) -> Table:
    """Tell how the formal check came out; remarks are between the commission and the applicant."""
    rows: list[Row] = []
    for one in held.dealt_with:
        check = getattr(one, "check_made", None)
        said = str(check.get_outcome_display()) if check and check.outcome else _("not checked")
        supplemented = tell_moment(check.supplemented_at) if check else ""
        asked = tell_day(check.asked_at) if check else ""
        rows.append((one.code, [one.code, said, asked, supplemented, check.remarks if check and named else ""]))
    heads = [
        say_number(),
        pgettext("formal check", "Outcome"),
        _("Asked to supplement"),
        _("Supplemented"),
        _("Remarks"),
    ]
    if not named:
        heads, rows = heads[:-1], [(of, cells[:-1]) for of, cells in rows]
    return make_table(_("Formal check"), heads, [2, 5, 4, 4, 9][: len(heads)], rows)


def list_recusals(held: Gathered, *, named: bool) -> Table:
    """Tell who stepped aside from what, or took that back by the own hand; in what residents read only how many did."""
    title = _("Who stepped aside")
    if named:
        # An own tie that was taken back keeps why; one that somebody else lifted keeps nothing.
        told = [one for one in held.declarations if one.stance == Declaration.Stance.CONFLICT or one.reason]
        rows: list[Row] = [
            (one.submission.code, [one.submission.code, one.submission.title, name_tied(held, one), say_tie(one)])
            for one in told
        ]
        heads = [say_number(), _("Title"), pgettext("person", "Name"), pgettext("declaration", "Tie")]
        return make_table(title, heads, [2, 7, 5, 6], rows)
    counts: dict[str, list[int]] = {}
    for one in held.declarations:
        if one.stance == Declaration.Stance.CONFLICT:
            counts.setdefault(one.submission.code, [0, 0])[one.user_id not in held.member_keys] += 1
    heads, widths = [say_number(), _("Members who stepped aside")], [2, 9]
    if any(others for _members, others in counts.values()):
        heads, widths = [*heads, _("Others of the office")], [2, 6, 6]
    rows = [(code, [code, *map(str, some[: len(heads) - 1])]) for code, some in counts.items()]
    return make_table(title, heads, widths, rows, *range(1, len(heads)))


def name_tied(held: Gathered, declaration: Declaration) -> str:
    """Name whoever declared a tie, and say when they do not belong to the commission."""
    if declaration.user_id in held.member_keys:
        return str(declaration.user)
    return _("%(name)s (office, outside the commission)") % {"name": declaration.user}


def say_tie(declaration: Declaration) -> str:
    """Say what ties, or why that was taken back."""
    if declaration.stance == Declaration.Stance.CONFLICT:
        return declaration.reason
    return _("taken back: %(why)s") % {"why": declaration.reason}


def list_assessors(held: Gathered) -> Table:
    """Tell whose points stand under which drawn name."""
    rows: list[Row] = [
        ("", [drawn, name]) for drawn, name in sorted(held.assessors.items(), key=lambda pair: sort_code(pair[0]))
    ]
    return make_table(_("Assessors"), [_("In the table of points"), pgettext("person", "Name")], [3, 9], rows)


def list_points(held: Gathered) -> Table:
    """Tell the points that each assessor gave in each criterion, with each submission's means below them."""
    criteria, places = held.reckoning.criteria, held.reckoning.places
    given: dict[str, dict[str, dict[str, Fraction]]] = {}
    for point in held.reckoning.points:
        given.setdefault(point.submission, {}).setdefault(point.assessor, {})[point.criterion] = point.points
    rows: list[Row] = []
    for one in held.dealt_with:
        if (ranked := held.reckoning.of(one.code)) is None:
            continue
        for drawn, said in sorted(given[one.code].items(), key=lambda pair: sort_code(pair[0])):
            points = [said.get(criterion.code) for criterion in criteria]
            worth = [c.weight * part for c, part in zip(criteria, points, strict=True) if part is not None]
            total = sum(worth, Fraction(0)) if len(worth) == len(criteria) else None
            given_here = ["" if part is None else write_given(part) for part in points]
            rows.append((one.code, [one.code, drawn, *given_here, write_reckoned(total, places.score)]))
        means = [mean for _code, mean, _passed in write_means(ranked, places)]
        rows.append((one.code, [one.code, _("mean"), *means, write_reckoned(ranked.score, places.score)]))
    heads = [say_number(), _("Assessor"), *(one.code for one in criteria), _("Weighted sum")]
    widths = [2, 3, *([2] * len(criteria)), 3]
    made = make_table(_("Points and means"), heads, widths, rows, *range(2, len(heads)))
    return {**made, "strong": [at for at, (_code, cells) in enumerate(rows) if cells[1] == _("mean")]}


def list_ranking(held: Gathered, *, named: bool) -> Table:
    """Tell the ranking, those who share a place included."""
    by_code = {one.code: one for one in held.submissions}
    rows: list[Row] = []
    for row in held.reckoning.ranking.rows if held.reckoning.ranking else ():
        one = by_code[row.submission]
        passed = _("reached") if row.passed else _("not reached")
        applicant = name_applicant(one, named=named)
        score = write_reckoned(row.score, held.reckoning.places.score)
        spread = write_spread(row.spread, held.call.spread_alert)
        rows.append(
            (row.submission, [str(row.rank), row.submission, name_title(one, named=named), applicant, score, passed, spread])
        )
    heads = [_("Place"), say_number(), _("Title"), _("Applicant"), _("Score"), _("Thresholds"), pgettext("points", "Spread")]
    made = make_table(pgettext("call", "Ranking"), heads, [3, 2, 9, 7, 3, 5, 5], rows, 0, 4, 6)
    return {**made, "place": 0}


def list_spreads(held: Gathered, *, named: bool) -> Table:
    """Tell about what assessors differed more than the call lets pass, and what was said of it.

    Talks may name people, so residents read only that there was one.
    """
    alert = Fraction(held.call.spread_alert)
    rows: list[Row] = []
    for one in held.dealt_with:
        row = held.reckoning.of(one.code)
        if row is None or (row.spread <= alert and not one.discussed_at):
            continue
        day = tell_day(one.discussed_at)
        rows.append((one.code, [one.code, write_spread(row.spread, alert), str(len(row.totals)), day, one.discussion]))
    heads = [say_number(), pgettext("points", "Spread"), _("Assessors"), _("Discussed"), _("What it came to")]
    if not named:
        heads, rows = heads[:-1], [(of, cells[:-1]) for of, cells in rows]
    title = _("Spread above %(share)s, and discussions") % {"share": f"{write_given(alert * 100)}{NBSP}%"}
    return {**make_table(title, heads, [2, 4, 4, 4, 10][: len(heads)], rows, 1, 2), "chosen": True}


def list_decisions(held: Gathered, *, named: bool) -> Table:
    """Tell what the commission proposes for each submission, and why; reasons are for each one's applicant alone."""
    order = list(Decision.Outcome)
    decided = [(one, one.decision) for one in held.dealt_with if hasattr(one, "decision")]
    decided.sort(key=lambda pair: (order.index(Decision.Outcome(pair[1].outcome)), pair[0].number or 0))
    waiting = [one for one, decision in decided if decision.outcome == Decision.Outcome.RESERVE]
    reserve = {one.pk: place for place, one in enumerate(order_reserve(waiting, held.reckoning, held.moves), start=1)}
    rows: list[Row] = []
    for one, decision in decided:
        said = str(decision.get_outcome_display())
        if one.pk in reserve:
            said = _("%(decision)s, place %(place)s") % {"decision": said, "place": reserve[one.pk]}
        if decision.into:
            said = f"{said}: {decision.into.code}"
        money = "" if decision.granted is None else write_money(decision.granted)
        rows.append((one.code, [one.code, name_title(one, named=named), said, money, decision.reason]))
    heads = [say_number(), _("Title"), pgettext("call", "Decision"), _("Money granted"), _("Reason")]
    if not named:
        heads, rows = heads[:-1], [(of, cells[:-1]) for of, cells in rows]
    return make_table(_("Decisions"), heads, [2, 6, 5, 4, 8][: len(heads)], rows, 3)


def list_moves(held: Gathered, *, named: bool) -> Table:
    """Tell who was moved on the reserve list by hand, and why; of what residents read no more than its number, no reason."""
    of_code = {one.code: one for one in held.submissions}
    rows: list[Row] = [
        (
            move.submission.code,
            [
                move.submission.code,
                str(move.place_before),
                str(move.place_after),
                tell_day(move.made_at),
                move.why if named or is_told(of_code[move.submission.code]) else "",
            ],
        )
        for move in held.moves
    ]
    heads = [say_number(), _("From place"), _("To place"), _("Day"), _("Reason")]
    return {**make_table(_("Moved on the reserve list by hand"), heads, [2, 3, 3, 4, 11], rows, 1, 2), "chosen": True}


def list_reservations(held: Gathered) -> Table:
    """Tell which results were objected to, when, and when that was answered."""
    rows: list[Row] = [
        (
            one.submission.code,
            [one.submission.code, tell_moment(one.came_at), _("yes") if one.is_late else "", tell_day(one.answered_at)],
        )
        for one in held.reservations
    ]
    heads = [say_number(), _("Came"), pgettext("reservation", "Late"), pgettext("reservation", "Answered")]
    return {**make_table(_("Reservations"), heads, [2, 5, 3, 5], rows), "chosen": True}


def list_criteria(held: Gathered) -> Table:
    """Tell the criteria as they were announced."""
    rows: list[Row] = []
    for one in held.criteria:
        levels = "\n".join(f"{say_points(str(level.get('points', '')))} – {level.get('text', '')}" for level in one.levels)
        about = "\n".join(part for part in (one.name, one.about, levels) if part)
        span = f"{write_given(one.least)}–{write_given(one.most)}"
        threshold = "–" if one.threshold is None else write_given(one.threshold)
        rows.append(("", [one.code, about, write_given(one.weight), span, threshold]))
    heads = [_("Code"), _("Criterion"), _("Weight"), _("Points"), _("Threshold")]
    return make_table(_("Criteria"), heads, [2, 11, 2, 3, 3], rows, 2, 3, 4)
