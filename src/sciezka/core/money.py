"""Sums of a budget: lines of quantity and price, own contribution, and what is asked for.

Everything is reckoned in decimals. A line's cost is quantity × price rounded to a hundredth, half up, as it would stand on
an invoice; sums are those of the rounded lines, so whoever adds the lines up by hand gets the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final

CENT: Final = Decimal("0.01")
NOTHING: Final = Decimal("0.00")
_DIGITS: Final = 60
"""More than any product of two amounts that can be typed: nothing is ever rounded on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a budget.

    Args:
        what: what is bought or done.
        quantity: how many.
        unit: of what: a piece, an hour.
        price: of one.
        own: how much of the cost the applicant carries.
    """

    what: str = ""
    quantity: Decimal
    unit: str = ""
    price: Decimal
    own: Decimal = NOTHING

    @property
    def cost(self) -> Decimal:
        """Quantity × price, rounded to a hundredth."""
        with localcontext(prec=_DIGITS):
            return round_money(self.quantity * self.price)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What lines add up to.

    Args:
        total: the costs of all lines.
        own: what the applicant carries.
    """

    total: Decimal = NOTHING
    own: Decimal = NOTHING

    @property
    def asked(self) -> Decimal:
        """What is left to be asked for."""
        with localcontext(prec=_DIGITS):
            return self.total - self.own

    def covers(self, percent: Decimal) -> bool:
        """Tell whether own contribution makes up at least so many per cent, exactly and not as it would be rounded."""
        return Fraction(self.own) * 100 >= Fraction(self.total) * Fraction(percent)


def add_up(lines: Iterable[Line]) -> Sums:
    """Add lines up."""
    total = own = NOTHING
    with localcontext(prec=_DIGITS):
        for line in lines:
            total += line.cost
            own += round_money(line.own)
    return Sums(total=total, own=own)


def round_money(amount: Decimal) -> Decimal:
    """Round an amount to a hundredth, half up."""
    with localcontext(prec=_DIGITS):
        return amount.quantize(CENT, rounding=ROUND_HALF_UP)
