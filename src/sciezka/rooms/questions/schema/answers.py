"""Answers of a page and of a whole questionnaire: read from form fields, checked, and checked again as a whole.

Three shapes meet here. *Posted* is what a form sends. *Given* is the same by items, as it was typed, and can be shown again.
*Answers* are what is stored (``types`` lists their shapes); only what is sound becomes one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sciezka.rooms.questions.schema.posting import read_posted, write_fields
from sciezka.rooms.questions.schema.routes import gather_earlier, holds, is_required, prune, shown_rows, walk_pages
from sciezka.rooms.questions.schema.tidying import clean_given, clean_signs
from sciezka.rooms.questions.schema.types import (
    WITH_ROWS,
    Answers,
    Item,
    Kind,
    Page,
    Questionnaire,
)
from sciezka.rooms.questions.schema.valuing import Problem, Reading, check_file, read_own_words, read_value

__all__ = [
    "INCOMPLETE",
    "Checked",
    "Problem",
    "check_all",
    "check_file",
    "check_page",
    "find_page_to_mend",
    "read_plain",
    "read_posted",
    "replace_answers",
    "write_fields",
]

INCOMPLETE: Final = frozenset({"required", "rows", "consent"})
"""Problems of what is missing; what stands there is sound all the same."""
MISSING: Final = {Kind.CONSENT: "consent"}
LONGEST_KEY: Final = 80


@dataclass(frozen=True, slots=True)
class Checked:
    """What a page's answers came to.

    Attributes:
        answers: those that are sound, in the stored shape; nothing of items that have a problem, except that of a grid with
            lines left out (``rows``) the answered lines are here.
        problems: what is to be mended before going on, in the page's order.
        given: what was typed, to be shown again.
    """

    answers: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)


def check_page(questionnaire: Questionnaire, page: Page, given: Mapping[str, Any], answers: Answers) -> Checked:
    """Check what was given on a page, item by item as they show.

    Args:
        questionnaire: the whole.
        page: the page.
        given: answers by items, as ``read_posted`` gives them or in the stored shape; what isn't of
            this page is passed over.
        answers: all answers so far; of these only what counts and comes before the page is looked at.
    """
    earlier = gather_earlier(questionnaire, page, answers)
    found, problems, _ = _check_items(page, given, earlier)
    keys = [key for item in page.items() for key in _list_keys(item)]
    shown = {key: clean_given(given[key]) for key in keys if key in given}
    return Checked(found, tuple(problems), shown)


def replace_answers(page: Page, answers: Answers, found: Answers) -> dict[str, Any]:
    """Give all answers with those of a page replaced by what has been found."""
    keys = {key for item in page.items() for key in _list_keys(item)}
    return {**{key: answer for key, answer in answers.items() if key not in keys}, **found}


def check_all(questionnaire: Questionnaire, answers: Answers) -> tuple[Problem, ...]:
    """Check a whole set of answers strictly, as they would be stored.

    Besides what ``check_page`` finds: ``unknown`` (nothing has this key), ``hidden`` (not asked on the way that these
    answers lead) and ``shape`` (not in the stored shape).
    """
    counted = prune(questionnaire, answers)
    problems = _find_strangers(questionnaire, answers, counted)
    live: dict[str, Any] = {}
    for page in walk_pages(questionnaire, answers):
        found, wrong, items = _check_items(page, counted, live)
        live.update(found)
        problems.extend(wrong)
        bad = {problem.item for problem in wrong if problem.code not in INCOMPLETE}
        for item in items:
            keys = _list_keys(item)
            if item.code not in bad and any(not _is_same(found.get(key), counted.get(key)) for key in keys):
                problems.append(Problem(item.code, "shape"))
    return tuple(problems)


def read_plain(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Checked:
    """Read answers of a whole questionnaire that come from elsewhere: a file of answers, a paper form typed in.

    Each may be as a form gives it or in the stored shape. Nothing is dropped silently: what is unsound, unknown or was not
    to be asked is among the problems.

    Returns:
        The sound answers that count, the problems, and what was given.
    """
    sound: dict[str, Any] = {}
    problems: list[Problem] = []
    for item in questionnaire.items_by_code.values():
        given = answers.get(item.code)
        reading = Reading(item, item.rows)
        value = read_value(reading, given)
        words = read_own_words(reading, value, answers) if value is not None else {}
        problems.extend(reading.problems)
        if value is not None and not reading.problems:
            sound[item.code] = value
            sound.update(words)
        # Words beside an option that isn't chosen, for these to be told as hidden.
        for key in _list_keys(item)[1:]:
            if key not in sound and not reading.problems and isinstance(answers.get(key), str) and answers[key].strip():
                sound[key] = answers[key]
    counted = prune(questionnaire, sound)
    strangers = _find_strangers(questionnaire, answers, sound)
    problems.extend(problem for problem in strangers if problem.code == "unknown")
    problems.extend(_find_strangers(questionnaire, sound, counted))
    bad = {problem.item for problem in problems}
    problems.extend(problem for problem in check_all(questionnaire, counted) if problem.item not in bad)
    return Checked(counted, tuple(problems), {key: clean_given(value) for key, value in answers.items()})


def find_page_to_mend(questionnaire: Questionnaire, answers: Answers) -> Page | None:
    """Give the first page on the way where something is missing or wrong; nothing where all is answered."""
    live: dict[str, Any] = {}
    for page in walk_pages(questionnaire, answers):
        found, problems, _ = _check_items(page, answers, live)
        if problems:
            return page
        live.update(found)
    return None


def _check_items(page: Page, given: Mapping[str, Any], earlier: Answers) -> tuple[dict[str, Any], list[Problem], list[Item]]:
    """Check the items of a page in order; each sees the sound answers of those before it.

    Returns:
        The sound answers of this page, the problems, and the items that show.
    """
    live = {**earlier}
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    shown: list[Item] = []
    for section in page.sections:
        if section.show_if is not None and not holds(section.show_if, live):
            continue
        for item in section.items:
            if item.show_if is not None and not holds(item.show_if, live):
                continue
            rows = shown_rows(item, live)
            if item.has_conditional_rows and not rows:
                continue
            shown.append(item)
            reading = Reading(item, rows)
            value = read_value(reading, given.get(item.code))
            words = read_own_words(reading, value, given) if value is not None and item.options_of_own_words else {}
            sound = not reading.problems
            _check_presence(reading, value, live)
            problems.extend(reading.problems)
            if value is not None and sound:
                live[item.code] = found[item.code] = value
                found.update(words)
    return found, problems, shown


def _check_presence(reading: Reading, value: object, live: Answers) -> None:
    """Check that what must be answered was."""
    item = reading.item
    if reading.problems or not is_required(item, live):
        return
    if value is None:
        reading.add(MISSING.get(item.kind, "required"))
    elif item.kind in WITH_ROWS and isinstance(value, Mapping) and len(value) < len(reading.rows):
        missing = tuple(row.code for row in reading.rows if row.code not in value)
        reading.add("rows", missing[0], rows=missing, missing=len(missing))


def _find_strangers(questionnaire: Questionnaire, answers: Mapping[str, Any], counted: Answers) -> list[Problem]:
    """List what was answered although nothing asks it, or not on this way."""
    problems: list[Problem] = []
    for key, answer in answers.items():
        if key in counted:
            if isinstance(answer, Mapping) and isinstance(counted[key], Mapping):
                hidden = [row for row in answer if row not in counted[key]]
                problems.extend(Problem(key, "hidden", _cut_key(row)) for row in hidden)
            continue
        code, _, option = key.partition(".") if isinstance(key, str) else ("", "", "")
        item = questionnaire.find_item(code)
        if item is None or (option and option not in item.options_of_own_words):
            problems.append(Problem(_cut_key(key), "unknown"))
        else:
            problems.append(Problem(code, "hidden", option))
    return problems


def _cut_key(key: object) -> str:
    return clean_signs(key[:LONGEST_KEY]) if isinstance(key, str) else ""


def _list_keys(item: Item) -> list[str]:
    """List the keys under which an item's answer stands, its own first."""
    return [item.code, *(f"{item.code}.{option}" for option in item.options_of_own_words)]


def _is_same(one: object, other: object) -> bool:
    """Compare two answers strictly; ``true`` is not 1, and the order of a list counts."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_same(part, other[key]) for key, part in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return one == other
