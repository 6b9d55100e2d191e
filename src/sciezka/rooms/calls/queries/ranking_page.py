"""The page of a ranking: its rows, what the call's rule proposes, what is decided, how much money is given.

A number of queries that doesn't grow with submissions or cards; only the rows of the page shown are read whole.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.core.scoring import Ranked, Selection
from sciezka.core.scoring.ranking import sort_code
from sciezka.rooms.calls.models import SELECTED, Call, Criterion, Decision, ScoreCard, Submission, write_code
from sciezka.rooms.calls.queries.criteria_kept import are_kept
from sciezka.rooms.calls.queries.figures import write_means, write_reckoned, write_spread
from sciezka.rooms.calls.queries.ranking import (
    COLOURS,
    Reckoning,
    Rule,
    find_hidden,
    is_to_decide,
    is_veiled,
    read_rule,
    reckon,
    veil,
)
from sciezka.rooms.calls.queries.submissions import to_decide

SIZES: Final = (50, 250)
BELOW: Final = mark_safe(" data-below")
ORDER_WORDS: Final[dict[str, Promise | str]] = {
    "miejsce": pgettext_lazy("order", "place"),
    "numer": pgettext_lazy("order", "number"),
    "rozrzut": pgettext_lazy("order", "spread of points"),
}
SHOWS: Final[dict[str, Promise | str]] = {
    "": pgettext_lazy("ranking", "all"),
    "bez-decyzji": _("without a decision"),
    "proponowane": _("proposed by the rule"),
    "rozbiezne": _("points far apart"),
    "wybrane": _("selected"),
}
OF_DECISION: Final = ("submission", "outcome", "granted", "version", "into__number", "into__call")


@dataclass(frozen=True, slots=True)
class View:
    """What of a ranking is wanted: words of an address, each read so that nothing in it can do harm."""

    order: str = "miejsce"
    show: str = ""
    size: int = SIZES[0]
    page: str = ""


def read_view(given: Mapping[str, str]) -> View:
    """Read what of a ranking an address wants."""
    order, show = given.get("kolejnosc", ""), given.get("pokaz", "")
    return View(
        order=order if order in ORDER_WORDS else "miejsce",
        show=show if show in SHOWS else "",
        size=SIZES[1] if given.get("na") == str(SIZES[1]) else SIZES[0],
        page=given.get("page", ""),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One submission in the table.

    Args:
        submission: the submission, its title read only where it may be seen.
        row: its place; None where it has none, or the reader may not know.
        score: the score, as it is shown.
        means: each criterion’s code, its mean as it is shown, and whether that reaches the threshold.
        spread: the spread, as it is shown.
        is_apart: whether the spread is above the call's alert.
        cards: how many cards are in, and how many there are: „2/3”.
        proposal: ``in`` when the rule selects it, ``tied`` when only chance parts it from others, or nothing.
        decision: what was decided.
        is_to_decide: whether it can be decided about now.
        hidden: why the reader sees nothing of it: ``tied``, ``open``, or nothing.
    """

    submission: Submission
    row: Ranked | None = None
    score: str = ""
    means: tuple[tuple[str, str, bool], ...] = ()
    spread: str = ""
    is_apart: bool = False
    cards: str = ""
    proposal: str = ""
    decision: Decision | None = None
    is_to_decide: bool = False
    hidden: str = ""

    @property
    def agrees(self) -> bool:
        """Tell whether the decision is what the rule proposes, so that it goes without saying."""
        return self.proposal == "in" and self.decision is not None and self.decision.outcome in SELECTED

    @property
    def cells(self) -> SafeString:
        """The means as cells: a table of many rows and criteria is written several times faster here than in a template."""
        return format_html_join(
            "",
            '<td class="num"{} data-label="{}">{}</td>',
            ((BELOW if not passed else "", code, mean) for code, mean, passed in self.means),
        )

    @property
    def outcome(self) -> str:
        """What was decided, in words."""
        return str(Decision.Outcome(self.decision.outcome).label) if self.decision else ""

    @property
    def colour(self) -> str:
        """The colour of the decision's label."""
        return COLOURS.get(self.decision.outcome, "neutral") if self.decision else "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A ranking as a page shows it.

    Args:
        call: the call.
        criteria: its criteria.
        view: what is wanted of it.
        page: the page, of codes.
        lines: its lines.
        selection: what the rule selects; None where it selects nothing by itself.
        total: how many submissions there are to decide about.
        ranked: how many are ranked.
        decided: how many are decided about.
        is_partial: whether what follows leaves out what the reader may know nothing of, and nothing is said of the rule.
        counts: how many decisions there are of each outcome.
        granted: the money given so far.
        unpriced: numbers of those that passed and say no money, where the rule goes by money.
        apart: how many have points far apart.
        hidden: how many the reader sees nothing of.
        proposed: how many the rule selects and nobody decided about.
    """

    call: Call
    criteria: Sequence[Criterion]
    view: View
    page: Page[str]
    lines: list[Line]
    selection: Selection | None
    total: int
    ranked: int
    decided: int
    is_partial: bool
    counts: Mapping[str, int]
    granted: Decimal
    unpriced: tuple[str, ...]
    apart: int
    hidden: int
    proposed: int

    @property
    def are_criteria_kept(self) -> bool:
        """Tell whether the criteria are still those that were announced."""
        return are_kept(self.call, self.criteria)

    @property
    def undecided(self) -> int:
        """How many wait for a decision."""
        return self.total - self.decided

    @property
    def selected(self) -> int:
        """How many are selected."""
        return sum(self.counts.get(outcome, 0) for outcome in SELECTED)

    @property
    def left(self) -> Decimal | None:
        """What is left of the money; below nought when too much was given; None where not all is told."""
        left = None if self.call.budget is None else self.call.budget - self.granted
        return None if left is not None and left >= 0 and self.is_partial else left


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All that a page chooses its lines from, by the submissions' codes.

    Args:
        call: the call.
        keys: keys of what is decided about.
        reckoning: what the cards come to.
        rule: the call's rule.
        selection: what it selects; None where it selects nothing by itself, and behind a veil.
        ranked: how many are ranked.
        decisions: what was decided, by the submissions' keys.
        hidden: what the reader sees nothing of, by the submissions' keys, and why.
        apart: those with points far apart.
    """

    call: Call
    keys: Mapping[str, int]
    reckoning: Reckoning
    rule: Rule
    selection: Selection | None
    ranked: int
    decisions: Mapping[int, Decision]
    hidden: Mapping[int, str]
    apart: frozenset[str]

    def shows(self, show: str, code: str) -> bool:
        """Tell whether a submission is among those that are wanted."""
        decision = self.decisions.get(self.keys[code])
        return {
            "": True,
            "bez-decyzji": decision is None,
            "proponowane": self.selection is not None and code in self.selection.chosen,
            "rozbiezne": code in self.apart,
            "wybrane": decision is not None and decision.outcome in SELECTED,
        }[show]

    def spread_of(self, code: str) -> Fraction:
        """Give the spread of a submission's points."""
        row = self.reckoning.of(code)
        return row.spread if row else Fraction(-1)


