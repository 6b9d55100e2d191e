"""The chronicle: reading a town's Kalendarium page (text, HTML or DOCX) into entries, and comparing two readings.

`parse_chronicle` takes the bytes of a page and gives a `Chronicle`; `compare_with` says which of its entries are new,
changed, unchanged or gone. Everything is a proposal for a person to review, and no word of the page is dropped: what
is no entry is the preamble, and what could not be read is kept as text with a note at its line. The rules are told in
docs/methods/chronicle.md.
"""

from sciezka.core.chronicle.comparing import Change, Comparison, Known, Match, compare_with
from sciezka.core.chronicle.entry import NOTE_CODES, Chronicle, Entry, Link, Note, PageRefused
from sciezka.core.chronicle.parsing import parse_chronicle
from sciezka.core.chronicle.proposing import KINDS, MODES
from sciezka.core.chronicle.sniffing import MAX_BYTES
from sciezka.core.chronicle.stages import STAGES

__all__ = [
    "KINDS",
    "MAX_BYTES",
    "MODES",
    "NOTE_CODES",
    "STAGES",
    "Change",
    "Chronicle",
    "Comparison",
    "Entry",
    "Known",
    "Link",
    "Match",
    "Note",
    "PageRefused",
    "compare_with",
    "parse_chronicle",
]
