"""What the checks found about a draft, as sentences with a link to the part that each speaks of, and how long it takes."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.drafts import KEPT, Part, key_of, read_content
from sciezka.rooms.questions.queries.fault_words import IN_LANGUAGE, SENTENCES, WHAT
from sciezka.rooms.questions.schema.checking import Fault, find_faults
from sciezka.rooms.questions.schema.reading import (
    Estimate,
    Readability,
    count_minutes,
    estimate_span,
    gather_words,
    measure_readability,
)
from sciezka.rooms.questions.schema.types import Questionnaire as Schema

STEP: Final = re.compile(r"(pages|sections|items)\[([0-9]+)\]")
RANKS: Final = ("hint", "warning", "error")
HARD_TEXT: Final = 13
"""Years of school above which a text asks more than a secondary school gives."""
FEWEST_WORDS: Final = 15
"""Of fewer words the index says nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """A fault and the part that it speaks of, nothing for the head."""

    fault: Fault
    part: Part | None


@dataclass(frozen=True, slots=True)
class Advice:
    """What is known about a draft.

    Attributes:
        span: how long answering takes.
        found: the faults, the gravest first.
        errors: how many errors.
        warnings: how many warnings.
        hints: how many hints.
        by_part: the worst found about a part, by its key.
    """

    span: Estimate
    found: tuple[Found, ...]
    errors: int
    warnings: int
    hints: int
    by_part: Mapping[str, str]

    @property
    def seconds(self) -> int:
        """Give the time that answering mostly takes."""
        return self.span.typical

    @property
    def minutes(self) -> int:
        """Give the same in whole minutes."""
        return count_minutes(self.span.typical)

    @property
    def longest_minutes(self) -> int:
        """Give the time of the longest way in whole minutes."""
        return count_minutes(self.span.longest)


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard a part is to read."""

    code: str
    text: str
    measured: Readability


def advise(questionnaire: Questionnaire) -> Advice:
    """Check a draft."""
    return _advise(json.dumps(questionnaire.draft, sort_keys=True), questionnaire.audience)


@lru_cache(maxsize=KEPT)
def _advise(written: str, audience: str) -> Advice:
    draft = read_content(written)
    found = tuple(Found(fault, find_part(draft, fault.path)) for fault in find_faults(draft, audience=audience))
    worst: dict[str, str] = {}
    for one in found:
        key = key_of(one.part) if one.part is not None else ""
        worst[key] = max(worst.get(key, "hint"), one.fault.severity, key=RANKS.index)
    counted = Counter(one.fault.severity for one in found)
    span = estimate_span(draft, draft.base)
    return Advice(span, found, counted["error"], counted["warning"], counted["hint"], worst)


def find_part(draft: Schema, path: str) -> Part | None:
    """Find the part that a path leads to; nothing for the head."""
    here: Any = draft
    for name, number in STEP.findall(path):
        inner = getattr(here, name, ())
        if int(number) >= len(inner):
            break
        here = inner[int(number)]
    return None if here is draft else here


def say_fault(fault: Fault) -> str:
    """Say a fault in one sentence."""
    fields = dict(fault.fields)
    fields["language_name"] = IN_LANGUAGE.get(str(fields.get("language", "")), "")
    fields["what_name"] = WHAT.get(str(fields.get("what", "")), fields.get("what", ""))
    code = "wording.double_named" if fault.code == "wording.double" and fields.get("words") else fault.code
    sentence = SENTENCES.get(code)
    return str(sentence) % fields if sentence is not None else code


def measure_whole(draft: Schema, language: str) -> Readability:
    """Measure how hard the whole questionnaire is to read."""
    return measure_readability(gather_words(draft, language), language)


def list_hard_texts(draft: Schema, language: str) -> list[Reading]:
    """List the texts that are hard to read, the hardest first."""
    texts = [("", draft.intro), ("", draft.thanks)]
    for page in draft.pages:
        for section in page.sections:
            texts += [(section.code, section.text), *((item.code, item.text) for item in section.items)]
    measured = [
        Reading(code, words, measure_readability(words, language))
        for code, text in texts
        if (words := text.words.get(language, ""))
    ]
    hard = [one for one in measured if one.measured.words >= FEWEST_WORDS and one.measured.index >= HARD_TEXT]
    return sorted(hard, key=lambda one: -one.measured.index)
