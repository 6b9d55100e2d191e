"""When LimeSurvey shows a question: relevance, the older table of conditions, and filters of arrays."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sciezka.rooms.questions.carrying.carried import Ledger
from sciezka.rooms.questions.carrying.codes import make_option_code
from sciezka.rooms.questions.carrying.conditions import Target, Translator, join
from sciezka.rooms.questions.carrying.expressions import Comparison, ExpressionUnknown, Literal, Name, parse
from sciezka.rooms.questions.carrying.lime_document import LimeQuestion, Row
from sciezka.rooms.questions.schema.types import Compared, Condition, Item, Kind, Operator

SUFFIXES: Final = frozenset({"NAOK", "code", "value", "valueNAOK"})
# What is shown of an answer is the answer itself, unless it is an option with words.
SHOWN_AS_GIVEN: Final = frozenset({Kind.NUMBER, Kind.TEXT, Kind.LONG_TEXT})
_PLACE: Final = re.compile(r"(\d+)X(\d+)X(\d+)(.*)")
_NUMBERED: Final = re.compile(r"Q(\d+)(?:_S(\d+))?(?:_S(\d+))?(_\w+)?")
_METHODS: Final = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "": "=="}


@dataclass(slots=True)
class Names:
    """What the names in a survey's expressions mean."""

    targets: dict[str, Target] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)

    def learn(self, question: LimeQuestion, items: Sequence[Item]) -> None:
        """Learn the names of one question and of its parts."""
        if not items:
            return
        self.codes[question.number] = question.code
        self.parts.update((part.number, part.code) for part in question.parts)
        self.later.discard(question.code)
        base = items[0].code if len(items) == 1 else None
        for item in items:
            for name, target in list_targets(question, item, base or make_option_code(question.code)):
                self.targets.setdefault(f"{question.code}{name}", target)

    def resolve(self, name: str) -> Target | None:
        """Tell what a name means."""
        plain, _dot, suffix = name.removeprefix("that.").partition(".")
        if suffix == "shown":
            target = self.find(plain)
            return target if target is not None and is_shown_as_given(target.item) else None
        return None if suffix and suffix not in SUFFIXES else self.find(plain)

    def find(self, plain: str) -> Target | None:
        """Find what a name without its ending means: a code, or a question's place or number."""
        if plain in self.targets:
            return self.targets[plain]
        if placed := _PLACE.fullmatch(plain):
            return self.find_placed(placed[3], placed[4])
        if (numbered := _NUMBERED.fullmatch(plain)) and numbered[1] in self.codes:
            # Since version 6.17 a field is named by numbers: Q12, Q12_S34.
            parts = [self.parts.get(number, number) for number in numbered.groups()[1:3] if number]
            return self.targets.get("_".join([self.codes[numbered[1]], *parts]) + (numbered[4] or ""))
        return None

    def find_placed(self, number: str, rest: str) -> Target | None:
        """Find a question by its number, behind which a subquestion's code may stand at once."""
        for length in range(len(number), 0, -1):
            code = self.codes.get(number[:length])
            if code is not None:
                part = f"{number[length:]}{rest}".strip("_")
                return self.targets.get(f"{code}_{part}" if part else code)
        return None


def is_shown_as_given(item: Item) -> bool:
    """Tell whether what is shown of an answer is the answer: a number, a text, or the point of a scale."""
    if item.kind in {Kind.SINGLE, Kind.DROPDOWN, Kind.GRID}:
        return all(set(option.text.words.values()) == {option.code} for option in item.options)
    return item.kind in SHOWN_AS_GIVEN


def list_targets(question: LimeQuestion, item: Item, base: str) -> Iterable[tuple[str, Target]]:
    """List the names by which an item and its parts are called, without the question's code."""
    tail = item.code.removeprefix(base)
    yield tail, Target(item)
    if item.kind is Kind.MULTIPLE:
        for option in item.options:
            yield f"{tail}_{option.code}", Target(item, option=option.code)
    elif item.kind in {Kind.SINGLE, Kind.DROPDOWN}:
        for option in item.options:
            if option.own_words:
                # What was written beside the option: it is there exactly when the option was chosen.
                yield f"{tail}_{option.code}", Target(item, option=option.code)
    parts = item.options if item.kind is Kind.ALLOCATION else item.rows
    for part in parts:
        target = Target(item, row=part.code)
        yield f"{tail}_{part.code}", target
        if question.kind == "1":
            yield f"_{part.code}_{1 if tail else 0}", target
        elif question.kind == ":":
            yield f"_{part.code}{tail}", target


