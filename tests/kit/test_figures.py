"""Figures and amounts are read as people write them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from sciezka.kit.figures import AmountField, FigureField
from sciezka.kit.typography import write_number


@pytest.mark.parametrize(
    "typed",
    ["150 000,50", "150000.50", "150\u00a0000,50 zł", "150000,5zł", "150 000,50 PLN", " 150000,50 ZŁ ", "150000,50 zł."],
)
def test_an_amount_may_have_its_currency_behind_it(typed: str) -> None:
    assert AmountField(max_digits=14, decimal_places=2).clean(typed) == Decimal("150000.50")


@pytest.mark.parametrize("typed", ["zł", "zł 5", "5 zł zł", "5 EUR", "NaN", "Infinity zł", "1e400", "150 tys."])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        AmountField(max_digits=14, decimal_places=2).clean(typed)


def test_a_figure_of_something_else_has_no_currency() -> None:
    with pytest.raises(ValidationError):
        FigureField(max_digits=8, decimal_places=2).clean("3 zł")


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (70.625, 2, "70,63"),
        (2.675, 2, "2,68"),
        (0.5, 3, "0,5"),
        (3, 3, "3"),
        (-0.001, 2, "0"),
        (-1.005, 2, "−1,01"),
        (1e30, 0, "1" + "0" * 30),
    ],
)
def test_a_half_is_rounded_up_as_people_do(value: float, digits: int, said: str) -> None:
    with translation.override("pl"):
        assert write_number(value, digits) == said
