"""What an import brought and what it left out, said as sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sciezka.kit.manifests import Text
from sciezka.rooms.questions.carrying.carried import CHANGED, CarryingProblem
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.kinds import BY_KIND, KindLine
from sciezka.rooms.questions.queries.sentences import say_condition
from sciezka.rooms.questions.schema.types import Item
from sciezka.rooms.questions.schema.types import Questionnaire as Schema

WHATS: Final[Mapping[str, Text]] = {
    "answer": gettext_lazy("answers"),
    "assessment": gettext_lazy("scoring"),
    "attachment": gettext_lazy("attachment"),
    "attribute": gettext_lazy("setting of the question"),
    "calculation": gettext_lazy("calculation"),
    "column": gettext_lazy("column"),
    "comment": gettext_lazy("field for a comment"),
    "condition": gettext_lazy("condition"),
    "constraint": gettext_lazy("check of the answer"),
    "default": gettext_lazy("answer filled in beforehand"),
    "form": gettext_lazy("sheet"),
    "group": gettext_lazy("group of questions"),
    "language": gettext_lazy("language"),
    "look": gettext_lazy("look"),
    "mail": pgettext_lazy("of another program", "letter"),
    "media": gettext_lazy("picture, sound or film"),
    "option": gettext_lazy("answer to choose"),
    "participants": gettext_lazy("list of participants"),
    "plugin": gettext_lazy("add-on"),
    "question": gettext_lazy("question"),
    "quota": gettext_lazy("quota"),
    "row": gettext_lazy("line of a table"),
    "script": gettext_lazy("script"),
    "setting": gettext_lazy("setting of the survey"),
    "text": gettext_lazy("text"),
    "wording": gettext_lazy("reference in a text"),
}
WHYS: Final[Mapping[str, Text]] = {
    "answer_filter": gettext_lazy(
        "Only lines of a table can be filtered by the answers to an earlier choice of several. Here "
        "everything shows."
    ),
    "as_note": gettext_lazy("It holds words and no question, so it was brought in as a note."),
    "assessment": gettext_lazy("Answers are not scored here."),
    "base_language": gettext_lazy(
        "The questionnaire is in a language that pages do not speak here. Its words stand in the place "
        "of the first language and wait to be translated."
    ),
    "calculated": gettext_lazy(
        "Nothing is calculated from answers here. Results show what was calculated from them."
    ),
    "cascading": gettext_lazy(
        "Lists that depend on an earlier answer, or lie in a file of their own, are not brought in. All "
        "answers of the list show."
    ),
    "checked_by_expression": gettext_lazy(
        "The check is a formula that has no equivalent here. Any answer of the right kind is accepted."
    ),
    "checked_by_pattern": gettext_lazy("The answer was checked by a pattern of signs. Here any text is accepted."),
    "comment_item": gettext_lazy("The comment became a question of its own."),
    "cut": gettext_lazy("The text is longer than can be kept, so its end is missing."),
    "device": gettext_lazy("It is recorded by a device, or about it. Nothing about a person's device is kept here."),
    "expression": gettext_lazy(
        "The condition has no equivalent here, so it always shows. Set the condition anew where it is "
        "needed."
    ),
    "file_rules": gettext_lazy("Files here are one for a question, of safe kinds and of a limited size."),
    "guessed": gettext_lazy(
        "The file does not say how the question was answered. It was guessed from the answers, so look "
        "at it."
    ),
    "hidden": gettext_lazy("The question was hidden from respondents and filled in by the program."),
    "hour": gettext_lazy("The time of an answer is kept to the hour, so that nobody can be found by it."),
    "kind_changed": gettext_lazy("It was brought in as the nearest kind of question there is here."),
    "later_item": gettext_lazy(
        "The condition asks about a question that comes later, so it always shows. Move the question, or"
        " set the condition anew."
    ),
    "looks": gettext_lazy("The look of a page is the same everywhere here, so that everybody can read it."),
    "mail_anew": gettext_lazy("Letters are written anew when the survey is opened."),
    "media": gettext_lazy("Texts hold no pictures, sounds or films. Describe them in words where they matter."),
    "merged": gettext_lazy("Questions with the same answers became lines of one table."),
    "never_shown": gettext_lazy("It was never shown to anybody."),
    "no_heading": gettext_lazy("The column has no heading."),
    "no_item": gettext_lazy("Nothing in the questionnaire uses it."),
    "no_kind": gettext_lazy("There is no such kind of question here."),
    "no_options": gettext_lazy("It has no answers to choose from, or nothing is asked in it."),
    "not_among_options": gettext_lazy("The value is not among the answers of the question."),
    "not_kept": gettext_lazy("Files that were sent are not brought in."),
    "not_understood": gettext_lazy("The value could not be read."),
    "order": gettext_lazy("The drawn or sorted order is not brought in as it was. The order is that of the file."),
    "other_language": gettext_lazy("Pages for respondents do not speak this language."),
    "page_by_group": gettext_lazy("Questions were shown one by one. Here each group is a page."),
    "participants": gettext_lazy(
        "People are invited when the survey is opened, and their list is kept apart from answers."
    ),
    "piping": gettext_lazy(
        "The text refers to something that cannot be put into it here. Three dots stand in its place."
    ),
    "placed_last": gettext_lazy("The answer of one's own words stands last here."),
    "plugin": gettext_lazy("Add-ons of the other program do not work here."),
    "prefilled": gettext_lazy("No answer is filled in beforehand here, because it would suggest one."),
    "private": gettext_lazy("It names people, so it is not brought in."),
    "quota_in_survey": gettext_lazy("Quotas are set when the survey is opened."),
    "renamed": gettext_lazy(
        "The code was changed, because codes here are made of plain letters, digits and underscores, "
        "each once."
    ),
    "repeat": gettext_lazy("Questions cannot be repeated for each person or thing. They are asked once."),
    "repeated": gettext_lazy(
        "Another question has the same code. Both are here under different codes, and conditions mean "
        "the first."
    ),
    "required_in_grid": gettext_lazy(
        "How many lines of a table are answered is not counted. Each line is required or none is."
    ),
    "script": gettext_lazy("Scripts are never brought in."),
    "set_when_opened": gettext_lazy("It is set when the survey is opened."),
    "soft": gettext_lazy(
        "The question could be passed over after a reminder. Here it may be left without an answer."
    ),
    "split": gettext_lazy("The question became several questions, one for each line or column."),
    "statistics": gettext_lazy("Results have charts of their own."),
    "timing": gettext_lazy("Time for an answer is neither limited nor measured here."),
    "too_many": gettext_lazy("There are more of them than a questionnaire may hold."),
    "unknown_item": gettext_lazy("It belongs to a question that is not in the file."),
    "unknown_part": gettext_lazy("It has no equivalent here."),
}  # fmt: skip
PROBLEMS: Final[Mapping[str, Text]] = {
    "bomb": gettext_lazy("The file unpacks into too much data and was not opened."),
    "empty": gettext_lazy("The file is empty. Check that the right file was chosen."),
    "json": gettext_lazy("The file is damaged: it is not JSON. Download it once more and choose it again."),
    "lime_kind": gettext_lazy(
        "The file is XML, but not a LimeSurvey survey. In LimeSurvey choose export of the survey's "
        "structure (.lss)."
    ),
    "macros": gettext_lazy("The file holds macros and was not opened. Save it as XLSX without them."),
    "no_answers": gettext_lazy("The table holds no answers, and from headings alone nothing can be guessed."),
    "no_columns": gettext_lazy("No column of the file answers this questionnaire."),
    "no_items": gettext_lazy("The file holds no question that can be brought in."),
    "not_whole": gettext_lazy("The file holds something that cannot be a questionnaire. Nothing was brought in."),
    "own_kind": gettext_lazy("The file is JSON, but not a questionnaire downloaded from here."),
    "own_version": gettext_lazy("The file comes from a newer version of this program. Update the program first."),
    "table": gettext_lazy("The file is of no kind that can be read. Choose an LSS, XLSX, JSON or CSV file."),
    "too_large": gettext_lazy("The file is too large to be read."),
    "too_many": gettext_lazy("The file has more rows or columns than can be read."),
    "workbook": gettext_lazy("The file is not a workbook that can be read. Save it as XLSX and choose it again."),
    "xlsform_kind": gettext_lazy("The workbook is not an XLSForm: it has no sheet called “survey” with questions."),
    "xml": gettext_lazy(
        "The file is damaged: it is not a whole XML document. Export it once more and choose it again."
    ),
    "xml_doctype": gettext_lazy(
        "The file declares a document type or entities and was not opened, because such files can do "
        "harm."
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftLine:
    """One thing that was left out."""

    what: Text
    where: str
    detail: str


@dataclass(frozen=True, slots=True)
class LeftGroup:
    """Things that were left out, or changed, for the same reason."""

    why: Text
    lines: tuple[LeftLine, ...]

    @property
    def is_long(self) -> bool:
        """Whether there are more than are read at a glance."""
        return len(self.lines) > 4  # noqa: PLR2004 - about as many as fit beside others


@dataclass(frozen=True, slots=True)
class LeftOver:
    """All that an import left out, and all that it changed."""

    left_out: tuple[LeftGroup, ...]
    changed: tuple[LeftGroup, ...]

    @property
    def count(self) -> int:
        """How many things were left out."""
        return sum(len(group.lines) for group in self.left_out)

    @property
    def changed_count(self) -> int:
        """How many things were changed."""
        return sum(len(group.lines) for group in self.changed)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item as the review shows it."""

    item: Item
    text: str
    kind: KindLine
    options: tuple[str, ...]
    rows: tuple[str, ...]
    condition: str


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page as the review shows it."""

    number: int
    title: str
    condition: str
    items: tuple[ItemLine, ...]


def say_left_over(entries: Sequence[Mapping[str, Any]]) -> LeftOver:
    """Say what stands in ``Questionnaire.left_out``: by reasons, those that touch questions first."""
    groups: dict[str, list[LeftLine]] = {}
    for entry in entries:
        what, why = str(entry.get("what", "")), str(entry.get("why", ""))
        line = LeftLine(WHATS.get(what, what), str(entry.get("where", "")), str(entry.get("detail", "")))
        groups.setdefault(why, []).append(line)
    # What changes the answers one gets, before what only changes how a page looks.
    order = {
        why: place
        for place, why in enumerate(("no_kind", "no_options", "hidden", "never_shown", "expression", "later_item"))
    }
    last = {"looks": 1, "statistics": 2}
    ranked = sorted(groups, key=lambda why: (last.get(why, 0), order.get(why, len(order))))
    said = {why: LeftGroup(WHYS.get(why, why), tuple(groups[why])) for why in ranked}
    return LeftOver(
        tuple(group for why, group in said.items() if why not in CHANGED),
        tuple(group for why, group in said.items() if why in CHANGED),
    )


def say_problem(problem: CarryingProblem) -> str:
    """Say why a file was not read."""
    return str(PROBLEMS.get(problem.code, _("The file could not be read.")))


def lay_out_pages(schema: Schema) -> tuple[PageLine, ...]:
    """Lay out a questionnaire for being looked through."""
    language = schema.base
    return tuple(
        PageLine(
            number=number,
            title=page.title.say(language),
            condition=say_condition(schema, page.show_if, language) if page.show_if else "",
            items=tuple(lay_out_item(schema, item, language) for item in page.items()),
        )
        for number, page in enumerate(schema.pages, start=1)
    )


def lay_out_item(schema: Schema, item: Item, language: str) -> ItemLine:
    """Lay out one item."""
    return ItemLine(
        item=item,
        text=item.text.say(language),
        kind=BY_KIND[item.kind],
        options=tuple(option.text.say(language) for option in item.options),
        rows=tuple(" – ".join(filter(None, (row.text.say(language), row.right.say(language)))) for row in item.rows),
        condition=say_condition(schema, item.show_if, language) if item.show_if else "",
    )


def is_imported(questionnaire: Questionnaire) -> bool:
    """Tell whether a questionnaire was brought in from a file: only a file's name has a dot."""
    return "." in questionnaire.source


def is_untouched(questionnaire: Questionnaire) -> bool:
    """Tell whether nothing was done with a questionnaire since it was brought in."""
    return questionnaire.revision == 1 and not questionnaire.editions.exists()
