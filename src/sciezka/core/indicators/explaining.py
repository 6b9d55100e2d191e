"""The steps of one indicator's value for one unit and year, so that a page can show the sum as on paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from sciezka.core.index.types import Floats
from sciezka.core.indicators.formula import LOOKING_BACK, Formula, bare_key, evaluate

Show = Callable[[float, int | None], str]
"""Writes a number; the second argument is the number of decimals, or None for as many as it has (at most 4)."""

ROUNDED = 4


@dataclass(frozen=True, slots=True)
class Term:
    """One number that goes into the value.

    Attributes:
        key: the source variable.
        year: the year that it is of.
        value: what the source says; NaN when missing.
        taken_away: whether it is subtracted.
        below: whether it stands below the line.
    """

    key: str
    year: int
    value: float
    taken_away: bool
    below: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a value came about.

    Attributes:
        formula: what was reckoned.
        year: the year of the value.
        terms: all numbers used, the newest year first.
        result: the value; NaN when there is none.
        gaps: the years between the two ends of a window for which a number is missing.
    """

    formula: Formula
    year: int
    terms: tuple[Term, ...]
    result: float
    gaps: tuple[int, ...] = ()

    @property
    def why_nothing(self) -> str:
        """Why there is no value: ``missing`` numbers, a ``gap`` in the window, or a ``zero`` to divide by; else empty."""
        if not isnan(self.result):
            return ""
        return "missing" if self.missing else "gap" if self.gaps else "zero"

    @property
    def missing(self) -> tuple[Term, ...]:
        """The numbers that are not there, which is why there may be no value."""
        return tuple(term for term in self.terms if isnan(term.value))

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the value looks at, the newest first."""
        return tuple(dict.fromkeys(term.year for term in self.terms))


def explain(formula: Formula, values: Mapping[str, Mapping[int, float]], year: int) -> Explanation:
    """Lay open how the value of one unit in one year is reckoned.

    Args:
        formula: what is reckoned.
        values: for each variable the unit's value by year; a year that is not there is missing.
        year: the year of the value.
    """
    span = formula.years if formula.kind != "mean" else formula.years - 1
    # A change shows its two ends; the years between must be there, but they are no numbers of the sum.
    shown = range(span + 1) if formula.kind == "mean" else (0, span)
    years = tuple(dict.fromkeys(year - back for back in shown))
    terms = tuple(
        Term(bare_key(key), at, values.get(bare_key(key), {}).get(at, nan), key.startswith("-"), below)
        for at in years
        for keys, below in ((formula.of, False), (formula.per, True))
        for key in keys
    )
    every = tuple(range(year - span, year + 1))

    def read(key: str) -> Floats:
        series = values.get(key, {})
        return np.array([[series.get(at, nan)] for at in every], dtype=np.float64)

    between = [at for at in every if at not in years]
    gaps = tuple(at for at in between if any(isnan(values.get(key, {}).get(at, nan)) for key in formula.keys))
    return Explanation(formula, year, terms, float(evaluate(formula, read, every)[-1, 0]), gaps)


def write_out(explanation: Explanation, show: Show) -> str:
    """Write the sum in one line, such as ``2 131 : 46 021 × 100 = 4,6``; empty when there is no value.

    Args:
        explanation: what :func:`explain` found.
        show: writes a number as readers are used to.
    """
    if isnan(explanation.result):
        return ""
    formula = explanation.formula
    # A line of two terms needs brackets as soon as something follows it.
    alone = formula.times == 1 and formula.kind not in LOOKING_BACK
    parts = [_write_level(explanation, year, show, alone=alone) for year in explanation.years]
    if formula.kind == "mean":
        line = parts[0] if len(parts) == 1 else f"({' + '.join(parts)}) : {len(parts)}"
    elif formula.kind == "difference":
        line = f"({parts[0]} − {parts[1]})" if formula.times != 1 else f"{parts[0]} − {parts[1]}"
    elif formula.kind == "change":
        line = f"({_bracket(parts[0], formula)} : {_bracket(parts[1], formula)} − 1)"
    else:
        line = parts[0]
    if formula.times != 1:
        line = f"{line} × {show(formula.times, None)}"
    return f"{line} = {show(explanation.result, formula.decimals)}"


def show_number(value: float, decimals: int | None, *, point: str = ",", between: str = "\u00a0") -> str:
    """Write a number with its thousands apart, in the Polish way unless told otherwise.

    Args:
        value: the number.
        decimals: how many decimals; None for as many as there are, at most 4.
        point: the decimal sign.
        between: what stands between thousands.
    """
    if isnan(value):
        return "–"
    written = f"{value:,.{ROUNDED if decimals is None else decimals}f}"
    if decimals is None and "." in written:
        written = written.rstrip("0").rstrip(".")
    if float(written.replace(",", "")) == 0:
        written = written.removeprefix("-")
    return written.replace(",", "\0").replace(".", point).replace("\0", between).replace("-", "−")


def _write_level(explanation: Explanation, year: int, show: Show, *, alone: bool) -> str:
    above = [term for term in explanation.terms if term.year == year and not term.below]
    below = [term for term in explanation.terms if term.year == year and term.below]
    if not below:
        return _write_sum(above, show, bracketed=not alone)
    return f"{_write_sum(above, show, bracketed=True)} : {_write_sum(below, show, bracketed=True)}"


def _write_sum(terms: list[Term], show: Show, *, bracketed: bool) -> str:
    line = "".join(
        f"{' − ' if term.taken_away else ' + ' if at else ''}{_write_term(term, show)}" for at, term in enumerate(terms)
    ).lstrip()
    return f"({line})" if bracketed and (len(terms) > 1 or line.startswith("−")) else line


def _write_term(term: Term, show: Show) -> str:
    written = show(term.value, None)
    return f"({written})" if term.value < 0 else written


def _bracket(part: str, formula: Formula) -> str:
    return f"({part})" if formula.per else part
