"""The questionnaire on paper: A4, big boxes, leaps in words, a box for the clerk's number, the clause on the last page."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.colour import DEFAULT, make_scale
from sciezka.kit.markup import strip_markdown
from sciezka.kit.papers import set_pdf
from sciezka.kit.typography import bind_words, keep_writable
from sciezka.rooms.questions.schema.budgets import count_lines, read_limit
from sciezka.rooms.questions.schema.types import WITH_OPTIONS, Item, Kind, Option, Page, Questionnaire, Section, Text
from sciezka.rooms.questions.schema.wording import fill_in, say_amount, say_currency, say_number
from sciezka.rooms.surveys.documents.leading import Leading
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.clauses import clause_in_force, draft_clause, find_officer, write_day
from sciezka.rooms.surveys.queries.editions import read_asked
from sciezka.rooms.surveys.queries.papers import number_items, on_paper

TEMPLATE: Final = Path(__file__).with_name("printout.typ")
LONGEST_INTRO: Final = 4000
SHORT_OPTION: Final = 34
MANY_OPTIONS: Final = 4
PRINTED_LINES: Final = 12
_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")


@cache
def read_paper_words() -> Mapping[str, Mapping[str, Any]]:
    """Read what stands on paper besides the questions, by language."""
    return tomllib.loads((resources.files(__package__) / "paper_words.toml").read_text(encoding="utf-8"))


def write_printout(survey: Survey, language: str) -> bytes:
    """Write the questionnaire as a PDF to print, in one of the survey's languages."""
    return set_pdf(TEMPLATE, "paper", collect_printout(survey, language))


def collect_printout(survey: Survey, language: str) -> dict[str, Any]:
    """Give everything that the printed questionnaire says: plain values, spaces bound."""
    return _Printout(survey, read_asked(survey), language).collect()


class Sheet:
    """Any questionnaire being laid out for paper in one language, whoever hands it out."""

    def __init__(self, asked: Questionnaire, language: str) -> None:
        """Take the questionnaire and the language."""
        self.asked, self.language = asked, language
        self.words = read_paper_words()[language]
        self.numbers = number_items(asked)
        self.leading = Leading(asked, self.numbers, language, self.words)

    def bind(self, text: str) -> str:
        """Keep short words with what follows, and leave out what no document can hold."""
        return bind_words(keep_writable(text))

    def say(self, text: Text) -> str:
        """Say a text in the language; where it repeats an earlier answer, dots stand."""
        return self.bind(fill_in(text.say(self.language, self.asked.base), self.asked, {}, self.language)) if text else ""

    def say_markdown(self, text: Text) -> str:
        """Say a longer text without its marks."""
        return self.bind(strip_markdown(text.say(self.language, self.asked.base), LONGEST_INTRO)) if text else ""

    def lay_page(self, page: Page) -> dict[str, Any]:
        """Lay a page out: its heading, when it is to be answered, its sections, and where it leads."""
        leap = self.leading.find_number(page.skip_to) if page.skip_to else None
        return {
            "title": self.say(page.title),
            "only": self.say_only(page.show_if),
            "sections": [self.lay_section(section) for section in page.sections],
            "next": self.bind(self.words["page_go"].format(number=leap)) if leap else "",
        }

    def lay_section(self, section: Section) -> dict[str, Any]:
        """Lay a section out."""
        return {
            "title": self.say(section.title),
            "text": self.say_markdown(section.text),
            "only": self.say_only(section.show_if),
            "items": [self.lay_item(item) for item in section.items if on_paper(item)],
        }

    def say_only(self, condition: Any) -> str:  # noqa: ANN401 - a condition or nothing
        """Say when something is to be answered."""
        said = self.leading.say_condition(condition) if condition is not None else ""
        return self.bind(self.words["only"].format(condition=said)) if said else ""

    def lay_item(self, item: Item) -> dict[str, Any]:
        """Lay a question out, with what its kind needs."""
        options = [self.lay_option(option) for option in item.options] if item.kind in WITH_OPTIONS else []
        is_short = all(len(option["text"]) <= SHORT_OPTION and not option["go"] for option in options)
        return {
            "number": self.numbers.get(item.code, 0),
            "kind": str(item.kind),
            "text": self.say(item.text),
            "help": self.say(item.help),
            "only": self.say_only(item.show_if),
            "hint": self.bind(" ".join(self.list_hints(item))),
            "options": options,
            "columns": 2 if is_short and len(options) > MANY_OPTIONS else 1,
            "rows": [
                {"text": self.say(row.text), "right": self.say(row.right), "only": self.say_only(row.show_if)}
                for row in item.rows
            ],
            "unit": self.say(item.unit),
            "steps": item.steps,
            "low": self.say(item.low),
            "high": self.say(item.high),
            "date": list(self.words["date"]),
            "budget": self.lay_budget(item) if item.kind == Kind.BUDGET else {},
        }

    def lay_budget(self, item: Item) -> dict[str, Any]:
        """Lay the empty lines of a budget out, with their headings."""
        return {
            "heads": list(self.words["budget_heads"]), "sums": list(self.words["budget_sums"]),
            "lines": min(count_lines(item), PRINTED_LINES), "currency": say_currency(item, self.language),
        }  # fmt: skip

    def lay_option(self, option: Option) -> dict[str, Any]:
        """Lay an option out, with where choosing it leads."""
        go = self.leading.say_leap(option.skip_to) if option.skip_to else ""
        return {"text": self.say(option.text), "own": option.own_words, "go": self.bind(go)}

    def list_hints(self, item: Item) -> Iterator[str]:
        """Say how the question is answered."""
        words = self.words
        if item.kind == Kind.RANKING:
            yield words["ranking"]
        if item.kind == Kind.BUDGET:
            yield from self.list_limits(item)
        if item.help:
            # Whoever wrote a hint of their own has said it.
            return
        if item.kind == Kind.MULTIPLE:
            yield words["many"]
        if item.kind == Kind.ALLOCATION:
            yield words["allocation"].format(total=item.total)
        if item.kind in {Kind.MULTIPLE, Kind.RANKING}:
            if isinstance(item.least, int | float) and item.least > 1:
                yield words["at_least"].format(least=round(item.least))
            if isinstance(item.most, int | float):
                yield words["at_most"].format(most=round(item.most))

    def list_limits(self, item: Item) -> Iterator[str]:
        """Say what a budget may ask for and what own contribution it needs."""
        most, share = read_limit(item.most), read_limit(item.least)
        if most is not None:
            amount = f"{say_amount(most, self.language)} {say_currency(item, self.language)}"
            yield self.words["budget_most"].format(most=amount)
        if share:
            yield self.words["budget_share"].format(share=say_number(float(share), self.language))

    def lay_paragraphs(self, text: str) -> list[list[list[Any]]]:
        """Lay a longer text out: paragraphs of runs, each with whether it is bold."""
        paragraphs = (" ".join(part.split("\n")).strip() for part in text.split("\n\n"))
        return [self.cut_runs(part) for part in paragraphs if part]

    def cut_runs(self, paragraph: str) -> list[list[Any]]:
        """Cut a paragraph of Markdown at its bold words."""
        runs = []
        for place, part in enumerate(_BOLD.split(paragraph)):
            plain = self.bind(re.sub(r"\\([\\`*_\[\]<>#])", r"\1", part.lstrip("#")))
            if plain:
                runs.append([plain, place % 2 == 1])
        return runs


