"""Reading the public Kalendarium: which entries, in what order, how many of each sort."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import (
    Case,
    Count,
    F,
    Func,
    Max,
    Min,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Cast, Substr
from django.http import Http404
from django.shortcuts import get_object_or_404

from sciezka.kit.guards import may
from sciezka.kit.markup import strip_markdown
from sciezka.rooms.town.models import Attachment, Event, EventLink, Process, Stage, Team
from sciezka.rooms.town.queries.faces import Face, draw_face

PAGE_SIZE = 40
WHOLE_TEXT = 560
STAGE_TINTS = 4
MOST_WORDS = 8
_LETTERS = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
_VARIANTS = {
    "a": "[aą]", "c": "[cć]", "e": "[eę]", "l": "[lł]", "n": "[nń]", "o": "[oó]", "s": "[sś]", "z": "[zźż]",
}  # fmt: skip
Row = TypeVar("Row", bound=Model)
KIND_ICONS = {
    Event.Kind.MEETING: "users",
    Event.Kind.WORKSHOP: "presentation",
    Event.Kind.ADVISORY: "messages-square",
    Event.Kind.SURVEY: "clipboard-list",
    Event.Kind.INDIVIDUAL_WORK: "pencil",
    Event.Kind.INTERVIEW: "mic",
    Event.Kind.SEMINAR: "graduation-cap",
    Event.Kind.TRAINING: "graduation-cap",
    Event.Kind.DECISION: "circle-check",
    Event.Kind.LEGAL_ACT: "gavel",
    Event.Kind.CALL: "megaphone",
    Event.Kind.PUBLICATION: "newspaper",
    Event.Kind.MILESTONE: "flag",
}
MODE_ICONS = {
    Event.Mode.ON_SITE: "map-pin",
    Event.Mode.VIDEO: "video",
    Event.Mode.TELECONFERENCE: "mic",
    Event.Mode.ONLINE: "globe",
    Event.Mode.INDIVIDUAL: "user-round",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked to see; empty means everything."""

    stage: str = ""
    kind: str = ""
    year: int | None = None
    text: str = ""
    is_oldest_first: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.stage or self.kind or self.year or self.text)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries there are of each sort, each counted under the other filters."""

    everything: int = 0
    found: int = 0
    upcoming: int = 0
    by_stage: dict[str, int] = field(default_factory=dict)
    by_kind: dict[str, int] = field(default_factory=dict)
    by_year: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry ready to show in a list."""

    event: Event
    face: Face
    tint: str
    icon: str
    mode_icon: str
    text: str
    is_cut: bool
    is_running: bool
    is_upcoming: bool
    teams: list[Team]
    links: list[EventLink]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading: a year, or (without one) what is ahead."""

    year: int | None
    entries: list[Entry]


class Joined(Func):
    """Texts set one after another. Flat, because SQLite's parser gives up on the nesting of ``Concat``."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = TextField()


def match_word(word: str) -> str:
    """Write a pattern that finds a word whatever its diacritics, so that „zrodlo” finds „Źródło” on both databases."""
    return "".join(
        _VARIANTS.get(letter) or (letter if letter.isalnum() else re.escape(letter)) for letter in word.translate(_LETTERS)
    )


@dataclass(slots=True)
class Run:
    """Entries to page through: what is ahead, nearest first, then what has been, latest first; or plainly by date."""

    parts: Sequence[tuple[QuerySet[Event], int]]

    def count(self) -> int:
        """Count the entries without asking the database again."""
        return sum(size for _, size in self.parts)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, wanted: slice) -> list[Event]:
        start, stop = wanted.start or 0, min(wanted.stop, self.count())
        found: list[Event] = []
        for events, size in self.parts:
            if start < size and stop > 0:
                found += events[max(start, 0) : min(stop, size)]
            start, stop = start - size, stop - size
        prefetch_related_objects(found, "teams", "links")
        return found


def published_events(process: Process) -> QuerySet[Event]:
    """List a process's published entries, with what each line of a list shows."""
    return process.events.filter(status=Event.Status.PUBLISHED).select_related("stage", "act")


