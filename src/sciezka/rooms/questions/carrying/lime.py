"""LimeSurvey's structure files (.lss, and .lsg and .lsq of a group or a question) as questionnaires."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from sciezka.rooms.questions.carrying.carried import Carried, CarryingProblem, Ledger
from sciezka.rooms.questions.carrying.codes import make_item_code, make_unique
from sciezka.rooms.questions.carrying.fitting import fit_questionnaire
from sciezka.rooms.questions.carrying.lime_document import LimeDocument, LimeGroup, LimeQuestion, Row, read_document
from sciezka.rooms.questions.carrying.lime_fields import FIELD_MAKERS
from sciezka.rooms.questions.carrying.lime_items import Maker
from sciezka.rooms.questions.carrying.lime_kinds import MAKERS
from sciezka.rooms.questions.carrying.lime_logic import Logic, Names
from sciezka.rooms.questions.carrying.lime_rest import leave_rest
from sciezka.rooms.questions.carrying.tongues import Tongues, choose_tongues
from sciezka.rooms.questions.carrying.wording import has_script, list_media, read_item_text, read_markdown, read_plain
from sciezka.rooms.questions.schema.stored import LONGEST_TEXT
from sciezka.rooms.questions.schema.types import (
    WITH_OPTIONS,
    WITH_ROWS,
    Condition,
    Item,
    Kind,
    Page,
    Questionnaire,
    Section,
    Text,
)

_REFERENCE: Final = re.compile(r"\{([^{}\s][^{}]{0,400}?)\}")
_INSERTED: Final = re.compile(r"INSERTANS:(\S+)")
WITHOUT_KIND: Final = {"*": ("calculation", "calculated"), "I": ("question", "no_kind")}


def read_lss(data: bytes) -> Carried:
    """Read a LimeSurvey file.

    Raises:
        CarryingProblem: where it is none, or holds no question that can be carried.
    """
    document = read_document(data)
    ledger = Ledger()
    questionnaire = _Reader(document, ledger).read()
    leave_rest(document, ledger)
    return Carried(questionnaire, ledger.left_out, ledger.remarks)


class _Reader:
    """Carries one document."""

    def __init__(self, document: LimeDocument, ledger: Ledger) -> None:
        self.document = document
        self.ledger = ledger
        self.tongues: Tongues = choose_tongues(document.languages, ledger)
        self.names = Names()
        self.logic = Logic(self.names, ledger)
        self.taken: set[str] = set()
        self.conditions: dict[str, list[Row]] = {}
        for row in document.tables.get("conditions", ()):
            self.conditions.setdefault(row.get("qid", ""), []).append(row)
        self.names.later.update(question.code for group in document.groups for question in group.questions)
        self.scored = document.settings.get("assessments") == "Y"

    def read(self) -> Questionnaire:
        """Carry everything, group by group."""
        self.leave_orphans()
        self.leave_doubled_codes()
        sections = [section for group in self.document.groups if (section := self.read_group(group)) is not None]
        if not any(section.items for section, _condition in sections):
            raise CarryingProblem("no_items", "The file holds no question that can be carried.")
        title = self.read_texts("surveyls_title", read_item_text)
        description = self.read_texts("surveyls_description", read_markdown)
        welcome = self.read_texts("surveyls_welcometext", read_markdown)
        return fit_questionnaire(
            Questionnaire(
                languages=self.tongues.languages,
                title=title or sections[0][0].title,
                intro=join_paragraphs(self.tongues, description, welcome),
                thanks=self.read_texts("surveyls_endtext", read_markdown),
                pages=self.make_pages(sections),
            ),
            self.ledger,
        )

    def read_texts(self, name: str, convert: Callable[[str], str]) -> Text:
        """Read one of the survey's own texts."""
        words = {language: row.get(name, "") for language, row in self.document.texts.items()}
        self.leave_markup(name, words.values())
        return self.tongues.make_text(words, lambda text: self.pipe(convert(text), name))

    def make_pages(self, sections: Sequence[tuple[Section, Condition | None]]) -> tuple[Page, ...]:
        """Put sections on pages: each on its own, or all on one where the survey showed all at once."""
        form = self.document.settings.get("format", "")
        if form == "A":
            whole = tuple(replace(section, show_if=condition) for section, condition in sections)
            return (Page(code=make_unique("p1", self.taken), sections=whole),)
        if form == "S":
            self.ledger.leave("setting", "", "page_by_group", "format = S")
        pages = []
        for number, (section, condition) in enumerate(sections, start=1):
            code = make_unique(f"p{number}", self.taken)
            self.taken.add(code)
            pages.append(Page(code=code, title=section.title, show_if=condition, sections=(replace(section, title=Text()),)))
        return tuple(pages)

    def read_group(self, group: LimeGroup) -> tuple[Section, Condition | None] | None:
        """Carry one group as a section, with the condition for all of it."""
        title = self.tongues.make_text(group.names, lambda text: self.pipe(read_item_text(text), text))
        where = read_item_text(next(iter(group.names.values()), "")) or group.number
        expression = group.row.get("grelevance", "")
        condition: Condition | bool = self.logic.read_for(where, expression)
        if condition is False:
            self.ledger.leave("group", where, "never_shown", expression)
            for question in group.questions:
                self.ledger.leave("question", question.code, "never_shown")
            return None
        if group.row.get("randomization_group", "").strip():
            self.ledger.leave("group", where, "order", f"randomization_group = {group.row['randomization_group']}")
        made = [(question, self.read_question(question)) for question in group.questions]
        items = tuple(item for _question, found in made for item in found)
        text = self.tongues.make_text(group.descriptions, lambda words: self.pipe(read_markdown(words), where))
        self.leave_markup(where, group.descriptions.values())
        if not items and not text:
            if not group.questions:
                self.ledger.leave("group", where, "no_options")
            return None
        code = make_unique(f"g{len([name for name in self.taken if name.startswith('g')]) + 1}", self.taken)
        self.taken.add(code)
        if not items:
            # A page shows because of its items: words alone would never be seen.
            words = self.tongues.make_text(group.descriptions, lambda words: self.pipe(read_plain(words), where))
            items, text = (Item(code=make_unique(f"{code}_note", self.taken), kind=Kind.NOTE, text=words),), Text()
            self.taken.add(items[0].code)
            self.ledger.leave("group", where, "as_note")
        shuffle = self.is_shuffled([question for question, found in made if found])
        section = Section(code=code, title=title, text=text, shuffle=shuffle, items=items)
        return section, None if isinstance(condition, bool) else condition

    def is_shuffled(self, questions: Sequence[LimeQuestion]) -> bool:
        """Tell whether all questions of a group come in a drawn order; where only some do, it is listed."""
        drawn = [next(iter(question.attributes.get("random_group", {}).values()), "").strip() for question in questions]
        named = {name for name in drawn if name}
        if len(named) == 1 and all(drawn) and len(drawn) > 1:
            return True
        for question, name in zip(questions, drawn, strict=True):
            if name:
                self.ledger.leave("attribute", question.code, "order", f"random_group = {name}")
        return False

    def read_question(self, question: LimeQuestion) -> tuple[Item, ...]:
        """Carry one question as the items it becomes."""
        code = make_unique(make_item_code(question.code or f"q{question.number}"), self.taken)
        if code != question.code:
            self.ledger.leave("question", question.code or question.number, "renamed", code)
        expression = question.row.get("relevance", "")
        rows = self.conditions.get(question.number, [])
        condition = self.logic.read_for(question.code, expression, rows)
        attributes = question.attributes
        is_hidden = any(value.strip() == "1" for value in attributes.get("hidden", {}).values())
        if condition is False or is_hidden:
            self.ledger.leave("question", question.code, "hidden" if is_hidden else "never_shown", self.quote(question))
            return ()
        make = MAKERS.get(question.kind) or FIELD_MAKERS.get(question.kind)
        if make is None:
            what, why = WITHOUT_KIND.get(question.kind, ("question", "no_kind"))
            quoted = self.quote(question)
            self.ledger.leave(what, question.code, why, quoted if why == "calculated" else f"{question.kind}: {quoted}")
            return ()
        self.taken.add(code)
        maker = Maker(
            question, code, self.tongues, self.ledger, self.taken, lambda text: self.pipe(text, question.code), self.scored
        )
        items = make(maker)
        self.leave_parts(question)
        shown = None if isinstance(condition, bool) else condition
        items = tuple(self.finish(item, question, maker, shown) for item in items if self.is_whole(item, question))
        for name in ("random_group", "hidden", "array_filter", "array_filter_exclude"):
            maker.attributes.words(name)
        maker.attributes.leave_rest()
        self.names.learn(question, items)
        return items

    def finish(self, item: Item, question: LimeQuestion, maker: Maker, condition: Condition | None) -> Item:
        """Give an item its conditions."""
        if item.show_if is None:
            item = replace(item, show_if=condition)
        for name, chosen in (("array_filter", True), ("array_filter_exclude", False)):
            for filtering in re.split(r"[;,\s]+", maker.attributes.value(name)):
                if filtering:
                    item = self.logic.filter_rows(item, question, filtering, chosen=chosen)
        shown = []
        for row in item.rows:
            part = next((part for part in question.parts if part.code == row.code), None)
            expression = part.row.get("relevance", "") if part else ""
            row_condition = self.logic.read_for(f"{question.code}[{row.code}]", expression)
            if row_condition is False:
                self.ledger.leave("row", f"{question.code}[{row.code}]", "never_shown", expression)
                continue
            if not isinstance(row_condition, bool):
                row = replace(row, show_if=row_condition)  # noqa: PLW2901 - the row with its condition
            shown.append(row)
        return replace(item, rows=tuple(shown))

    def is_whole(self, item: Item, question: LimeQuestion) -> bool:
        """Tell whether an item has what its kind needs; one that has not is listed."""
        lacks = (item.kind in WITH_OPTIONS and not item.options) or (item.kind in WITH_ROWS and not item.rows)
        if lacks:
            self.ledger.leave("question", question.code, "no_options", self.quote(question))
            self.taken.discard(item.code)
        return not lacks

    def leave_parts(self, question: LimeQuestion) -> None:
        """List what belongs to a question's words and parts and is not carried."""
        self.leave_markup(question.code, [*question.texts.values(), *question.helps.values()])
        for part in question.parts:
            expression = part.row.get("relevance", "").strip()
            if expression not in {"", "1"} and question.kind not in "FHABCE1":
                self.ledger.leave("condition", f"{question.code}[{part.code}]", "expression", expression)
            self.leave_markup(f"{question.code}[{part.code}]", part.texts.values())
        for answer in question.answers:
            self.leave_markup(question.code, answer.texts.values())
        if any(script.strip() for script in question.scripts.values()):
            self.ledger.leave("script", question.code, "script")

    def leave_markup(self, where: str, texts: Iterable[str]) -> None:
        """List pictures, films and scripts that stand in texts."""
        for text in texts:
            for media in list_media(text):
                self.ledger.leave("media", where, "media", media)
            if len(text) > LONGEST_TEXT:
                self.ledger.leave("text", where, "cut", text[:80])
            if has_script(text):
                self.ledger.leave("script", where, "script")

    def leave_orphans(self) -> None:
        """List subquestions whose question is not in the file, and rows that name no question."""
        reached = {
            part.number
            for group in self.document.groups
            for question in group.questions
            for part in (question, *question.parts)
        }
        for question in self.document.questions.values():
            if question.number not in reached:
                self.ledger.leave("row", question.code, "unknown_part", self.quote(question))
        for table in ("answers", "conditions", "question_attributes"):
            lost = [row for row in self.document.tables.get(table, ()) if row.get("qid", "") not in self.document.questions]
            if lost:
                self.ledger.leave("option" if table == "answers" else "setting", "", "unknown_item", f"{table}: {len(lost)}")

    def leave_doubled_codes(self) -> None:
        """List questions that have the code of another; expressions that name it mean the first."""
        met: set[str] = set()
        for group in self.document.groups:
            for question in group.questions:
                if question.code and question.code in met:
                    self.ledger.leave("question", question.code, "repeated", self.quote(question))
                met.add(question.code)

    def quote(self, question: LimeQuestion) -> str:
        """Quote a question's first words."""
        return read_item_text(next(iter(question.texts.values()), ""))[:120]

    def pipe(self, text: str, where: str) -> str:
        """Turn references to other answers inside a text into ours; any other expression is listed and left out."""

        def turn(found: "re.Match[str]") -> str:
            inner = found[1].strip()
            inserted = _INSERTED.fullmatch(inner)
            name = inserted[1] if inserted else re.sub(r"\.(?:shown|NAOK|value|code)$", "", inner)
            target = self.names.resolve(name)
            if target is not None and not target.row and not target.option:
                return f"{{{target.item.code}}}"
            self.ledger.leave("wording", where, "piping", found[0])
            return "…"

        return _REFERENCE.sub(turn, text)


def join_paragraphs(tongues: Tongues, *texts: Text) -> Text:
    """Join texts as paragraphs, language by language."""
    made = {
        language: "\n\n".join(text.words[language] for text in texts if text.words.get(language))
        for language in tongues.languages
    }
    return Text({language: words for language, words in made.items() if words})
