"""Paper forms: which wait for whom, what one clerk typed and where two differ.

Questions are shown here without conditions: a sheet of paper hides nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext as _

from sciezka.kit.coordinates import write_place
from sciezka.kit.typography import write_number
from sciezka.rooms.questions.queries.budgets import say_lines
from sciezka.rooms.questions.schema.answers import Problem, read_plain
from sciezka.rooms.questions.schema.posting import read_posted
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.questions.schema.types import Answers, Item, Kind, Page, Questionnaire, Section, Text
from sciezka.rooms.surveys.models import PaperForm, Survey
from sciezka.rooms.surveys.queries.places import find_survey

LARGEST_NUMBER: Final = 1_000_000
ONLINE_ONLY: Final = frozenset({Kind.FILE, Kind.PLACE})
"""What can't be told on paper."""
# A person with a pen leaves out and answers what they like; nobody can be asked again.
LENIENT: Final = frozenset({"required", "rows", "hidden"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What a clerk typed: the sound answers, what is to be mended, and what was typed."""

    answers: Mapping[str, Any]
    problems: tuple[Problem, ...]
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that two clerks read differently."""

    code: str
    question: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper form in a list."""

    paper: PaperForm
    state: str  # "once", "differs" or "done"
    remark: str


def find_sheet(workspace: str, process: str, survey: int, paper: int) -> PaperForm:
    """Find a paper form by the number on its sheet, or begin one under it."""
    found = find_survey(workspace, process, survey)
    if not 1 <= paper <= LARGEST_NUMBER or found.edition is None:
        raise Http404
    rows = found.papers.select_related("survey__process__workspace", "edition")
    return rows.filter(number=paper).first() or PaperForm(survey=found, number=paper, edition=found.edition)


def next_number(survey: Survey) -> int:
    """Give the first number after all that are used."""
    last = survey.papers.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def list_papers(survey: Survey) -> list[PaperLine]:
    """List the paper forms of a survey, those that wait first."""
    order = {"differs": 0, "once": 1, "done": 2}
    lines = [make_line(paper) for paper in survey.papers.defer("first", "second").all()]
    return sorted(lines, key=lambda line: (order[line.state], line.paper.number))


def make_line(paper: PaperForm) -> PaperLine:
    """Say where a paper form stands."""
    if paper.response_id:
        return PaperLine(paper, "done", say_mark(paper))
    return PaperLine(paper, "differs" if paper.second_by else "once", "")


def say_mark(paper: PaperForm) -> str:
    """Say what results must tell of an accepted form: that one clerk alone entered it."""
    if paper.second_by is None:
        return _("entered once")
    return _("entered twice by one person") if paper.first_by == paper.second_by else ""


def count_marked(survey: Survey) -> int:
    """Count accepted forms that no second person has read."""
    rows = survey.papers.filter(response__isnull=False).values_list("first_by", "second_by")
    return sum(second is None or first == second for first, second in rows)


def number_items(asked: Questionnaire) -> dict[str, int]:
    """Number the questions as they are printed."""
    printed = (item for item in asked.items() if on_paper(item) and item.kind != Kind.NOTE)
    return {item.code: number for number, item in enumerate(printed, start=1)}


def show_all(asked: Questionnaire) -> Questionnaire:
    """Give the questionnaire as it stands on paper: numbered, and nothing hidden, shuffled or required."""
    numbers = number_items(asked)
    return replace(asked, pages=tuple(_open_page(page, numbers) for page in asked.pages))


def _open_page(page: Page, numbers: Mapping[str, int]) -> Page:
    sections = tuple(
        replace(
            section,
            show_if=None,
            shuffle=False,
            items=tuple(_open_item(item, numbers.get(item.code, 0)) for item in section.items if on_paper(item)),
        )
        for section in page.sections
    )
    return replace(page, show_if=None, shuffle=False, skip_to="", sections=sections)


def _open_item(item: Item, number: int) -> Item:
    words = {language: f"{number}. {text}" for language, text in item.text.words.items()} if number else item.text.words
    rows = tuple(replace(row, show_if=None) for row in item.rows)
    options = tuple(replace(option, skip_to="") for option in item.options)
    return replace(
        item, show_if=None, required=False, required_if=None, shuffle=False, rows=rows, options=options, text=Text(words)
    )


def on_paper(item: Item) -> bool:
    """Tell whether a question can be answered on paper."""
    return item.kind not in ONLINE_ONLY


def read_entry(asked: Questionnaire, posted: Mapping[str, Sequence[str]]) -> Entry:
    """Read what a clerk typed, all pages at once."""
    given: dict[str, Any] = {}
    for page in show_all(asked).pages:
        given.update(read_posted(page, posted, {}))
    return check_entry(asked, given)


def check_entry(asked: Questionnaire, given: Mapping[str, Any]) -> Entry:
    """Judge answers of a paper form: what is left out or was not to be asked is no fault, what can't be is one."""
    checked = read_plain(asked, given)
    problems = tuple(problem for problem in checked.problems if problem.code not in LENIENT)
    return Entry(dict(checked.answers), problems, given)


def read_edition_of(paper: PaperForm) -> Questionnaire:
    """Read what the paper form asks."""
    return read_questionnaire(paper.edition.content)


def list_differences(asked: Questionnaire, first: Answers, second: Answers) -> list[Difference]:
    """List the items that two entries of one form answer differently."""
    found = []
    for item in asked.items():
        if pick(item, first) != pick(item, second):
            words = item.text.say(asked.base) or item.code
            found.append(Difference(item.code, words, say_answer(item, first, asked), say_answer(item, second, asked)))
    return found


def pick(item: Item, answers: Answers) -> dict[str, Any]:
    """Give the answers to one item: its own, and the words beside its options."""
    return {key: value for key, value in answers.items() if key.split(".", 1)[0] == item.code}


def join_entries(
    asked: Questionnaire, first: Answers, second: Answers, chosen: Mapping[str, str], anew: Answers | None = None
) -> dict[str, Any]:
    """Join two entries: of each item that differs the one that was chosen.

    Args:
        asked: what was asked.
        first: one entry.
        second: the other.
        chosen: ``first``, ``second`` or ``anew`` by item.
        anew: what was read anew from the sheet.
    """
    sources = {"second": second, "anew": anew or {}}
    joined: dict[str, Any] = {}
    for item in asked.items():
        joined.update(pick(item, sources.get(chosen.get(item.code, ""), first)))
    return joined


def single_out(asked: Questionnaire, codes: Iterable[str]) -> Page:
    """Give a page of nothing but some of the items, as they stand on paper."""
    wanted = set(codes)
    items = tuple(item for item in show_all(asked).items() if item.code in wanted)
    return Page(code="anew", sections=(Section(code="anew", items=items),))


def say_answer(item: Item, answers: Answers, asked: Questionnaire) -> str:
    """Say an answer in words; a dash where there is none."""
    value = answers.get(item.code)
    if value is None:
        return "–"
    if item.kind == Kind.BUDGET:
        return "; ".join(say_lines(item, value, asked.base))
    if isinstance(value, Mapping):
        rows = {row.code: row.text.say(asked.base) for row in item.rows}
        labels = {option.code: option.text.say(asked.base) for option in item.options}
        names = {**labels, **rows}
        return "; ".join(f"{names.get(key, key)}: {_say_code(item, part, asked)}" for key, part in value.items())
    if item.kind == Kind.PLACE:
        return write_place(value)
    if isinstance(value, list):
        return _say_many(item, value, answers, asked)
    return _with_own_words(item, value, answers, asked)


def _say_many(item: Item, codes: Iterable[Any], answers: Answers, asked: Questionnaire) -> str:
    said = [_with_own_words(item, code, answers, asked) for code in codes]
    if item.kind == Kind.RANKING:
        return "; ".join(f"{place}. {words}" for place, words in enumerate(said, start=1))
    return "; ".join(said)


def _with_own_words(item: Item, code: Any, answers: Answers, asked: Questionnaire) -> str:  # noqa: ANN401 - a code or a value
    words = answers.get(f"{item.code}.{code}")
    said = _say_code(item, code, asked)
    return f"{said} – {words}" if words else said


def _say_code(item: Item, code: Any, asked: Questionnaire) -> str:  # noqa: ANN401 - a code or a value
    if code is True:
        return _("yes")
    if isinstance(code, int | float):
        return write_number(code, 6)
    option = item.find_option(code)
    return option.text.say(asked.base) or option.code if option else str(code)
