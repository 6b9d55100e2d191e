"""Sums of a budget: properties of adding up, against whole numbers of grosze."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.money import Line, Sums, add_up, round_money

QUANTITIES = st.integers(0, 10**15).map(lambda thousandths: Decimal(thousandths).scaleb(-3))
AMOUNTS = st.integers(0, 10**17).map(lambda grosze: Decimal(grosze).scaleb(-2))
LINES = st.builds(Line, quantity=QUANTITIES, price=AMOUNTS, own=AMOUNTS)


@given(LINES)
def test_a_cost_is_quantity_by_price_in_whole_grosze_rounded_half_up(line: Line) -> None:
    exact = Fraction(line.quantity) * Fraction(line.price) * 100
    grosze = Fraction(line.cost) * 100
    assert grosze.denominator == 1
    assert -Fraction(1, 2) < grosze - exact <= Fraction(1, 2)


@given(st.lists(LINES, max_size=60))
def test_sums_are_those_of_the_rounded_lines_in_any_order(lines: list[Line]) -> None:
    sums = add_up(lines)
    assert sums == add_up(reversed(lines))
    assert Fraction(sums.total) == sum((Fraction(line.cost) for line in lines), Fraction(0))
    assert Fraction(sums.asked) == Fraction(sums.total) - Fraction(sums.own)


@given(AMOUNTS, AMOUNTS, st.integers(0, 100))
def test_a_share_is_covered_exactly(total: Decimal, own: Decimal, percent: int) -> None:
    sums = Sums(total=total, own=own)
    assert sums.covers(Decimal(percent)) == (Fraction(own) * 100 >= Fraction(total) * percent)


def test_half_a_grosz_goes_up_and_nothing_costs_nothing() -> None:
    assert round_money(Decimal("0.005")) == Decimal("0.01")
    assert Line(quantity=Decimal("0.333"), price=Decimal("0.50")).cost == Decimal("0.17")
    assert add_up([]).covers(Decimal(100))