def read_held(user: Any, call: Call) -> Held:  # noqa: ANN401 - any kind of user
    """Read a call's cards, decisions and what the reader may not see of them."""
    keys = {write_code(number): key for key, number in to_decide(call).values_list("pk", "number")}
    whole, rule = reckon(call), read_rule(call)
    alert = Fraction(call.spread_alert)
    known = frozenset(keys.values())
    hidden = {key: why for key, why in find_hidden(user, call).items() if key in known}
    reckoning = veil(whole, hidden)
    ranking = reckoning.ranking
    decisions = Decision.objects.filter(submission__call=call).select_related("into")
    return Held(
        call=call,
        keys=keys,
        reckoning=reckoning,
        rule=rule,
        selection=rule.select(ranking) if ranking and rule.is_known and not is_veiled(call, hidden) else None,
        ranked=len(whole.codes()),
        decisions={row.submission_id: row for row in decisions.only(*OF_DECISION) if row.submission_id in known},
        hidden=hidden,
        apart=frozenset(row.submission for row in (ranking.rows if ranking else ()) if row.spread > alert),
    )


def list_codes(held: Held, view: View) -> list[str]:
    """List what is wanted in the order that is wanted; what the reader sees nothing of stands last, by its number.

    Where it stood, or whether it is among the wanted, would tell of its points.
    """
    rows = held.reckoning.ranking.rows if held.reckoning.ranking else ()
    ranked = [row.submission for row in rows if row.submission in held.keys]
    codes = ranked + sorted(set(held.keys) - set(ranked), key=sort_code)
    seen = [code for code in codes if held.keys[code] not in held.hidden and held.shows(view.show, code)]
    if view.order == "numer":
        seen.sort(key=sort_code)
    elif view.order == "rozrzut":
        seen.sort(key=lambda code: (-held.spread_of(code), sort_code(code)))
    if view.show:
        return seen
    return seen + sorted((code for code in codes if held.keys[code] in held.hidden), key=sort_code)


