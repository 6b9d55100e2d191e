"""How long a questionnaire takes, and how hard its words are to read.

**Time.** Own model, to be compared with measured times once there are some: words are read at 200 a minute (somewhat below
the 238 of silent reading in English, M. Brysbaert, *How many words do we read per minute?*, 2019), each kind of answer takes
its own time, and each page a moment. *Longest* is the longest way through the pages with all conditions met; *typical*
weighs what shows only sometimes by one half, and leaps by the share of the options that take them.

**Readability.** Gunning's fog index (R. Gunning, *The Technique of Clear Writing*, 1952) with the mark for hard words that
is usual for Polish since W. Pisarek (*Jak mierzyć zrozumiałość tekstu?*, 1969): four syllables or more. It is counted from
the written word, which is not taken back to its basic form. English counts three syllables. The index is about as many
years of school as reading the text with ease takes.
"""

import math
import re
from dataclasses import dataclass
from typing import Final

from sciezka.rooms.questions.schema.faults.noted import Place as _Place
from sciezka.rooms.questions.schema.faults.noted import list_texts
from sciezka.rooms.questions.schema.faults.reach import find_target
from sciezka.rooms.questions.schema.faults.words import WORD
from sciezka.rooms.questions.schema.types import Item, Kind, Page, Questionnaire, Section

SECONDS_PER_WORD: Final = 60 / 200
SECONDS_PER_PAGE: Final = 3.0
SOMETIMES: Final = 0.5
MOST_OPTIONS_READ: Final = 12
"""Of a longer list people read about so many before they choose or search."""
ANSWERING: Final = {
    Kind.SINGLE: 3.0, Kind.DROPDOWN: 5.0, Kind.MULTIPLE: 5.0, Kind.NUMBER: 6.0, Kind.TEXT: 12.0, Kind.LONG_TEXT: 40.0,
    Kind.DATE: 8.0, Kind.NPS: 4.0, Kind.PLACE: 20.0, Kind.BUDGET: 180.0, Kind.FILE: 40.0, Kind.CONSENT: 4.0, Kind.NOTE: 0.0,
}  # fmt: skip
ANSWERING_EACH: Final = {Kind.GRID: 3.0, Kind.SEMANTIC: 3.5, Kind.RANKING: 4.0, Kind.ALLOCATION: 6.0}
"""Seconds for each line of a grid, each option ranked or given points."""

