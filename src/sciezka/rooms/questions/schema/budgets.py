"""Budgets: lines that add up, read from what was typed and checked against what the item allows.

An answer is a list of lines, each ``{"what", "quantity", "unit", "price", "own"}`` with numbers as decimal strings
(``"2.5"``, ``"1200.00"``), so that nothing is lost between what was typed and what is paid.

Of an item's fields ``least`` is the least share of own contribution in per cent, ``most`` the most that may be asked for,
``longest`` the most lines, ``unit`` the currency.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from sciezka.core.money import Line, Sums, add_up, round_money
from sciezka.rooms.questions.schema.tidying import count_decimals, parse_number, tidy_text

if TYPE_CHECKING:
    from sciezka.rooms.questions.schema.types import Item
    from sciezka.rooms.questions.schema.valuing import Reading

PARTS: Final = ("what", "quantity", "unit", "price", "own")
"""The fields of a line, in the order in which they are typed."""
SUMS: Final = ("total", "own", "asked")
MOST_LINES: Final = 20
"""The most lines where the item says nothing."""
MOST_LINES_EVER: Final = 60
LONGEST: Final = {"what": 200, "unit": 20}
DECIMALS: Final = {"quantity": 3, "price": 2, "own": 2}
CURRENCY: Final = "zł"
CURRENCIES: Final = ("zł", "zl", "pln")
BEHIND: Final = "|"
"""Stands between the fields of a line where a budget is written as one text."""
WHOLE: Final = 100
GREATEST_TOTAL: Final = 10**12
"""What no column of money holds any more."""


def count_lines(item: Item) -> int:
    """Tell how many lines a budget may have."""
    return min(item.longest or MOST_LINES, MOST_LINES_EVER)


def read_limit(bound: object) -> Decimal | None:
    """Read a limit of an item; in a draft it may be anything."""
    number = None if isinstance(bound, str) else parse_number(bound)
    return number if number is not None and number >= 0 else None


def read_lines(answer: object) -> tuple[Line, ...]:
    """Give the lines of a stored answer; what is no line is passed over."""
    given = answer if isinstance(answer, list | tuple) else ()
    return tuple(line for part in given if isinstance(part, Mapping) and (line := _read_line(part)) is not None)


def sum_typed(answer: object) -> Sums:
    """Add up what has been typed so far; a line without a quantity and a price adds nothing."""
    return add_up(read_lines(answer))


def _read_line(part: Mapping[Any, Any]) -> Line | None:
    quantity, price = parse_number(part.get("quantity")), parse_amount(part.get("price"))
    if quantity is None or price is None or quantity < 0 or price < 0:
        return None
    own = parse_amount(part.get("own"))
    return Line(
        what=str(part.get("what") or ""), quantity=quantity, unit=str(part.get("unit") or ""), price=price,
        own=own if own is not None and own >= 0 else Decimal("0.00"),
    )  # fmt: skip


def parse_amount(typed: object) -> Decimal | None:
    """Read an amount of money as people type it; a currency behind it is passed over."""
    if isinstance(typed, str):
        typed = typed.strip()
        if typed.casefold().endswith(CURRENCIES):
            typed = typed.rstrip(".").rstrip("zZłŁlLpPnN").rstrip()
    return parse_number(typed)


def read_budget_answer(reading: Reading, given: object) -> list[dict[str, str]] | None:
    """Read what was given to a budget item: lines as a form gives them, as they are stored, or as one text."""
    if given is None or given == "":
        return None
    if isinstance(given, str):
        given = list(_split_text(given))
    if not isinstance(given, list | tuple) or not all(isinstance(part, Mapping) for part in given):
        reading.add("choice")
        return None
    typed = [part for part in given if any(_is_typed(part.get(name)) for name in PARTS)]
    if len(typed) > (most := count_lines(reading.item)):
        reading.add("budget_lines", most=most, count=len(typed))
        return None
    lines = [_check_line(reading, number, part) for number, part in enumerate(typed, start=1)]
    if lines and not reading.problems:
        _check_limits(reading, add_up(read_lines(lines)))
    return lines or None


def _is_typed(part: object) -> bool:
    return bool(part.strip()) if isinstance(part, str) else part is not None


def _split_text(text: str) -> Iterator[dict[str, str]]:
    for line in text[:100_000].splitlines():
        if line.strip():
            yield dict(zip(PARTS, (part.strip() for part in line.split(BEHIND)), strict=False))


def _check_line(reading: Reading, number: int, part: Mapping[Any, Any]) -> dict[str, str]:
    """Check one line: each of its fields by itself, then whether own contribution is more than the line costs."""
    line = {name: _read_words(reading, number, name, part.get(name)) for name in LONGEST}
    if not line["what"]:
        reading.add("budget_what", f"{number}.what", line=number)
    amounts: dict[str, Decimal] = {}
    for name, decimals in DECIMALS.items():
        given = part.get(name)
        amount = parse_number(given) if name == "quantity" else parse_amount(given)
        if name == "own" and not _is_typed(given):
            amount = Decimal(0)
        least_missed = amount is not None and (amount < 0 or (name == "quantity" and not amount))
        if amount is None or least_missed:
            reading.add(f"budget_{name}", f"{number}.{name}", line=number)
        elif count_decimals(amount) > decimals:
            reading.add("budget_decimals", f"{number}.{name}", line=number, decimals=decimals)
        else:
            amounts[name] = amount
    if len(amounts) == len(DECIMALS):
        made = Line(quantity=amounts["quantity"], price=amounts["price"], own=round_money(amounts["own"]))
        if made.own > made.cost:
            reading.add("budget_own_over", f"{number}.own", line=number, cost=str(made.cost))
    return {
        "what": line["what"], "quantity": _write_quantity(amounts.get("quantity")), "unit": line["unit"],
        "price": _write_amount(amounts.get("price")), "own": _write_amount(amounts.get("own")),
    }  # fmt: skip


def _read_words(reading: Reading, number: int, name: str, given: object) -> str:
    if isinstance(given, int | float) and parse_number(given) is not None:
        given = str(given)
    if not isinstance(given, str):
        return ""
    longest = LONGEST[name]
    text = tidy_text(given[: 2 * longest + 1000], one_line=True)
    if len(text) > longest:
        reading.add("too_long", f"{number}.{name}", longest=longest, length=len(text), line=number)
        return text[:longest]
    return text


def _write_quantity(quantity: Decimal | None) -> str:
    if quantity is None:
        return ""
    return f"{quantity:f}".rstrip("0").rstrip(".") if quantity % 1 else f"{int(quantity)}"


def _write_amount(amount: Decimal | None) -> str:
    return "" if amount is None else f"{round_money(amount):f}"


def _check_limits(reading: Reading, sums: Sums) -> None:
    """Check the sums against what the item allows."""
    item = reading.item
    if sums.total >= GREATEST_TOTAL:
        reading.add("budget_total")
        return
    most, share = read_limit(item.most), read_limit(item.least)
    if most is not None and sums.asked > most:
        reading.add(
            "budget_asked", most=str(round_money(most)), asked=str(sums.asked), over=str(sums.asked - round_money(most))
        )
    if share is not None and not sums.covers(min(share, Decimal(WHOLE))):
        reading.add("budget_share", least=f"{share.normalize():f}", own=str(sums.own), total=str(sums.total))


def name_field(code: str, line: int, part: str) -> str:
    """Name the form field of a part of a line, counted from 1."""
    return f"{code}.{line}.{part}"


def read_fields(item: Item, find: Any) -> list[dict[str, str]] | None:  # noqa: ANN401 - a function from a name to a value
    """Read the form fields of a budget; lines left empty are passed over."""
    lines = [{part: find(name_field(item.code, line, part)) for part in PARTS} for line in range(1, count_lines(item) + 1)]
    return [line for line in lines if any(typed.strip() for typed in line.values())] or None


def write_fields(item: Item, answer: Sequence[object]) -> dict[str, list[str]]:
    """Write lines as form fields, and beside them, for the page to show, what they come to."""
    fields: dict[str, list[str]] = {}
    lines = [part for part in answer if isinstance(part, Mapping)]
    for number, part in enumerate(lines, start=1):
        for name in PARTS:
            typed = part.get(name)
            if isinstance(typed, str | int | float) and str(typed):
                fields[name_field(item.code, number, name)] = [str(typed)]
        if (line := _read_line(part)) is not None:
            fields[name_field(item.code, number, "cost")] = [str(line.cost)]
    sums = sum_typed(lines)
    return {**fields, **{f"{item.code}.{name}": [str(getattr(sums, name))] for name in SUMS}}


def write_text(answer: object) -> str:
    """Write a budget as one text, a line in each: as tables of answers carry it and ``read_budget_answer`` reads it."""
    given = answer if isinstance(answer, list | tuple) else ()
    lines = [part for part in given if isinstance(part, Mapping)]
    return "\n".join(f" {BEHIND} ".join(str(part.get(name) or "").replace(BEHIND, "/") for name in PARTS) for part in lines)
