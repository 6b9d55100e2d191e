"""Reading entries for the office: drafts included, personal data included."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from sciezka.core.dates import Precision
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Attachment, Attendee, Event, Membership, Process, Team
from sciezka.rooms.town.rules import in_term

OLDEST_YEAR, NEWEST_YEAR = 1900, 2200
# Whoever has an account is listed under its name, the others under what was written down.
SHOWN_NAME = Coalesce("user__name", "name")


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What to look for among the entries of a process; an empty value looks for anything."""

    words: str = ""
    status: str = ""
    kind: str = ""
    stage: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class AttendanceCount:
    """How many people stand on the list, and how far they are."""

    people: int = 0
    invited: int = 0
    failed: int = 0
    outdated: int = 0
    yes: int = 0
    no: int = 0
    present: int = 0
    guests: int = 0
    is_noted: bool = False

    @property
    def waiting(self) -> int:
        """Count those whose invitation has not gone out."""
        return max(0, self.people - self.guests - self.invited)

    @property
    def expected(self) -> int:
        """Count those on the list who did not come uninvited."""
        return self.people - self.guests

    @property
    def present_invited(self) -> int:
        """Count those present who were on the list beforehand."""
        return self.present - self.guests


def find_event(workspace: str, process: str, event: int) -> Event:
    """Find an entry of a process by the words of its address, or answer 404."""
    return get_object_or_404(
        Event.objects.select_related("process__workspace", "stage", "act"),
        process__workspace__slug=workspace,
        process__slug=process,
        pk=fit_key(event),
    )


def find_attachment(workspace: str, process: str, attachment: int) -> Attachment:
    """Find a file of a process by the words of its address, or answer 404."""
    return get_object_or_404(
        Attachment.objects.select_related("event__process__workspace"),
        event__process__workspace__slug=workspace,
        event__process__slug=process,
        pk=fit_key(attachment),
    )


def find_attendee(workspace: str, process: str, event: int, attendee: int) -> Attendee:
    """Find an invited person by the words of the address, or answer 404."""
    return get_object_or_404(
        Attendee.objects.select_related("event__process__workspace", "user"),
        event__process__workspace__slug=workspace,
        event__process__slug=process,
        event=fit_key(event),
        pk=fit_key(attendee),
    )


def fit_key(number: int) -> int:
    """Answer 404 for a number that no database row can have."""
    if number >= 2**63:
        raise Http404
    return number


def office_events(process: Process, wanted: EventFilter | None = None) -> QuerySet[Event]:
    """List the entries of a process, drafts included, without their long texts."""
    wanted = wanted or EventFilter()
    found = process.events.select_related("stage").defer("text", "outcome", "agenda", "minutes")
    if wanted.words:
        # SQLite knows no letter case beyond ASCII: Polish words are looked for in the cases that offices write.
        words = wanted.words
        variants = {words} if words.isascii() else {words, words.lower(), words.capitalize(), words.upper()}
        match = Q()
        for variant in variants:
            match |= Q(title__icontains=variant) | Q(text__icontains=variant) | Q(place_name__icontains=variant)
        found = found.filter(match)
    if wanted.status == "planned":
        found = found.filter(end__gte=timezone.localdate(), called_off_at__isnull=True)
    elif wanted.status:
        found = found.filter(status=wanted.status)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.stage == "none":
        found = found.filter(stage__isnull=True)
    elif wanted.stage:
        found = found.filter(stage__key=wanted.stage)
    if wanted.year:
        found = found.filter(start__lte=dt.date(wanted.year, 12, 31), end__gte=dt.date(wanted.year, 1, 1))
    return found


def years_of(process: Process) -> list[int]:
    """List the years in which entries of a process begin, newest first."""
    return sorted(set(process.events.order_by().values_list("start__year", flat=True).distinct()), reverse=True)


def has_drafts(process: Process) -> bool:
    """Tell whether any entry of a process waits to be published."""
    return process.events.filter(status=Event.Status.DRAFT).exists()


def drafts_among(process: Process, keys: list[int]) -> QuerySet[Event]:
    """List the drafts of a process among the given numbers, oldest first."""
    known = [key for key in keys if key < 2**63]
    return (
        process.events.filter(pk__in=known, status=Event.Status.DRAFT).select_related("stage").order_by("start", "end", "pk")
    )


def attendees_of(event: Event) -> QuerySet[Attendee]:
    """List the invited and the present, with their accounts."""
    return event.attendees.select_related("user").order_by(SHOWN_NAME, "email", "pk")


def count_attendance(event: Event) -> AttendanceCount:
    """Count the list of an event in one query."""
    guest = Q(user__isnull=True, email="")
    found = event.attendees.aggregate(
        people=Count("pk"),
        invited=Count("pk", filter=Q(invited_at__isnull=False)),
        failed=Count("pk", filter=~Q(problem="")),
        outdated=Count("pk", filter=Q(invited_at__isnull=False, told_sequence__lt=event.sequence)),
        yes=Count("pk", filter=Q(answer=Attendee.Answer.YES)),
        no=Count("pk", filter=Q(answer=Attendee.Answer.NO)),
        present=Count("pk", filter=Q(was_present=True)),
        guests=Count("pk", filter=guest),
        noted=Count("pk", filter=Q(was_present__isnull=False)),
    )
    noted = found.pop("noted")
    return AttendanceCount(**found, is_noted=bool(noted))


def members_of(teams: list[Team]) -> QuerySet[User]:
    """List the people whose membership of the given teams covers today."""
    memberships = Membership.objects.filter(in_term(), in_term("team__"), team__in=teams).values("user_id")
    return User.objects.filter(pk__in=memberships, is_active=True).order_by("name", "pk")


def teams_with_members(process: Process) -> QuerySet[Team]:
    """List the teams of a process with the number of people whose membership covers today (``people``)."""
    return process.teams.annotate(
        people=Count(
            "memberships__user", filter=in_term("memberships__") & Q(memberships__user__is_active=True), distinct=True
        )
    ).order_by("kind", "name")


def can_be_held(event: Event) -> bool:
    """Tell whether the date is exact enough to invite people to: a day or a range of days."""
    return event.precision in {Precision.DAY.value, Precision.RANGE.value}
