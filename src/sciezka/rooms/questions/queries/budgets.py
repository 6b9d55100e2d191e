"""Budgets that people wrote, for whoever shows them, adds them up or prints them."""

from dataclasses import dataclass
from decimal import Decimal

from sciezka.core.money import Line, Sums, add_up
from sciezka.rooms.questions.schema.budgets import read_lines
from sciezka.rooms.questions.schema.types import Answers, Item, Kind, Questionnaire
from sciezka.rooms.questions.schema.wording import say_amount, say_currency, say_number


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget as it was written.

    Attributes:
        lines: its lines; each knows its cost.
        sums: what they come to.
        currency: of all amounts.
    """

    lines: tuple[Line, ...]
    sums: Sums
    currency: str

    @property
    def total(self) -> Decimal:
        """The cost of the whole."""
        return self.sums.total

    @property
    def own(self) -> Decimal:
        """Own contribution."""
        return self.sums.own

    @property
    def asked(self) -> Decimal:
        """What is asked for: the total less own contribution."""
        return self.sums.asked


def read_budget(item: Item, answer: object, language: str = "pl") -> Budget:
    """Read a stored answer to a budget item; of what is none there are no lines and the sums are zero."""
    lines = read_lines(answer)
    return Budget(lines, add_up(lines), say_currency(item, language))


def sum_budgets(questionnaire: Questionnaire, answers: Answers) -> Sums | None:
    """Add up all budgets of a questionnaire that were answered; None where it has none, or none was answered."""
    asked = [item.code for item in questionnaire.items() if item.kind is Kind.BUDGET and answers.get(item.code)]
    return add_up(line for code in asked for line in read_lines(answers[code])) if asked else None


def has_budget(questionnaire: Questionnaire) -> bool:
    """Tell whether a questionnaire asks for a budget."""
    return any(item.kind is Kind.BUDGET for item in questionnaire.items())


def say_lines(item: Item, answer: object, language: str) -> list[str]:
    """Say each line of a budget in words, as a list of answers shows them."""
    budget = read_budget(item, answer, language)
    return [_say_line(line, budget.currency, language) for line in budget.lines]


def _say_line(line: Line, currency: str, language: str) -> str:
    quantity = say_number(float(line.quantity), language) if line.quantity % 1 else str(int(line.quantity))
    said = f"{line.what}: {quantity}\u00a0{line.unit or '×'}".rstrip()
    by = f"{said} × " if line.unit else f"{said} "
    return f"{by}{say_amount(line.price, language)} = {say_amount(line.cost, language)}\u00a0{currency}"
