"""Surveys as the office sees them: where each stands, when things happen, and what their rows say in lists."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.templatetags.kit import long_day
from sciezka.rooms.surveys.models import Phase, Survey
from sciezka.rooms.town.models import Process


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A survey in a list."""

    survey: Survey
    phase: Phase
    mark: tuple[str, str]
    sentence: str
    finished: int
    target: int | None

    @property
    def is_over(self) -> bool:
        """Tell whether nobody answers it any more."""
        return self.phase in {Phase.CLOSED, Phase.CALLED_OFF}


def list_surveys(process: Process) -> list[SurveyLine]:
    """List the surveys of a process, the newest first."""
    counted = Count(
        "responses", filter=Q(responses__finished_hour__isnull=False, responses__quota="", responses__left_out="")
    )
    rows = Survey.objects.filter(process=process).select_related("process__workspace", "questionnaire")
    return [make_line(row, row.finished) for row in rows.annotate(finished=counted)]


def make_line(survey: Survey, finished: int) -> SurveyLine:
    """Make a line of a list."""
    phase = survey.phase
    return SurveyLine(survey, phase, mark_phase(phase), say_next(survey), finished, survey.frame_size)


def waves_of(survey: Survey) -> list[Survey]:
    """List all waves that the survey belongs to, the first one first; nothing when it stands alone."""
    chain = [survey]
    while (before := chain[0].previous) is not None and before not in chain:
        chain.insert(0, before)
    while (after := chain[-1].later.order_by("pk").first()) is not None and after not in chain:
        chain.append(after)
    return chain if len(chain) > 1 else []


def mark_phase(phase: Phase) -> tuple[str, str]:
    """Give the colour and the icon of a phase's tag."""
    return {
        Phase.DRAFT: ("neutral", "pencil"),
        Phase.WAITING: ("neutral", "clock"),
        Phase.OPEN: ("accent", "circle-dashed"),
        Phase.CLOSED: ("success", "check"),
        Phase.CALLED_OFF: ("neutral", "circle-alert"),
    }[phase]


def say_next(survey: Survey) -> str:
    """Say in one sentence where a survey stands and what comes next."""
    said = {
        Phase.DRAFT: lambda: _("Nobody can answer before it is opened."),
        Phase.WAITING: lambda: _("It opens on %(moment)s.") % {"moment": say_moment(survey.opens_at)},
        Phase.OPEN: lambda: say_open(survey),
        Phase.CLOSED: lambda: _("Closed on %(moment)s.") % {"moment": say_moment(survey.closes_at)},
        Phase.CALLED_OFF: lambda: _("Called off on %(moment)s.") % {"moment": say_moment(survey.called_off_at)},
    }
    return said[survey.phase]()


def say_open(survey: Survey) -> str:
    """Say until when answers are taken."""
    if survey.closes_at is None:
        return _("Open until somebody closes it.")
    words = {"moment": say_moment(survey.closes_at), "left": say_left(survey.closes_at)}
    return _("Open until %(moment)s (%(left)s).") % words


def say_moment(moment: dt.datetime | None) -> str:
    """Write a moment as „19 lutego 2027 o 15:00”; nothing when there is none."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return _("%(day)s at %(time)s") % {"day": long_day(local.date()), "time": f"{local:%H:%M}"}


def say_left(moment: dt.datetime) -> str:
    """Say how long is left, by days of the calendar."""
    days = (timezone.localtime(moment).date() - timezone.localdate()).days
    if days > 1:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return _("the last day") if days < 1 else _("until tomorrow")


def join_words(words: Iterable[str]) -> str:
    """Join what is said, leaving out what is not."""
    return ", ".join(word for word in words if word)
