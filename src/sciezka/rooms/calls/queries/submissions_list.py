"""The office's list of submissions: one page of lines in a chosen order, in a constant number of queries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.core.namesakes import fold_letters
from sciezka.core.scoring import Ranked
from sciezka.kit.forms import read_number
from sciezka.rooms.calls.models import Call, Decision, FormalCheck, ScoreCard, Submission
from sciezka.rooms.calls.queries.figures import write_reckoned
from sciezka.rooms.calls.queries.ranking import Reckoning, find_hidden, reckon, veil
from sciezka.rooms.calls.queries.submissions import Wish, filter_submissions
from sciezka.rooms.path.models import Goal
from sciezka.rooms.thread.queries.nodes import nodes_by_key

SIZES: Final = (50, 250)
NUMBER, TITLE, ASKED, SENT, SCORE = "numer", "tytul", "kwota", "wplyw", "punkty"


@dataclass(frozen=True, slots=True)
class Line:
    """One submission of the list.

    Attributes:
        submission: which.
        goals: codes on the thread and names of the goals that it serves.
        check: its formal check, if any.
        decision: what was decided, where the reader may know.
        score: its points in words; empty where there are none or the reader may not see them.
        rank: its place; none where there is no score.
        handed: how many cards were handed in.
        assigned: how many were given out.
    """

    submission: Submission
    goals: tuple[tuple[str, str], ...]
    check: FormalCheck | None
    decision: Decision | None
    score: str = ""
    rank: int | None = None
    handed: int = 0
    assigned: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of the list: its words, the query that sorts by it, and how it sorts now."""

    label: Promise | str
    query: str
    direction: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of the list."""

    page: Page[Any]
    lines: tuple[Line, ...]
    heads: Mapping[str, Head]
    size: int
    query: str


def list_lines(request: HttpRequest, call: Call, wish: Wish, hidden: frozenset[int], *, decided: bool) -> Lines:
    """List one page of submissions.

    Args:
        request: its address carries ``sort``, ``page`` and ``ile`` (how many on a page).
        call: the call.
        wish: which submissions are wanted.
        hidden: keys of what the reader may not see.
        decided: whether the reader may see points and decisions.
    """
    rows = filter_submissions(call, wish, hidden, decided=decided)
    masked = find_hidden(request.user, call) if decided else {}
    reckoning = reckon(call) if decided else None
    ranked = rank_keys(reckoning, masked) if reckoning else {}
    places = reckoning.places.score if reckoning else 0
    wanted = request.GET.get("sort", "")
    size = next((size for size in SIZES if size == read_number(request.GET.get("ile"))), SIZES[0])
    page: Page[Any] = Paginator(order_keys(rows, wanted, ranked), size).get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("page", "ile"):
        query.pop(name, None)
    return Lines(
        page=page,
        lines=tuple(read_lines(call, list(page.object_list), ranked, masked, decided=decided, places=places)),
        heads=list_heads(request, wanted, decided=decided, money=call.asks_money),
        size=size,
        query=query.urlencode(),
    )


def rank_keys(reckoning: Reckoning, masked: Mapping[int, str]) -> dict[int, Ranked]:
    """Give places by keys of submissions, but for those whose points the reader may not see."""
    reckoning = veil(reckoning, masked)
    places = reckoning.ranking.rows if reckoning.ranking else ()
    found = {reckoning.submissions[row.submission]: row for row in places if row.submission in reckoning.submissions}
    return {key: row for key, row in found.items() if key not in masked}


def order_keys(rows: QuerySet[Submission], wanted: str, ranked: Mapping[int, Ranked]) -> list[int]:
    """Give the keys of submissions in the wanted order; what has no value stands at the end, whichever way it goes."""
    word = wanted.removeprefix("-")
    read = list(rows.order_by("number", "pk").values_list("pk", "number", "title", "asked", "sent_at"))
    values: dict[str, Callable[[tuple[Any, ...]], Any]] = {
        NUMBER: lambda row: row[1],
        TITLE: lambda row: fold_letters(row[2]),
        ASKED: lambda row: row[3],
        SENT: lambda row: row[4],
        SCORE: lambda row: ranked[row[0]].score if row[0] in ranked else None,
    }
    value = values.get(word, values[NUMBER])
    told = [row for row in read if value(row) is not None]
    untold = [row for row in read if value(row) is None]
    told.sort(key=value, reverse=wanted.startswith("-"))
    return [row[0] for row in (*told, *untold)]


def read_lines(
    call: Call, keys: list[int], ranked: Mapping[int, Ranked], masked: Mapping[int, str], *, decided: bool, places: int
) -> list[Line]:
    """Read the lines of one page, in its order."""
    codes = {key: node.code for key, node in nodes_by_key(call.process, Goal).items()}
    rows = Submission.objects.filter(pk__in=keys).select_related("check_made", "decision")
    found = {row.pk: row for row in rows.prefetch_related("goals").defer("answers", "correction", "compared", "discussion")}
    cards: dict[int, tuple[int, int]] = {}
    if decided:
        counted = ScoreCard.objects.filter(submission__in=keys).values("submission").order_by()
        counted = counted.annotate(handed=Count("pk", filter=Q(handed_in_at__isnull=False)), assigned=Count("pk"))
        cards = {row["submission"]: (row["handed"], row["assigned"]) for row in counted}
    lines = []
    for key in keys:
        row, place, (handed, assigned) = found[key], ranked.get(key), cards.get(key, (0, 0))
        row.call = call
        goals = tuple((codes.get(goal.pk, ""), goal.name) for goal in row.goals.all())
        lines.append(
            Line(
                submission=row,
                goals=goals,
                check=getattr(row, "check_made", None),
                decision=getattr(row, "decision", None) if decided and key not in masked else None,
                score=write_reckoned(place.score, places) if place else "",
                rank=place.rank if place else None,
                handed=handed,
                assigned=assigned,
            )
        )
    return lines


def list_heads(request: HttpRequest, wanted: str, *, decided: bool, money: bool) -> dict[str, Head]:
    """Give the headings that sort: pressing one again turns the order round."""
    labels: dict[str, tuple[Promise | str, bool]] = {
        NUMBER: (pgettext_lazy("of a submission", "No."), True),
        TITLE: (_("Title"), False),
        SENT: (_("Came"), False),
    }
    if money:
        labels[ASKED] = (_("Asked for"), True)
    if decided:
        labels[SCORE] = (_("Points"), True)
    heads = {}
    for word, (label, numeric) in labels.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{word}" if wanted == word else word
        direction = "ascending" if wanted == word else "descending" if wanted == f"-{word}" else ""
        heads[word] = Head(label, query.urlencode(), direction, numeric)
    return heads
