"""What comes next in a call: counted from what waits, said in a sentence with the way there."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Model, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext, pgettext_lazy

from sciezka.kit.guards import may
from sciezka.rooms.calls.models import Call, Inquiry, Phase, Protocol, Reservation, ScoreCard, Submission
from sciezka.rooms.calls.queries.reservations import reservations_until
from sciezka.rooms.calls.queries.submissions import DEALT_WITH, IN_TIME, OUTCOMES, STATES

PLAIN: Final = {
    Phase.DRAFT: gettext_lazy("The call is being prepared. Nobody else sees it before it is announced."),
    Phase.ANNOUNCED: gettext_lazy("The call opens by itself at its hour. Answer questions and tell people about it."),
    Phase.OPEN: gettext_lazy("Submissions come in. See which goals and parts of the territory nobody has thought of yet."),
    Phase.CHECKING: gettext_lazy("What was submitted is being checked formally. The commission pledges and declares ties."),
    Phase.SCORING: gettext_lazy("The members of the commission judge. See whose cards are missing."),
    Phase.DECIDING: gettext_lazy(
        "Scoring is over. Decide on each submission with a reason, then have the decisions approved."
    ),
    Phase.APPROVED: gettext_lazy(
        "The decisions are approved. Publish the results; each applicant gets a letter with the reason."
    ),
    Phase.PUBLISHED: pgettext_lazy("call", "The results are published."),
    Phase.CALLED_OFF: gettext_lazy("The call was called off. A copy of it can be announced anew."),
}
# What waits, by what is counted of it.
WAITS: Final = {
    "questions": ngettext_lazy(
        "%(count)s question waits for an answer.", "%(count)s questions wait for an answer.", "count"
    ),
    "unchecked": ngettext_lazy(
        "%(count)s submission waits for the formal check.", "%(count)s submissions wait for the formal check.", "count"
    ),
    "supplementing": ngettext_lazy(
        "%(count)s submission is being supplemented. Settle its check once something came or the term is over.",
        "%(count)s submissions are being supplemented. Settle their checks once something came or the term is over.",
        "count",
    ),
    "cards": ngettext_lazy(
        "%(count)s card has not been handed in yet.", "%(count)s cards have not been handed in yet.", "count"
    ),
    "undecided": ngettext_lazy(
        "%(count)s submission waits for a decision with a reason.",
        "%(count)s submissions wait for a decision with a reason.",
        "count",
    ),
    "reservations": ngettext_lazy(
        "%(count)s reservation waits for an answer.", "%(count)s reservations wait for an answer.", "count"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much came in, and how much of what waits.

    Args:
        sent: in time and not withdrawn; ``late``: too late; ``begun``: drafts.
        asked: how much money those in time ask for.
        unchecked: in time and without a result of the formal check; ``supplementing``: being supplemented.
        passed: formally; ``undecided``: of them, without a decision.
        questions: without an answer; ``cards``: not handed in; ``reservations``: without an answer.
        protocols: drawn up.
    """

    sent: int = 0
    late: int = 0
    begun: int = 0
    asked: Decimal | None = None
    unchecked: int = 0
    supplementing: int = 0
    passed: int = 0
    undecided: int = 0
    questions: int = 0
    cards: int = 0
    reservations: int = 0
    protocols: int = 0


def count_work(calls: Iterable[Call]) -> dict[int, Counts]:
    """Count what came in and what waits in each of some calls, in five queries."""
    keys = [call.pk for call in calls]
    rows = (
        Submission.objects.filter(call__in=keys).order_by().values("call").annotate(
            sent=Count("pk", filter=IN_TIME), late=Count("pk", filter=STATES["po-terminie"][1]),
            begun=Count("pk", filter=Q(sent_at__isnull=True, withdrawn_at__isnull=True)),
            total=Sum("asked", filter=IN_TIME),
            unchecked=Count("pk", filter=IN_TIME & OUTCOMES["bez-oceny"][1]),
            supplementing=Count("pk", filter=IN_TIME & OUTCOMES["do-uzupelnienia"][1]),
            passed=Count("pk", filter=DEALT_WITH),
            undecided=Count("pk", filter=DEALT_WITH & Q(decision__isnull=True)),
        )
    )  # fmt: skip
    found = {key: Counts() for key in keys}
    for row in rows:
        said = {**row, "asked": row["total"]}
        found[row["call"]] = Counts(**{name: value for name, value in said.items() if name not in {"call", "total"}})
    waiting = (
        ("questions", Inquiry, "call", Q(answered_at__isnull=True)),
        ("cards", ScoreCard, "submission__call", Q(handed_in_at__isnull=True, submission__withdrawn_at__isnull=True)),
        ("reservations", Reservation, "submission__call", Q(answered_at__isnull=True)),
        ("protocols", Protocol, "call", Q()),
    )
    for name, model, path, condition in waiting:
        for key, number in _count(model, path, condition, keys):
            found[key] = replace(found[key], **{name: number})  # type: ignore[arg-type]
    return found


def _count(model: type[Model], path: str, condition: Q, keys: list[int]) -> list[tuple[int, int]]:
    rows = model._default_manager.filter(condition, **{f"{path}__in": keys}).order_by()
    return list(rows.values_list(path).annotate(number=Count("pk")))


@dataclass(frozen=True, slots=True)
class Next:
    """What to do next, and where."""

    text: str
    href: str = ""
    action: str = ""