def events_of(process: Process) -> QuerySet[Event]:
    """List all entries of a process, the newest first, for whoever chooses one of them in the office."""
    return Event.objects.filter(process=process).order_by("-start", "-pk")


def tell_event(event: Event) -> str:
    """Tell an entry in a list to choose from: „12.03.2026 Title”."""
    return f"{event.start:%d.%m.%Y} {event.title}"[:120]


def search_texts(rows: QuerySet[Row], text: str, *names: str) -> QuerySet[Row]:
    """Keep the rows in whose texts every word stands, whatever its capitals and diacritics."""
    words = text.lower().split()[:MOST_WORDS]
    if not words:
        return rows
    found: QuerySet[Any] = rows.alias(searched=Joined(*(F(name) for name in names)))
    for word in words:
        found = found.filter(searched__iregex=match_word(word))
    return found


def search_events(events: QuerySet[Event], text: str) -> QuerySet[Event]:
    """Keep the entries that hold every word."""
    return search_texts(events, text, "title", "text", "outcome", "place_name", "participants", "tool")


def count_sorts(process: Process, filters: Filters, stages: Sequence[Stage], today: datetime.date) -> Counts:
    """Count entries by stage, kind and year in one query."""
    keys = {stage.pk: stage.key for stage in stages}
    rows = (
        search_events(process.events.filter(status=Event.Status.PUBLISHED), filters.text)
        .order_by()
        # The year as the first letters of the date: SQLite would call Python for every row to take a date apart.
        .values_list(
            "stage_id",
            "kind",
            Substr(Cast("start", TextField()), 1, 4),
            Case(When(end__gte=today, then=Value(1)), default=Value(0)),
        )
        .annotate(size=Count("pk"))
    )
    everything = found = upcoming = 0
    by_stage: dict[str, int] = {}
    by_kind: dict[str, int] = {}
    by_year: dict[int, int] = {}
    for stage_id, kind, year_text, ahead, size in rows:
        stage, year = keys.get(stage_id, ""), int(year_text)
        in_stage = not filters.stage or stage == filters.stage
        in_kind = not filters.kind or kind == filters.kind
        in_year = not filters.year or year == filters.year
        everything += size
        if in_stage and in_kind and in_year:
            found += size
            upcoming += size * ahead
        if in_kind and in_year and stage:
            by_stage[stage] = by_stage.get(stage, 0) + size
        if in_stage and in_year:
            by_kind[kind] = by_kind.get(kind, 0) + size
        if in_stage and in_kind:
            by_year[year] = by_year.get(year, 0) + size
    return Counts(everything, found, upcoming, by_stage, by_kind, by_year)


def list_run(process: Process, filters: Filters, counts: Counts, today: datetime.date) -> Run:
    """Give the entries that a reader asked for, in the order they asked for."""
    events = published_events(process)
    if filters.stage:
        events = events.filter(stage__key=filters.stage)
    if filters.kind:
        events = events.filter(kind=filters.kind)
    if filters.year:
        events = events.filter(start__year=filters.year)
    events = search_events(events, filters.text)
    if filters.is_oldest_first:
        return Run([(events.order_by("start", "end", "pk"), counts.found)])
    ahead = events.filter(end__gte=today).order_by("start", "end", "pk")
    past = events.filter(end__lt=today)
    return Run([(ahead, counts.upcoming), (past, counts.found - counts.upcoming)])


def upcoming_events(process: Process, today: datetime.date, limit: int) -> list[Event]:
    """List the nearest published entries that are not over yet."""
    events = published_events(process).filter(end__gte=today).order_by("start", "end", "pk")
    return list(events.prefetch_related("teams", "links")[:limit])


def latest_events(process: Process, today: datetime.date, limit: int) -> list[Event]:
    """List the latest published entries that are over."""
    return list(published_events(process).filter(end__lt=today).prefetch_related("teams", "links")[:limit])


