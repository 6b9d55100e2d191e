"""Proposing the stage of the work an entry belongs to: named, told by its tools, or carried from before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sciezka.core.chronicle.entry import Entry, Note
from sciezka.core.dates import Precision

_BROAD = (Precision.MONTH, Precision.MONTHS)
STAGES = ("I", "II", "III", "IV")

_NUMBER = (
    r"(?P<{0}>(?-i:IV|I{{1,3}})|[1-4]|pierwsz\w+|drugi\w*|trzeci\w*|czwart\w+|one|two|three|four|first|second"
    r"|third|fourth)"
)
_ENDING = r"(?:\.|-?(?:go|szy|gi|ci|ty|st|nd|rd|th))?\s*[-–]?\s*"
_BEFORE_WORD = rf"(?<!\w){_NUMBER.format('before')}{_ENDING}(?:etap(?:u|ie|em|owi)?|stage)(?!\w)"
_AFTER_WORD = rf"(?<!\w)(?:etap(?:u|ie|em|owi)?|stage)\s*(?:nr\s*)?{_NUMBER.format('after')}(?!\w)"
_STAGE = re.compile(rf"{_AFTER_WORD}|{_BEFORE_WORD}", re.IGNORECASE)
# "Stage II of the call" is a phase of the programme's competition; the work in the town has stages of its own.
_OF_THE_CALL = re.compile(
    r"\W*(?:(?:otwarte|tego|wspomniane)\w*\s+)?(?:nab[oó]r|konkurs|oceny|ocenie|projekt|program|wniosk"
    r"|aplikacj|procedur|rekrutacj)"
    r"|\W*of (?:the )?(?:call|competition|programme|program|project|application|selection)",
    re.IGNORECASE,
)
_NUMBERS = {
    "1": "I", "2": "II", "3": "III", "4": "IV", "pierwsz": "I", "drug": "II", "trzec": "III", "czwart": "IV",
    "first": "I", "second": "II", "third": "III", "fourth": "IV", "one": "I", "two": "II", "three": "III", "four": "IV",
}  # fmt: skip


def _compile(pattern: str) -> re.Pattern[str]:
    """Compile for a text in small letters, which is searched many times faster than one blind to their size."""
    return re.compile(pattern.lower())


BEFORE_WORK = _compile(
    r"\bzarys\w*(?: \w+)? projekt|\b(?:złożył\w*|złożeni\w+) (?:zarys|wnios)|\bproject outline"
    r"|\boutline (?:selected|submitted|filed)"
)
# The tools of each stage, the narrowest first: an interview in stage III may well speak of the diagnosis.
_TOOLS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("I", _compile(
        r"oficjaln\w+ rozpoczęci|spotkani\w+ (?:otwieraj|inauguruj|organizacyjn)|\bkick-?off"
        r"|\bpowoł\w+ (?:na mocy .{0,60})?zesp"
    )),
    ("III", _compile(
        r"lider\w+ społeczn|social leaders|\bczynnik\w*|\bSWOT\b|zasob\w+ i produkt\w+|\bcel\w+ rozwojow"
        r"|\bwizj\w+|now\w+ ścieżk\w+ rozwoju"
        r"|key (?:development )?factors|\bvision\b|development goals|resources and products|new development path"
    )),
    ("II", _compile(
        r"diagno[zs]|\bMRL\b|monitor\w* rozwoju|interesariusz\w*|interseriusz\w*|\bankiet|analiz\w+ pogłębion"
        r"|arkusz\w* diagnostyczn|drzew\w+ problem"
        r"|\bsamooceny|systemu analiz samorządowych|stakeholder|\bsurvey|self-assessment|problem tree"
    )),
    ("IV", _compile(
        r"przedsięwzi[eę]|\bpartner[óoa]|generator\w*|kompletn\w+ propozycj|list\w* działań|\bundertakings?\b"
        r"|\bpartners?\b|complete project proposal"
    )),
)  # fmt: skip


def find_stage(text: str) -> str | None:
    """Find the stage of the work that a text names first."""
    for match in _STAGE.finditer(text):
        if not _OF_THE_CALL.match(text, match.end()):
            return _name_stage(match["after"] or match["before"])
    return None


def _name_stage(written: str) -> str | None:
    if written.upper() in STAGES:
        return written.upper()
    return next((stage for stem, stage in _NUMBERS.items() if written.lower().startswith(stem)), None)


def judge_tools(text: str) -> str | None:
    """Tell the stage from the tools a text speaks of."""
    plain = text.lower()
    return next((stage for stage, pattern in _TOOLS if pattern.search(plain)), None)


def propose_stages(entries: Sequence[Entry]) -> list[Entry]:
    """Give every entry its stage, carrying the last one known forward in time."""
    staged = list(entries)
    carried: str | None = None
    order = sorted(range(len(entries)), key=lambda place: (entries[place].date, place))
    for place in order:
        entry = entries[place]
        head = f"{entry.heading}\n{entry.text[:4000]}"
        stage = find_stage(head)
        if stage is None and BEFORE_WORK.search(head[:400].lower()) and carried is None:
            continue
        stage = stage or judge_tools(head)
        if stage:
            # Work told in whole months goes on beside the rest and says nothing of what comes next.
            carried = carried if entry.date.precision in _BROAD and carried else stage
            staged[place] = replace(entry, stage=stage)
        elif carried:
            note = Note.say("stage_carried", entry.line)
            staged[place] = replace(entry, stage=carried, warnings=(*entry.warnings, note))
    return staged