def say_waiting(what: str, counts: Counts) -> str:
    """Say how much waits of one thing; nothing where none does."""
    number = getattr(counts, what)
    return str(WAITS[what] % {"count": number}) if number else ""


# A sentence, the page it leads to, the words of the link, and the right that both take.
Told = tuple[str, str, str, str]


def find_next(user: Any, call: Call, counts: Counts, now: dt.datetime) -> Next:  # noqa: ANN401 - any kind of user
    """Say what comes next in a call; whoever may not do it learns only where the call stands."""
    text, name, action, right = tell_next(call, counts, now)
    if not may(user, right, call):
        return Next(str(PLAIN[call.phase_at(now)]))
    return Next(text, reverse(f"calls:{name}", kwargs=call.address), action) if name else Next(text)


def tell_next(call: Call, counts: Counts, now: dt.datetime) -> Told:
    """Say what comes next in a call, to whoever leads it."""
    phase = call.phase_at(now)
    told: Mapping[Phase, Callable[[], Told]] = {
        Phase.DRAFT: lambda: (
            _("The call is being prepared. Finish its steps and announce it."), "call", _("To the draft"), "calls.manage",
        ),
        Phase.ANNOUNCED: lambda: next_question(counts) or (
            str(PLAIN[phase]), "inquiries", _("Questions and answers"), "calls.manage",
        ),
        Phase.OPEN: lambda: next_question(counts) or next_while_open(counts),
        Phase.CHECKING: lambda: next_while_checking(call, counts),
        Phase.SCORING: lambda: next_while_scoring(counts),
        Phase.DECIDING: lambda: next_while_deciding(counts),
        Phase.APPROVED: lambda: (str(PLAIN[phase]), "ranking", _("To the ranking"), "calls.see_ranking"),
        Phase.PUBLISHED: lambda: next_after_results(call, counts, now),
        Phase.CALLED_OFF: lambda: (str(PLAIN[phase]), "call_copy", _("Copy the call"), "calls.manage"),
    }  # fmt: skip
    return told[phase]()


def next_question(counts: Counts) -> Told | None:
    """Say how many questions wait while people can still submit; nothing where none does."""
    said = say_waiting("questions", counts)
    return (said, "inquiries", pgettext("question", "Answer"), "calls.manage") if said else None


def next_while_open(counts: Counts) -> Told:
    """Say that nothing has come yet, or where to look at what has."""
    if not counts.sent:
        said = _("The call is open and nothing has come yet. Pass its link on and answer questions.")
        return said, "inquiries", _("Questions and answers"), "calls.manage"
    return str(PLAIN[Phase.OPEN]), "coverage", _("To the coverage"), "calls.see_submissions"


def next_while_checking(call: Call, counts: Counts) -> Told:
    """Say what to do between the closing and scoring."""
    if not counts.sent:
        return (
            _("Nothing came in time. Call the call off with that as the reason; a copy of it can be announced anew."),
            "call_off", _("Call it off"), "calls.manage",
        )  # fmt: skip
    if said := say_waiting("unchecked", counts) or say_waiting("supplementing", counts):
        return said, "submissions_check", _("To the formal check"), "calls.check_formally"
    if not counts.passed:
        return (
            _("Nothing passed the formal check. Call the call off with that as the reason: each applicant is told."),
            "call_off", _("Call it off"), "calls.manage",
        )  # fmt: skip
    if call.commission_id is None:
        return _("Choose the commission that will judge."), "call_commission", _("Choose the commission"), "calls.manage"
    return (
        _("All submissions are checked. The commission pledges, declares ties, and its scoring can be opened."),
        "commission", _("To the commission"), "calls.view",
    )  # fmt: skip


def next_while_scoring(counts: Counts) -> Told:
    """Say how many cards are missing, or that scoring can be closed."""
    if said := say_waiting("cards", counts):
        return said, "commission", _("To the commission"), "calls.run_commission"
    return (
        _("All cards are in. Look where points differ, then close the scoring."),
        "scoring", _("Close the scoring"), "calls.run_commission",
    )  # fmt: skip


def next_while_deciding(counts: Counts) -> Told:
    """Say how many decisions are missing; then the protocol, then the act."""
    if said := say_waiting("undecided", counts):
        return said, "ranking", _("To the ranking"), "calls.see_ranking"
    if not counts.protocols:
        return (
            _("All is decided. Draw up the protocol of the commission, which goes for approval."),
            "protocols", _("To the protocols"), "calls.see_ranking",
        )  # fmt: skip
    return (
        _("All is decided and the protocol is drawn up. Record the act that approves the results."),
        "ranking", _("To the ranking"), "calls.see_ranking",
    )  # fmt: skip


def next_after_results(call: Call, counts: Counts, now: dt.datetime) -> Told:
    """Say which reservations wait; then, for partners, the letters of intent."""
    if said := say_waiting("reservations", counts):
        return said, "reservations", _("Reservations"), "calls.decide"
    until = reservations_until(call)
    if until and now < until:
        return (
            _("The results are published. Answer the reservations that come within the term."),
            "reservations", _("Reservations"), "calls.decide",
        )  # fmt: skip
    if call.kind == Call.Kind.PARTNERS:
        return (
            _("The results are published. Write letters of intent with the partners that were chosen."),
            "letters", _("Letters of intent"), "calls.write_letters",
        )  # fmt: skip
    return str(PLAIN[Phase.PUBLISHED]), "", "", "calls.view"
