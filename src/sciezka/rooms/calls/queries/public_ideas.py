"""The public list of what was submitted, where the call's rules say that there is one."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404

from sciezka.core.namesakes import fold_letters
from sciezka.kit.forms import read_number
from sciezka.rooms.calls.models import AFTER_CLOSING, Call, Phase, Submission
from sciezka.rooms.calls.queries.as_decided import DECIDED_ABOUT, show_as_decided, to_revise
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.nouns import find_public_call
from sciezka.rooms.calls.queries.submissions import IN_TIME
from sciezka.rooms.path.models import Goal

# Whose names are public anyway. Of people and of groups without a legal form no name is ever shown.
NAMED: Final = (Submission.Applicant.ORGANISATION, Submission.Applicant.COMPANY, Submission.Applicant.PUBLIC)
LONGEST: Final = 100


def say_who(submission: Submission) -> str:
    """Say who submitted: an organisation by its name, people by no more than what they are."""
    if submission.applicant_kind in NAMED and submission.applicant:
        return submission.applicant
    return str(submission.get_applicant_kind_display()) if submission.applicant_kind else ""


def shows_ideas(call: Call, now: dt.datetime) -> bool:
    """Tell whether what was submitted is listed publicly now; offers of partners are sealed until the closing."""
    phases = AFTER_CLOSING if call.kind == Call.Kind.PARTNERS else (Phase.OPEN, *AFTER_CLOSING)
    return call.shows_ideas and call.is_public and call.phase_at(now) in phases


def find_call_of_ideas(workspace: str, process: str, call: int) -> Call:
    """Find a call whose submissions residents can see, or answer 404."""
    found = find_public_call(workspace, process, call)
    if not shows_ideas(found, read_now()):
        raise Http404
    return found


def public_ideas(call: Call) -> QuerySet[Submission]:
    """Give what is listed: sent in time, not withdrawn nor hidden, by somebody who confirmed the address that was given.

    What is revised after the results with another address stays on the list: nothing that was decided about changes by it.
    """
    confirmed = Q(confirmed_at__isnull=False) | ~Q(channel=Submission.Channel.WEB)
    if call.results_at is not None:
        confirmed |= Q(pk__in=to_revise(call).exclude(DECIDED_ABOUT).values("submission"))
    return Submission.objects.filter(IN_TIME, confirmed, call=call, hidden_why="")


@dataclass(frozen=True, slots=True)
class Sought:
    """Which ideas are wanted: words of an address."""

    text: str = ""
    goal: str = ""
    area: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.goal or self.area)


def read_sought(given: Mapping[str, str]) -> Sought:
    """Read which ideas an address wants."""

    def read(name: str) -> str:
        return str(given.get(name, "")).replace("\x00", "").strip()[:LONGEST]

    goal = read("cel")
    return Sought(read("szukaj"), goal if read_number(goal) is not None else "", read("obszar"))


@dataclass(frozen=True, slots=True)
class Idea:
    """What residents see of a submission."""

    code: str
    title: str
    summary: str
    who: str
    area: str
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ideas:
    """The ideas that are wanted, and what one can choose by.

    Args:
        found: those that are wanted, the latest first.
        count: how many there are in all.
        goals: goals that something was submitted for: (key, name, is chosen).
        areas: parts of the territory that something was submitted for: (name, is chosen).
    """

    found: tuple[Idea, ...]
    count: int
    goals: tuple[tuple[str, str, bool], ...]
    areas: tuple[tuple[str, bool], ...]


def list_ideas(call: Call, sought: Sought) -> Ideas:
    """List the ideas that are wanted, in a constant number of queries; what is being revised as it was decided about."""
    rows = public_ideas(call).only(
        "call_id", "number", "title", "summary", "applicant", "applicant_kind", "area"
    ).prefetch_related("goals").order_by("-number")  # fmt: skip
    held = list(rows)
    serves = read_goals(held, show_as_decided(call, held))
    goals: dict[str, Goal] = {str(goal.pk): goal for some in serves.values() for goal in some}
    areas = {row.area for row in held if row.area}
    named = sorted(goals.items(), key=lambda pair: (pair[1].position, pair[1].pk))
    return Ideas(
        found=tuple(show_idea(row, serves[row.pk]) for row in held if is_sought(row, serves[row.pk], sought)),
        count=len(held),
        goals=tuple((key, goal.name, key == sought.goal) for key, goal in named),
        areas=tuple((area, area == sought.area) for area in sorted(areas, key=fold_letters)),
    )


def read_goals(rows: Iterable[Submission], decided: Mapping[int, Mapping[str, Any]]) -> dict[int, list[Goal]]:
    """Give the goals of submissions by their keys: those that stand, and of what is being revised those decided about."""
    said = {key: [one["pk"] for one in head["goals"]] for key, head in decided.items() if "goals" in head}
    known = Goal.objects.in_bulk({goal for some in said.values() for goal in some}) if said else {}
    return {
        row.pk: [known[goal] for goal in said[row.pk] if goal in known] if row.pk in said else list(row.goals.all())
        for row in rows
    }


def show_idea(row: Submission, goals: Iterable[Goal]) -> Idea:
    """Give what residents see of a submission."""
    return Idea(row.code, row.title, row.summary, say_who(row), row.area, tuple(goal.name for goal in goals))


def is_sought(row: Submission, goals: Iterable[Goal], sought: Sought) -> bool:
    """Tell whether a submission is wanted: all words stand in it, letters without their marks."""
    if sought.area and row.area != sought.area:
        return False
    if sought.goal and all(str(goal.pk) != sought.goal for goal in goals):
        return False
    if not sought.text:
        return True
    told = fold_letters(f"{row.code} {row.title} {row.summary} {say_who(row)} {row.area}")
    return all(word in told for word in fold_letters(sought.text).split())
