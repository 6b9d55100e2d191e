"""Where a submission is and what became of it, as its applicant reads it: nothing that is not theirs, nothing too early."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.core.scoring import CriterionResult
from sciezka.kit.manifests import Text
from sciezka.kit.templatetags.kit import moment
from sciezka.kit.typography import write_money
from sciezka.rooms.calls.models import SELECTED, Call, Criterion, Decision, FormalCheck, Submission
from sciezka.rooms.calls.queries.applying_terms import find_check, find_decision, may_supplement
from sciezka.rooms.calls.queries.figures import write_given, write_reckoned
from sciezka.rooms.calls.queries.public import say_closing
from sciezka.rooms.calls.queries.ranking import reckon
from sciezka.rooms.calls.queries.reserve import place_reserve
from sciezka.rooms.thread.queries.nodes import node_for
from sciezka.rooms.thread.queries.nouns import Lookup, look_up
from sciezka.rooms.thread.queries.ties import trail
from sciezka.rooms.thread.queries.types import read_type

State = Literal["done", "now", "ahead", "stopped"]
# The nearest of them; an idea that more than so many things rest on has long been carried out.
MOST_ON_THREAD: Final = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way of a submission.

    Attributes:
        state: ``done``, ``now``, ``ahead``, or ``stopped`` where the way ended.
        title: what it is.
        when: when it was, or by when it will be.
        text: what came of it.
    """

    state: State
    title: str
    when: dt.datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """What one criterion gave."""

    name: str
    points: str
    of: str
    weight: str
    # The threshold that was not reached.
    missed: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Points of one's own submission, once the results are out."""

    points: tuple[Point, ...]
    score: str
    rank: int
    ranked: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Strand:
    """Something that rests on the selected submission: a letter, an undertaking, a result.

    Attributes:
        kind: what it is.
        code: its code on the thread.
        title: its title.
        state: how far it has come, as its room says it to anybody; nothing where it says nothing.
    """

    kind: Text
    code: str
    title: str
    state: Text = ""


def read_fate(submission: Submission, now: dt.datetime) -> list[Step]:
    """Tell the steps that are behind a submission, where it is, and what is ahead."""
    return list(_tell(submission, now))


def _tell(submission: Submission, now: dt.datetime) -> Iterator[Step]:
    call = submission.call
    if submission.sent_at is None:
        return
    yield Step("done", _("Sent"), submission.sent_at, _("Receipt number %(number)s") % {"number": submission.receipt})
    last = submission.versions.last()
    if last is not None and last.number > 1:
        yield Step("done", pgettext("fate", "Corrected"), last.sent_at)
    if submission.withdrawn_at is not None:
        yield Step("stopped", _("Withdrawn"), submission.withdrawn_at, _("The commission does not deal with it."))
        return
    if submission.is_late:
        said = _("It came after the closing of the call (%(moment)s). It is kept; the commission does not deal with it.")
        yield Step("stopped", _("Came too late"), None, said % {"moment": moment(call.closes_at)})
        return
    if call.called_off_at is not None:
        yield Step("stopped", _("The call was called off"), call.called_off_at, call.called_off_why)
        return
    check = find_check(submission)
    yield (step := _tell_check(submission, check, now))
    if step.state == "stopped":
        return
    yield _tell_scoring(call, is_in=step.state == "done")
    decision = find_decision(submission)
    if decision is None:
        yield Step("ahead", _("Decision and its reason"))
        return
    if call.approval is not None:
        yield Step("done", _("Results approved"), call.approved_at, str(call.approval))
    yield _tell_decision(decision, call)


def _tell_check(submission: Submission, check: FormalCheck | None, now: dt.datetime) -> Step:
    call, title = submission.call, _("Formal check")
    if check is not None and may_supplement(check, now):
        return Step("now", title, check.due_at, _("Something has to be supplemented until then, on this page."))
    if call.scoring_opened_at is None or not _is_settled(submission, check):
        return _tell_unsettled(call, check, now)
    if check is not None and check.outcome == FormalCheck.Outcome.FAILED:
        return Step("stopped", title, check.checked_at, check.remarks or _("It does not meet the conditions of the call."))
    # Before points are given nobody is told more; from then on the conditions were met.
    return Step("done", title, check.checked_at if check else None, _("It meets the conditions of the call."))


