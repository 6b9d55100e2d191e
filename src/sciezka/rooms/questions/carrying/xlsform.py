"""XLSForm workbooks (of KoboToolbox, ODK and others) as questionnaires.

A group at the top is a page, a group inside it a section; questions that stand outside of groups share a page. Rows of a
table ("table-list") become one grid.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from sciezka.rooms.questions.carrying.carried import Carried, CarryingProblem, Ledger
from sciezka.rooms.questions.carrying.codes import make_item_code, make_unique
from sciezka.rooms.questions.carrying.conditions import Target, join
from sciezka.rooms.questions.carrying.fitting import fit_questionnaire
from sciezka.rooms.questions.carrying.tongues import Tongues, choose_tongues
from sciezka.rooms.questions.carrying.wording import read_item_text
from sciezka.rooms.questions.carrying.xls_sheets import FormRow, FormSheets, read_sheets
from sciezka.rooms.questions.carrying.xlsform_items import FormMaker, read_type, value_options
from sciezka.rooms.questions.carrying.xlsform_logic import NO, YES, FormLogic
from sciezka.rooms.questions.schema.stored import LONGEST_TEXT
from sciezka.rooms.questions.schema.types import Condition, Item, Kind, Page, Questionnaire, Row, Section, Text

KNOWN: Final = frozenset({
    "type", "name", "relevant", "required", "constraint", "appearance", "parameters", "repeat_count",
})  # fmt: skip
LOOKS: Final = frozenset({"body::accuracythreshold", "style", "autoplay", "rows"})
PLAINLY_LEFT: Final = {
    "calculation": ("calculation", "calculated"),
    "choice_filter": ("condition", "cascading"),
    "default": ("default", "prefilled"),
}
_REFERENCE: Final = re.compile(r"\$\{\s*([^}\s]{1,100})\s*\}")
MEDIA: Final = frozenset({"image", "audio", "video", "big-image"})
KNOWN_APPEARANCES: Final = frozenset({
    "minimal", "autocomplete", "search", "dropdown", "multiline", "field-list", "table-list", "likert", "label",
    "list-nolabel", "list",
})  # fmt: skip


@dataclass(slots=True)
class Group:
    """A group that is open while rows are read."""

    row: FormRow | None
    condition: Condition | bool = True
    is_table: bool = False
    items: list[Item] = field(default_factory=list)
    labelled: bool = False


def read_xlsform(data: bytes) -> Carried:
    """Read an XLSForm.

    Raises:
        CarryingProblem: where the file is none, or holds no question that can be carried.
    """
    sheets = read_sheets(data)
    ledger = Ledger()
    questionnaire = _FormReader(sheets, ledger).read()
    return Carried(questionnaire, ledger.left_out, ledger.remarks)


class _FormReader:
    """Carries one form, row by row."""

    def __init__(self, sheets: FormSheets, ledger: Ledger) -> None:
        self.sheets = sheets
        self.ledger = ledger
        self.tongues: Tongues = choose_tongues(sheets.list_languages(), ledger)
        self.logic = FormLogic(ledger, later={row.get("name") for row in sheets.survey if row.get("name")})
        self.maker = FormMaker(self.tongues, ledger, sheets.choices, self.pipe)
        self.taken: set[str] = set()
        self.pages: list[Page] = []
        self.sections: list[Section] = []
        self.groups: list[Group] = [Group(None)]

    def read(self) -> Questionnaire:
        """Carry everything."""
        for row in self.sheets.survey:
            kind = read_type(row.get("type")).type
            if kind.startswith("begin_"):
                self.open_group(row, kind)
            elif kind.startswith("end_"):
                self.close_group()
            elif kind:
                self.read_question(row)
            else:
                quoted = next(iter(row.words.get("label", {}).values()), row.get("name"))
                self.ledger.leave("question", row.get("name") or str(row.number), "no_kind", quoted)
        while len(self.groups) > 1:
            self.close_group()
        self.close_page()
        self.leave_rest()
        if not any(page.sections for page in self.pages):
            raise CarryingProblem("no_items", "The file holds no question that can be carried.")
        title = read_item_text(self.sheets.settings.get("form_title"))
        return fit_questionnaire(
            Questionnaire(
                languages=self.tongues.languages,
                title=Text({self.tongues.languages[0]: title}) if title else Text(),
                pages=tuple(self.pages),
            ),
            self.ledger,
        )

    def open_group(self, row: FormRow, kind: str) -> None:
        """Begin a group: a page at the top, a section inside."""
        where = row.get("name") or str(row.number)
        if kind != "begin_group":
            self.ledger.leave("group", where, "repeat", f"{kind} {row.get('repeat_count')}")
        self.close_section()
        if len(self.groups) == 1:
            self.close_page()
        appearance = row.get("appearance").lower().split()
        condition = self.logic.read(where, row.get("relevant"))
        self.leave_columns(row, where)
        self.groups.append(Group(row, condition, "table-list" in appearance))

    def close_group(self) -> None:
        """End a group; an end without a beginning is passed over."""
        if len(self.groups) == 1:
            self.ledger.leave("group", "", "unknown_part", "end_group")
            return
        self.close_section()
        if len(self.groups) == 2:  # noqa: PLR2004 - the group at the top
            self.close_page()
        self.groups.pop()

    def close_section(self) -> None:
        """End a section with the items that were read since the last one."""
        group = self.groups[-1]
        items, group.items = group.items, []
        for item in items:
            if item.kind is Kind.GRID and not item.rows:
                self.ledger.leave("question", item.code, "no_options", item.text.say(self.tongues.languages[0]))
        items = [item for item in items if item.kind is not Kind.GRID or item.rows]
        if not items:
            return
        inner = self.groups[2:]
        condition = join("and", [part.condition for part in inner]) if inner else True
        if condition is False:
            for item in items:
                self.ledger.leave("question", item.code, "never_shown", item.text.say(self.tongues.languages[0]))
            return
        row = group.row if len(self.groups) > 2 else None  # noqa: PLR2004 - a group inside a page
        title = self.say_label(row) if row is not None and not group.labelled and not group.is_table else Text()
        group.labelled = True
        code = self.take_code(f"s{len(self.pages) + 1}_{len(self.sections) + 1}")
        show_if = None if isinstance(condition, bool) else condition
        self.sections.append(Section(code=code, title=title, show_if=show_if, items=tuple(items)))

    def close_page(self) -> None:
        """End a page with its sections."""
        self.close_section()
        sections, self.sections = self.sections, []
        if not sections:
            return
        top = self.groups[1] if len(self.groups) > 1 else None
        condition = top.condition if top else True
        if condition is False:
            for section in sections:
                for item in section.items:
                    self.ledger.leave("question", item.code, "never_shown", item.text.say(self.tongues.languages[0]))
            return
        code = self.take_code(f"p{len(self.pages) + 1}")
        title = self.say_label(top.row) if top and top.row else Text()
        show_if = None if isinstance(condition, bool) else condition
        self.pages.append(Page(code=code, title=title, show_if=show_if, sections=tuple(sections)))

    def read_question(self, row: FormRow) -> None:
        """Carry one question."""
        where = row.get("name") or str(row.number)
        asked = read_type(row.get("type"))
        code = make_unique(make_item_code(where), self.taken)
        item = self.maker.make(row, asked, code)
        self.logic.later.discard(row.get("name"))
        self.leave_columns(row, where)
        if item is None:
            return
        if code != where:
            self.ledger.leave("question", where, "renamed", code)
        self.taken.add(code)
        condition = self.logic.read(where, row.get("relevant"))
        if condition is False:
            self.ledger.leave("question", where, "never_shown", item.text.say(self.tongues.languages[0]))
            return
        item = self.logic.constrain(item, where, row.get("constraint"))
        item = self.require(item, where, row.get("required"))
        item = replace(item, show_if=None if isinstance(condition, bool) else condition)
        group = self.groups[-1]
        appearance = row.get("appearance").lower().split()
        if (
            item.kind is Kind.SINGLE
            and (group.is_table or "list-nolabel" in appearance)
            and self.add_row(group, item, where)
        ):
            return
        if item.kind is Kind.SINGLE and (group.is_table or {"label", "list-nolabel"} & set(appearance)):
            self.start_grid(group, item, where, is_head="label" in appearance)
            return
        group.items.append(item)
        self.logic.targets[row.get("name")] = Target(item)

    def start_grid(self, group: Group, item: Item, where: str, *, is_head: bool) -> None:
        """Begin a grid: with the row that only names the columns, or with its first line."""
        label = self.say_label(group.row) if group.row is not None and group.is_table else Text()
        # The table bears its group's name, and a row what the group's name leaves of the question's.
        named = make_item_code(group.row.get("name")) if group.row is not None and group.is_table and not is_head else ""
        code = item.code if is_head else self.take_code(named or f"{item.code}_grid")
        row = Row(code=item.code.removeprefix(f"{code}_"), text=item.text, show_if=item.show_if)
        grid = replace(
            item, code=code, kind=Kind.GRID, options=value_options(item.options), rows=() if is_head else (row,),
            text=item.text if is_head else label, show_if=item.show_if if is_head else None,
        )  # fmt: skip
        group.items.append(grid)
        self.ledger.leave("question", where, "merged", code)
        if not is_head:
            self.logic.targets[where] = Target(grid, row=row.code)

    def add_row(self, group: Group, item: Item, where: str) -> bool:
        """Add a line to the grid before it, where it has the same columns."""
        grid = group.items[-1] if group.items else None
        if (
            grid is None
            or grid.kind is not Kind.GRID
            or [option.code for option in grid.options] != [option.code for option in item.options]
        ):
            return False
        row = Row(code=item.code.removeprefix(f"{grid.code}_"), text=item.text, show_if=item.show_if)
        if grid.find_row(row.code):
            row = replace(row, code=item.code)
        group.items[-1] = replace(grid, rows=(*grid.rows, row), required=item.required and (grid.required or not grid.rows))
        self.ledger.leave("question", where, "merged", grid.code)
        self.logic.targets[where] = Target(group.items[-1], row=row.code)
        return True

    def require(self, item: Item, where: str, expression: str) -> Item:
        """Read whether and when an item must be answered."""
        if expression.lower() in NO or item.kind is Kind.NOTE:
            return item
        if expression.lower() in YES:
            return replace(item, required=True)
        condition = self.logic.read(where, expression)
        return item if isinstance(condition, bool) else replace(item, required_if=condition)

    def leave_columns(self, row: FormRow, where: str) -> None:
        """List what stands in columns that are not carried."""
        kind = read_type(row.get("type")).type
        for column, value in row.cells.items():
            if column in KNOWN or (column == "calculation" and kind == "calculate") or value.lower() in NO:
                continue
            shown = value if column in PLAINLY_LEFT else f"{column} = {value}"
            what, why = PLAINLY_LEFT.get(column, ("look", "looks") if column in LOOKS else ("attribute", "unknown_part"))
            self.ledger.leave(what, where, why, shown)
        rest = [word for word in row.get("appearance").lower().split() if word not in KNOWN_APPEARANCES]
        if rest:
            self.ledger.leave("look", where, "looks", f"appearance = {' '.join(rest)}")
        self.leave_words(row, where)

    def leave_words(self, row: FormRow, where: str) -> None:
        """List pictures, messages and the ends of texts that are too long."""
        for column, words in row.words.items():
            for text in words.values():
                if column in MEDIA:
                    self.ledger.leave("media", where, "media", f"{column}: {text}")
                elif column in {"constraint_message", "required_message"}:
                    self.ledger.leave("text", where, "unknown_part", text)
                if len(text) > LONGEST_TEXT:
                    self.ledger.leave("text", where, "cut", text[:80])

    def leave_rest(self) -> None:
        """List settings and sheets that are not read."""
        for name, value in self.sheets.settings.cells.items():
            if name not in {"form_title", "default_language"}:
                self.ledger.leave("look" if name == "style" else "setting", "", "set_when_opened", f"{name} = {value}")
        for name, count in self.sheets.others.items():
            self.ledger.leave("form", "", "unknown_part", f"{name}: {count}")
        used = {read_type(row.get("type")).list for row in self.sheets.survey}
        for name, rows in self.sheets.choices.items():
            if name not in used:
                self.ledger.leave("option", name or "choices", "no_item", str(len(rows)))

    def say_label(self, row: FormRow | None) -> Text:
        """Make a title of a group's label."""
        if row is None:
            return Text()
        where = row.get("name")
        return self.tongues.make_text(row.words.get("label", {}), lambda words: self.pipe(read_item_text(words), where))

    def take_code(self, wanted: str) -> str:
        """Take a code that is still free."""
        code = make_unique(wanted, self.taken)
        self.taken.add(code)
        return code

    def pipe(self, text: str, where: str) -> str:
        """Turn ``${name}`` inside a text into our reference; what cannot be referred to is listed."""

        def turn(found: "re.Match[str]") -> str:
            target = self.logic.targets.get(found[1])
            if target is not None and not target.row:
                return f"{{{target.item.code}}}"
            self.ledger.leave("wording", where, "piping", found[0])
            return "…"

        return _REFERENCE.sub(turn, text)
