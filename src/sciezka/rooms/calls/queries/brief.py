"""A call on one page, for whoever answers for it: what was asked, what came, who judges, what is selected, what it costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from sciezka.kit.guards import may
from sciezka.kit.templatetags.kit import moment
from sciezka.kit.typography import write_money, write_number
from sciezka.rooms.calls.models import AFTER_CLOSING, Call, Decision, Declaration, FormalCheck, Phase, ScoreCard, Submission
from sciezka.rooms.calls.queries.calls import say_money
from sciezka.rooms.calls.queries.members import list_members
from sciezka.rooms.calls.queries.next_steps import WAITS, Counts, say_waiting
from sciezka.rooms.calls.queries.public import say_closing
from sciezka.rooms.calls.queries.ranking_page import Board, View, read_board
from sciezka.rooms.calls.queries.submissions import IN_TIME

MOST_GOALS: Final = 6
# So many selected submissions fit on the page; the rest is counted.
MOST_LINES: Final = 16
RANKED: Final = frozenset({Phase.DECIDING, Phase.APPROVED, Phase.PUBLISHED})
Fact = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A call on one page.

    Args:
        asked: what was asked, from whom and by when.
        came: what came in.
        judged: who judges, and how far they are.
        board: what is selected; None before scoring is over, or where the reader may not know.
        costs: what is decided and what it costs.
        waits: what waits to be done, in sentences.
    """

    asked: Sequence[Fact]
    came: Sequence[Fact]
    judged: Sequence[Fact]
    board: Board | None
    costs: Sequence[Fact]
    waits: Sequence[str]

    @property
    def unlisted(self) -> int:
        """How many selected submissions the page has no room for, or the reader sees nothing of."""
        return self.board.selected - len(self.board.lines) if self.board else 0


def read_brief(user: Any, call: Call, counts: Counts) -> Brief:  # noqa: ANN401 - any kind of user
    """Read a call for its one page, in a constant number of queries."""
    knows = call.phase in RANKED and may(user, "calls.see_ranking", call)
    board = read_board(user, call, View(show="wybrane", size=MOST_LINES)) if knows else None
    return Brief(
        asked=[fact for fact in _tell_asked(call) if fact[1]],
        came=list(_tell_came(call, counts)),
        judged=[fact for fact in _tell_judged(call) if fact[1]],
        board=board,
        costs=list(_tell_costs(board)) if board else [],
        waits=list(_tell_waiting(counts)),
    )


def _tell_asked(call: Call) -> Iterator[Fact]:
    yield pgettext("call", "Kind of call"), str(call.get_kind_display())
    yield pgettext("call", "Opens"), moment(call.opens_at) if call.opens_at else ""
    yield pgettext("call", "Closes"), say_closing(call.closes_at) if call.closes_at else ""
    goals = [str(goal) for goal in call.goals.all()]
    more = len(goals) - MOST_GOALS
    rest = [npgettext("decisions", "and %(count)s more", "and %(count)s more", more) % {"count": more}] if more > 0 else []
    yield _("Goals that it serves"), "; ".join(goals[:MOST_GOALS] + rest)
    yield _("Territory"), call.territory
    yield _("Money and selection"), say_money(call)


def _tell_came(call: Call, counts: Counts) -> Iterator[Fact]:
    yield _("submitted in time"), str(counts.sent)
    if counts.late:
        yield _("came too late"), str(counts.late)
    if counts.asked and call.asks_money and not call.is_sealed:
        yield _("asked for"), write_money(counts.asked)
        if call.budget:
            share = write_number(float(100 * counts.asked / call.budget), 0)
            yield _("of the money that there is"), f"{share}\N{NO-BREAK SPACE}%"
    if call.phase in AFTER_CLOSING and not call.is_sealed:
        yield _("formally passed"), str(counts.passed)
        if failed := Submission.objects.filter(IN_TIME, call=call, check_made__outcome=FormalCheck.Outcome.FAILED).count():
            yield _("formally refused"), str(failed)


def _tell_judged(call: Call) -> Iterator[Fact]:
    if call.commission is None:
        return
    yield pgettext("call", "Commission"), str(call.commission)
    yield _("Appointed by"), str(call.commission.act or "")
    members = len(list_members(call))
    quorum = _("quorum %(number)s") % {"number": call.quorum}
    yield _("Who sits on it"), f"{ngettext('%(count)s person', '%(count)s people', members) % {'count': members}}, {quorum}"
    yield _("Sittings"), ", ".join(f"{day:%d.%m.%Y}" for day in call.sittings.values_list("day", flat=True))
    tied = Declaration.objects.filter(submission__call=call, stance=Declaration.Stance.CONFLICT).count()
    yield _("Stepped aside because of a tie"), str(tied or "")
    cards = ScoreCard.objects.filter(submission__call=call, submission__withdrawn_at__isnull=True).aggregate(
        all=Count("pk"), done=Count("handed_in_at")
    )
    said = _("%(done)s of %(all)s handed in") % cards
    yield _("Score cards"), said if cards["all"] else ""


def _tell_costs(board: Board) -> Iterator[Fact]:
    for outcome in Decision.Outcome:
        if number := board.counts.get(outcome):
            yield str(outcome.label), str(number)
    if board.undecided:
        yield _("without a decision"), str(board.undecided)
    if board.granted:
        yield pgettext("money", "granted"), write_money(board.granted)
    if board.left is not None and board.granted:
        yield (_("left") if board.left >= 0 else _("granted above what there is")), write_money(abs(board.left))


def _tell_waiting(counts: Counts) -> Iterator[str]:
    # What waits for a decision stands among the costs.
    yield from filter(None, (say_waiting(what, counts) for what in WAITS if what not in {"supplementing", "undecided"}))
