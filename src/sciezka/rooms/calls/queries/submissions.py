"""What was submitted to a call: what the commission deals with, and the office's list."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.core.namesakes import fold_letters
from sciezka.kit.forms import read_number
from sciezka.kit.guards import may
from sciezka.rooms.calls.models import Call, Declaration, FormalCheck, Submission, write_code

# Sent and not withdrawn. Reads like ``Submission.is_sent``, for many rows at once.
SENT = Q(sent_at__isnull=False, withdrawn_at__isnull=True)
IN_TIME = SENT & Q(is_late=False)
# What was loaded from a file of another's call had its check there.
DEALT_WITH = IN_TIME & (
    Q(check_made__outcome=FormalCheck.Outcome.PASSED) | Q(check_made__isnull=True, channel=Submission.Channel.IMPORT)
)
STATES: Final[dict[str, tuple[Promise | str, Q]]] = {
    "w-terminie": (pgettext_lazy("submissions", "in time"), IN_TIME),
    "po-terminie": (pgettext_lazy("submissions", "too late"), SENT & Q(is_late=True)),
    "wycofane": (pgettext_lazy("submissions", "withdrawn"), Q(sent_at__isnull=False, withdrawn_at__isnull=False)),
    "wszystkie": (pgettext_lazy("submissions", "all"), Q(sent_at__isnull=False)),
}
OUTCOMES: Final[dict[str, tuple[Promise | str, Q]]] = {
    "bez-oceny": (_("not checked yet"), Q(check_made__isnull=True) | Q(check_made__outcome="")),
    "spelnia": (FormalCheck.Outcome.PASSED.label, Q(check_made__outcome=FormalCheck.Outcome.PASSED)),
    "nie-spelnia": (FormalCheck.Outcome.FAILED.label, Q(check_made__outcome=FormalCheck.Outcome.FAILED)),
    "do-uzupelnienia": (FormalCheck.Outcome.SUPPLEMENT.label, Q(check_made__outcome=FormalCheck.Outcome.SUPPLEMENT)),
}
NONE: Final = "brak"
LONGEST: Final = 100


def to_decide(call: Call) -> QuerySet[Submission]:
    """List what is scored, ranked and decided about, by number: in time, not withdrawn, the formal check passed.

    The one rule of whom the commission deals with: pages, files and protocols all go by it.
    """
    return Submission.objects.filter(DEALT_WITH, call=call).order_by("number", "pk")


def in_scoring(call: Call) -> QuerySet[Submission]:
    """List the same with the check and the call, for pages that show them."""
    return to_decide(call).select_related("call__process__workspace", "check_made")


def hidden_from(user: Any, call: Call) -> frozenset[int]:  # noqa: ANN401 - any kind of user
    """Give the keys of submissions whose applicants a person declared a tie to."""
    rows = Declaration.objects.filter(user=user, stance=Declaration.Stance.CONFLICT, submission__call=call)
    return frozenset(rows.values_list("submission_id", flat=True))


@dataclass(frozen=True, slots=True)
class Wish:
    """Which submissions are wanted: words of an address, each read so that nothing in it can do harm."""

    state: str = "w-terminie"
    goal: str = ""
    area: str = ""
    formal: str = ""
    decision: str = ""
    sought: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the state narrows the list."""
        return bool(self.goal or self.area or self.formal or self.decision or self.sought)


def read_wish(given: Mapping[str, str]) -> Wish:
    """Read which submissions an address wants; what it can't want is passed over."""
    said = {name: str(given.get(name, "")).replace("\x00", "").strip()[:LONGEST] for name in ("cel", "obszar", "szukaj")}
    state, formal, decision = (given.get(name, "") for name in ("stan", "formalna", "decyzja"))
    goal = said["cel"] if said["cel"] == NONE or read_number(said["cel"]) is not None else ""
    return Wish(
        state=state if state in STATES else "w-terminie",
        goal=goal,
        area=said["obszar"],
        formal=formal if formal in OUTCOMES else "",
        decision=decision[:LONGEST],
        sought=said["szukaj"],
    )


def filter_submissions(call: Call, wish: Wish, hidden: frozenset[int], *, decided: bool) -> QuerySet[Submission]:
    """List the submissions that are wanted, without those that a tie hides from the reader.

    Args:
        call: the call.
        wish: what is wanted.
        hidden: keys of what the reader may not see; it must not be found by its words either.
        decided: whether the reader may see decisions, and so choose by them.
    """
    rows = Submission.objects.filter(STATES[wish.state][1], call=call).exclude(pk__in=hidden)
    if wish.formal:
        rows = rows.filter(OUTCOMES[wish.formal][1])
    if wish.goal:
        goal = Q(goals__isnull=True) if wish.goal == NONE else Q(goals=read_number(wish.goal))
        rows = rows.filter(goal)
    if wish.area:
        rows = rows.filter(area="" if wish.area == NONE else wish.area)
    if decided and wish.decision:
        rows = rows.filter(Q(decision__isnull=True) if wish.decision == NONE else Q(decision__outcome=wish.decision))
    if wish.sought:
        rows = rows.filter(pk__in=find_by_words(rows, wish.sought))
    return rows


def find_by_words(rows: QuerySet[Submission], sought: str) -> list[int]:
    """Find submissions that hold all sought words in number, title, summary or name; marks over letters don't count."""
    words = fold_letters(sought).split()
    read = rows.values_list("pk", "number", "title", "summary", "applicant")
    return [
        key
        for key, number, *texts in read
        if all(word in f"{write_code(number)} {fold_letters(' '.join(texts))}" for word in words)
    ]


def decorate_list(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Read with a list what its lines show, in a constant number of queries; answers stay behind."""
    return rows.select_related("check_made", "decision__into").prefetch_related("goals").defer("answers", "discussion")


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are of each state, and how much money is asked for in time."""

    in_time: int
    late: int
    withdrawn: int
    drafts: int
    asked: Decimal
    unchecked: int
    supplementing: int

    @property
    def sent(self) -> int:
        """All that was ever sent."""
        return self.in_time + self.late + self.withdrawn

    def of(self, state: str) -> int:
        """Give the number in a state, by its word in the address."""
        return {
            "w-terminie": self.in_time, "po-terminie": self.late, "wycofane": self.withdrawn, "wszystkie": self.sent,
        }[state]  # fmt: skip


def count_submissions(call: Call) -> Totals:
    """Count the submissions of a call, in one query."""
    read = Submission.objects.filter(call=call).aggregate(
        in_time=Count("pk", filter=IN_TIME),
        late=Count("pk", filter=STATES["po-terminie"][1]),
        withdrawn=Count("pk", filter=STATES["wycofane"][1]),
        drafts=Count("pk", filter=Q(sent_at__isnull=True)),
        asked=Sum("asked", filter=IN_TIME),
        unchecked=Count("pk", filter=IN_TIME & OUTCOMES["bez-oceny"][1]),
        supplementing=Count("pk", filter=IN_TIME & OUTCOMES["do-uzupelnienia"][1]),
    )
    return Totals(**{**read, "asked": read["asked"] or Decimal(0)})


def sees_decisions(user: Any, call: Call) -> bool:  # noqa: ANN401 - any kind of user
    """Tell whether a person may read all points and decisions of a call: whoever may see the ranking."""
    return may(user, "calls.see_ranking", call)
