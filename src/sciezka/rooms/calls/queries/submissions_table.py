"""The list of submissions as rows of a table, in the columns that the reader may see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sciezka.core.scoring import spell
from sciezka.kit.guards import may
from sciezka.kit.workbooks import Cell
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.ranking import find_hidden, reckon
from sciezka.rooms.calls.queries.submissions import Wish, decorate_list, filter_submissions, sees_decisions
from sciezka.rooms.calls.queries.submissions_list import rank_keys


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and what it reads of a submission."""

    label: str
    read: Callable[[Submission], Cell]


def list_table(user: Any, call: Call, wish: Wish, hidden: frozenset[int]) -> list[list[Cell]]:  # noqa: ANN401
    """List the wanted submissions as rows, the headings first.

    Args:
        user: who reads; contact only for whoever may check formally, points and decisions for whoever may see the ranking.
        call: the call.
        wish: which submissions.
        hidden: keys of what the reader may not see.
    """
    decided = sees_decisions(user, call)
    columns = [*list_plain(call), *(list_contact() if may(user, "calls.check_formally", call) else ())]
    if decided:
        columns += list_decided(user, call)
    rows = decorate_list(filter_submissions(call, wish, hidden, decided=decided)).order_by("number", "pk")
    heading: list[Cell] = [column.label for column in columns]
    return [heading, *([column.read(row) for column in columns] for row in rows)]


def list_plain(call: Call) -> list[Column]:
    """Give the columns that every reader of submissions sees."""
    columns = [
        Column(pgettext("of a submission", "No."), lambda row: row.code),
        Column(_("Title"), lambda row: row.title),
        Column(pgettext("submission", "Summary"), lambda row: row.summary),
        Column(_("Who submits"), lambda row: str(row.get_applicant_kind_display())),
        Column(_("Name"), lambda row: row.applicant),
        Column(_("Part of the territory"), lambda row: row.area),
        Column(_("Goals"), lambda row: "; ".join(goal.name for goal in row.goals.all())),
    ]
    if call.asks_money:
        columns += [
            Column(_("Money asked for (PLN)"), lambda row: None if row.asked is None else float(row.asked)),
            Column(_("Own contribution (PLN)"), lambda row: None if row.own is None else float(row.own)),
        ]
    return [
        *columns,
        Column(_("Way"), lambda row: str(row.get_channel_display())),
        Column(_("Came"), lambda row: f"{timezone.localtime(row.sent_at):%Y-%m-%d %H:%M:%S}" if row.sent_at else ""),
        Column(_("Came too late"), lambda row: _("yes") if row.is_late else ""),
        Column(_("Withdrawn"), lambda row: _("yes") if row.withdrawn_at else ""),
        Column(_("Formal check"), say_outcome),
    ]


def list_contact() -> list[Column]:
    """Give the columns by which an applicant can be reached."""
    return [Column(_("E-mail"), lambda row: row.email), Column(_("Telephone"), lambda row: row.phone)]


def list_decided(user: Any, call: Call) -> list[Column]:  # noqa: ANN401 - any kind of user
    """Give the columns of points and decisions, empty where the reader may not see them."""
    masked = find_hidden(user, call)
    reckoning = reckon(call)
    ranked, places = rank_keys(reckoning, masked), reckoning.places.score

    rounded = ngettext("Points, rounded to %(count)s place", "Points, rounded to %(count)s places", places)
    points = rounded % {"count": places} if places else _("Points")

    def read_decision(row: Submission) -> str:
        decision = None if row.pk in masked else getattr(row, "decision", None)
        return str(decision.get_outcome_display()) if decision else ""

    return [
        # As on every page, so that a workbook does not carry sixteen digits of a third; the exact cards are published.
        Column(points, lambda row: float(spell(ranked[row.pk].score, places)) if row.pk in ranked else None),
        Column(_("Place"), lambda row: ranked[row.pk].rank if row.pk in ranked else None),
        Column(pgettext("call", "Decision"), read_decision),
    ]


def say_outcome(row: Submission) -> str:
    """Say what the formal check came to."""
    check = getattr(row, "check_made", None)
    return str(check.get_outcome_display()) if check else ""
