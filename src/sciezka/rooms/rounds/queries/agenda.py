"""What goes to the meeting: the items that need talk, those that need it most first."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.core.consensus import agenda
from sciezka.kit.guards import may
from sciezka.kit.typography import write_number
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.results import ItemResult, RoundResult, results_of
from sciezka.rooms.rounds.queries.results_reading import say_need
from sciezka.rooms.town.models import Event

MOST_EVENTS = 60


def agenda_of(round: Round) -> tuple[ItemResult, ...]:  # noqa: A002 - the noun's own name
    """Give the lines of a round that need talk and are not agreed, by need."""
    return agenda_within(results_of(round))


def agenda_within(result: RoundResult) -> tuple[ItemResult, ...]:
    """Give the lines of a result that need talk and are not agreed, by need; equals keep the order of the round."""
    return tuple(point.key for point in agenda((line, None if line.agreed else line.need) for line in result.lines))


def write_points(round: Round, lines: Iterable[ItemResult]) -> str:  # noqa: A002 - the noun's own name
    """Write the agenda of a meeting in Markdown: a heading, and a numbered point for each item."""
    points = [f"{at}. {name_line(line)} – {say_why(line)}" for at, line in enumerate(lines, start=1)]
    return "\n".join([f"## {_('To be talked over: %(round)s') % {'round': round.title}}", "", *points])


def name_line(line: ItemResult) -> str:
    """Name what is talked over: the item, and the scale or the column where there are several."""
    title = f"{line.item.code} {line.item.title}".strip()
    if line.against:
        return f"{title} → {line.against}"
    return f"{title} ({line.scale.title.lower()})" if line.scale and len(line.item.round.scales) > 1 else title


def say_why(line: ItemResult) -> str:
    """Say why a line needs talk, with the median that the group starts from."""
    median = line.summary.median if line.summary else None
    why = say_need(line)
    return why if median is None else _("%(why)s; median %(median)s") % {"why": why, "median": write_number(median)}


def events_to_cite(round: Round, known: int | None = None) -> QuerySet[Event]:  # noqa: A002 - the noun's own name
    """List the published entries at which something can have been agreed, the newest first, and one cited before."""
    today = timezone.localdate()
    rows = Event.objects.filter(
        process=round.process_id, status=Event.Status.PUBLISHED, called_off_at=None, start__lte=today
    )
    newest = list(rows.order_by("-start", "-pk").values_list("pk", flat=True)[:MOST_EVENTS])
    return Event.objects.filter(pk__in=[*newest, *([known] if known else [])], status=Event.Status.PUBLISHED).order_by(
        "-start", "-pk"
    )


def events_to_plan(user: User, round: Round) -> list[Event]:  # noqa: A002 - the noun's own name
    """List the entries, drafts among them, that are still ahead and whose agenda a person may write, the nearest first."""
    rows = Event.objects.filter(process=round.process_id, called_off_at=None, end__gte=timezone.localdate())
    events = list(rows.select_related("process__workspace").order_by("start", "pk")[:MOST_EVENTS])
    # The right is the same for all entries of a process, so that it is asked once.
    return events if events and may(user, "town.hold_event", events[0]) else []
