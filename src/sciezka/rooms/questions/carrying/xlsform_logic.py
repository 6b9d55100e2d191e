"""The expressions of an XLSForm: when something shows, when it must be answered, and what may be answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from sciezka.rooms.questions.carrying.carried import Ledger
from sciezka.rooms.questions.carrying.conditions import Target, Translator, is_day
from sciezka.rooms.questions.carrying.expressions import (
    Call,
    Comparison,
    ExpressionUnknown,
    Literal,
    Name,
    Tree,
    list_tokens,
    parse,
)
from sciezka.rooms.questions.schema.types import Condition, Item, Kind

YES: Final = frozenset({"yes", "true", "true()", "1", "tak"})
NO: Final = frozenset({"", "no", "false", "false()", "0", "nie"})
SELF: Final = Name(".")


@dataclass(slots=True)
class FormLogic:
    """Reads expressions; what cannot be carried is listed.

    Attributes:
        ledger: where it is listed.
        targets: what names mean; only what stands before the row that is read.
        later: names that stand further down.
    """

    ledger: Ledger
    targets: dict[str, Target] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)

    def read(self, where: str, expression: str) -> Condition | bool:
        """Read a condition; one that cannot be carried holds always, and is listed."""
        if not expression:
            return True
        try:
            return Translator(self.targets.get, ticked="1").translate(parse(expression))
        except ExpressionUnknown:
            self.ledger.leave("condition", where, self.tell_why(expression), expression)
            return True

    def tell_why(self, expression: str) -> str:
        """Tell whether an expression failed because it asks about what comes later."""
        try:
            named = {word for kind, word in list_tokens(expression) if kind == "name"}
        except ExpressionUnknown:
            return "expression"
        return "later_item" if named & self.later else "expression"

    def constrain(self, item: Item, where: str, expression: str) -> Item:
        """Turn what may be answered into bounds; what is no bound is listed."""
        if not expression:
            return item
        try:
            parts = list(split_parts(parse(expression)))
            for part in parts:
                item = bound(item, part)
        except ExpressionUnknown:
            why = "checked_by_pattern" if "regex" in expression else "checked_by_expression"
            self.ledger.leave("constraint", where, why, expression)
        return item


def split_parts(tree: Tree) -> Iterator[Tree]:
    """Give the parts of a constraint that must all hold."""
    if isinstance(tree, Call) and tree.function == "and":
        for part in tree.given:
            yield from split_parts(part)
    else:
        yield tree


def bound(item: Item, tree: Tree) -> Item:
    """Turn one part of a constraint into a bound of the item.

    Raises:
        ExpressionUnknown: where it is none that we have.
    """
    match tree:
        case Comparison(operator, left, Literal(value)) if left == SELF and item.kind is Kind.NUMBER:
            return bound_number(item, operator, value)
        case Comparison(operator, left, Literal(value)) if left == SELF and item.kind is Kind.DATE and is_day(value):
            return bound_side(item, operator, value)
        case Comparison(operator, left, Call("date", (Literal(value),))) if left == SELF and is_day(value):
            return bound_side(item, operator, value)
        case Comparison(operator, Call("string-length", (inner,)), Literal(value)) if inner == SELF:
            if operator in {"<", "<="} and value.isdigit() and item.kind in {Kind.TEXT, Kind.LONG_TEXT}:
                return replace(item, longest=min(max(int(value[:6]) - (operator == "<"), 1), 20_000))
        case Comparison(operator, Call("count-selected", (inner,)), Literal(value)) if inner == SELF and value.isdigit():
            if item.kind in {Kind.MULTIPLE, Kind.RANKING}:
                return bound_number(item, operator, value)
        case Call("not", (Call("and", (Call("selected", (inner, Literal(code))), counted)),)) if inner == SELF:
            # "None of these" together with anything else.
            alone = Comparison(">", Call("count-selected", (SELF,)), Literal("1", is_number=True))
            if counted == alone and item.find_option(code):
                options = (replace(option, exclusive=option.exclusive or option.code == code) for option in item.options)
                return replace(item, options=tuple(options))
    raise ExpressionUnknown


def bound_number(item: Item, operator: str, value: str) -> Item:
    """Turn a comparison with a number into the lowest or the highest."""
    try:
        number = float(value)
    except ValueError:
        raise ExpressionUnknown from None
    if operator in {"<", ">"}:
        if item.decimals:
            raise ExpressionUnknown
        number += 1 if operator == ">" else -1
    whole = int(number) if number.is_integer() else number
    if operator == "==":
        return replace(item, least=whole, most=whole)
    return bound_side(item, {">": ">=", "<": "<="}.get(operator, operator), whole)


def bound_side(item: Item, operator: str, value: float | str) -> Item:
    """Set the lowest or the highest.

    Raises:
        ExpressionUnknown: where the operator sets neither.
    """
    if operator == ">=":
        return replace(item, least=value)
    if operator == "<=":
        return replace(item, most=value)
    raise ExpressionUnknown
