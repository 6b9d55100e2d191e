"""Reading imports: the list, the counts of decisions, and the rows of the review."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from sciezka.rooms.town.models import Event, ImportedEntry, PageImport, Process

Change, Decision = ImportedEntry.Change, ImportedEntry.Decision
PROPOSED = (Change.NEW, Change.CHANGED)

SHOWS = {
    "all": Q(change__in=PROPOSED),
    "open": Q(change__in=PROPOSED, decision=Decision.OPEN),
    "doubtful": Q(change__in=PROPOSED, is_doubtful=True),
    "changed": Q(change=Change.CHANGED),
    "accepted": Q(change__in=PROPOSED, decision=Decision.ACCEPTED),
    "skipped": Q(change__in=PROPOSED, decision=Decision.SKIPPED),
    "gone": Q(change=Change.GONE),
    "unchanged": Q(change=Change.UNCHANGED),
}


# Drafts that wait to be published: never shown before, unless they are back on the page after they were withdrawn.
PUBLISHABLE = Q(
    Q(event__published_at__isnull=True) | Q(change=Change.NEW, previous__isnull=False),
    change__in=PROPOSED,
    decision=Decision.ACCEPTED,
    event__status=Event.Status.DRAFT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCounts:
    """How many entries of a page stand where."""

    all: int
    open: int
    open_clean: int
    doubtful: int
    changed: int
    accepted: int
    skipped: int
    moved: int
    gone: int
    gone_open: int
    unchanged: int
    drafts: int

    @property
    def decided(self) -> int:
        """How many proposed entries are decided."""
        return self.all - self.open

    @property
    def open_doubtful(self) -> int:
        """How many open entries ask for a look."""
        return self.open - self.open_clean


def find_import(workspace: str, process: str, page: int) -> PageImport:
    """Find an import inside its process, or answer 404."""
    pages = PageImport.objects.select_related("process__workspace", "work")
    return get_object_or_404(pages, pk=page, process__workspace__slug=workspace, process__slug=process)


def find_imported_entry(workspace: str, process: str, page: int, entry: int) -> ImportedEntry:
    """Find an entry of an import inside its process, or answer 404."""
    rows = review_rows().filter(page__pk=page, page__process__workspace__slug=workspace, page__process__slug=process)
    found = rows.filter(pk=entry).first()
    if found is None:
        raise Http404
    return found


def review_rows() -> QuerySet[ImportedEntry]:
    """List imported entries with all that a review shows, in the order of the page."""
    return ImportedEntry.objects.select_related(
        "page__process__workspace", "event__stage", "event__act", "event__process__workspace", "previous"
    ).prefetch_related("event__teams", "event__links")


def entries_of_page(page: PageImport, show: str) -> QuerySet[ImportedEntry]:
    """List the entries of a page that a filter of the review shows."""
    return review_rows().filter(SHOWS.get(show, SHOWS["all"]), page=page).order_by("position")


def count_entries(page: PageImport) -> EntryCounts:
    """Count the entries of a page by what they are and what was decided, in one query."""
    is_open = Q(change__in=PROPOSED, decision=Decision.OPEN)
    counted: dict[str, Any] = page.entries.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in SHOWS.items()},
        open_clean=Count("pk", filter=is_open & Q(is_doubtful=False)),
        moved=Count("pk", filter=Q(decision=Decision.MOVED)),
        gone_open=Count("pk", filter=Q(change=Change.GONE, decision=Decision.OPEN)),
        drafts=Count("pk", filter=PUBLISHABLE),
    )
    return EntryCounts(**counted)


def accepted_drafts(page: PageImport) -> QuerySet[Event]:
    """List the drafts accepted from a page that residents do not see yet, in the order of time."""
    # Asked first, not as a part of the other question: right after a large import PostgreSQL knows nothing of these rows,
    # and may choose to ask again for each of them.
    accepted = list(ImportedEntry.objects.filter(PUBLISHABLE, page=page).values_list("event", flat=True))
    drafts = Event.objects.filter(pk__in=accepted, process=page.process, status=Event.Status.DRAFT)
    return drafts.select_related("process__workspace", "stage").order_by("start", "end", "pk")


def imports_of(process: Process) -> QuerySet[PageImport]:
    """List the imports of a process, newest first, with the counts of their entries."""
    # Counting drops the order that the noun has by itself.
    return (
        process.imports.select_related("work")
        .order_by("-created_at", "-pk")
        .annotate(
            all=Count("entries", filter=Q(entries__change__in=PROPOSED)),
            open=Count("entries", filter=Q(entries__change__in=PROPOSED, entries__decision=Decision.OPEN)),
            accepted=Count("entries", filter=Q(entries__change__in=PROPOSED, entries__decision=Decision.ACCEPTED)),
            skipped=Count("entries", filter=Q(entries__change__in=PROPOSED, entries__decision=Decision.SKIPPED)),
            unchanged=Count("entries", filter=Q(entries__change=Change.UNCHANGED)),
        )
    )
