"""Calls as the office sees them: the list, the steps before the announcement, what comes next and where to go."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from sciezka.kit.guards import may
from sciezka.kit.templatetags.kit import moment, money
from sciezka.rooms.calls.models import AFTER_CLOSING, RUNNING, Call, Phase
from sciezka.rooms.calls.queries.calls_ready import (
    COMMISSION,
    CRITERIA,
    DATES,
    FORM,
    MONEY,
    TEXT,
    list_lacks,
    read_form,
)
from sciezka.rooms.calls.queries.next_steps import count_work, tell_next
from sciezka.rooms.calls.queries.public import Clock, read_clock, say_closing
from sciezka.rooms.path.models import Goal
from sciezka.rooms.questions.schema.types import Kind
from sciezka.rooms.thread.models import Node
from sciezka.rooms.town.models import Process

SENT: Final = Q(submissions__sent_at__isnull=False, submissions__withdrawn_at__isnull=True)
ICONS: Final = {
    Phase.DRAFT: "pencil", Phase.ANNOUNCED: "clock", Phase.OPEN: "circle-dashed", Phase.PUBLISHED: "check",
    Phase.CALLED_OFF: "circle-alert",
}  # fmt: skip
COLORS: Final = {Phase.ANNOUNCED: "info", Phase.OPEN: "accent", Phase.PUBLISHED: "success"}
GROUPS: Final = (
    ("running", gettext_lazy("Announced and open"), frozenset(RUNNING)),
    ("deciding", gettext_lazy("Closed, before the results"), frozenset(AFTER_CLOSING) - {Phase.PUBLISHED}),
    ("drafts", gettext_lazy("Being prepared"), frozenset({Phase.DRAFT})),
    ("over", gettext_lazy("Over"), frozenset({Phase.PUBLISHED, Phase.CALLED_OFF})),
)


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call in the list: where it stands, and how much came in."""

    call: Call
    clock: Clock
    sent: int
    # What waits in a call that is closed, for whoever leads it.
    next: str = ""

    @property
    def mark(self) -> tuple[str, str, str]:
        """The label, the colour and the icon of its tag."""
        return mark_phase(self.clock.phase)


@dataclass(frozen=True, slots=True)
class CallGroup:
    """Calls that stand alike."""

    key: str
    title: Promise
    lines: Sequence[CallLine]


def mark_phase(phase: Phase) -> tuple[str, str, str]:
    """Give the label, the colour and the icon of a phase's tag."""
    return str(phase.label), COLORS.get(phase, "neutral"), ICONS.get(phase, "clock")


