"""Single responses, for who may see them: each with its answers in words, in an order that tells nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator

from sciezka.kit.coordinates import write_place
from sciezka.rooms.questions.queries.budgets import say_lines
from sciezka.rooms.questions.schema.types import Item, Kind, Questionnaire
from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.surveys.queries.frames import layout_of
from sciezka.rooms.surveys.queries.results_shapes import say_question

ON_PAGE: Final = 10
SHOWS: Final = ("wszystkie", "pominiete", "poza-limitem")


@dataclass(frozen=True, slots=True)
class ShownResponse:
    """A response with its answers in words."""

    response: Response
    mark: str
    answers: tuple[tuple[str, str], ...]


def page_responses(survey: Survey, *, show: str, number: str, language: str) -> Page[Any]:
    """Give one page of finished responses, by what was drawn for them."""
    rows = survey.responses.filter(finished_hour__isnull=False).order_by("pk")
    if show == "pominiete":
        rows = rows.exclude(left_out="")
    elif show == "poza-limitem":
        rows = rows.exclude(quota="")
    page: Page[Any] = Paginator(rows, ON_PAGE).get_page(number)
    page.object_list = [show_response(response, language) for response in page.object_list]
    return page


def show_response(response: Response, language: str) -> ShownResponse:
    """Put a response into words."""
    questionnaire = layout_of(response.edition_id).questionnaire
    # The first signs tell responses apart in talk; nothing else does.
    return ShownResponse(response, str(response.pk)[:8], tuple(list_answers(questionnaire, response.answers, language)))


def list_answers(questionnaire: Questionnaire, answers: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """Give each answered question with its answer in words."""
    for item in questionnaire.items():
        if item.kind != Kind.NOTE and item.code in answers:
            yield say_question(item, language), say_answer(item, answers, language)


def say_answer(item: Item, answers: Mapping[str, Any], language: str) -> str:
    """Put an answer into words."""
    given = answers[item.code]
    labels = {option.code: option.text.say(language) or option.code for option in item.options}
    rows = {row.code: row.text.say(language) for row in item.rows}
    if item.kind in {Kind.SINGLE, Kind.DROPDOWN}:
        return _add_words(item, str(given), labels, answers)
    if item.kind in {Kind.BUDGET, Kind.PLACE}:
        return write_place(given) if item.kind == Kind.PLACE else "; ".join(say_lines(item, given, language))
    if isinstance(given, list):
        return ", ".join(_add_words(item, str(code), labels, answers) for code in given)
    if isinstance(given, dict):
        if item.kind == Kind.FILE:
            return str(given.get("name", ""))
        names = rows or labels
        return "; ".join(f"{names.get(part, part)}: {labels.get(str(value), value)}" for part, value in given.items())
    return str(given)


def _add_words(item: Item, code: str, labels: Mapping[str, str], answers: Mapping[str, Any]) -> str:
    words = answers.get(f"{item.code}.{code}")
    label = labels.get(code, code)
    return f"{label}: {words}" if words else label