class Logic:
    """Reads conditions; those that cannot be carried are listed and the item shows always."""

    def __init__(self, names: Names, ledger: Ledger) -> None:
        self.names = names
        self.ledger = ledger
        self.translator = Translator(self.resolve)

    def resolve(self, name: str) -> Target | None:
        """Tell what a name means."""
        return self.names.resolve(name)

    def read(self, expression: str) -> Condition | bool | None:
        """Read an expression; nothing where it cannot be carried."""
        text = expression.strip()
        if text.startswith("{") and text.endswith("}"):
            text = text[1:-1]
        if not text:
            return True
        try:
            return self.translator.translate(parse(text, assigns=True))
        except ExpressionUnknown:
            return None

    def read_for(self, where: str, expression: str, rows: Iterable[Row] = ()) -> Condition | bool:
        """Read when something shows. Only what stands before it is known by now, and may be asked about."""
        condition = self.read(expression)
        table = list(rows)
        if (condition is None and table) or (condition is True and table and expression.strip() in {"", "1"}):
            condition = self.read_table(table)
        if condition is None:
            shown = expression if expression.strip() not in {"", "1"} else "; ".join(write_row(row) for row in table)
            named = {word.split(".")[0].split("_")[0] for word in re.findall(r"[A-Za-z][A-Za-z0-9_.]*", expression)}
            self.ledger.leave("condition", where, "later_item" if named & self.names.later else "expression", shown)
            return True
        return condition

    def read_table(self, rows: Sequence[Row]) -> Condition | bool | None:
        """Read rows of the table of conditions.

        Rows of one scenario on the same question are alternatives; different questions must all hold; scenarios are
        alternatives again.
        """
        scenarios: dict[str, dict[str, list[Condition | bool]]] = {}
        try:
            for row in rows:
                name, value = name_field(row), row.get("value", "")
                method = _METHODS.get(row.get("method", "").strip())
                if method is None or value.startswith(("@", "{")):
                    return None
                condition = self.translator.translate(Comparison(method, Name(name), Literal(value)))
                key = row.get("cqid", "") or name
                scenarios.setdefault(row.get("scenario", "1"), {}).setdefault(key, []).append(condition)
        except ExpressionUnknown:
            return None
        either = [join("and", [join("or", same) for same in questions.values()]) for questions in scenarios.values()]
        return join("or", either)

    def filter_rows(self, item: Item, question: LimeQuestion, name: str, *, chosen: bool) -> Item:
        """Show only the rows whose options were chosen (or not chosen) in an earlier question."""
        target = self.names.resolve(name)
        if target is not None and item.rows:
            operator = Operator.INCLUDES if chosen else Operator.EXCLUDES
            codes = {option.code for option in target.item.options}
            if target.item.kind is Kind.MULTIPLE and all(row.code in codes for row in item.rows):
                rows = (
                    replace(row, show_if=Compared(target.item.code, operator, row.code)) if row.show_if is None else row
                    for row in item.rows
                )
                return replace(item, rows=tuple(rows))
        attribute = "array_filter" if chosen else "array_filter_exclude"
        self.ledger.leave("attribute", question.code, "answer_filter", f"{attribute} = {name}")
        return item


def name_field(row: Row) -> str:
    """Write the field that a row of the table of conditions names as a name of an expression."""
    name = row.get("cfieldname", "").lstrip("+").replace("{", "").replace("}", "")
    placed = _PLACE.fullmatch(name)
    if placed and row.get("cqid"):
        # The dash tells a question's number from a subquestion's code that is a number too.
        rest = f"{placed[3][len(row['cqid']) :]}{placed[4]}".strip("_")
        name = f"{placed[1]}X{placed[2]}X{row['cqid']}_{rest}" if rest else name
    return name


def write_row(row: Row) -> str:
    """Write a row of the table of conditions so that a person can look it up."""
    return f"{row.get('cfieldname', '')} {row.get('method', '').strip() or '=='} {row.get('value', '')}"
