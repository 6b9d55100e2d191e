"""Published results: what was selected and with how many points, and what anybody recomputes the ranking from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Final

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from sciezka.core.scoring import Ranked
from sciezka.kit.typography import write_money
from sciezka.rooms.calls.models import (
    SELECTED,
    Call,
    Criterion,
    Decision,
    FormalCheck,
    Phase,
    Submission,
)
from sciezka.rooms.calls.queries.as_decided import show_as_decided
from sciezka.rooms.calls.queries.figures import write_means, write_reckoned
from sciezka.rooms.calls.queries.nouns import find_public_call
from sciezka.rooms.calls.queries.public_ideas import say_who
from sciezka.rooms.calls.queries.ranking import Reckoning, reckon
from sciezka.rooms.calls.queries.reserve import order_reserve
from sciezka.rooms.calls.queries.submissions import IN_TIME

TITLES: Final[dict[str, Promise]] = {
    Decision.Outcome.BASIC: pgettext_lazy("results", "Selected as basic"),
    Decision.Outcome.SUPPLEMENTARY: pgettext_lazy("results", "Selected as supplementary"),
    Decision.Outcome.RESERVE: pgettext_lazy("results", "Reserve list"),
    Decision.Outcome.MERGED: pgettext_lazy("results", "Merged into others"),
    Decision.Outcome.REVISE: pgettext_lazy("results", "To be revised and submitted again"),
    Decision.Outcome.REJECTED: pgettext_lazy("results", "Not selected"),
}
UNMET: Final = "unmet"
UNMET_TITLE: Final = pgettext_lazy("results", "Not assessed: the formal conditions are not met")


def find_call_with_results(workspace: str, process: str, call: int) -> Call:
    """Find a call whose results residents can see, or answer 404."""
    found = find_public_call(workspace, process, call)
    if found.phase != Phase.PUBLISHED:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A submission among the results.

    Args:
        code: its number.
        title: its title; empty where only its number is told.
        score: its score in words; empty when it was not ranked.
        place: its place in words.
        criteria: its points in each criterion (the selected alone): (code, name, mean).
        told: who submitted, what money it gets, into which one it was merged: in one line.
    """

    code: str
    title: str
    score: str = ""
    place: str = ""
    criteria: tuple[tuple[str, str, str], ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Submissions of which the same became.

    Args:
        key: what.
        title: what, in words.
        lines: the submissions, or those of one page.
        count: how many there are in all.
    """

    key: str
    title: str
    lines: tuple[Line, ...]
    count: int

    @property
    def is_selected(self) -> bool:
        """Tell whether these are the selected ones."""
        return self.key in SELECTED


@dataclass(frozen=True, slots=True)
class Results:
    """What the results of a call say.

    Args:
        parts: submissions by what became of them, the selected first.
        submitted: how many came in time.
        selected: how many were selected.
        granted: how much money they get together; None when no money was granted.
        is_ranked: whether there are cards that anybody can recompute the ranking from.
    """

    parts: tuple[Part, ...]
    submitted: int
    selected: int
    granted: Decimal | None
    is_ranked: bool


def read_results(call: Call) -> Results:
    """Read the results of a call, in a constant number of queries."""
    reckoning = reckon(call)
    criteria = list(call.criteria.all())
    rows = list(
        Submission.objects.filter(IN_TIME, call=call)
        .select_related("decision__into", "check_made")
        .defer("answers", "discussion", "summary")
        .order_by("number", "pk")
    )
    show_as_decided(call, rows)
    sorted_out: dict[str, list[tuple[Submission, Ranked | None]]] = {}
    for row in rows:
        if (key := find_part(row)) is not None:
            sorted_out.setdefault(key, []).append((row, reckoning.of(row.code)))
    keys = [*TITLES, UNMET]
    parts = tuple(
        Part(
            key, str(TITLES.get(key, UNMET_TITLE)), tuple(show_lines(reckoning, key, sorted_out[key], criteria)),
            len(sorted_out[key]),
        )
        for key in keys
        if key in sorted_out
    )  # fmt: skip
    granted = [row.decision.granted for key in SELECTED for row, _place in sorted_out.get(key, ())]
    told = [amount for amount in granted if amount is not None]
    return Results(
        parts=parts,
        submitted=len(rows),
        selected=len(granted),
        granted=sum(told, Decimal(0)) if told else None,
        is_ranked=reckoning.ranking is not None,
    )


def list_lines(results: Results) -> list[tuple[Part, Line]]:
    """List all lines of the results one after another, each with its part: what pages are cut from."""
    return [(part, line) for part in results.parts for line in part.lines]


def list_table(results: Results) -> list[tuple[str, ...]]:
    """List the results as a table with its heads: word for word what the page says, so nothing more of anybody."""
    heads = (
        _("Number"),
        _("Title"),
        pgettext("call", "Decision"),
        _("Points"),
        _("Place"),
        _("Who and how much"),
        _("Points by criteria"),
    )
    rows = (
        (
            line.code,
            line.title,
            part.title,
            line.score,
            line.place,
            line.told,
            "; ".join(f"{code} {mean}" for code, _name, mean in line.criteria),
        )
        for part, line in list_lines(results)
    )
    return [heads, *rows]


def join_parts(lines: Iterable[tuple[Part, Line]]) -> list[Part]:
    """Join lines of one page into their parts again; each part still tells how many there are in all."""
    grouped = groupby(lines, key=itemgetter(0))
    return [replace(part, lines=tuple(line for _part, line in some)) for part, some in grouped]


def find_part(row: Submission) -> str | None:
    """Tell among which a submission stands; None when nothing was decided about it."""
    decision = getattr(row, "decision", None)
    if decision is not None:
        return str(decision.outcome)
    check = getattr(row, "check_made", None)
    return UNMET if check is not None and check.outcome == FormalCheck.Outcome.FAILED else None


def show_lines(
    reckoning: Reckoning, key: str, rows: Iterable[tuple[Submission, Ranked | None]], criteria: list[Criterion]
) -> list[Line]:
    """Show the submissions of one part, the best first."""
    if key == Decision.Outcome.RESERVE:
        return show_reserve(reckoning, [row for row, _ranked in rows], criteria)
    lowest = 10**9
    ordered = sorted(rows, key=lambda pair: (pair[1].rank if pair[1] else lowest, pair[0].number or 0))
    return [show_line(reckoning, key, row, ranked, criteria) for row, ranked in ordered]


def show_reserve(reckoning: Reckoning, rows: list[Submission], criteria: list[Criterion]) -> list[Line]:
    """Show the reserve list in its order; whoever was moved by hand, with the reason."""
    moves = list(reckoning.call.reserve_moves.all())
    last = {move.submission_id: move for move in moves}
    lines = []
    for place, row in enumerate(order_reserve(rows, reckoning, moves), start=1):
        line = show_line(reckoning, Decision.Outcome.RESERVE, row, reckoning.of(row.code), criteria)
        told = [line.told, _("place %(place)s on the reserve list") % {"place": place}]
        if (move := last.get(row.pk)) and line.title:
            told.append(_("moved by the commission: %(why)s") % {"why": move.why})
        lines.append(replace(line, told=" · ".join(filter(None, told))))
    return lines


def show_line(reckoning: Reckoning, key: str, row: Submission, ranked: Ranked | None, criteria: list[Criterion]) -> Line:
    """Show one submission. Of a partner that was not selected no more is told than its number."""
    is_selected = key in SELECTED
    places = reckoning.places
    is_named = (is_selected or reckoning.call.kind != Call.Kind.PARTNERS) and not row.hidden_why
    decision = getattr(row, "decision", None)
    names = {one.code: one.name for one in criteria}
    points = tuple(
        (code, names.get(code, code), mean)
        for code, mean, _passed in (write_means(ranked, places) if ranked and is_selected else ())
    )
    told = [say_who(row)] if is_named else []
    if decision and is_selected and decision.granted is not None:
        told.append(write_money(decision.granted))
    if decision and decision.into:
        told.append(_("merged into %(code)s") % {"code": decision.into.code})
    return Line(
        code=row.code,
        title=row.title if is_named else "",
        score=_("%(score)s points") % {"score": write_reckoned(ranked.score, places.score)} if ranked else "",
        place=_("place %(rank)s") % {"rank": ranked.rank} if ranked else "",
        criteria=points,
        told=" · ".join(part for part in told if part),
    )
