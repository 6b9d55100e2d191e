"""What stands beside a value, in the bank's words or ours: which zero is real, what is missing, where a series breaks."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

UNKNOWN: Final = -1
"""No attribute is known: the source (or the file it was exported to) dropped it."""

SUPPRESSED: Final = 900
JOINED: Final = 901
ALL_ZERO: Final = 902
NEVER_ZERO: Final = 903


@dataclass(frozen=True, slots=True)
class Attribute:
    """The meaning of one mark beside a value.

    Attributes:
        number: the bank's number (``attrId``); from 900 on our own.
        symbol: how the bank's exports write it; empty when they do not.
        meaning: a plain sentence in English, which rooms translate.
        is_missing: whether there is no value, although the bank answers 0.
        is_zero: whether the mark says that the zero is a real one.
        is_break: whether the series was measured in another way before.
        is_flagged: whether readers must see the mark beside the value.
    """

    number: int
    symbol: str
    meaning: str
    is_missing: bool = False
    is_zero: bool = False
    is_break: bool = False
    is_flagged: bool = False


ATTRIBUTES: Final = {
    attribute.number: attribute
    for attribute in (
        Attribute(0, "", "No mark."),
        Attribute(1, "", "A plain value."),
        Attribute(3, "k", "The aggregate may be incomplete.", is_flagged=True),
        Attribute(4, "x", "No information, statistical secrecy, or the figure makes no sense here.", is_missing=True),
        Attribute(7, "a", "Smaller than the last digit shown.", is_flagged=True),
        Attribute(9, "s", "A preliminary estimate.", is_flagged=True),
        Attribute(11, "M", "Measured in a new way from this year on.", is_break=True, is_flagged=True),
        Attribute(13, "K", "Measured in a new way; the aggregate may be incomplete.", is_break=True, is_flagged=True),
        Attribute(14, "X", "Measured in a new way; no information or secrecy.", is_missing=True, is_break=True),
        Attribute(15, "", "No information: the level, the list of units or the list of features changed.", is_missing=True),
        Attribute(17, "A", "Measured in a new way; smaller than the last digit shown.", is_break=True, is_flagged=True),
        Attribute(20, "v", "Of low precision.", is_flagged=True),
        Attribute(21, "v", "Of low precision.", is_flagged=True),
        Attribute(50, "n", "Not published yet.", is_missing=True),
        Attribute(91, "x", "No information, statistical secrecy, or the figure makes no sense here.", is_missing=True),
        Attribute(94, "z", "A real zero: the balance of figures that are not zero.", is_zero=True),
        Attribute(97, "p", "The county and the city with county rights together.", is_flagged=True),
        Attribute(98, "Z", "A real zero, measured in a new way.", is_zero=True, is_break=True, is_flagged=True),
        Attribute(SUPPRESSED, "", "A zero taken for a figure that is kept secret.", is_missing=True),
        Attribute(JOINED, "", "Joined over a change of the unit's code or territory.", is_flagged=True),
        Attribute(ALL_ZERO, "", "A zero taken for missing: every unit has it in this year.", is_missing=True),
        Attribute(
            NEVER_ZERO, "", "A zero taken for missing: where people live, this figure is never zero.", is_missing=True
        ),
    )
}

MISSING: Final = frozenset(number for number, attribute in ATTRIBUTES.items() if attribute.is_missing)
TRUE_ZEROS: Final = frozenset(number for number, attribute in ATTRIBUTES.items() if attribute.is_zero)
BREAKS: Final = frozenset(number for number, attribute in ATTRIBUTES.items() if attribute.is_break)

# Two numbers share the symbols x and v; the first of each says the same.
BY_SYMBOL: Final = {attribute.symbol: attribute.number for attribute in reversed(ATTRIBUTES.values()) if attribute.symbol}


def find_missing(numbers: ArrayLike) -> NDArray[np.bool_]:
    """Tell which of these attributes say that there is no value, whatever number stands beside them."""
    return np.isin(np.asarray(numbers), list(MISSING))


def describe(number: int | None) -> str:
    """Give the meaning of an attribute in English; empty when none is known."""
    if number is None or number == UNKNOWN:
        return ""
    attribute = ATTRIBUTES.get(number)
    return attribute.meaning if attribute else f"Mark {number}, which the bank did not explain."
