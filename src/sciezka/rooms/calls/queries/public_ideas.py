"""The public list of what was submitted, where the call's rules say that there is one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet
from django.http import Http404

from sciezka.core.namesakes import fold_letters
from sciezka.kit.forms import read_number
from sciezka.rooms.calls.models import AFTER_CLOSING, Call, Phase, Submission
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
    """Give what is listed: sent in time, not withdrawn nor hidden, by somebody who confirmed the address that was given."""
    confirmed = Q(confirmed_at__isnull=False) | ~Q(channel=Submission.Channel.WEB)
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
    """List the ideas that are wanted: two queries, however many there are."""
    rows = public_ideas(call).only(
        "call_id", "number", "title", "summary", "applicant", "applicant_kind", "area"
    ).prefetch_related("goals").order_by("-number")  # fmt: skip
    held = list(rows)
    goals: dict[str, Goal] = {str(goal.pk): goal for row in held for goal in row.goals.all()}
    areas = {row.area for row in held if row.area}
    named = sorted(goals.items(), key=lambda pair: (pair[1].position, pair[1].pk))
    return Ideas(
        found=tuple(show_idea(row) for row in held if is_sought(row, sought)),
        count=len(held),
        goals=tuple((key, goal.name, key == sought.goal) for key, goal in named),
        areas=tuple((area, area == sought.area) for area in sorted(areas, key=fold_letters)),
    )


def show_idea(row: Submission) -> Idea:
    """Give what residents see of a submission."""
    goals = tuple(goal.name for goal in row.goals.all())
    return Idea(row.code, row.title, row.summary, say_who(row), row.area, goals)


def is_sought(row: Submission, sought: Sought) -> bool:
    """Tell whether a submission is wanted: all words stand in it, letters without their marks."""
    if sought.area and row.area != sought.area:
        return False
    if sought.goal and all(str(goal.pk) != sought.goal for goal in row.goals.all()):
        return False
    if not sought.text:
        return True
    told = fold_letters(f"{row.code} {row.title} {row.summary} {say_who(row)} {row.area}")
    return all(word in told for word in fold_letters(sought.text).split())
