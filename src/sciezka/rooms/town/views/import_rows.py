"""The rows of the review: what is proposed, what was noticed, what changed, and what may be decided."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sciezka.kit.markup import strip_markdown
from sciezka.rooms.town.actions.events import EventValues, read_values
from sciezka.rooms.town.actions.import_decisions import propose_values
from sciezka.rooms.town.actions.import_values import Proposer
from sciezka.rooms.town.models import Event, ImportedEntry, Process
from sciezka.rooms.town.notes import Remark, say_notes

Change, Decision = ImportedEntry.Change, ImportedEntry.Decision
KINDS, MODES = dict(Event.Kind.choices), dict(Event.Mode.choices)
LONGEST_PREVIEW = 5_000
LONGEST_REST = 240
SHOWN_AROUND = 140
# Comparing word by word grows with the square of the length; longer texts are compared paragraph by paragraph.
MOST_WORDS = 3_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a compared text; ``is_marked`` says that the other version lacks it."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the page says otherwise than before."""

    label: str | Promise
    old: Sequence[Piece]
    new: Sequence[Piece]


@dataclass(slots=True)
class Row:
    """One entry in the review."""

    entry: ImportedEntry
    values: EventValues
    remarks: list[Remark]
    differences: list[Difference]
    is_corrected: bool
    is_closed_to: bool
    form: BaseForm | None = None
    problem: str = ""
    others: list[str] = field(default_factory=list)

    @property
    def warnings(self) -> list[Remark]:
        """What asks for a look."""
        return [remark for remark in self.remarks if not remark.is_quiet]

    @property
    def hints(self) -> list[Remark]:
        """What only informs."""
        return [remark for remark in self.remarks if remark.is_quiet]

    @property
    def kind(self) -> str | Promise:
        """The kind in words."""
        return KINDS.get(self.values.kind, self.values.kind)

    @property
    def mode(self) -> str | Promise:
        """The mode in words."""
        return MODES.get(self.values.mode, "")

    @property
    def stage_color(self) -> str:
        """The tint of the stage."""
        stage = self.values.stage
        return f"stage-{min(stage.position, 4)}" if stage and stage.position else "neutral"

    @property
    def preview(self) -> str:
        """The text, as much of it as a review needs."""
        text = self.values.text
        return text if len(text) <= LONGEST_PREVIEW else text[:LONGEST_PREVIEW].rsplit("\n", 1)[0]

    @property
    def left_out(self) -> int:
        """How many thousands of characters the preview leaves out."""
        return -(-(len(self.values.text) - len(self.preview)) // 1000)

    @property
    def rest(self) -> str:
        """What the text says beyond its title, in a few words; nothing when the title says it all."""
        plain = strip_markdown(self.values.text[:4_000], LONGEST_REST + len(self.values.title) + 40)
        title = self.values.title.rstrip("….! ")
        if plain.startswith(title):
            rest = plain[len(title) :].lstrip("….!,;:–- ”")
            return f"… {rest}" if len(rest.strip("….")) > 1 else ""
        return plain if len(plain) <= LONGEST_REST else f"{plain[:LONGEST_REST].rsplit(' ', 1)[0]}…"


def lay_out_rows(process: Process, entries: Iterable[ImportedEntry], *, may_publish: bool) -> list[Row]:
    """Make the rows of the review."""
    proposer = Proposer.of(process)
    return [lay_out_row(entry, proposer, may_publish=may_publish) for entry in entries]


def lay_out_row(entry: ImportedEntry, proposer: Proposer, *, may_publish: bool) -> Row:
    """Make the row of one entry: decided ones show what stands in the Kalendarium, open ones what is proposed."""
    is_in = entry.event is not None and (entry.decision != Decision.OPEN or entry.change == Change.GONE)
    values = read_values(entry.event) if entry.event and is_in else propose_values(entry, proposer)
    is_corrected = bool(
        entry.decision == Decision.ACCEPTED
        and entry.event
        and entry.change == Change.NEW
        and values != proposer.propose(entry)
    )
    differences = find_page_differences(entry) if entry.change == Change.CHANGED and entry.previous else []
    # Undoing the withdrawal of what residents saw shows it to them again, so it needs the same right.
    was_shown = entry.decision == Decision.ACCEPTED and entry.before.get("status") == Event.Status.PUBLISHED
    is_closed_to = bool(not may_publish and entry.event and (entry.event.is_published or was_shown))
    return Row(entry, values, say_notes(entry.notes), differences, is_corrected, is_closed_to)


def find_page_differences(entry: ImportedEntry) -> list[Difference]:
    """Say what the page has otherwise than its last version did."""
    old, new = entry.previous, entry
    if old is None:
        return []
    language: Literal["pl", "en"] = "en" if get_language() == "en" else "pl"
    pairs: list[tuple[str | Promise, str, str]] = [
        (_("Date"), old.date.format(language), new.date.format(language)),
        (_("Hours"), write_hours(old), write_hours(new)),
        (_("Title"), old.title, new.title),
        (_("Text"), old.text, new.text),
        (_("Links"), write_links(old), write_links(new)),
    ]
    return [compare(label, before, after) for label, before, after in pairs if before != after]


def write_hours(entry: ImportedEntry) -> str:
    """Write the hours of an entry."""
    return "–".join(f"{hour:%H:%M}" for hour in (entry.time_start, entry.time_end) if hour)


def write_links(entry: ImportedEntry) -> str:
    """Write the links of an entry, one in a line."""
    return "\n".join(f"{link['label']} {link['url']}".strip() for link in entry.links)


def compare(label: str | Promise, before: str, after: str) -> Difference:
    """Compare two texts word by word."""
    old, new = split_words(before), split_words(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for sign, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if from_old < to_old:
            left.append(make_piece(old[from_old:to_old], is_marked=sign != "equal"))
        if from_new < to_new:
            right.append(make_piece(new[from_new:to_new], is_marked=sign != "equal"))
    return Difference(label, left, right)


def make_piece(words: Sequence[str], *, is_marked: bool) -> Piece:
    """Join words; of a long run that did not change, its two ends say enough."""
    text = "".join(words)
    if is_marked or len(text) <= 3 * SHOWN_AROUND:
        return Piece(text, is_marked)
    return Piece(f"{text[:SHOWN_AROUND].rsplit(' ', 1)[0]} […] {text[-SHOWN_AROUND:].split(' ', 1)[-1]}", is_marked=False)


def split_words(text: str) -> list[str]:
    """Cut a text into words with the spaces after them; a very long one into lines."""
    words = re.findall(r"\S+\s*|\s+", text)
    return words if len(words) <= MOST_WORDS else text.splitlines(keepends=True)