def _tell_unsettled(call: Call, check: FormalCheck | None, now: dt.datetime) -> Step:
    title = _("Formal check")
    if call.approved_at is not None:
        said = _(
            "It was registered after the results had been approved, so the commission did not deal with it. "
            "Write to the office about it."
        )
        return Step("stopped", title, call.approved_at, said)
    if check is not None and check.supplemented_at is not None:
        return Step("now", title, check.supplemented_at, _("What was added has been taken and will be checked."))
    if call.closes_at is None or now >= call.closes_at:
        return Step("now", title)
    closing = say_closing(call.closes_at)
    return Step("ahead", title, None, _("After the closing of the call, %(moment)s.") % {"moment": closing})


def _is_settled(submission: Submission, check: FormalCheck | None) -> bool:
    """Tell whether the formal check is over: paper may be registered while points are given already."""
    if submission.channel == Submission.Channel.IMPORT or find_decision(submission) is not None:
        return True
    return check is not None and check.outcome in {FormalCheck.Outcome.PASSED, FormalCheck.Outcome.FAILED}


def _tell_scoring(call: Call, *, is_in: bool) -> Step:
    title = _("Assessment by the commission")
    if call.scoring_opened_at is None or not is_in:
        return Step("ahead", title)
    if call.results_at is None:
        return Step("now", title, None, _("Points and the reason will stand here once the results are published."))
    return Step("done", title, call.scoring_closed_at)


def _tell_decision(decision: Decision, call: Call) -> Step:
    lines = [decision.reason]
    if decision.outcome == Decision.Outcome.MERGED and decision.into is not None:
        into = _("It goes on as a part of submission %(number)s: %(title)s.")
        lines.insert(0, into % {"number": decision.into.code, "title": decision.into})
    if decision.outcome == Decision.Outcome.RESERVE and (place := place_reserve(call).get(decision.submission_id)):
        lines.insert(0, _("Place %(place)s on the reserve list") % {"place": place})
    if decision.granted is not None:
        lines.insert(0, _("Granted: %(money)s") % {"money": write_money(decision.granted)})
    state: State = "stopped" if decision.outcome == Decision.Outcome.REJECTED else "done"
    return Step(state, str(decision.get_outcome_display()).capitalize(), call.results_at, "\n\n".join(lines))


def read_score(submission: Submission) -> Score | None:
    """Give the points of one's own submission; nothing before results are published, or where it got none."""
    call = submission.call
    if call.results_at is None or not submission.is_in:
        return None
    reckoning = reckon(call)
    row = reckoning.of(submission.code)
    if row is None:
        return None
    criteria = {one.code: one for one in call.criteria.all()}
    points = tuple(
        _tell_points(criteria[one.code], one, reckoning.places.mean) for one in row.criteria if one.code in criteria
    )
    return Score(points, write_reckoned(row.score, reckoning.places.score), row.rank, len(reckoning.codes()), row.passed)


def _tell_points(criterion: Criterion, result: CriterionResult, places: int) -> Point:
    mean = write_reckoned(result.mean, places)
    missed = "" if result.passed or criterion.threshold is None else write_given(criterion.threshold)
    return Point(criterion.name, mean, write_given(criterion.most), write_given(criterion.weight), missed)


def list_strands(submission: Submission) -> list[Strand]:
    """List what rests on a selected submission, the nearest first: up to the undertaking that was funded.

    Whatever type of nouns a later room hangs below it comes along by itself, with what that room says of its state.
    """
    decision = find_decision(submission)
    if decision is None:
        return []
    # What was merged goes on in the one that it was merged into.
    bearer = decision.into if decision.outcome == Decision.Outcome.MERGED else submission
    if bearer is None or (bearer is submission and decision.outcome not in SELECTED):
        return []
    node = node_for(bearer)
    if node is None or node.is_taken_off:
        return []
    node.process = submission.call.process
    found = [node, *(one for step in trail(node).down for one in step if not one.is_taken_off)]
    lookups = look_up(node.process, found)
    told = [one for one in found if not lookups[one.pk].is_gone][:MOST_ON_THREAD]
    return [Strand(read_type(one.type).label, one.code, one.title, _say_state(lookups[one.pk])) for one in told]


def _say_state(lookup: Lookup) -> Text:
    return lookup.standing.state if lookup.standing else ""
