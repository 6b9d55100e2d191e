"""Reading a page into draft entries and comparing it with what was read before.

Only one open row stands for one entry of a page: a newer reading takes over the open rows of earlier ones that it
contains, so two readings open at once can't double an entry of the Kalendarium.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from sciezka.core.chronicle import Chronicle, Entry, Known, Note, PageRefused, compare_with, parse_chronicle
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import ImportedEntry, PageImport, Process
from sciezka.rooms.town.notes import is_doubtful, keep_notes

Change, Decision, State = ImportedEntry.Change, ImportedEntry.Decision, PageImport.State
PageFormat = Literal["auto", "text", "html", "docx"]

MOST_ENTRIES = 20_000
BATCH = 500
# Entries are called gone only from a page that is still recognised: at least this share of it was found again.
SAME_PAGE_SHARE = 1 / 3


class NothingRead(Exception):
    """The page was read and holds no entries; the notes say why."""

    def __init__(self, notes: Sequence[Note]) -> None:
        super().__init__("no entries")
        self.notes = notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading a page. ``page`` is where its entries stand: a new import, or the one that has them already."""

    page: PageImport
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    is_repeat: bool = False

    @property
    def is_news(self) -> bool:
        """Tell whether there is anything to review."""
        return bool(self.new or self.changed or self.gone)


def read_page(
    *,
    actor: User | None,
    process: Process,
    name: str,
    data: bytes,
    format: PageFormat = "auto",  # noqa: A002 - the parser's own word
    address: str = "",
) -> Reading:
    """Read a page and propose what is new, changed or gone since the readings before it.

    Raises:
        PageRefused: when it is no page that can be read.
        NothingRead: when it holds no entries.
    """
    chronicle = parse_page(data, format)
    page = make_page(actor=actor, process=process, name=name, format=format, address=address)
    return take_in(actor=actor, page=page, chronicle=chronicle, data=data)


def parse_page(data: bytes, format: PageFormat) -> Chronicle:  # noqa: A002
    """Read the entries of a page, or say why there are none."""
    chronicle = parse_chronicle(data, format=format)
    if not chronicle.entries:
        raise NothingRead(chronicle.notes)
    if len(chronicle.entries) > MOST_ENTRIES:
        code = "too_many"
        raise PageRefused(code, "The page holds more than 20,000 dates. Divide it and give the parts one after another.")
    return chronicle


def make_page(*, actor: User | None, process: Process, name: str, format: str, address: str) -> PageImport:  # noqa: A002
    """Describe a reading that is not kept yet."""
    created_by = actor.ref if actor else None
    return PageImport(
        process=process, source_name=name.strip()[:300], source_url=address, format=format, created_by=created_by
    )


@transaction.atomic
def store_page(*, page: PageImport, data: bytes) -> PageImport:
    """Keep a page that will be read by work in the background."""
    page.file.save(f"{uuid.uuid4().hex}.page", ContentFile(data), save=False)
    page.save()
    return page


def read_stored_page(*, actor: User | None, page: PageImport) -> Reading | None:
    """Read a page that was kept for later; a page that can't be read says why on itself."""
    with page.file.open("rb") as stored:
        data = stored.read()
    try:
        format_: PageFormat = page.format  # type: ignore[assignment]
        return take_in(actor=actor, page=page, chronicle=parse_page(data, format_), data=data)
    except PageRefused as refused:
        page.refusal = refused.message
    except NothingRead as nothing:
        page.notes = keep_notes(nothing.notes)
    page.state = State.FAILED
    page.save(update_fields=["refusal", "notes", "state"])
    return None


@transaction.atomic
def take_in(*, actor: User | None, page: PageImport, chronicle: Chronicle, data: bytes) -> Reading:
    """Compare the entries of a page with those known, and keep what is to be decided."""
    Process.objects.select_for_update().get(pk=page.process_id)  # two readings at once take turns
    known = {str(row.pk): row for row in known_entries(page.process)}
    comparison = compare_with([Known(key, row.digest, row.date, row.text) for key, row in known.items()], chronicle.entries)
    matched = [known[match.key] if match.key else None for match in comparison.matches]
    gone = list(find_gone([known[key] for key in comparison.gone], matched))
    rows = [
        judge_entry(page, position, match.entry, base)
        for position, (match, base) in enumerate(zip(comparison.matches, matched, strict=True), start=1)
    ]
    rows += [copy_gone(page, position, base) for position, base in enumerate(gone, start=len(rows) + 1)]
    counts = Counter(row.change for row in rows)
    fresh = [row for row in rows if row.decision == Decision.OPEN]
    waiting = list(open_entries(page.process))
    said = {str(change): counts[change] for change in Change}
    known_page = find_repeated(fresh, waiting) if fresh else next(base.page for base in matched if base)
    if known_page:
        close_unneeded(page)
        return make_reading(known_page, counts, is_repeat=True)
    taken_over = {base.pk for base in (*matched, *gone) if base}
    keep_page(page, chronicle, data)
    move_entries(row.pk for row in waiting if row.pk in taken_over or row.previous_id in taken_over)
    ImportedEntry.objects.bulk_create(rows, batch_size=BATCH)
    note(actor=actor, verb="import.read", of=page, after=said)
    return make_reading(page, counts)


