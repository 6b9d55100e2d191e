"""What a survey asks, and how its questionnaire's draft differs from the edition that people answer now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sciezka.rooms.questions.schema.comparing import same_question
from sciezka.rooms.questions.schema.stored import read_questionnaire, write_item, write_questionnaire
from sciezka.rooms.questions.schema.types import Item, Questionnaire, SchemaProblem
from sciezka.rooms.surveys.models import Survey

WORDS: Final = frozenset({"text", "help", "unit", "low", "high", "right", "title", "intro", "thanks"})
"""The fields of the stored questionnaire that hold texts; all else decides what is asked, of whom and how."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the edition in use and the draft.

    Attributes:
        kind: ``added``, ``removed``, ``rebuilt`` (what can be answered, or when it shows, is another), ``reworded`` or
            ``order`` (pages, sections, or the order and conditions of the whole).
        code: the item's code; empty for the whole.
        before: the question as it stands now.
        after: the question as it would stand.
    """

    kind: str
    code: str = ""
    before: str = ""
    after: str = ""

    @property
    def is_wording(self) -> bool:
        """Tell whether answers given before and after mean the same."""
        return self.kind == "reworded"


def read_asked(survey: Survey) -> Questionnaire:
    """Read what the survey asks: its edition once it was launched, before it the draft; empty where it can't be read."""
    try:
        return read_questionnaire(survey.edition.content if survey.edition else survey.questionnaire.draft)
    except SchemaProblem:
        return Questionnaire()


def list_changes(survey: Survey) -> list[Change]:
    """List how the draft differs from the edition in use."""
    if survey.edition is None:
        return []
    try:
        draft = read_questionnaire(survey.questionnaire.draft)
    except SchemaProblem:
        return [Change("order")]
    return list(compare(read_questionnaire(survey.edition.content), draft))


def compare(before: Questionnaire, after: Questionnaire) -> Iterator[Change]:
    """Compare two editions item by item, then what joins the items."""
    old = {item.code: item for item in before.items()}
    new = {item.code: item for item in after.items()}
    for code, item in old.items():
        words = item.text.say(before.base)
        if code not in new:
            yield Change("removed", code, words)
        elif kind := compare_items(item, new[code]):
            yield Change(kind, code, words, new[code].text.say(after.base))
    for code, item in new.items():
        if code not in old:
            yield Change("added", code, "", item.text.say(after.base))
    if old.keys() == new.keys():
        stored, written = write_questionnaire(before), write_questionnaire(after)
        if strip_items(stored) != strip_items(written):
            yield Change("order")
        elif strip_inner(stored) != strip_inner(written):
            yield Change("reworded")


def compare_items(before: Item, after: Item) -> str:
    """Tell how an item differs: ``rebuilt``, ``reworded``, or not at all."""
    old, new = write_item(before), write_item(after)
    if old == new:
        return ""
    # Words that ask something else are no rewording, however alike the rest is.
    asks_the_same = strip_words(old) == strip_words(new) and same_question(before, after) in {"same", "reworded"}
    return "reworded" if asks_the_same else "rebuilt"


def strip_words(stored: Any) -> Any:  # noqa: ANN401 - any part of the JSON
    """Leave all but the texts."""
    if isinstance(stored, dict):
        return {name: strip_words(value) for name, value in stored.items() if name not in WORDS}
    return [strip_words(value) for value in stored] if isinstance(stored, list) else stored


def strip_items(stored: dict[str, Any]) -> Any:  # noqa: ANN401 - the JSON's skeleton
    """Leave the skeleton: pages and sections with their conditions, and the items' codes."""
    return strip_words({**strip_inner(stored), "languages": ()})


def strip_inner(stored: dict[str, Any]) -> dict[str, Any]:
    """Leave of each item only its code, so that the texts around the items can be compared."""
    pages = []
    for page in stored.get("pages", []):
        sections = [
            {**section, "items": [item["code"] for item in section.get("items", [])]} for section in page.get("sections", [])
        ]
        pages.append({**page, "sections": sections})
    return {**stored, "pages": pages}
