"""Releases of results: what stands on the residents' side, what can be released now, and what the office sees of both.

What residents saw once about a survey stays its only numbers. Two results of one survey that differ by a few people would
tell, subtracted, what those few answered; so a later release changes words and tells other questions, and takes its numbers
from the first one.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.surveys.models import Phase, Release, Survey
from sciezka.rooms.surveys.queries.frames import FrameSight, is_over
from sciezka.rooms.surveys.queries.releases_content import Plain, has_tables, pick_view
from sciezka.rooms.surveys.queries.results_head import group
from sciezka.rooms.town.models import Process


@dataclass(frozen=True, slots=True)
class ShownRelease:
    """A release as people read it.

    Attributes:
        survey: whose results.
        summary: what was learned, in the office's words.
        view: its results in the language of the page.
        facts: how the survey was made.
        next: what comes of it.
        is_few: whether too few answered for anything but their number.
    """

    survey: Survey
    summary: str
    view: Plain
    facts: Mapping[str, Any]
    next: str
    is_few: bool

    @property
    def headline(self) -> str:
        """How many answered, as a sentence."""
        n = self.facts.get("n") or 0
        if self.facts.get("asked") and not self.is_few:
            return str(self.view["heading"])
        return ngettext("%(n)s person answered", "%(n)s people answered", n) % {"n": group(n)}

    @property
    def opened(self) -> dt.date | None:
        """The first day of answering."""
        return _read_day(self.facts.get("opened"))

    @property
    def closed(self) -> dt.date | None:
        """The last day of answering."""
        return _read_day(self.facts.get("closed"))

    @property
    def count(self) -> int:
        """How many questions it tells of."""
        return sum(len(chapter["cards"]) for chapter in self.view["chapters"])


def _read_day(text: Any) -> dt.date | None:  # noqa: ANN401 - what a release holds
    return dt.date.fromisoformat(text) if text else None


def show_content(survey: Survey, content: Mapping[str, Any], summary: str, language: str) -> ShownRelease:
    """Open what a release holds, or would hold, in a language."""
    return ShownRelease(
        survey=survey,
        summary=summary,
        view=pick_view(content, language),
        facts=content.get("facts") or {},
        next=str(content.get("next") or ""),
        is_few=bool(content.get("is_few")),
    )


def show_release(release: Release, language: str) -> ShownRelease:
    """Open a release in a language."""
    return show_content(release.survey, release.content, release.summary, language)


def in_force() -> QuerySet[Release]:
    """List the releases that residents can see, as far as their processes can be seen."""
    return Release.objects.filter(
        published_at__isnull=False, withdrawn_at__isnull=True, survey__process__published_at__isnull=False
    )


def list_published(process: Process) -> list[Release]:
    """List the releases in force of a process, the newest first, one for each survey."""
    rows = in_force().filter(survey__process=process).select_related("survey").defer("content")
    found: dict[int, Release] = {}
    for release in rows.order_by("-published_at", "-number"):
        found.setdefault(release.survey_id, release)
    return list(found.values())


def find_published(process: Process, door: str) -> Release:
    """Find the release in force of a survey by the word in its address, or answer 404."""
    rows = in_force().filter(survey__process=process, survey__door=door)
    found = rows.select_related("survey__process__workspace", "survey__edition").order_by("-published_at", "-number").first()
    if found is None:
        raise Http404
    return found


def list_open(process: Process) -> list[Survey]:
    """List the surveys that residents may answer now; not those of the office's own people, whose link is for them alone."""
    rows = _open_to_residents().filter(process=process)
    now = timezone.now()
    return [survey for survey in rows.order_by("closes_at", "pk") if survey.phase_at(now) == Phase.OPEN]


def _open_to_residents() -> QuerySet[Survey]:
    rows = Survey.objects.filter(launched_at__isnull=False, called_off_at__isnull=True, entry=Survey.Entry.LINK)
    return rows.exclude(questionnaire__audience=Questionnaire.Audience.EMPLOYEES)


def has_public_surveys(workspace: str, process: str) -> bool:
    """Tell whether residents find anything about surveys of a process, for the menu of their site."""
    if in_force().filter(survey__process__workspace__slug=workspace, survey__process__slug=process).exists():
        return True
    place = {"process__workspace__slug": workspace, "process__slug": process, "process__published_at__isnull": False}
    rows = _open_to_residents().filter(**place).only("launched_at", "called_off_at", "opens_at", "closes_at")
    now = timezone.now()
    return any(survey.phase_at(now) == Phase.OPEN for survey in rows)


def find_seen(survey: Survey) -> Release | None:
    """Find a release with tables that residents saw at some time, also one taken back; all of them hold the same numbers."""
    rows = survey.releases.filter(published_at__isnull=False).order_by("number")
    return next((release for release in rows if has_tables(release.content)), None)


def find_last(survey: Survey) -> Release | None:
    """Find the release that speaks for a survey: the one in force, else the newest."""
    rows = survey.releases.all()
    return rows.filter(published_at__isnull=False, withdrawn_at__isnull=True).first() or rows.first()


def is_published(release: Release | None) -> bool:
    """Tell whether residents see a release."""
    return release is not None and release.published_at is not None and release.withdrawn_at is None


def say_why_not(survey: Survey, sight: FrameSight | None, seen: Release | None = None) -> str:
    """Say why no release can be made now; nothing where one can.

    Args:
        survey: whose.
        sight: its answers, if there are any.
        seen: what residents saw already; its numbers stand, so it can always be worded anew.
    """
    if seen is not None:
        return ""
    if survey.erased_at:
        return _("The answers were deleted, so nothing new can be published. What was kept before stays below.")
    if survey.called_off_at:
        return _("The survey was called off, so there are no results to publish.")
    if not is_over(survey):
        return _("Results are published once the survey is closed, so that nobody’s answer follows those of others.")
    if sight is None or not sight.n:
        return _("Nobody answered, so there is nothing to publish.")
    return ""