class _Printout(Sheet):
    """A survey's questionnaire, with how it comes back and the clause."""

    def __init__(self, survey: Survey, asked: Questionnaire, language: str) -> None:
        super().__init__(asked, language)
        self.survey = survey

    def collect(self) -> dict[str, Any]:
        survey, words = self.survey, self.words
        workspace = survey.process.workspace
        door = settings.BASE_URL + reverse("surveys:door", kwargs={"door": survey.door})
        end = survey.closes_at
        by_link = survey.entry == survey.Entry.LINK
        return {
            "language": self.language,
            "accent": make_scale(workspace.accent or DEFAULT)["light"]["base-default"],
            "title": self.bind(self.asked.title.words.get(self.language) or survey.title),
            "office": self.bind(workspace.name),
            "intro": self.say_markdown(self.asked.intro),
            "how": self.bind(words["how_minors" if survey.of_minors else "how"]),
            "pages": [self.lay_page(page) for page in self.asked.pages],
            # Not the questionnaire's own thanks: those are for whoever has just sent the last page.
            "thanks": self.bind(words["thanks"]),
            "return": self.bind(words["return"].format(office=workspace.name)),
            "until": self.bind(words["until"].format(day=write_day(timezone.localdate(end), words))) if end else "",
            "online": words["online"].format(address=door.split("://", 1)[-1]) if by_link else "",
            "clause": self.lay_clause(),
            "words": {name: words[name] for name in ("number", "clause", "page")},
        }

    def lay_clause(self) -> list[list[list[Any]]]:
        """Lay the clause out: paragraphs of runs, each with whether it is bold."""
        clause = clause_in_force(self.survey)
        texts = clause.text if clause else draft_clause(self.survey, find_officer(self.survey.process.workspace))
        return self.lay_paragraphs(texts.get(self.language) or next(iter(texts.values()), ""))
