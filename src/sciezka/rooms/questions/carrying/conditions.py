"""Trees of expressions turned into our conditions, where they say the same; else they are unknown and get listed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sciezka.rooms.questions.carrying.expressions import Call, Comparison, ExpressionUnknown, Literal, Name, Tree
from sciezka.rooms.questions.schema.stored import DEEPEST
from sciezka.rooms.questions.schema.types import Compared, Condition, Item, Joined, Kind, Operator, Option

ORDERED: Final = {"<": Operator.BELOW, "<=": Operator.AT_MOST, ">": Operator.ABOVE, ">=": Operator.AT_LEAST}
TURNED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
NUMERIC: Final = frozenset({Kind.NUMBER, Kind.NPS, Kind.SEMANTIC, Kind.ALLOCATION})
# Functions that only read an answer as a number, as a comparison does anyway.
READING: Final = frozenset({"intval", "floatval", "number", "int"})
COUNTS: Final = frozenset({"count", "countif", "count-selected", "string-length", "strlen"})
# LimeSurvey's word for the answer of one's own.
OWN_WORDS: Final = "-oth-"


@dataclass(frozen=True, slots=True)
class Target:
    """What a name in an expression means.

    Attributes:
        item: whose answer it is.
        row: the row of a grid, or the option of an allocation.
        option: the option of a multiple choice that is ticked or not.
    """

    item: Item
    row: str = ""
    option: str = ""


Resolve = Callable[[str], Target | None]


@dataclass(frozen=True, slots=True)
class Translator:
    """Turns trees into conditions.

    Attributes:
        resolve: tells what a name means; nothing where it means none of the answers carried.
        ticked: what a program writes for an option that is ticked.
    """

    resolve: Resolve
    ticked: str = "Y"

    def translate(self, tree: Tree) -> Condition | bool:
        """Turn a tree into a condition, or into yes or no where it is always one of them.

        Raises:
            ExpressionUnknown: where we have no condition that says the same.
        """
        condition = self.read(tree)
        if not isinstance(condition, bool) and measure_depth(condition) > DEEPEST:
            raise ExpressionUnknown
        return condition

    def read(self, tree: Tree) -> Condition | bool:
        """Turn one part of a tree."""
        if isinstance(tree, Literal):
            return tree.value not in {"", "0"}
        if isinstance(tree, Name):
            target = self.need(tree)
            if not target.option:
                raise ExpressionUnknown
            return self.ask(target, answered=True)
        if isinstance(tree, Comparison):
            return self.compare(tree)
        if tree.function in {"and", "or", "not"}:
            return join(tree.function, [self.read(part) for part in tree.given])
        return self.call(tree)

    def call(self, tree: Call) -> Condition | bool:
        """Turn a function that stands alone."""
        match tree.function, tree.given:
            case ("true", ()):
                return True
            case ("false", ()):
                return False
            case ("not", (inner,)):
                return join("not", [self.read(inner)])
            case ("is_empty", (Name() as name,)):
                return self.ask(self.need(name), answered=False)
            case ("selected", (Name() as name, Literal() as literal)):
                target = self.need(name)
                operator = "includes" if target.item.kind in {Kind.MULTIPLE, Kind.RANKING} else "=="
                return self.choose(target, operator, literal.value)
            case (function, given) if function in COUNTS:
                return self.count(Comparison(">", tree, Literal("0", is_number=True)), given)
        raise ExpressionUnknown

    def compare(self, tree: Comparison) -> Condition | bool:  # noqa: PLR0911 - one for each side it may take
        """Turn a comparison of an answer with a value."""
        if isinstance(tree.left, Literal) and not isinstance(tree.right, Literal):
            return self.compare(Comparison(TURNED[tree.operator], tree.right, tree.left))
        if not isinstance(tree.right, Literal):
            raise ExpressionUnknown
        match tree.left:
            case Call(function, (Name() as name,)) if function in READING:
                return self.compare(Comparison(tree.operator, name, tree.right))
        if isinstance(tree.left, Call):
            if tree.left.function in COUNTS:
                return self.count(tree, tree.left.given)
            if tree.left.function in {"and", "or", "not", "selected", "is_empty"}:
                return self.compare_truth(tree)
            raise ExpressionUnknown
        if not isinstance(tree.left, Name):
            raise ExpressionUnknown
        target = self.need(tree.left)
        if tree.operator in {"==", "!="} and not tree.right.value.strip():
            return self.ask(target, answered=tree.operator == "!=")
        if target.option:
            return self.tick(target, tree.operator, tree.right.value)
        return self.choose(target, tree.operator, tree.right.value)

    def compare_truth(self, tree: Comparison) -> Condition | bool:
        """Turn ``f(…) = 1`` and the like."""
        assert isinstance(tree.right, Literal)  # noqa: S101 - the caller looked
        if tree.operator not in {"==", "!="} or tree.right.value.lower() not in {"0", "1", "true", "false"}:
            raise ExpressionUnknown
        holds = (tree.right.value.lower() in {"1", "true"}) == (tree.operator == "==")
        condition = self.read(tree.left)
        return condition if holds else join("not", [condition])

    def count(self, tree: Comparison, given: tuple[Tree, ...]) -> Condition:
        """Turn "at least one of these was answered" and "none of them was"."""
        wanted = (tree.operator, tree.right.value if isinstance(tree.right, Literal) else "")
        some = wanted in {(">", "0"), (">=", "1"), ("!=", "0")}
        none = wanted in {("==", "0"), ("<", "1"), ("<=", "0")}
        if isinstance(tree.left, Call) and tree.left.function == "countif":
            if not given or not isinstance(given[0], Literal) or given[0].value != self.ticked:
                raise ExpressionUnknown
            given = given[1:]
        names = [part for part in given if isinstance(part, Name)]
        if not (some or none) or not names or len(names) < len(given):
            raise ExpressionUnknown
        asked = [self.ask(self.need(name), answered=True) for name in names]
        if some:
            return asked[0] if len(asked) == 1 else Joined("any", tuple(asked))
        return Joined("none", tuple(asked))

    def need(self, name: Name) -> Target:
        """Find what a name means."""
        target = self.resolve(name.name)
        if target is None:
            raise ExpressionUnknown
        return target

    def ask(self, target: Target, *, answered: bool) -> Compared:
        """Ask whether there is an answer."""
        if target.option:
            many = target.item.kind is Kind.MULTIPLE
            yes, no = (Operator.INCLUDES, Operator.EXCLUDES) if many else (Operator.IS, Operator.IS_NOT)
            return Compared(target.item.code, yes if answered else no, target.option)
        return Compared(target.item.code, Operator.ANSWERED if answered else Operator.UNANSWERED, row=target.row)

    def tick(self, target: Target, operator: str, value: str) -> Compared:
        """Compare an option that is ticked or not."""
        said = {self.ticked: True, "1": True, "N": False, "0": False}.get(value)
        if operator not in {"==", "!="} or said is None:
            raise ExpressionUnknown
        return self.ask(target, answered=said == (operator == "=="))

    def choose(self, target: Target, operator: str, value: str) -> Compared:  # noqa: PLR0911 - one for each kind
        """Compare an answer with a code or a number."""
        item = target.item
        if operator == "includes":
            return Compared(item.code, Operator.INCLUDES, self.need_option(item, value).code)
        if item.kind in {Kind.SINGLE, Kind.DROPDOWN} or (item.kind is Kind.GRID and target.row):
            if operator in {"==", "!="}:
                option = self.need_option(item, value)
                return Compared(item.code, Operator.IS if operator == "==" else Operator.IS_NOT, option.code, target.row)
            codes = tuple(option.code for option in item.options if is_ordered(option, operator, value))
            return Compared(item.code, Operator.IN, codes, target.row)
        if item.kind in NUMERIC and (target.row or item.kind in {Kind.NUMBER, Kind.NPS}):
            return self.measure(target, operator, value)
        if item.kind is Kind.DATE and operator in ORDERED and is_day(value):
            return Compared(item.code, ORDERED[operator], value)
        if item.kind in {Kind.TEXT, Kind.LONG_TEXT, Kind.DATE} and operator in {"==", "!="}:
            return Compared(item.code, Operator.IS if operator == "==" else Operator.IS_NOT, value)
        if item.kind is Kind.MULTIPLE and operator in {"==", "!="} and item.find_option(value):
            return Compared(item.code, Operator.INCLUDES if operator == "==" else Operator.EXCLUDES, value)
        raise ExpressionUnknown

    def measure(self, target: Target, operator: str, value: str) -> Compared:
        """Compare a number."""
        number = read_number(value)
        same = {"==": Operator.IS, "!=": Operator.IS_NOT}
        return Compared(target.item.code, {**same, **ORDERED}[operator], number, target.row)

    def need_option(self, item: Item, value: str) -> Option:
        """Find the option that a value names."""
        if value == OWN_WORDS:
            option = next((option for option in item.options if option.own_words), None)
        else:
            option = item.find_option(value)
        if option is None:
            raise ExpressionUnknown
        return option


def join(how: str, parts: list[Condition | bool]) -> Condition | bool:
    """Join parts by "and" or "or", or turn one round; what always holds falls out."""
    if how == "not":
        part = parts[0]
        return not part if isinstance(part, bool) else Joined("none", (part,))
    settling = how == "or"
    if any(part is settling for part in parts):
        return settling
    kept = [part for part in parts if not isinstance(part, bool)]
    if not kept:
        return not settling
    name = "any" if settling else "all"
    flat: list[Condition] = []
    for part in kept:
        flat.extend(part.parts if isinstance(part, Joined) and part.how == name else (part,))
    return flat[0] if len(flat) == 1 else Joined(name, tuple(flat))


def is_ordered(option: Option, operator: str, value: str) -> bool:
    """Tell whether an option's number stands on the wanted side of a value."""
    number, own = read_number(value), option.value if option.value is not None else read_number(option.code)
    return {"<": own < number, "<=": own <= number, ">": own > number, ">=": own >= number}[operator]


def read_number(value: Any) -> float:  # noqa: ANN401 - a code or a number
    """Read a number.

    Raises:
        ExpressionUnknown: where it is none.
    """
    try:
        number = float(str(value))
    except ValueError:
        raise ExpressionUnknown from None
    if not abs(number) < 1e15:  # noqa: PLR2004 - also refuses what is no number
        raise ExpressionUnknown
    return int(number) if number.is_integer() else number


def is_day(value: str) -> bool:
    """Tell whether a word is a day as ``YYYY-MM-DD``."""
    parts = value.split("-")
    return [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts)


def measure_depth(condition: Condition) -> int:
    """Count how deep conditions stand inside one another."""
    if isinstance(condition, Compared):
        return 0
    return 1 + max(measure_depth(part) for part in condition.parts)
