"""The formal check as the office does it: the conditions, what the machine sees of each submission, and whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.calls.models import Call, FormalCheck, Phase, Submission
from sciezka.rooms.calls.queries.submissions import IN_TIME, OUTCOMES
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.questions.schema.answers import check_all
from sciezka.rooms.questions.schema.types import Questionnaire

YES, NO, SUPPLEMENT = "yes", "no", "supplement"
WHOLE: Final = "ALL"


def list_conditions(call: Call) -> list[dict[str, str]]:
    """List what the check answers; one question of the whole where the call names no conditions."""
    listed = [one for one in call.checklist if isinstance(one, dict) and one.get("code")]
    return listed or [{"code": WHOLE, "text": _("The submission meets the formal conditions of the call.")}]


def settle(codes: Sequence[str], answers: Mapping[str, str]) -> str:
    """Tell what answers come to: one „no” fails, else one „to be supplemented” asks, all „yes” pass; else nothing yet."""
    given = [answers.get(code, "") for code in codes]
    if not all(given):
        return ""
    if NO in given:
        return FormalCheck.Outcome.FAILED
    return FormalCheck.Outcome.SUPPLEMENT if SUPPLEMENT in given else FormalCheck.Outcome.PASSED


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A submission that waits for its check, with what the machine sees.

    Attributes:
        submission: which.
        doubts: sentences on what is missing; none when it looks clean.
    """

    submission: Submission
    doubts: tuple[str, ...]


def list_unchecked(call: Call, hidden: frozenset[int]) -> QuerySet[Submission]:
    """List what came in time and was not checked to the end, by number."""
    rows = Submission.objects.filter(IN_TIME, OUTCOMES["bez-oceny"][1], call=call).exclude(pk__in=hidden)
    return rows.annotate(file_count=Count("files")).order_by("number", "pk")


def look_over(call: Call, submissions: Sequence[Submission]) -> list[ToCheck]:
    """Look submissions over: what the form requires and is missing, and addresses that were never confirmed."""
    forms = {key: read_edition(key) for key in {row.edition_id for row in submissions} if key}
    return [ToCheck(row, tuple(list_doubts(call, row, forms.get(row.edition_id or 0)))) for row in submissions]


def list_doubts(call: Call, submission: Submission, asked: Questionnaire | None) -> list[str]:
    """List what the machine finds doubtful."""
    doubts = []
    if not submission.title or not submission.summary or not submission.applicant:
        doubts.append(_("the title, the summary or the name is missing"))
    if asked is not None and (wrong := {problem.item for problem in check_all(asked, submission.answers)}):
        doubts.append(_("answers missing or wrong: %(number)s") % {"number": len(wrong)})
    if submission.channel == Submission.Channel.WEB and submission.email and submission.confirmed_at is None:
        doubts.append(_("the e-mail address was not confirmed"))
    if submission.asked is not None and call.budget is not None and submission.asked > call.budget:
        doubts.append(_("it asks for more than the call has"))
    return doubts


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check that waits for the applicant or for its end."""

    check: FormalCheck
    state: str  # "waiting", "came" or "over"


def list_supplementing(call: Call, hidden: frozenset[int]) -> list[CheckLine]:
    """List what is being supplemented: what came or is over first, as the office acts on those."""
    rows = FormalCheck.objects.filter(submission__call=call, outcome=FormalCheck.Outcome.SUPPLEMENT)
    rows = rows.filter(submission__withdrawn_at=None).exclude(submission__in=hidden)
    now = timezone.now()
    lines = [CheckLine(check, say_state(check, now)) for check in rows.select_related("submission").order_by("due_at", "pk")]
    return sorted(lines, key=lambda line: line.state == "waiting")


def say_state(check: FormalCheck, now: Any) -> str:  # noqa: ANN401 - an instant
    """Tell whose turn it is: the applicant's (``waiting``), or the office's (``came``, ``over``)."""
    if check.supplemented_at:
        return "came"
    return "waiting" if check.due_at and now <= check.due_at else "over"


def may_still_check(call: Call) -> bool:
    """Tell whether formal checks run now."""
    return call.phase in {Phase.CHECKING, Phase.SCORING}
