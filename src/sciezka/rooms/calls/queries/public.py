"""What residents see of calls: which there are, and where each of them stands by the clock."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from sciezka.kit.guards import may
from sciezka.kit.templatetags.kit import Stone, long_day, moment
from sciezka.rooms.calls.models import Call, Phase
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.nouns import find_call
from sciezka.rooms.town.models import Process

MIDNIGHT: Final = dt.time(0)
TICK: Final = dt.timedelta(microseconds=1)
HOUR, MINUTE, URGENT_DAYS = 3600, 60, 3
# In what is left of the call's life: its phase, and how the step is called.
STEPS: Final[tuple[tuple[Phase, Promise], ...]] = (
    (Phase.ANNOUNCED, pgettext_lazy("call", "announced")),
    (Phase.OPEN, pgettext_lazy("call", "open for submissions")),
    (Phase.CHECKING, pgettext_lazy("call", "formal check")),
    (Phase.SCORING, pgettext_lazy("call", "assessment")),
    (Phase.DECIDING, pgettext_lazy("call", "decision")),
    (Phase.PUBLISHED, pgettext_lazy("call", "results")),
)
WAITING: Final[dict[Phase, Promise]] = {
    Phase.CHECKING: gettext_lazy("Closed. The submissions are being checked against the formal conditions."),
    Phase.SCORING: gettext_lazy("Closed. The commission is assessing what was submitted."),
    Phase.DECIDING: gettext_lazy("Closed. The commission has assessed everything and is deciding."),
    Phase.APPROVED: gettext_lazy("Decided. The results will be published here."),
}
# A budget that was voted on elsewhere and loaded: residents voted while it was open, nobody checked or scored it here.
VOTED_STEPS: Final[tuple[tuple[Phase, Promise], ...]] = (
    (Phase.OPEN, pgettext_lazy("call", "vote of residents")),
    (Phase.DECIDING, pgettext_lazy("call", "decision")),
    (Phase.PUBLISHED, pgettext_lazy("call", "results")),
)
VOTED: Final = gettext_lazy("Closed. Residents have voted and the votes are counted.")


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a call stands by the clock, in words.

    Args:
        phase: where.
        headline: in a few words, such as „12 days left”.
        sentence: what that means, with the day and hour.
        is_urgent: little time is left.
    """

    phase: Phase
    headline: str
    sentence: str = ""
    is_urgent: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether one can submit now."""
        return self.phase == Phase.OPEN

    @property
    def color(self) -> str:
        """The colour that repeats what the words say."""
        if self.is_open:
            return "warning" if self.is_urgent else "success"
        return {Phase.ANNOUNCED: "info", Phase.PUBLISHED: "accent", Phase.CALLED_OFF: "danger"}.get(self.phase, "neutral")


def find_shown_call(user: Any, workspace: str, process: str, call: int) -> Call:  # noqa: ANN401 - any kind of user
    """Find a call that residents can see, or that the reader may look at before it is announced; or answer 404."""
    found = find_call(workspace, process, call)
    if not found.is_public and not may(user, "calls.view", found):
        raise Http404
    return found


def say_closing(closes_at: dt.datetime) -> str:
    """Say until when a call is open; midnight is told as the end of the day before, as people think of it."""
    local = timezone.localtime(closes_at)
    if local.time() == MIDNIGHT:
        return _("%(day)s, to the end of the day") % {"day": long_day(last_day(closes_at))}
    return moment(closes_at)


def last_day(closes_at: dt.datetime) -> dt.date:
    """Give the last day on which one can submit."""
    return timezone.localtime(closes_at - TICK).date()


def say_hour(instant: dt.datetime) -> str:
    """Write the hour of an instant, with its seconds where it has any."""
    local = timezone.localtime(instant)
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def read_clock(call: Call, now: dt.datetime) -> Clock:
    """Say where a call stands at a moment of the database's clock."""
    phase = call.phase_at(now)
    if phase == Phase.DRAFT:
        return Clock(phase, pgettext("call", "Being prepared"), _("Residents don’t see this page yet."))
    if phase == Phase.ANNOUNCED and call.opens_at:
        return Clock(phase, say_opening(call.opens_at, now), say_term(call))
    if phase == Phase.OPEN:
        return read_open(call, now)
    if phase == Phase.CALLED_OFF:
        why = call.called_off_why
        day = long_day(timezone.localtime(call.called_off_at).date()) if call.called_off_at else ""
        told = _("On %(day)s. Reason: %(why)s") if why else _("On %(day)s.")
        return Clock(phase, pgettext("call", "Called off"), told % {"day": day, "why": why})
    if phase == Phase.PUBLISHED and call.results_at:
        day = long_day(timezone.localtime(call.results_at).date())
        return Clock(phase, _("Results are published"), pgettext("results", "on %(day)s") % {"day": day})
    taken = _("Votes were cast until %(moment)s.") if call.is_voted else _("Submissions were taken until %(moment)s.")
    ended = taken % {"moment": say_closing(call.closes_at)} if call.closes_at else ""
    return Clock(phase, str(VOTED if call.is_voted and phase == Phase.DECIDING else WAITING.get(phase, "")), ended)


