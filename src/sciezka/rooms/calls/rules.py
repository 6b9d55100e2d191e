"""Who may do what with calls.

Whoever works in the process sees calls and how they stand. What was submitted is seen by those who run the call and, once it
is closed, by its commission; offers of partners are sealed for all until the closing. Whoever declared a tie to an applicant
sees nothing of that submission, whatever else they may do,
whether they sit on the commission or not. Points of others are seen only after one's own card is handed in.
"""

from typing import Any

import rules

from sciezka.rooms.calls.models import AFTER_CLOSING, Call, Declaration, ScoreCard, Submission
from sciezka.rooms.town.models import Membership
from sciezka.rooms.town.rules import drafts_here, in_term, is_adviser, is_coordinator, works_here

HEADS = frozenset({Membership.Function.CHAIR, Membership.Function.SECRETARY})


def call_of(subject: Any) -> Call | None:  # noqa: ANN401 - any noun of the room
    """Give the call that a noun belongs to."""
    if isinstance(subject, Call):
        return subject
    if isinstance(subject, Submission):
        return subject.call
    if isinstance(subject, ScoreCard):
        return subject.submission.call
    found = getattr(subject, "call", None)
    if found is None and (submission := getattr(subject, "submission", None)) is not None:
        found = submission.call
    return found if isinstance(found, Call) else None


def functions_in(user: Any, call: Call) -> frozenset[str]:  # noqa: ANN401 - any kind of user
    """Give what a person is in a call's commission today, once for each request (the user object remembers it)."""
    if not user.is_authenticated or not user.is_active or call.commission_id is None:
        return frozenset()
    known: dict[int, frozenset[str]] = user.__dict__.setdefault("_calls_functions", {})
    if call.commission_id not in known:
        rows = Membership.objects.filter(in_term(), in_term("team__"), team_id=call.commission_id, user=user)
        known[call.commission_id] = frozenset(rows.values_list("function", flat=True))
    return known[call.commission_id]


@rules.predicate
def is_on_commission(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Belongs to the call's commission today."""
    call = call_of(subject)
    return call is not None and bool(functions_in(user, call))


@rules.predicate
def heads_commission(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Chairs the call's commission or keeps its papers."""
    call = call_of(subject)
    return call is not None and bool(functions_in(user, call) & HEADS)


@rules.predicate
def is_after_closing(_user: Any, subject: Any) -> bool:  # noqa: ANN401
    """The call is closed."""
    call = call_of(subject)
    return call is not None and call.phase in AFTER_CLOSING


@rules.predicate
def is_unsealed(_user: Any, subject: Any) -> bool:  # noqa: ANN401
    """What was submitted may be read at all: offers of partners only once the call is closed."""
    call = call_of(subject)
    return call is not None and not call.is_sealed


@rules.predicate
def has_conflict(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Declared a tie to the submission's applicant."""
    submission = subject if isinstance(subject, Submission) else getattr(subject, "submission", None)
    if submission is None or not user.is_authenticated:
        return False
    known: dict[int, frozenset[int]] = user.__dict__.setdefault("_calls_conflicts", {})
    if submission.call_id not in known:
        rows = Declaration.objects.filter(
            user=user, stance=Declaration.Stance.CONFLICT, submission__call_id=submission.call_id
        )
        known[submission.call_id] = frozenset(rows.values_list("submission_id", flat=True))
    return submission.pk in known[submission.call_id]


@rules.predicate
def owns_card(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Is the assessor whose card it is."""
    return isinstance(subject, ScoreCard) and subject.user_id is not None and subject.user_id == user.pk


@rules.predicate
def has_no_card_open(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Has handed in the own card of the submission, or has none."""
    if not isinstance(subject, Submission):
        return False
    return not ScoreCard.objects.filter(submission=subject, user_id=user.pk, handed_in_at__isnull=True).exists()


@rules.predicate
def has_card_in(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Has handed in the own card of the submission."""
    if not isinstance(subject, Submission):
        return False
    return ScoreCard.objects.filter(submission=subject, user_id=user.pk, handed_in_at__isnull=False).exists()


@rules.predicate
def registered_it(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Is the clerk who registered the submission."""
    registered = getattr(subject, "registered_by", None)
    return registered is not None and user.is_authenticated and registered == user.ref


@rules.predicate
def is_scored(_user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Scoring is over."""
    call = call_of(subject)
    return call is not None and call.scoring_closed_at is not None


manages = is_coordinator | is_adviser
# A commission begins its work when the call is closed.
runs_commission = manages | (heads_commission & is_after_closing)
reads_all = manages | (is_on_commission & is_after_closing)

rules.add_perm("calls.view", works_here)
rules.add_perm("calls.manage", manages)
rules.add_perm("calls.register_paper", drafts_here)
# What was typed off paper is mended by the clerk who typed it, and by whoever may read it and runs the call.
rules.add_perm("calls.correct_paper", drafts_here & ~has_conflict & (registered_it | (is_unsealed & runs_commission)))
rules.add_perm("calls.see_submissions", reads_all)
rules.add_perm("calls.see_submission", is_unsealed & ~has_conflict & reads_all)
# Whoever gets to know a submission may say that something ties them to its applicant, and see of it that they have said so.
rules.add_perm("calls.declare_tie", (is_unsealed & reads_all) | (drafts_here & registered_it))
rules.add_perm("calls.check_formally", is_unsealed & ~has_conflict & runs_commission)
rules.add_perm("calls.run_commission", runs_commission)
rules.add_perm("calls.be_on_commission", is_on_commission)
# Who judges a submission, and what becomes of a great spread of its points, is not settled by whoever has a tie to it.
rules.add_perm("calls.choose_assessors", is_unsealed & ~has_conflict & runs_commission)
rules.add_perm("calls.settle_spread", is_unsealed & ~has_conflict & has_no_card_open & runs_commission)
rules.add_perm("calls.score", owns_card & is_on_commission & is_unsealed & ~has_conflict)
# Points of one submission: whoever runs the commission and any member, but nobody while the own card is open.
rules.add_perm(
    "calls.see_cards",
    is_unsealed
    & ~has_conflict
    & has_no_card_open
    & (manages | heads_commission | (is_on_commission & (has_card_in | is_scored))),
)
# The ranking of all: for members once scoring is over.
rules.add_perm("calls.see_ranking", runs_commission | (is_on_commission & is_scored))
rules.add_perm("calls.decide", ~has_conflict & runs_commission)
rules.add_perm("calls.approve", manages)
rules.add_perm("calls.write_letters", manages & ~has_conflict)
rules.add_perm("calls.hide_submission", is_unsealed & ~has_conflict & manages)
