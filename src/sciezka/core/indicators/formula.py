"""How an indicator is reckoned from source variables, for all units and years at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np

from sciezka.core.index.types import Floats

POPULATION: Final = "bdl:72305"
"""The population, by which ``per_head`` divides unless told otherwise."""

KINDS: Final = ("value", "sum", "ratio", "per_head", "share", "mean", "change", "difference")
DIVIDING: Final = ("ratio", "per_head", "share")
LOOKING_BACK: Final = ("mean", "change", "difference")
LONGEST_WINDOW: Final = 30
MOST_DECIMALS: Final = 6
MOST_KEYS: Final = 40

Read = Callable[[str], Floats]
"""Gives the values of a source variable, shape (years, units), NaN where missing."""


class FormulaProblem(ValueError):
    """A formula that can't be reckoned.

    Attributes:
        code: a stable word for the kind of problem.
        params: what the sentence names.
    """

    def __init__(self, code: str, sentence: str, **params: object) -> None:
        super().__init__(sentence)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Formula:
    """What is added up, what it is divided by and over how many years it is followed.

    A key with a minus before it (``-bdl:65``) is taken away instead of added.

    Attributes:
        kind: ``value`` a variable as it is; ``sum`` several; ``ratio`` sum of ``of`` by sum of ``per``; ``per_head`` the
            same by population; ``share`` the same in per cent; ``mean`` of the last ``years`` years; ``change`` in per
            cent of the state ``years`` years before; ``difference`` from it. The last three may divide by ``per`` first.
        of: the keys above the line.
        per: the keys below the line.
        times: the factor, such as 1000 for "per 1,000 people"; 100 for a share and a change.
        years: the window of ``mean``, ``change`` and ``difference``; otherwise 0.
        decimals: how many decimals readers see; reckoning never rounds.
    """

    kind: str
    of: tuple[str, ...]
    per: tuple[str, ...] = ()
    times: float = 1.0
    years: int = 0
    decimals: int = 1

    def __post_init__(self) -> None:
        for problem in (self._find_fault_in_keys(), self._find_fault_in_numbers()):
            if problem is not None:
                raise problem

    @property
    def keys(self) -> tuple[str, ...]:
        """The variables that the formula needs, each once, in order."""
        return tuple(dict.fromkeys(bare_key(key) for key in (*self.of, *self.per)))

    def _find_fault_in_keys(self) -> FormulaProblem | None:
        if self.kind not in KINDS:
            allowed = ", ".join(KINDS)
            return FormulaProblem(
                "formula.kind", f"A formula of kind {self.kind!r} is not known. Write one of: {allowed}.", kind=self.kind
            )
        if not self.of or any(not bare_key(key) for key in (*self.of, *self.per)):
            return FormulaProblem("formula.of", "The formula names no variable. List the variables' keys under of.")
        if self.kind == "value" and (len(self.of) > 1 or self.of[0].startswith("-") or self.per):
            return FormulaProblem(
                "formula.value", "A formula of kind value takes one variable as it is. Use sum or ratio for more."
            )
        if self.kind in DIVIDING and not self.per:
            return FormulaProblem(
                "formula.per", f"A formula of kind {self.kind} divides. List what it divides by under per.", kind=self.kind
            )
        if self.kind == "sum" and self.per:
            return FormulaProblem("formula.sum", "A formula of kind sum does not divide. Use ratio, or leave out per.")
        return None

    def _find_fault_in_numbers(self) -> FormulaProblem | None:
        if len(self.of) > MOST_KEYS or len(self.per) > MOST_KEYS:
            return FormulaProblem("formula.long", f"The formula names more than {MOST_KEYS} variables. Name fewer.")
        if not (isfinite(self.times) and self.times > 0):
            return FormulaProblem("formula.times", f"The factor times is {self.times}. Write a number above 0.")
        if self.kind in LOOKING_BACK and not 1 <= self.years <= LONGEST_WINDOW:
            return FormulaProblem(
                "formula.years",
                f"A formula of kind {self.kind} needs a window. Write years from 1 to {LONGEST_WINDOW}.",
                kind=self.kind,
            )
        if self.kind not in LOOKING_BACK and self.years:
            return FormulaProblem(
                "formula.no_years", f"A formula of kind {self.kind} looks at one year only. Leave out years.", kind=self.kind
            )
        if not 0 <= self.decimals <= MOST_DECIMALS:
            return FormulaProblem(
                "formula.decimals", f"Readers can't be shown {self.decimals} decimals. Write 0 to {MOST_DECIMALS}."
            )
        return None


def bare_key(key: str) -> str:
    """Give a variable's key without the minus that takes it away."""
    return key.removeprefix("-")


def evaluate(formula: Formula, read: Read, years: Sequence[int]) -> Floats:
    """Reckon a formula for all units and years.

    Args:
        formula: what to reckon.
        read: gives each variable's values, shape (years, units); what is missing is NaN.
        years: the calendar years of the rows, each once. Windows go by the calendar, not by the rows' order.

    Returns:
        The values, shape (years, units): NaN wherever an input is missing, a denominator is 0, the base of a change is
        0 or below, or a window is not filled year by year. A window with a gap gives nothing, because a gap often hides
        a change of method or of territory.
    """
    with np.errstate(all="ignore"):
        level = _add_up(formula.of, read)
        if formula.per:
            under = _add_up(formula.per, read)
            level = level / np.where(under == 0, np.nan, under)
        found = _follow(formula, level, years)
    return np.where(np.isfinite(found), found, np.nan)


def _add_up(keys: tuple[str, ...], read: Read) -> Floats:
    """Add the variables, taking away those with a minus; one missing part makes the sum missing."""
    total: Floats | None = None
    for key in keys:
        values = read(bare_key(key))
        signed: Floats = -values if key.startswith("-") else values
        total = signed if total is None else total + signed
    assert total is not None, "a formula names at least one variable"  # noqa: S101 - Formula refuses none
    return np.asarray(total, dtype=np.float64)


def _follow(formula: Formula, level: Floats, years: Sequence[int]) -> Floats:
    if formula.kind not in LOOKING_BACK:
        return level * formula.times
    steps = formula.years - 1 if formula.kind == "mean" else formula.years
    window = np.stack([_shift(level, years, back) for back in range(steps + 1)])
    whole = np.isfinite(window).all(axis=0)
    past = window[-1]
    if formula.kind == "mean":
        found = window.mean(axis=0) * formula.times
    elif formula.kind == "difference":
        found = (level - past) * formula.times
    else:
        found = (level / np.where(past > 0, past, np.nan) - 1) * formula.times
    return np.where(whole, found, np.nan)


def _shift(level: Floats, years: Sequence[int], back: int) -> Floats:
    """Give in each year's row what stood ``back`` calendar years before."""
    row = {year: at for at, year in enumerate(years)}
    shifted = np.full_like(level, np.nan)
    for at, year in enumerate(years):
        before = row.get(year - back)
        if before is not None:
            shifted[at] = level[before]
    return shifted