def say_opening(opens_at: dt.datetime, now: dt.datetime) -> str:
    """Say in how many days a call opens."""
    days = (timezone.localtime(opens_at).date() - timezone.localtime(now).date()).days
    if days == 0:
        return _("Opens today at %(hour)s") % {"hour": say_hour(opens_at)}
    if days == 1:
        return _("Opens tomorrow at %(hour)s") % {"hour": say_hour(opens_at)}
    return ngettext("Opens in %(n)d day", "Opens in %(n)d days", days) % {"n": days}


def say_term(call: Call) -> str:
    """Say from when to when a call is open."""
    if call.opens_at and call.closes_at:
        return _("from %(opens)s until %(closes)s") % {
            "opens": moment(call.opens_at), "closes": say_closing(call.closes_at),
        }  # fmt: skip
    return ""


def read_open(call: Call, now: dt.datetime) -> Clock:
    """Say how much time is left of a call that is open."""
    if call.closes_at is None:
        return Clock(Phase.OPEN, pgettext("call", "Open"))
    until = _("until %(moment)s") % {"moment": say_closing(call.closes_at)}
    days = (last_day(call.closes_at) - timezone.localtime(now).date()).days
    if days == 0:
        left = int((call.closes_at - now).total_seconds())
        if left >= HOUR:
            hours = left // HOUR
            said = ngettext("The last day: %(n)d hour left", "The last day: %(n)d hours left", hours) % {"n": hours}
        else:
            minutes = max(1, left // MINUTE)
            said = ngettext("Only %(n)d minute left", "Only %(n)d minutes left", minutes) % {"n": minutes}
        return Clock(Phase.OPEN, said, until, is_urgent=True)
    if days == 1:
        return Clock(Phase.OPEN, _("Open until tomorrow"), until, is_urgent=True)
    said = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return Clock(Phase.OPEN, said, until, is_urgent=days <= URGENT_DAYS)


def read_steps(call: Call, now: dt.datetime) -> list[Stone]:
    """Give the way of a call as stones; nothing where it was called off."""
    phase = call.phase_at(now)
    if phase == Phase.CALLED_OFF:
        return []
    steps = VOTED_STEPS if call.is_voted else STEPS
    order = [step for step, _label in steps]
    # What was decided but not yet published stands on the last step before the results.
    here = -1 if phase == Phase.DRAFT else order.index(Phase.DECIDING if phase == Phase.APPROVED else phase)
    notes = {Phase.OPEN: say_days(call), Phase.PUBLISHED: say_published(call)}
    stones = []
    for place, (step, label) in enumerate(steps):
        is_over = place < here or (place == here and step == Phase.PUBLISHED)
        state = "done" if is_over else "now" if place == here else "ahead"
        stones.append(Stone(str(place + 1), str(label).capitalize(), state, note=notes.get(step, "")))
    return stones


def say_days(call: Call) -> str:
    """Say the days between which a call is open: „6.08–31.08.2026”."""
    if not (call.opens_at and call.closes_at):
        return ""
    first, last = timezone.localtime(call.opens_at).date(), last_day(call.closes_at)
    begins = f"{first:%d.%m}" if first.year == last.year else f"{first:%d.%m.%Y}"
    return f"{begins}–{last:%d.%m.%Y}"


def say_published(call: Call) -> str:
    """Say on which day results were published, as short as the days of the other steps."""
    return f"{timezone.localtime(call.results_at):%d.%m.%Y}" if call.results_at else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A call on the list."""

    call: Call
    clock: Clock


@dataclass(frozen=True, slots=True)
class Group:
    """Calls that stand alike.

    Args:
        key: the word of the group.
        title: its heading.
        calls: what is in it.
    """

    key: str
    title: str
    calls: tuple[Shown, ...]


def list_shown(process: Process) -> list[Group]:
    """List the calls that residents can see: the open ones first, and of those the one that closes soonest."""
    now = read_now()
    rows = Call.objects.filter(process=process, published_at__isnull=False).select_related("process__workspace")
    shown = [Shown(call, read_clock(call, now)) for call in rows]
    return [Group(key, title, some) for key, title, some in split_calls(shown) if some]


def split_calls(shown: list[Shown]) -> Iterator[tuple[str, str, tuple[Shown, ...]]]:
    """Split calls by what a resident can do with them."""

    def pick(*phases: Phase) -> list[Shown]:
        return [one for one in shown if one.clock.phase in phases]

    def when(name: str) -> Any:  # noqa: ANN401 - a key to sort by
        return lambda one: (getattr(one.call, name) is None, getattr(one.call, name), one.call.pk)

    waiting = [one for one in shown if one.clock.phase in WAITING]
    yield "open", _("Open now"), tuple(sorted(pick(Phase.OPEN), key=when("closes_at")))
    yield "announced", _("Open soon"), tuple(sorted(pick(Phase.ANNOUNCED), key=when("opens_at")))
    yield "waiting", _("Closed, waiting for results"), tuple(sorted(waiting, key=when("closes_at"), reverse=True))
    yield "results", _("Decided"), tuple(sorted(pick(Phase.PUBLISHED), key=when("results_at"), reverse=True))
    yield "off", _("Called off"), tuple(sorted(pick(Phase.CALLED_OFF), key=when("called_off_at"), reverse=True))