SENTENCE: Final = re.compile(r"[.!?…:;]+(?=\s|$)|\n+")
VOWELS: Final = {
    # A Polish i before a vowel only softens; au and eu are mostly one syllable.
    "pl": re.compile(r"i(?=[aeouóyąę])|(au|eu|[aeouóyąęi])"),
    "uk": re.compile(r"([аеєиіїоуюя])"),
    "en": re.compile(r"e\b(?!\A)|([aeiouy]+)"),
}
HARD: Final = {"pl": 4, "uk": 4, "en": 3}


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long a questionnaire takes, in seconds.

    Attributes:
        typical: for most people.
        longest: on the longest way.
    """

    typical: int
    longest: int


@dataclass(frozen=True, slots=True)
class Readability:
    """How hard a text is to read.

    Attributes:
        index: the fog index.
        grade_years: the index as years of school, a whole number.
        words: how many.
        sentences: how many.
        hard_words: the hard ones, each once, as they come.
    """

    index: float
    grade_years: int
    words: int
    sentences: int
    hard_words: tuple[str, ...]


def estimate_seconds(questionnaire: Questionnaire, language: str) -> int:
    """Estimate how long most people take to answer, in seconds."""
    return estimate_span(questionnaire, language).typical


def estimate_minutes(questionnaire: Questionnaire, language: str) -> int:
    """Estimate the same in whole minutes, as people are told."""
    return count_minutes(estimate_seconds(questionnaire, language))


def count_minutes(seconds: int) -> int:
    """Give whole minutes, rounded up: nobody should find that answering takes longer than it was said to."""
    return max(1, -(-seconds // 60))


def estimate_span(questionnaire: Questionnaire, language: str) -> Estimate:
    """Estimate how long most people take, and those on the longest way."""
    count = len(questionnaire.pages)
    typical, longest = [0.0] * (count + 1), [0.0] * (count + 1)
    # From the last page back to the first: each page takes its own time and that of the pages it leads to.
    for number in range(count - 1, -1, -1):
        page = questionnaire.pages[number]
        ways = _weigh_ways(questionnaire, page, number)
        chance = SOMETIMES if page.show_if is not None else 1.0
        ahead = sum(share * typical[place] for place, share in ways.items())
        typical[number] = chance * (_time_page(page, language, SOMETIMES) + ahead) + (1 - chance) * typical[number + 1]
        longest[number] = _time_page(page, language, 1.0) + max(longest[place] for place in ways)
    framing = _time_reading(questionnaire.intro.say(language, questionnaire.base))
    return Estimate(math.ceil(framing + typical[0]), math.ceil(framing + longest[0]))


def estimate_item(item: Item, language: str) -> float:
    """Estimate how long one item takes, in seconds, with reading it."""
    texts = [text.say(language) for _, text, _ in list_texts(_Place(item, Section(code=""), Page(code=""), 0, ""))]
    reading = sum(_time_reading(text) for text in texts[:5])
    listed = [_time_reading(text) for text in texts[5:] if text]
    each = ANSWERING_EACH.get(item.kind, 0.0) * (len(item.rows) or len(item.options))
    return reading + sum(listed[: max(MOST_OPTIONS_READ, 2 * len(item.rows))]) + each + ANSWERING.get(item.kind, 0.0)


def measure_readability(text: str, language: str) -> Readability:
    """Measure how hard a text is to read. Of a few words it says little: measure the whole questionnaire or a page."""
    words = WORD.findall(text)
    sentences = sum(1 for part in SENTENCE.split(text) if WORD.search(part))
    if not words:
        return Readability(0.0, 0, 0, 0, ())
    least = HARD.get(language, 4)
    hard = [word for word in words if count_syllables(word, language) >= least]
    index = 0.4 * (len(words) / max(1, sentences) + 100 * len(hard) / len(words))
    listed = tuple(dict.fromkeys(word.casefold() for word in hard))
    return Readability(round(index, 1), round(index), len(words), max(1, sentences), listed)


def gather_words(questionnaire: Questionnaire, language: str) -> str:
    """Give all that a questionnaire says in a language, a line each, to be measured."""
    lines = [text.words.get(language, "") for text in (questionnaire.intro, questionnaire.thanks)]
    for page in questionnaire.pages:
        for section in page.sections:
            lines.append(section.text.words.get(language, ""))
            for item in section.items:
                lines += [item.text.words.get(language, ""), item.help.words.get(language, "")]
                lines += [row.text.words.get(language, "") for row in item.rows]
    return "\n".join(line for line in lines if line)


def count_syllables(word: str, language: str) -> int:
    """Count syllables of a word by its vowels; at least one."""
    vowels = VOWELS.get(language, VOWELS["pl"])
    return max(1, sum(1 for found in vowels.finditer(word.casefold()) if found[1]))


def _time_reading(text: str) -> float:
    return len(WORD.findall(text)) * SECONDS_PER_WORD


def _time_page(page: Page, language: str, sometimes: float) -> float:
    """Time a page: its items, those that show only sometimes in that share."""
    seconds = SECONDS_PER_PAGE + _time_reading(page.title.say(language))
    for section in page.sections:
        share = sometimes if section.show_if is not None else 1.0
        seconds += share * (_time_reading(section.title.say(language)) + _time_reading(section.text.say(language)))
        for item in section.items:
            seconds += share * (sometimes if item.show_if is not None else 1.0) * estimate_item(item, language)
    return seconds


def _weigh_ways(questionnaire: Questionnaire, page: Page, number: int) -> dict[int, float]:
    """Give the places that a page leads to, each with its share of people; the first item that leaps decides."""
    ways: dict[int, float] = {}
    left = 1.0
    for item in page.items():
        for target in item.leaps.values():
            share = left / max(1, len(item.options))
            place = find_target(questionnaire, target, number)
            ways[place] = ways.get(place, 0.0) + share
        left -= left * len(item.leaps) / max(1, len(item.options))
    going_on = find_target(questionnaire, page.skip_to, number)
    if left > 0:
        ways[going_on] = ways.get(going_on, 0.0) + left
    return ways
