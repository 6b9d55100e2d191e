"""Loading a participatory budget that was voted on elsewhere, so that its decision can be replayed by its own rule.

Nothing is made up: votes stand on one loaded card for each project, the published selection stands as decisions, and what
the file does not say stays empty. Nobody is asked to check, to score or to approve.
"""

import datetime as dt
import hashlib
import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.core.money import round_money
from sciezka.core.scoring import ScoringProblem
from sciezka.core.scoring.pabulib import REFUSED, SELECTED, Project, VotedBudget, read_pabulib
from sciezka.rooms.calls.models import Call, Criterion, Decision, ScoreCard, Submission, digest_criteria
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process

VOTES: Final = "votes"
GREATEST: Final = 10**12
MOST_POINTS: Final = 999_999
LONGEST_TITLE: Final = 200
OUTCOMES: Final = {SELECTED: Decision.Outcome.BASIC, REFUSED: Decision.Outcome.REJECTED}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading came to.

    Attributes:
        call: the call.
        budget: what the file says.
        is_new: whether it was made now; the same file is loaded once.
    """

    call: Call
    budget: VotedBudget
    is_new: bool


@transaction.atomic
def load_budget(*, actor: User | None, process: Process, text: str, title: str = "") -> Loaded:
    """Make a closed call of a file of Pabulib; run again with the same file, it changes nothing.

    Args:
        actor: who loads it; None from the command line.
        process: where.
        text: the file.
        title: what the call is called; else the file's own words.

    Raises:
        ScoringProblem: the file can't be read, or its sums don't fit.
    """
    budget = read_pabulib(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    # Two who load at once wait for one another.
    Process.objects.select_for_update().get(pk=process.pk)
    before = Call.objects.filter(process=process, rules__contains=digest).select_related("process__workspace").first()
    if before is not None:
        return Loaded(before, budget, is_new=False)
    _check_sizes(budget)
    call = _make_call(process, budget, digest, title)
    _make_submissions(call, budget)
    note(actor=actor, verb="call.load", of=call, after={"title": call.title, "submissions": len(budget.projects)})
    return Loaded(call, budget, is_new=True)


def _check_sizes(budget: VotedBudget) -> None:
    amounts = [budget.budget, *(project.cost for project in budget.projects)]
    if max(amounts) >= GREATEST or max(project.points for project in budget.projects) > MOST_POINTS:
        message = "A sum or a number of votes is too large."
        raise ScoringProblem("pabulib.large", message)


def _make_call(process: Process, budget: VotedBudget, digest: str, title: str) -> Call:
    opens_at, closes_at = _find_moments(budget)
    most = max(project.points for project in budget.projects)
    call = Call.objects.create(
        process=process,
        kind=Call.Kind.UNDERTAKINGS,
        title=(title or name_budget(budget))[:LONGEST_TITLE],
        lead=_("A participatory budget loaded from a file, to replay its decision."),
        announcement=budget.meta.get("comments", ""),
        rules="\n\n".join((
            _("Selected are those with the most votes, in turn, whatever still fits into the money; those with as many "
              "votes go in the order of the file."),
            _("Source: a file of Pabulib, SHA-256 %(digest)s. Rule named in the file: %(rule)s.")
            % {"digest": digest, "rule": budget.rule or "–"},
        )),
        territory=budget.meta.get("subunit", "")[:200],
        budget=round_money(_write(budget.budget)),
        selects=Call.Selects.MONEY,
        opens_at=opens_at,
        closes_at=closes_at,
        published_at=opens_at,
        scoring_opened_at=closes_at,
        scoring_closed_at=closes_at,
        last_number=len(budget.projects),
    )  # fmt: skip
    Criterion.objects.create(call=call, code=VOTES, name=_("Votes of residents"), least=0, most=max(math.ceil(most), 1))
    call.criteria_digest = digest_criteria(list(call.criteria.all()))
    call.save(update_fields=["criteria_digest"])
    return call


def _make_submissions(call: Call, budget: VotedBudget) -> None:
    """Make submissions in the order of the file, which also parts those that are level."""
    opens_at, closes_at = _find_moments(budget)
    submissions = Submission.objects.bulk_create(
        Submission(
            call=call, number=number, title=project.name[:LONGEST_TITLE], summary=_describe(project)[:1000],
            asked=round_money(_write(project.cost)), channel=Submission.Channel.IMPORT, sent_at=opens_at,
            saved_at=opens_at,
        )
        for number, project in enumerate(budget.projects, start=1)
    )  # fmt: skip
    pairs = list(zip(submissions, budget.projects, strict=True))
    ScoreCard.objects.bulk_create(
        ScoreCard(
            submission=submission, way=ScoreCard.Way.LOADED, points={VOTES: f"{_write(project.points):f}"},
            handed_in_at=closes_at, saved_at=closes_at,
        )
        for submission, project in pairs
    )  # fmt: skip
    Decision.objects.bulk_create(
        Decision(
            submission=submission, outcome=OUTCOMES[project.outcome], reason=_("As published: loaded from the file."),
            granted=submission.asked if project.outcome == SELECTED else None, decided_at=closes_at,
        )
        for submission, project in pairs if project.outcome in OUTCOMES
    )  # fmt: skip


def _find_moments(budget: VotedBudget) -> tuple[dt.datetime, dt.datetime]:
    """Give when voting began and ended; of a file without days, the last day that has gone by."""
    today = timezone.localdate()
    last = budget.last_day or today - dt.timedelta(days=1)
    first = budget.first_day or last
    if first > last or last >= today:
        message = "The days of voting are not in the past, or the last one comes before the first."
        raise ScoringProblem("pabulib.days", message)
    begin, end = (dt.datetime.combine(day, dt.time.min) for day in (first, last + dt.timedelta(days=1)))
    return timezone.make_aware(begin), timezone.make_aware(end)


def name_budget(budget: VotedBudget) -> str:
    """Name a budget by its own words: what it is, where, in which year."""
    meta = budget.meta
    place = meta.get("subunit") or meta.get("unit", "")
    about = meta.get("description", "")
    said = about if place.casefold() in about.casefold() else f"{about} – {place}" if about else place
    return ", ".join(filter(None, (said, meta.get("instance", "")))) or _("Participatory budget")


def _describe(project: Project) -> str:
    parts = [_("Project No. %(key)s.") % {"key": project.key}]
    if project.category:
        parts.append(_("Category: %(words)s.") % {"words": project.category})
    if project.target:
        parts.append(_("For: %(words)s.") % {"words": project.target})
    return " ".join(parts)


def _write(number: Fraction) -> Decimal:
    """Give a number of the file as a decimal, which it was written as."""
    return Decimal(number.numerator) / Decimal(number.denominator)