def show_entries(events: Iterable[Event], stages: Sequence[Stage], today: datetime.date) -> list[Entry]:
    """Prepare entries for a list: date set in parts, tint of the stage, text cut where it is long."""
    tints = tint_stages(stages)
    return [show_entry(event, tints.get(event.stage_id or 0, ""), today) for event in events]


def show_entry(event: Event, tint: str, today: datetime.date) -> Entry:
    """Prepare one entry for a list."""
    text, is_cut = shorten(event.text)
    return Entry(
        event=event,
        face=draw_face(event.date),
        tint=tint,
        icon=KIND_ICONS.get(Event.Kind(event.kind), "calendar"),
        mode_icon=MODE_ICONS[Event.Mode(event.mode)] if event.mode else "map-pin",
        text=text,
        is_cut=is_cut,
        is_running=event.start <= today <= event.end
        and event.precision != Event.Precisions.DAY
        and event.called_off_at is None,
        is_upcoming=event.end >= today,
        teams=[team for team in event.teams.all() if team.is_public],
        links=list(event.links.all()),
    )


def group_by_year(entries: Iterable[Entry], *, is_oldest_first: bool) -> list[Group]:
    """Put entries under years, what is ahead first when the newest come first."""
    groups: list[Group] = []
    for entry in entries:
        year = None if entry.is_upcoming and not is_oldest_first else entry.event.start.year
        if not groups or groups[-1].year != year:
            groups.append(Group(year, []))
        groups[-1].entries.append(entry)
    return groups


def tint_stages(stages: Sequence[Stage]) -> dict[int, str]:
    """Give each stage its tint, beginning again after the fourth."""
    return {stage.pk: f"stage-{index % STAGE_TINTS + 1}" for index, stage in enumerate(stages)}


def shorten(text: str, length: int = WHOLE_TEXT) -> tuple[str, bool]:
    """Cut a long Markdown text between its blocks (or inside a first block that is long itself); tell whether it was cut."""
    text = text.strip()
    if len(text) <= length:
        return text, False
    kept: list[str] = []
    for block in text.split("\n\n"):
        if kept and len("\n\n".join([*kept, block])) > length:
            break
        kept.append(block)
    shown = "\n\n".join(kept)
    return (strip_markdown(shown, length) if len(shown) > length else shown), True


def find_shown_event(user: Any, workspace: str, process: str, event: int) -> Event:  # noqa: ANN401 - any kind of user
    """Find an entry that this reader may see: published for all, a draft for the office; else 404."""
    events = Event.objects.select_related("process__workspace", "stage", "act").prefetch_related("teams", "links")
    found = get_object_or_404(events, process__workspace__slug=workspace, process__slug=process, pk=event)
    if not may(user, "town.view_event", found):
        raise Http404
    return found


def find_shown_process(user: Any, workspace: str, process: str) -> Process:  # noqa: ANN401 - any kind of user
    """Find a process that this reader may see: published for all, else for its office; else 404."""
    found = get_object_or_404(Process.objects.select_related("workspace"), workspace__slug=workspace, slug=process)
    if not may(user, "town.view_process", found):
        raise Http404
    return found


def neighbours_of(event: Event) -> tuple[Event | None, Event | None]:
    """Give the published entries just before and just after this one in time."""
    events = (
        event.process.events.filter(status=Event.Status.PUBLISHED).exclude(pk=event.pk).select_related("process__workspace")
    )
    same_start = Q(start=event.start)
    before = Q(start__lt=event.start) | same_start & (Q(end__lt=event.end) | Q(end=event.end, pk__lt=event.pk))
    earlier = events.filter(before).order_by("-start", "-end", "-pk").first()
    later = events.exclude(before).order_by("start", "end", "pk").first()
    return earlier, later


def public_attachments(event: Event) -> QuerySet[Attachment]:
    """List an entry's files that residents may open."""
    return event.attachments.filter(is_public=True)


def edges_of(process: Process) -> tuple[datetime.date, datetime.date] | None:
    """Give the first and the last day that the published Kalendarium covers."""
    edges = process.events.filter(status=Event.Status.PUBLISHED).aggregate(first=Min("start"), last=Max("end"))
    return (edges["first"], edges["last"]) if edges["first"] else None
