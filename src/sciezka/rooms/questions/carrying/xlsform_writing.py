"""A questionnaire written as an XLSForm workbook, for KoboToolbox, ODK and others.

What XLSForm has no way to say (leaps, order drawn for each person, an allocation's sum shown as it grows) stands in a sheet
of its own, "not_carried", which other programs pass over.
"""

import io
import re
from dataclasses import dataclass, field
from typing import Final

from sciezka.rooms.questions.schema.faults.paths import list_parts
from sciezka.rooms.questions.schema.types import (
    Compared,
    Condition,
    Item,
    Kind,
    Operator,
    Page,
    Questionnaire,
    Section,
    Text,
)

SAID: Final = {"pl": "Polski (pl)", "en": "English (en)", "uk": "Українська (uk)"}
TYPES: Final = {
    Kind.TEXT: "text", Kind.LONG_TEXT: "text", Kind.DATE: "date", Kind.NPS: "range", Kind.PLACE: "geopoint",
    Kind.FILE: "file", Kind.BUDGET: "text", Kind.CONSENT: "acknowledge", Kind.NOTE: "note",
}  # fmt: skip
SELECTS: Final = {
    Kind.SINGLE: "select_one", Kind.DROPDOWN: "select_one", Kind.MULTIPLE: "select_multiple", Kind.RANKING: "rank",
}  # fmt: skip
COLUMNS: Final = ("type", "name", "required", "relevant", "constraint", "appearance", "parameters")
ORDERED: Final = {Operator.AT_LEAST: ">=", Operator.AT_MOST: "<=", Operator.ABOVE: ">", Operator.BELOW: "<"}
# What begins like a formula would be run by a spreadsheet.
_FORMULA: Final = re.compile(r"^[=+\-@\t\r]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Sheet = list[list[str]]


@dataclass(slots=True)
class FormWriter:
    """Writes one questionnaire's sheets."""

    questionnaire: Questionnaire
    survey: Sheet = field(default_factory=list)
    choices: Sheet = field(default_factory=list)
    missing: Sheet = field(default_factory=list)

    def add(self, kind: str, name: str, label: Text | None = None, hint: Text | None = None, /, **cells: str) -> None:
        """Add a row to the survey."""
        said = [self.speak(label, language) for language in self.questionnaire.languages]
        hints = [self.speak(hint, language) for language in self.questionnaire.languages]
        cells |= {"type": kind, "name": name}
        self.survey.append([*(cells.get(column, "") for column in COLUMNS), *said, *hints])

    def speak(self, text: Text | None, language: str) -> str:
        """Write a text, with references to other answers as XLSForm has them."""
        if not text:
            return ""
        codes = {item.code for item in self.questionnaire.items()}
        words = text.words.get(language, "")
        return re.sub(r"\{(\w+)\}", lambda found: f"${{{found[1]}}}" if found[1] in codes else found[0], words)

    def leave(self, what: str, where: str, detail: str = "") -> None:
        """Write down what XLSForm cannot say."""
        self.missing.append([what, where, detail])

    def write_condition(self, condition: Condition, where: str) -> str:
        """Write a condition; one on a sum of a budget, which is one text there, is left out and told."""
        for part in list_parts(condition):
            item = self.questionnaire.find_item(part.item)
            if item is not None and item.kind is Kind.BUDGET and part.row:
                self.leave("condition", where, f"{part.item}.{part.row}")
                return ""
        return write_condition(condition, self.questionnaire)

    def write_page(self, page: Page) -> None:
        """Write a page as a group."""
        cells = {"relevant": self.write_condition(page.show_if, page.code)} if page.show_if else {}
        self.add("begin_group", page.code, page.title, appearance="field-list", **cells)
        if page.skip_to:
            self.leave("skip_to", page.code, page.skip_to)
        if page.shuffle:
            self.leave("shuffle", page.code)
        for section in page.sections:
            self.write_section(section)
        self.add("end_group", "")

    def write_section(self, section: Section) -> None:
        """Write a section as a group inside a page, with its text as a note."""
        cells = {"relevant": self.write_condition(section.show_if, section.code)} if section.show_if else {}
        self.add("begin_group", section.code, section.title, **cells)
        if section.text:
            self.add("note", f"{section.code}_text", section.text)
        if section.shuffle:
            self.leave("shuffle", section.code)
        for item in section.items:
            self.write_item(item)
        self.add("end_group", "")

    def write_item(self, item: Item) -> None:
        """Write an item as one row or several."""
        cells = self.list_cells(item)
        for option in item.options:
            if option.skip_to:
                self.leave("skip_to", f"{item.code}.{option.code}", option.skip_to)
        if item.kind in {Kind.GRID, Kind.SEMANTIC}:
            self.write_rows(item, cells)
        elif item.kind is Kind.ALLOCATION:
            self.write_allocation(item, cells)
        elif item.kind in SELECTS:
            self.add_choices(item)
            if item.shuffle:
                cells["parameters"] = "randomize=true"
            self.add(f"{SELECTS[item.kind]} {item.code}", item.code, item.text, item.help, **cells)
            self.write_own_words(item)
        elif item.kind is Kind.NUMBER:
            self.add("decimal" if item.decimals else "integer", item.code, item.text, self.join_unit(item), **cells)
        else:
            if item.kind is Kind.BUDGET:
                self.leave("budget", item.code)
            self.add(TYPES[item.kind], item.code, item.text, item.help, **cells)

    def join_unit(self, item: Item) -> Text:
        """Write a number's unit as a part of its hint."""
        return Text({
            language: " ".join(filter(None, (item.help.words.get(language, ""), item.unit.words.get(language, ""))))
            for language in self.questionnaire.languages
        })  # fmt: skip

    def list_cells(self, item: Item) -> dict[str, str]:
        """List the cells that most kinds share."""
        cells = {}
        if item.required:
            cells["required"] = "yes"
        elif item.required_if:
            cells["required"] = self.write_condition(item.required_if, item.code)
        if item.show_if:
            cells["relevant"] = self.write_condition(item.show_if, item.code)
        if constraint := write_constraint(item):
            cells["constraint"] = constraint
        appearance = {Kind.DROPDOWN: "minimal", Kind.LONG_TEXT: "multiline", Kind.BUDGET: "multiline"}.get(item.kind)
        if appearance:
            cells["appearance"] = appearance
        if item.kind is Kind.NPS:
            cells["parameters"] = "start=0 end=10 step=1"
        return cells

    def add_choices(self, item: Item) -> None:
        """Add an item's options as a list of choices."""
        for option in item.options:
            self.choices.append(
                [item.code, option.code, *(self.speak(option.text, language) for language in self.questionnaire.languages)]
            )

    def write_own_words(self, item: Item) -> None:
        """Write the field for words of one's own."""
        for option in item.options:
            if option.own_words:
                code = f"{item.code}_{option.code}"
                self.add("text", code, option.text, relevant=f"selected(${{{item.code}}}, '{option.code}')")

    def write_rows(self, item: Item, cells: dict[str, str]) -> None:
        """Write a grid or a semantic scale as a table of single choices."""
        relevant = {"relevant": cells["relevant"]} if "relevant" in cells else {}
        self.add("begin_group", item.code, item.text, item.help, appearance="table-list", **relevant)
        if item.kind is Kind.GRID:
            self.add_choices(item)
        else:
            for step in range(1, item.steps + 1):
                self.choices.append([item.code, str(step), *(str(step) for _language in self.questionnaire.languages)])
        for row in item.rows:
            own = {"relevant": self.write_condition(row.show_if, f"{item.code}.{row.code}")} if row.show_if else {}
            if "required" in cells:
                own["required"] = cells["required"]
            text = Text({
                language: " – ".join(filter(None, (row.text.words.get(language, ""), row.right.words.get(language, ""))))
                for language in self.questionnaire.languages
            })  # fmt: skip
            self.add(f"select_one {item.code}", f"{item.code}_{row.code}", text, **own)
        if item.shuffle:
            self.leave("shuffle", item.code)
        self.add("end_group", "")

    def write_allocation(self, item: Item, cells: dict[str, str]) -> None:
        """Write an allocation as whole numbers, the last of which checks the sum."""
        relevant = {"relevant": cells["relevant"]} if "relevant" in cells else {}
        self.add("begin_group", item.code, item.text, item.help, **relevant)
        names = [f"{item.code}_{option.code}" for option in item.options]
        for name, option in zip(names, item.options, strict=True):
            last = name == names[-1]
            others = "".join(f" + ${{{other}}}" for other in names[:-1])
            own = {"constraint": f". >= 0 and . <= {item.total}" + (f" and .{others} = {item.total}" if last else "")}
            if "required" in cells:
                own["required"] = cells["required"]
            self.add("integer", name, option.text, **own)
        self.add("end_group", "")


def write_xlsform(questionnaire: Questionnaire) -> bytes:
    """Write a questionnaire as an XLSForm."""
    # openpyxl takes long to import and is needed here alone.
    from openpyxl import Workbook  # noqa: PLC0415

    writer = FormWriter(questionnaire)
    if questionnaire.intro:
        writer.add("note", "intro_text", questionnaire.intro)
    for page in questionnaire.pages:
        writer.write_page(page)
    if questionnaire.thanks:
        writer.add("note", "thanks_text", questionnaire.thanks)
    names = [SAID[language] for language in questionnaire.languages]
    headings = {
        "survey": [*COLUMNS, *(f"label::{name}" for name in names), *(f"hint::{name}" for name in names)],
        "choices": ["list_name", "name", *(f"label::{name}" for name in names)],
        "settings": ["form_title", "default_language"],
        "not_carried": ["what", "where", "detail"],
    }
    settings = [[questionnaire.title.say(questionnaire.base), names[0]]]
    rows = {"survey": writer.survey, "choices": writer.choices, "settings": settings, "not_carried": writer.missing}
    workbook = Workbook(write_only=True)
    for name, heading in headings.items():
        if name == "not_carried" and not writer.missing:
            continue
        sheet = workbook.create_sheet(name)
        for row in (heading, *rows[name]):
            sheet.append([write_cell(cell) for cell in row])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def write_cell(text: str) -> str | None:
    """Write a cell so that no spreadsheet takes it for a formula."""
    words = _CONTROL.sub("", text)[:32_000]
    return (f" {words}" if _FORMULA.match(words) else words) or None


def write_constraint(item: Item) -> str:
    """Write what may be answered."""
    value = {Kind.NUMBER: ".", Kind.DATE: ".", Kind.MULTIPLE: "count-selected(.)", Kind.RANKING: "count-selected(.)"}.get(
        item.kind
    )
    if item.kind in {Kind.TEXT, Kind.LONG_TEXT} and item.longest:
        return f"string-length(.) <= {item.longest}"
    if value is None:
        return ""
    bounds = ((">=", item.least), ("<=", item.most))
    parts = [f"{value} {operator} {write_bound(bound)}" for operator, bound in bounds if bound is not None]
    if item.kind is Kind.MULTIPLE:
        alone = (option.code for option in item.options if option.exclusive)
        parts += [f"not(selected(., '{code}') and count-selected(.) > 1)" for code in alone]
    return " and ".join(parts)


def write_bound(bound: float | str) -> str:
    """Write a bound: a number, or a day."""
    return f"date({quote(bound)})" if isinstance(bound, str) else quote(bound)


def write_condition(condition: Condition, questionnaire: Questionnaire) -> str:  # noqa: PLR0911 - one for each comparison
    """Write a condition as XPath."""
    if not isinstance(condition, Compared):
        word = {"all": " and ", "any": " or ", "none": " or "}[condition.how]
        inner = word.join(f"({write_condition(part, questionnaire)})" for part in condition.parts)
        return f"not({inner})" if condition.how == "none" else inner
    item = questionnaire.find_item(condition.item)
    name = f"${{{condition.item}_{condition.row}}}" if condition.row else f"${{{condition.item}}}"
    if item is not None and item.rows and not condition.row:
        named = [f"${{{item.code}_{row.code}}} != ''" for row in item.rows]
        said = " or ".join(named)
        return said if condition.operator is Operator.ANSWERED else f"not({said})"
    match condition.operator:
        case Operator.ANSWERED:
            return f"{name} != ''"
        case Operator.UNANSWERED:
            return f"{name} = ''"
        case Operator.INCLUDES:
            return f"selected({name}, {quote(condition.value)})"
        case Operator.EXCLUDES:
            return f"not(selected({name}, {quote(condition.value)}))"
        case Operator.IN:
            return " or ".join(f"{name} = {quote(value)}" for value in condition.value)
        case Operator.IS | Operator.IS_NOT:
            sign = "=" if condition.operator is Operator.IS else "!="
            return f"{name} {sign} {quote('OK' if condition.value is True else condition.value)}"
    return f"{name} {ORDERED[condition.operator]} {quote(condition.value)}"


def quote(value: object) -> str:
    """Write a value: a number as it is, words in quotes."""
    if isinstance(value, int | float):
        return f"{value:.15g}"
    words = str(value)
    return f'"{words}"' if "'" in words else f"'{words}'"