def read_board(user: Any, call: Call, view: View) -> Board:  # noqa: ANN401 - any kind of user
    """Read a ranking for its page."""
    held = read_held(user, call)
    page = Paginator(list_codes(held, view), view.size).get_page(view.page)
    is_partial = is_veiled(call, held.hidden)
    told = [row for key, row in held.decisions.items() if not is_partial or key not in held.hidden]
    counts = Counter(row.outcome for row in told)
    given = (row.granted for row in told if row.outcome in SELECTED)
    return Board(
        call=call,
        criteria=list(call.criteria.all()),
        view=view,
        page=page,
        lines=read_lines(held, list(page.object_list)),
        selection=held.selection,
        total=len(held.keys),
        ranked=held.ranked,
        decided=len(held.decisions),
        is_partial=is_partial,
        counts=counts,
        granted=sum((amount or Decimal(0) for amount in given), Decimal(0)),
        unpriced=tuple(held.rule.list_unpriced(held.reckoning.ranking)),
        apart=len(held.apart),
        hidden=len(held.hidden),
        proposed=len(list_proposed(held)),
    )


def read_chosen(user: Any, call: Call, keys: Sequence[int], *, propose: bool = False) -> list[Line]:  # noqa: ANN401
    """Read the lines of submissions that were ticked, or of what the rule proposes and nobody decided about, in their order.

    What a tie hides from the reader can't be chosen.
    """
    held = read_held(user, call)
    wanted = set(keys)
    if propose:
        wanted = list_proposed(held)
    codes = [code for code in list_codes(held, View()) if held.keys[code] in wanted and held.keys[code] not in held.hidden]
    return read_lines(held, codes)


def list_proposed(held: Held) -> set[int]:
    """List what the rule selects, nobody decided about, and the reader may see, by keys."""
    chosen = held.selection.chosen if held.selection else ()
    return {held.keys[code] for code in chosen if code in held.keys} - set(held.decisions) - set(held.hidden)


def read_reasons(lines: Sequence[Line]) -> None:
    """Read the reasons of the decisions in some lines: long texts, which most pages don't show."""
    reasons = dict(
        Decision.objects.filter(submission__in=[line.submission.pk for line in lines]).values_list("submission", "reason")
    )
    for line in lines:
        if line.decision:
            line.decision.reason = reasons.get(line.submission.pk, "")


def read_lines(held: Held, codes: Sequence[str]) -> list[Line]:
    """Read the lines of a page: its submissions and how many of their cards are in."""
    keys = [held.keys[code] for code in codes]
    fields = ("call", "number", "title", "applicant", "applicant_kind", "asked")
    rows = Submission.objects.only(*fields).in_bulk(keys)
    cards = {
        key: f"{done}/{count}"
        for key, count, done in ScoreCard.objects.filter(submission__in=keys)
        .order_by()
        .values_list("submission")
        .annotate(Count("pk"), Count("handed_in_at"))
    }
    lines = []
    for code, key in zip(codes, keys, strict=True):
        rows[key].call = held.call
        lines.append(make_line(held, rows[key], code, cards.get(key, "0/0")))
    return lines


def make_line(held: Held, submission: Submission, code: str, cards: str) -> Line:
    """Make the line of one submission."""
    why = held.hidden.get(submission.pk, "")
    if why:
        return Line(submission, hidden=why)
    row, selection, decision = held.reckoning.of(code), held.selection, held.decisions.get(submission.pk)
    proposal = "" if selection is None else "tied" if code in selection.tied else "in" * (code in selection.chosen)
    places = held.reckoning.places
    return Line(
        submission,
        row=row,
        score=write_reckoned(row.score, places.score) if row else "",
        means=write_means(row, places) if row else (),
        spread=write_spread(row.spread, held.call.spread_alert) if row and len(row.totals) > 1 else "",
        is_apart=code in held.apart,
        cards=cards,
        proposal=proposal,
        decision=decision,
        is_to_decide=is_to_decide(held.call, decision),
    )
