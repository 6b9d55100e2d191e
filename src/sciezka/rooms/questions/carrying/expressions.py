"""Expressions of other programs, read into a tree: LimeSurvey's ExpressionScript and the XPath of XLSForm.

Nothing is ever evaluated. What the grammar does not know makes the whole expression unknown, and it is listed.

    either  = both {("or" | "||") both}
    both    = negated {("and" | "&&") negated}
    negated = ("!" | "not") negated | compared
    compared= value [("==" | "=" | "eq" | "!=" | "ne" | "<" | "lt" | "<=" | "le" | ">" | "gt" | ">=" | "ge") value]
    value   = text | number | name | ${name} | function "(" [either {"," either}] ")" | "(" either ")"
"""

import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 4_000
DEEPEST: Final = 30


class ExpressionUnknown(ValueError):
    """An expression that the grammar does not know."""


@dataclass(frozen=True, slots=True)
class Name:
    """The answer to a question."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text or a number as it stands."""

    value: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A function with what it is given; ``and``, ``or`` and ``not`` are written so as well."""

    function: str
    given: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values compared by one of ``== != < <= > >=``."""

    operator: str
    left: "Tree"
    right: "Tree"


Tree = Name | Literal | Call | Comparison

_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<number>-?\d+(?:\.\d+)?(?![A-Za-z_\d]))
    | \$\{\s*(?P<field>[^}\s]{1,100})\s*\}
    | (?P<sign>\|\||&&|==|!=|<=|>=|<|>|=|!|\(|\)|,)
    | (?P<name>[A-Za-z_\d][A-Za-z_\d]*(?:[.\-:][A-Za-z_\d]+)*|\.)
    )""",
    re.VERBOSE,
)
_SAME: Final = {"eq": "==", "=": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_COMPARING: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})
Token = tuple[str, str]


def parse(expression: str, *, assigns: bool = False) -> Tree:
    """Read an expression into a tree.

    Args:
        expression: as it stands in the file.
        assigns: whether a single "=" gives a value, as in LimeSurvey, rather than compares; we give none.

    Raises:
        ExpressionUnknown: where the grammar does not know it.
    """
    if assigns and re.search(r"(?<![=!<>])=(?!=)", re.sub(r"\"[^\"]*\"|'[^']*'", "", expression)):
        raise ExpressionUnknown
    reader = _Reader(list_tokens(expression))
    tree = reader.read_either(0)
    if reader.peek() != ("end", ""):
        raise ExpressionUnknown
    return tree


def list_tokens(expression: str) -> list[Token]:
    """Cut an expression into its words and signs.

    Raises:
        ExpressionUnknown: at a sign that the grammar does not know.
    """
    text = expression.strip()
    if len(text) > LONGEST:
        raise ExpressionUnknown
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            if not text[place:].strip():
                break
            raise ExpressionUnknown
        tokens.append(name_token(found))
        place = found.end()
    return tokens


def name_token(found: "re.Match[str]") -> Token:
    """Tell what a piece of an expression is."""
    if found["text"] is not None:
        return "text", re.sub(r"\\(.)", r"\1", found["text"][1:-1])
    if found["number"] is not None:
        return "number", found["number"]
    if found["field"] is not None:
        return "name", found["field"]
    if found["sign"] is not None:
        return "sign", _SAME.get(found["sign"], found["sign"])
    word = found["name"]
    if word.lower() in {"and", "or", "not", "div", "mod"}:
        return "sign", {"and": "&&", "or": "||"}.get(word.lower(), word.lower())
    return ("sign", _SAME[word]) if word in _SAME else ("name", word)


class _Reader:
    """Reads tokens from the left."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0

    def peek(self, ahead: int = 0) -> Token:
        """Give a token that is not read yet."""
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else ("end", "")

    def take(self, sign: str) -> bool:
        """Read a sign, if it is next."""
        if self.peek() == ("sign", sign):
            self.place += 1
            return True
        return False

    def need(self, sign: str) -> None:
        """Read a sign that must be next."""
        if not self.take(sign):
            raise ExpressionUnknown

    def read_either(self, depth: int) -> Tree:
        """Read parts joined by "or"."""
        if depth > DEEPEST:
            raise ExpressionUnknown
        parts = [self.read_both(depth)]
        while self.take("||"):
            parts.append(self.read_both(depth))
        return parts[0] if len(parts) == 1 else Call("or", tuple(parts))

    def read_both(self, depth: int) -> Tree:
        """Read parts joined by "and"."""
        parts = [self.read_negated(depth)]
        while self.take("&&"):
            parts.append(self.read_negated(depth))
        return parts[0] if len(parts) == 1 else Call("and", tuple(parts))

    def read_negated(self, depth: int) -> Tree:
        """Read a part, turned round or not."""
        if depth > DEEPEST:
            raise ExpressionUnknown
        if self.take("!") or self.take("not"):
            return Call("not", (self.read_negated(depth + 1),))
        return self.read_compared(depth)

    def read_compared(self, depth: int) -> Tree:
        """Read a value, or two that are compared."""
        left = self.read_value(depth)
        kind, sign = self.peek()
        if kind == "sign" and sign in _COMPARING:
            self.place += 1
            return Comparison(sign, left, self.read_value(depth))
        return left

    def read_value(self, depth: int) -> Tree:
        """Read one value."""
        kind, word = self.peek()
        if self.take("("):
            inner = self.read_either(depth + 1)
            self.need(")")
            return inner
        if kind in {"end", "sign"}:
            raise ExpressionUnknown
        self.place += 1
        if kind != "name":
            return Literal(word, is_number=kind == "number")
        if not self.take("("):
            return Name(word)
        given: list[Tree] = []
        while not self.take(")"):
            if given:
                self.need(",")
            given.append(self.read_either(depth + 1))
        return Call(word.lower(), tuple(given))
