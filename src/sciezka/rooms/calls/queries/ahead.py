"""What is next in the calls of a process, and what of it waits on a person's desk."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.guards import may
from sciezka.kit.manifests import Ahead, Waiting
from sciezka.rooms.calls.models import RUNNING, Call, Phase
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.commission_work import OwnWork, read_own_work
from sciezka.rooms.calls.queries.next_steps import count_work, find_next
from sciezka.rooms.town.models import Process

SHOWN: Final = 3
AT_WORK: Final = frozenset({Phase.CHECKING, Phase.SCORING})


def say_ahead(process: Process, user: Any) -> list[Ahead]:  # noqa: ANN401 - any kind of user
    """Say what a person can do next in the calls that run: as a member of their commissions, and as who runs them.

    A call whose results are out is named only while a reservation waits.
    """
    if not may(user, "calls.view", process):
        return []
    return [row for _call, row in list_steps(user, Call.objects.filter(process=process))][:SHOWN]


def list_waiting(user: Any, processes: Sequence[Process]) -> list[Waiting]:  # noqa: ANN401 - a person
    """List for a person's desk what waits in the calls of their processes; a call that only collects waits for nobody.

    The queries don't grow with the calls, but for those on whose commission the person sits.
    """
    entered = [process.pk for process in processes if may(user, "calls.view", process)]
    rows = list_steps(user, Call.objects.filter(process__in=entered), is_waited_for=True)
    now = read_now()
    return [
        Waiting(
            process=call.process_id,
            title=row.title,
            note=row.note,
            href=row.href,
            icon=row.icon,
            until=call.closes_at if call.phase_at(now) in RUNNING else None,
        )
        for call, row in rows
    ]


def list_steps(
    user: Any,  # noqa: ANN401 - any kind of user
    rows: QuerySet[Call],
    *,
    is_waited_for: bool = False,
) -> Iterator[tuple[Call, Ahead]]:
    """List the next steps of a person in some calls, the first to close first.

    Args:
        user: the person.
        rows: the calls, all of which the person may see.
        is_waited_for: whether to leave out calls that run by themselves: they collect, and no question waits.
    """
    now = read_now()
    found = rows.filter(called_off_at__isnull=True).select_related("process__workspace", "commission")
    calls = sorted(found, key=lambda call: (call.closes_at is None, call.closes_at or call.created_at))
    counts = count_work(calls)
    for call in calls:
        count, phase = counts[call.pk], call.phase_at(now)
        if call.results_at and not count.reservations:
            continue
        if phase in AT_WORK and may(user, "calls.be_on_commission", call):
            yield from ((call, row) for row in ask_member(call, read_own_work(call, user)))
        if is_waited_for and phase in RUNNING and not count.questions:
            continue
        after = find_next(user, call, count, now)
        if after.href:
            yield call, tell(call, after.text, after.href, after.action, "lightbulb")


def ask_member(call: Call, work: OwnWork) -> list[Ahead]:
    """Say what waits for a member of the commission: a promise, declarations or cards; nothing where none does."""
    said = {
        "pledge": _("Before anything else, make the pledge of impartiality and confidentiality."),
        "declare": _("Declare whether anything ties you to those who applied."),
        "score": ngettext(
            "%(count)s score card waits for you.", "%(count)s score cards wait for you.", len(work.waiting)
        ) % {"count": len(work.waiting)},
    }.get(work.step)  # fmt: skip
    if not said:
        return []
    return [tell(call, said, reverse("calls:my_cards", kwargs=call.address), _("What waits for me"), "gavel")]


def tell(call: Call, note: str, href: str, action: str, icon: str) -> Ahead:
    """Make one step of a call."""
    return Ahead(title=_("Call: %(call)s") % {"call": call.title}, note=note, href=href, action=action, icon=icon)
