"""What is wrong with a questionnaire, or may be: errors keep it from being used, warnings are read before, hints are taste.

The codes and what they mean are listed in docs/reference/questionnaire-format.md; rooms say them in sentences.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from sciezka.rooms.questions.schema.faults.noted import SEVERITIES, Fault
from sciezka.rooms.questions.schema.faults.paths import find_faults_of_way
from sciezka.rooms.questions.schema.faults.privacy import find_faults_of_privacy
from sciezka.rooms.questions.schema.faults.reach import find_unreachable
from sciezka.rooms.questions.schema.faults.scales import find_faults_of_scales
from sciezka.rooms.questions.schema.faults.shapes import find_faults_of_shape, find_missing_translations, list_translated
from sciezka.rooms.questions.schema.faults.words import find_faults_of_words
from sciezka.rooms.questions.schema.reading import count_minutes, estimate_span
from sciezka.rooms.questions.schema.types import Kind, Questionnaire

__all__ = ["Fault", "find_faults", "measure_translation"]

MOST_SECONDS: Final = 15 * 60
MOST_ITEMS: Final = 60


def find_faults(questionnaire: Questionnaire, *, audience: str = "") -> tuple[Fault, ...]:
    """Find all faults, the gravest first, otherwise in the questionnaire's order within each rule.

    Args:
        questionnaire: a draft or a finished one.
        audience: whom it is meant for (``youth``, …); some things may not be asked of everybody.
    """
    found = [
        *find_faults_of_shape(questionnaire),
        *find_faults_of_way(questionnaire),
        *find_unreachable(questionnaire),
        *find_faults_of_privacy(questionnaire, audience),
        *find_faults_of_words(questionnaire),
        *find_faults_of_scales(questionnaire),
        *_find_length(questionnaire),
        *find_missing_translations(questionnaire),
    ]
    return tuple(sorted(found, key=lambda fault: SEVERITIES.index(fault.severity)))


def measure_translation(questionnaire: Questionnaire) -> Mapping[str, tuple[int, int]]:
    """Tell for each language how many texts are written, of all that have words in any of them."""
    texts = [text for _, _, nouns in list_translated(questionnaire) for text in nouns if text]
    return {
        language: (sum(1 for text in texts if text.speaks(language)), len(texts)) for language in questionnaire.languages
    }


def _find_length(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Find that the whole takes too long; people leave, and answer the end without reading."""
    span = estimate_span(questionnaire, questionnaire.base)
    if span.typical > MOST_SECONDS:
        yield Fault("length.time", "", "warning", {"minutes": count_minutes(span.typical), "most": MOST_SECONDS // 60})
    items = sum(1 for item in questionnaire.items() if item.kind is not Kind.NOTE)
    if items > MOST_ITEMS:
        yield Fault("length.items", "", "warning", {"items": items, "most": MOST_ITEMS})
