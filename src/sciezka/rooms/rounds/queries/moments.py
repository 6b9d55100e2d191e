"""Saying when: moments as an office writes them, and what comes next in a round."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.templatetags.kit import long_day
from sciezka.rooms.rounds.models import Phase, Round


def say_moment(moment: dt.datetime | None) -> str:
    """Write a moment as „19 lutego 2027 o 15:00”; nothing when there is none."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return _("%(day)s at %(time)s") % {"day": long_day(local.date()), "time": f"{local:%H:%M}"}


def say_left(moment: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """Say how long is left until a moment, by days of the calendar: hours on the last day."""
    now = now or timezone.now()
    if moment is None or moment <= now:
        return ""
    days = (timezone.localtime(moment).date() - timezone.localtime(now).date()).days
    if days > 1:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    if days == 1:
        return _("until tomorrow, %(time)s") % {"time": f"{timezone.localtime(moment):%H:%M}"}
    return _("until today, %(time)s") % {"time": f"{timezone.localtime(moment):%H:%M}"}


def say_next(round_: Round) -> str:
    """Say in one sentence where a round stands and what comes next."""
    say: dict[Phase, Callable[[Round], str]] = {
        Phase.DRAFT: lambda _round: _("Nobody is asked before the launch."),
        Phase.COLLECTING: say_collecting,
        Phase.SORTING: lambda _round: _("Collecting is over. Sort the proposals, and answering can begin."),
        Phase.WAITING: lambda row: _("Answering opens on %(moment)s.") % {"moment": say_moment(row.opens_at)},
        Phase.OPEN: say_open,
        Phase.CLOSED: lambda row: _("Closed on %(moment)s.") % {"moment": say_moment(row.closes_at)},
        Phase.CALLED_OFF: lambda row: (
            _("Called off on %(moment)s. Its answers are not shown and count nowhere.")
            % {"moment": say_moment(row.called_off_at)}
        ),
    }
    return say[round_.phase](round_)


def say_collecting(round_: Round) -> str:
    """Say until when proposals are collected."""
    if round_.collects_until is None:
        return _("Proposals are collected until somebody ends the collecting.")
    return _("Proposals are collected until %(moment)s; then they are sorted.") % {
        "moment": say_moment(round_.collects_until)
    }


def say_open(round_: Round) -> str:
    """Say until when answers count."""
    if round_.closes_at is None:
        return _("Answering is open until somebody closes it.")
    return _("Answering closes on %(moment)s.") % {"moment": say_moment(round_.closes_at)}


def mark_phase(phase: Phase) -> tuple[str, str]:
    """Give the colour and the icon of a phase's tag."""
    return {
        Phase.DRAFT: ("neutral", "pencil"),
        Phase.COLLECTING: ("accent", "plus"),
        Phase.SORTING: ("warning", "list-checks"),
        Phase.WAITING: ("neutral", "clock"),
        Phase.OPEN: ("accent", "circle-dashed"),
        Phase.CLOSED: ("success", "check"),
        Phase.CALLED_OFF: ("neutral", "circle-alert"),
    }[phase]