def list_calls(process: Process, now: dt.datetime, *, manages: bool = False) -> list[CallGroup]:
    """List the calls of a process in groups, what is open first and closes soonest above.

    Args:
        process: the process.
        now: the moment.
        manages: whether the reader leads the calls, and is told what waits in each that is closed.
    """
    rows = list(
        Call.objects.filter(process=process)
        .select_related("process__workspace")
        .annotate(sent=Count("submissions", filter=SENT))
    )
    closed = [row for row in rows if row.phase_at(now) in GROUPS[1][2]] if manages else []
    counts = count_work(closed) if closed else {}
    waits = {row.pk: tell_next(row, counts[row.pk], now)[0] for row in closed}
    lines = [CallLine(row, read_clock(row, now), row.sent, waits.get(row.pk, "")) for row in rows]
    lines.sort(key=lambda line: (line.call.closes_at is None, line.call.closes_at or line.call.created_at))
    groups = []
    for key, title, phases in GROUPS:
        found = [line for line in lines if line.clock.phase in phases]
        groups.append(CallGroup(key, title, found[::-1] if key == "over" else found))
    return [group for group in groups if group.lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step before the announcement: what was said so far, and what stands in the way.

    Args:
        key: the step, as ``list_lacks`` names it.
        title: how it is called.
        url: where it is done.
        said: what was said so far.
        lacks: what stands in the way.
        is_optional: nothing was said and nothing has to be.
    """

    key: str
    title: str
    url: str
    said: str = ""
    lacks: tuple[str, ...] = ()
    is_optional: bool = False


def list_steps(call: Call, now: dt.datetime) -> list[Step]:
    """List the steps before the announcement, in the order in which a call comes together."""
    lacks: dict[str, list[str]] = {}
    for lack in list_lacks(call, now):
        lacks.setdefault(lack.code or "", []).extend(lack.messages)
    goals, files = call.goals.count(), call.files.count()
    rows = (
        (TEXT, _("Announcement"), "call_text", call.lead or shorten(call.announcement), False),
        (DATES, _("Dates and timetable"), "call_dates", say_dates(call), False),
        ("goals", _("Goals and territory"), "call_goals", say_goals(call, goals), not goals),
        (MONEY, _("Money and selection"), "call_money", say_money(call), False),
        (FORM, _("Form"), "call_form", say_form(call), False),
        ("conditions", _("Formal conditions"), "call_conditions", say_conditions(len(call.checklist)), not call.checklist),
        (CRITERIA, _("Criteria"), "criteria", say_criteria(len(call.criteria.all())), False),
        ("files", _("Rules and annexes"), "call_files", say_files(files), not files),
        (COMMISSION, _("Commission"), "call_commission", say_commission(call), call.commission is None),
    )
    return [
        Step(
            key=key,
            title=title,
            url=reverse(f"calls:{name}", kwargs=call.address),
            said=said,
            lacks=tuple(lacks.pop(key, ())),
            is_optional=is_optional,
        )
        for key, title, name, said, is_optional in rows
    ]


def say_conditions(number: int) -> str:
    """Say how many conditions there are; nothing of none."""
    return ngettext("%(count)s condition", "%(count)s conditions", number) % {"count": number} if number else ""


def say_criteria(number: int) -> str:
    """Say how many criteria there are; nothing of none."""
    return ngettext("%(count)s criterion", "%(count)s criteria", number) % {"count": number} if number else ""


def say_files(number: int) -> str:
    """Say how many files there are; nothing of none."""
    return ngettext("%(count)s file", "%(count)s files", number) % {"count": number} if number else ""


def shorten(text: str, longest: int = 120) -> str:
    """Give the beginning of a text."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def say_dates(call: Call) -> str:
    """Say from when to when the call is open."""
    opens = _("opens %(moment)s") % {"moment": moment(call.opens_at)} if call.opens_at else _("opens when announced")
    closes = _("closes %(moment)s") % {"moment": say_closing(call.closes_at)} if call.closes_at else ""
    return ", ".join(part for part in (opens, closes) if part)


def say_goals(call: Call, goals: int) -> str:
    """Say how many goals it serves, and where."""
    served = ngettext("%(count)s goal", "%(count)s goals", goals) % {"count": goals} if goals else ""
    areas = len(call.list_of_areas)
    parts = ngettext("%(count)s part of the territory", "%(count)s parts of the territory", areas) % {"count": areas}
    return ", ".join(part for part in (served, call.territory, parts if areas else "") if part)


def say_money(call: Call) -> str:
    """Say how much there is and how the selection goes."""
    amount = money(call.budget) if call.budget is not None else ""
    places = ngettext("%(count)s place", "%(count)s places", call.places) % {"count": call.places} if call.places else ""
    return ", ".join(part for part in (amount, places, str(call.get_selects_display())) if part)


def say_form(call: Call) -> str:
    """Say which form it is and how many questions it has: how long writing takes depends on what is being submitted."""
    asked = read_form(call)
    if asked is None or call.questionnaire is None:
        return str(call.questionnaire or "")
    number = sum(item.kind != Kind.NOTE for item in asked.items())
    questions = ngettext("%(count)s question", "%(count)s questions", number) % {"count": number}
    return f"{call.questionnaire.title}, {questions}"


def say_commission(call: Call) -> str:
    """Say who judges."""
    return str(call.commission) if call.commission else _("can be chosen later, until scoring opens")


def list_goals(process: Process) -> list[Goal]:
    """List the goals of a process that stand, operational ones under their strategic goals."""
    off = Node.objects.filter(
        process=process, noun_kind=Goal._meta.label_lower, taken_off_at__isnull=False
    ).values_list("noun_key", flat=True)  # fmt: skip
    gone = {int(key) for key in off}
    rows = [goal for goal in Goal.objects.filter(process=process).select_related("parent") if goal.pk not in gone]
    order = {goal.pk: place for place, goal in enumerate(rows)}
    return sorted(rows, key=lambda goal: (order.get(goal.parent_id or goal.pk, len(rows)), goal.parent_id is not None))


@dataclass(frozen=True, slots=True)
class Tab:
    """Another page of the call."""

    label: str
    href: str
    note: str = ""


TABS: Final = (
    (pgettext_lazy("call", "On one page"), "brief", "calls.view"),
    (pgettext_lazy("call", "Submissions"), "submissions", "calls.see_submissions"),
    (pgettext_lazy("call", "Coverage"), "coverage", "calls.see_submissions"),
    (pgettext_lazy("call", "Questions and answers"), "inquiries", "calls.manage"),
    (pgettext_lazy("call", "Commission"), "commission", "calls.view"),
    (pgettext_lazy("call", "What waits for me"), "my_cards", "calls.be_on_commission"),
    (pgettext_lazy("call", "Ranking"), "ranking", "calls.see_ranking"),
    (pgettext_lazy("call", "Protocols"), "protocols", "calls.see_ranking"),
    (pgettext_lazy("call", "Reservations"), "reservations", "calls.decide"),
)
PARTNER_TABS: Final = (
    (pgettext_lazy("call", "Candidates for partners"), "candidates", "calls.see_submissions"),
    (pgettext_lazy("call", "Letters of intent"), "letters", "calls.write_letters"),
)


def list_tabs(user: Any, call: Call) -> list[Tab]:  # noqa: ANN401 - any kind of user
    """List the call's other pages that a person may open; nothing while it is a draft."""
    phase = call.phase
    if phase == Phase.DRAFT:
        return []
    hidden = set() if phase in AFTER_CLOSING else {"protocols", "ranking", "candidates", "letters"}
    hidden |= set() if phase == Phase.PUBLISHED else {"reservations"}
    rows = (*TABS, *(PARTNER_TABS if call.kind == Call.Kind.PARTNERS else ()))
    return [
        Tab(str(label), reverse(f"calls:{name}", kwargs=call.address))
        for label, name, right in rows
        if name not in hidden and may(user, right, call)
    ]
