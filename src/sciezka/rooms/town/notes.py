"""What the reader of a page noticed, in sentences that people understand.

The reader in :mod:`sciezka.core.chronicle` gives codes. Each code has here one sentence that says what was met, and
one that says what was kept or what to do. Codes in ``QUIET`` only inform; all others ask for a look before accepting.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from sciezka.core.chronicle import Note

QUIET = frozenset({"preamble", "link_scheme_added", "stage_carried", "year_short", "year_from_section", "embedded_left_out"})

SENTENCES: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "empty": (_("The page is empty."), _("Nothing was imported. Check that the right file or text was given.")),
    "no_dates": (
        _("No line of the page begins with a date, so there are no entries."),
        _("Nothing was imported. Each entry needs its own line with a date, such as 9.10.2020 or May 2020."),
    ),
    "preamble": (
        _("Text stands above the first date."),
        _("It belongs to no entry and is kept beside the list."),
    ),
    "encoding_guessed": (
        _("The page does not say truly how its letters are encoded; it was read as %(encoding)s."),
        _("Check a few Polish letters, such as ą, ł and ż."),
    ),
    "encoding_damaged": (
        _("Some letters of the page were damaged before it came here."),
        _("They are shown as �. Correct them in the entries."),
    ),
    "heading_unread": (
        _("“%(text)s” looks like a heading, but is no date that can be read."),
        _("It was kept as text. If a new entry begins here, correct the date on the page or add the entry by hand."),
    ),
    "date_impossible": (
        _("“%(text)s” is not in the calendar."),
        _("It was kept as text of the entry above. Check the date on the page."),
    ),
    "date_reversed": (
        _("“%(text)s” ends before it starts."),
        _("It was kept as text of the entry above. Check the date on the page."),
    ),
    "date_without_year": (
        _("“%(text)s” has no year, and no heading above gives one."),
        _("It was kept as text of the entry above. Add the year on the page."),
    ),
    "date_in_text": (
        _("“%(text)s” begins with a date, but the entries of this page are headed otherwise."),
        _("It was kept as text. If a new entry begins here, add it by hand."),
    ),
    "year_from_section": (_("The year was taken from the heading “%(text)s” above."), _("Check that it is right.")),
    "year_short": (_("The year was written with two digits and read as 20…"), _("Check that it is right.")),
    "year_crossed": (
        _("The first day has no year; the range was read as crossing New Year."),
        _("Check both days."),
    ),
    "days_apart": (
        _("The days listed do not follow one another."),
        _("The date runs from the first to the last of them. If there were separate meetings, make separate entries."),
    ),
    "time_reversed": (
        _("The hour of the end is before the hour of the start."),
        _("The entry was left without the hour of the end. Check the hours."),
    ),
    "sentence_heading": (
        _("The date is part of the first sentence."),
        _("Check that an entry really begins here."),
    ),
    "entry_empty": (_("The entry has a date and no text."), _("Write its title, or skip it.")),
    "entry_long": (
        _("The entry is longer than 100 kB."),
        _("All of it was kept. Check that a date is not missing inside it."),
    ),
    "names_person": (
        _("“%(text)s” seems to name a person."),
        _("Check whether the name should be public; a position or a body usually says enough."),
    ),
    "stage_carried": (
        _("The entry names no stage."),
        _("The stage of the entry before it in time is proposed."),
    ),
    "link_scheme_added": (_("“%(text)s” had no https:// in front."), _("It was added.")),
    "link_shortened": (
        _("The address “%(text)s” is cut short on the page itself and will not open."),
        _("Correct the link, or remove it."),
    ),
    "link_dropped": (_("A link that could run a program was removed."), _("Its words were kept.")),
    "link_relative": (
        _("The link “%(text)s” does not give the whole address."),
        _("Its words were kept. Add the whole address if the link is needed."),
    ),
    "embedded_left_out": (
        _("Footnotes or comments of the document were not read."),
        _("Copy by hand what is needed from them."),
    ),
}

# Why the reader refused a page: its own words, named here so that they are translated.
REFUSALS = (
    gettext_noop("The page is larger than 20 MB. Give the part with the chronicle only."),
    gettext_noop("A PDF is not read. Open it, select all, copy, and paste the text here."),
    gettext_noop("This is a picture, not a page. Give the page as text, HTML or DOCX."),
    gettext_noop("An RTF document is not read. Save it as DOCX, or copy and paste its text."),
    gettext_noop("This is a compressed file. Unpack it and give the page itself."),
    gettext_noop("This is a packed file, not letters. If it is a Word document, read it as DOCX."),
    gettext_noop("The document is protected by a password. Save it without one."),
    gettext_noop("An old Word document (.doc) is not read. Save it as DOCX, or copy and paste its text."),
    gettext_noop("This is no DOCX document. Give it as text or HTML, or save it again as DOCX."),
    gettext_noop("This is not a page of text. Give the page as text, HTML or DOCX."),
    gettext_noop("The HTML is too broken to read. Copy and paste its text."),
    gettext_noop("This is a packed file but no Word document. Give the page itself."),
    gettext_noop("The document unpacks to more than can be read. Copy and paste its text."),
    gettext_noop(
        "The document is damaged or is no Word document. Open it, save it again as DOCX, or copy and paste its text."
    ),
    gettext_noop("The page holds more than 20,000 dates. Divide it and give the parts one after another."),
)


@dataclass(frozen=True, slots=True)
class Remark:
    """A note ready to show: what was met, what was kept or what to do, and where."""

    code: str
    line: int
    met: str
    advice: str
    is_quiet: bool


def say_note(code: str, line: int, params: Mapping[str, Any]) -> Remark:
    """Turn a code of the reader into sentences in the language of the page."""
    met, advice = SENTENCES.get(code, (code, ""))
    return Remark(code, line, str(met) % params if params else str(met), str(advice), code in QUIET)


def say_notes(kept: Iterable[Mapping[str, Any]]) -> list[Remark]:
    """Turn kept notes into sentences."""
    return [say_note(note["code"], note["line"], note.get("params", {})) for note in kept]


def say_refusal(message: str) -> str:
    """Translate the reader's reason for refusing a page."""
    return gettext(message)


def keep_notes(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Turn the reader's notes into plain data for the database."""
    return [{"code": note.code, "line": note.line, "params": dict(note.params)} for note in notes]


def is_doubtful(notes: Iterable[Note]) -> bool:
    """Tell whether a note asks for a look before the entry is accepted."""
    return any(note.code not in QUIET for note in notes)