def make_reading(page: PageImport, counts: Counter[str], *, is_repeat: bool = False) -> Reading:
    """Say what came of a reading."""
    return Reading(
        page=page,
        new=counts[Change.NEW],
        changed=counts[Change.CHANGED],
        unchanged=counts[Change.UNCHANGED],
        gone=counts[Change.GONE],
        is_repeat=is_repeat,
    )


def known_entries(process: Process) -> Iterable[ImportedEntry]:
    """List the last version of every entry that was read in a process: the last one decided, else the open one."""
    decided = Q(decision__in=(Decision.ACCEPTED, Decision.SKIPPED))
    later = ImportedEntry.objects.filter(decided, previous=OuterRef("pk"))
    rows = ImportedEntry.objects.filter(page__process=process).select_related("page")
    return rows.filter((decided & ~Exists(later)) | Q(decision=Decision.OPEN, previous=None)).order_by("page", "position")


def open_entries(process: Process) -> Iterable[ImportedEntry]:
    """List what is still to be decided in a process."""
    return ImportedEntry.objects.filter(page__process=process, decision=Decision.OPEN).select_related("page")


def judge_entry(page: PageImport, position: int, entry: Entry, base: ImportedEntry | None) -> ImportedEntry:
    """Make the row of one entry and say how it stands to the version known before."""
    row = ImportedEntry(
        page=page,
        position=position,
        line=entry.line,
        start=entry.date.start,
        end=entry.date.end,
        precision=entry.date.precision.value,
        time_start=entry.time_start,
        time_end=entry.time_end,
        heading=entry.heading[:300],
        title=entry.title[:200],
        text=entry.text,
        links=[{"url": link.url, "label": link.label} for link in entry.links],
        kind=entry.kind,
        mode=entry.mode or "",
        stage=entry.stage or "",
        bodies=list(entry.bodies),
        notes=keep_notes(entry.warnings),
        is_doubtful=is_doubtful(entry.warnings) or not entry.title,
        digest=entry.digest(),
    )
    if base is None or base.decision == Decision.OPEN:
        return row
    row.previous, row.event_id = base, base.event_id
    if base.change == Change.GONE and base.decision == Decision.ACCEPTED:
        return row  # it was withdrawn and stands on the page again
    if base.digest == row.digest:
        row.change, row.decision = Change.UNCHANGED, base.decision
    else:
        row.change = Change.CHANGED
    return row


def find_gone(missing: Sequence[ImportedEntry], matched: Sequence[ImportedEntry | None]) -> Iterable[ImportedEntry]:
    """Tell which of the entries not found have really left the page.

    A process may be told on many pages: an entry has left only the page that is recognised in this reading.
    """
    found = Counter(base.page_id for base in matched if base)
    lost = Counter(base.page_id for base in missing)
    return (
        base
        for base in missing
        if base.decision == Decision.ACCEPTED
        and base.change != Change.GONE
        and base.event_id
        and found[base.page_id] >= (found[base.page_id] + lost[base.page_id]) * SAME_PAGE_SHARE
    )


def copy_gone(page: PageImport, position: int, base: ImportedEntry) -> ImportedEntry:
    """Make the row of an entry that the page no longer has."""
    copied = (
        "line", "start", "end", "precision", "time_start", "time_end", "heading", "title", "text", "links",
        "kind", "mode", "stage", "bodies", "digest",
    )  # fmt: skip
    values = {name: getattr(base, name) for name in copied}
    return ImportedEntry(page=page, position=position, change=Change.GONE, previous=base, event_id=base.event_id, **values)


def find_repeated(fresh: Sequence[ImportedEntry], waiting: Sequence[ImportedEntry]) -> PageImport | None:
    """Find the open import that already proposes everything this reading would."""
    twins = {(row.digest, row.change, row.previous_id): row for row in waiting}
    found = [twins.get((row.digest, row.change, row.previous_id)) for row in fresh]
    pages = {row.page_id: row.page for row in found if row}
    return next(iter(pages.values())) if all(found) and len(pages) == 1 else None


def keep_page(page: PageImport, chronicle: Chronicle, data: bytes) -> None:
    """Keep the page itself and what was noticed about it as a whole."""
    if not page.file:
        store_page(page=page, data=data)
    page.format = chronicle.format
    page.encoding = chronicle.encoding
    page.preamble = chronicle.preamble
    page.notes = keep_notes(chronicle.notes)
    page.state = State.READY
    page.save()


def close_unneeded(page: PageImport) -> None:
    """Close a reading that brought nothing; one that was never kept leaves no trace."""
    if page.pk:
        page.state = State.CLOSED
        page.save(update_fields=["state"])


def move_entries(keys: Iterable[int]) -> None:
    """Say that a newer reading has taken these entries over."""
    waiting = list(keys)
    for start in range(0, len(waiting), BATCH):
        ImportedEntry.objects.filter(pk__in=waiting[start : start + BATCH]).update(decision=Decision.MOVED)
