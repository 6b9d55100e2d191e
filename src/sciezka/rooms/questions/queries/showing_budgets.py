"""A budget on the page: its lines with gaps for what was typed, its sums, and what is wrong with it in sentences."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sciezka.rooms.questions.schema.answers import Problem
from sciezka.rooms.questions.schema.budgets import (
    LONGEST,
    PARTS,
    SUMS,
    count_lines,
    name_field,
    read_limit,
)
from sciezka.rooms.questions.schema.types import Item
from sciezka.rooms.questions.schema.wording import say_amount, say_currency

FIRST_LINES: Final = 4
"""So many lines are in sight where no script adds them; the others are folded."""
MakeGap = Callable[..., SafeString]


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """One field of a line as its template sees it."""

    part: str
    name: str
    id: str
    label: str
    gap: SafeString
    problem: str = ""
    longest: int = 0

    @property
    def is_number(self) -> bool:
        """Tell whether a number is typed there."""
        return not self.longest


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One line of a budget as its template sees it."""

    number: int
    parts: tuple[DrawnPart, ...]
    cost_gap: SafeString


def prepare_budget(item: Item, language: str, by_row: Mapping[str, str], make_gap: MakeGap) -> dict[str, Any]:
    """Give what the template of a budget needs besides the question.

    Args:
        item: the item.
        language: of the page.
        by_row: sentences of what is wrong by ``<line>.<part>``.
        make_gap: makes a gap of a drawing.
    """
    labels = {
        "what": pgettext("budget", "What for"), "quantity": pgettext("budget", "How many"), "unit": _("Unit"),
        "price": _("Price of one"), "own": _("Own contribution"),
    }  # fmt: skip

    def prepare(number: int) -> DrawnLine:
        parts = tuple(
            DrawnPart(
                part, name_field(item.code, number, part), f"i-{item.code}-{number}-{part}", labels[part],
                make_gap("amount", name_field(item.code, number, part), language), by_row.get(f"{number}.{part}", ""),
                LONGEST.get(part, 0),
            )
            for part in PARTS
        )  # fmt: skip
        return DrawnLine(number, parts, make_gap("sum", name_field(item.code, number, "cost"), language))

    lines = [prepare(number) for number in range(1, count_lines(item) + 1)]
    most, share = read_limit(item.most), read_limit(item.least)
    words = {
        "line": pgettext("budget", "Line %s"), "remove": _("Remove line %s"), "added": _("Line %s has been added."),
        "removed": _("The line has been removed."), "over": _("Too much is asked for, by: %s"),
        "share": _("Own contribution is too low: at least %s is needed."), "fits": _("The sums keep to the limits."),
    }  # fmt: skip
    return {
        "lines": lines[:FIRST_LINES], "folded": lines[FIRST_LINES:], "currency": say_currency(item, language),
        "open_gap": make_gap("unfold", item.code, str(FIRST_LINES)),
        "sums": {name: make_gap("sum", f"{item.code}.{name}", language) for name in SUMS},
        "most": "" if most is None else f"{most:f}", "share": "" if share is None else f"{share:f}",
        "words": json.dumps(words, ensure_ascii=False),
    }  # fmt: skip


def fill_amount(typed: str, language: str) -> str:
    """Show a number that was read with the language's decimal sign; whatever else was typed stays as it is."""
    parts = typed.split(".")
    plain = len(parts) == 2 and all(part.isdecimal() and part.isascii() for part in parts)  # noqa: PLR2004 - a point
    return typed if language == "en" or not plain else typed.replace(".", ",")


def fill_sum(amount: str, language: str) -> str:
    """Show a sum as the language writes money."""
    try:
        return say_amount(Decimal(amount), language)
    except InvalidOperation:
        return ""


def say_budget_problem(item: Item, problem: Problem, language: str) -> str:
    """Say what is wrong with a budget and what to do."""
    fields = problem.fields

    def money(name: str) -> str:
        return f"{say_amount(Decimal(str(fields.get(name, 0))), language)}\u00a0{say_currency(item, language)}"

    line = {"line": fields.get("line", "")}
    if problem.code == "budget_decimals":
        decimals = int(fields.get("decimals", 0))
        return ngettext(
            "Line %(line)s: at most %(count)d digit after the comma.",
            "Line %(line)s: at most %(count)d digits after the comma.", decimals,
        ) % {**line, "count": decimals}  # fmt: skip
    if problem.code == "budget_lines":
        most = int(fields.get("most", 0))
        return ngettext("At most %(count)d line fits.", "At most %(count)d lines fit.", most) % {"count": most}
    sentences = {
        "budget_what": _("Line %(line)s: write what it is for.") % line,
        "budget_quantity": _("Line %(line)s: write how many, such as 3 or 2,5.") % line,
        "budget_price": _("Line %(line)s: write the price of one, such as 1 200,50.") % line,
        "budget_own": _("Line %(line)s: own contribution is an amount, such as 300,00.") % line,
        "budget_own_over": _("Line %(line)s: own contribution can’t be more than the line costs (%(cost)s).")
        % {**line, "cost": money("cost")},
        "budget_asked": _("%(asked)s is asked for, which is %(over)s too much: at most %(most)s may be asked for.")
        % {"asked": money("asked"), "over": money("over"), "most": money("most")},
        "budget_share": _("Own contribution is too low: it has to be at least %(least)s %% of all costs (%(total)s).")
        % {"least": fields.get("least", ""), "total": money("total")},
        "budget_total": _("The sum is too large to be right. Look at the prices."),
    }
    return sentences.get(problem.code) or _("This budget can’t be read. Type it again.")
