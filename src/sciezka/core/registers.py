"""Numbers of Polish public registers: whether one can be right at all, before anybody looks it up.

NIP (tax), REGON (statistics) and KRS (courts). The first two end in a check digit; a KRS number has none that is published,
so only its length is checked. A right check digit says that nobody mistyped, not that such a body exists.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal

NIP_LENGTH: Final = 10
REGON_LENGTH: Final = 9
REGON_LOCAL_LENGTH: Final = 14
KRS_LENGTH: Final = 10

_NIP: Final = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_REGON: Final = (8, 9, 2, 3, 4, 5, 6, 7)
_REGON_LOCAL: Final = (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)
_ELEVEN, _TEN = 11, 10
# What people write between digits, the dashes that word processors make of hyphens among them.
_BETWEEN: Final = re.compile(r"[\s.\-\u2010-\u2015\u2212\u00ad\u200b]+")
# The register's name, the country's letters, „no.”, or several of them.
_PREFIX: Final = re.compile(r"\A(?:(?:PL|NIP|REGON|KRS|NR|NO)[\s.:\-]*)+", re.IGNORECASE)

Code = Literal["letters", "length", "zeros", "checksum"]


class RegisterNumberError(ValueError):
    """A number that cannot be in the register.

    Attributes:
        register: ``nip``, ``regon`` or ``krs``.
        code: ``letters`` (something else than digits), ``length``, ``zeros`` (nothing but zeros) or ``checksum``
            (the check digit is another one).
    """

    code: Code

    def __init__(self, register: str) -> None:
        """Keep the register's name."""
        super().__init__(f"{register}: {self.code}")
        self.register = register


class NotDigitsError(RegisterNumberError):
    """There is something else than digits in it, or nothing at all."""

    code = "letters"


class WrongLengthError(RegisterNumberError):
    """It has too many digits or too few."""

    code = "length"


class ZerosError(RegisterNumberError):
    """It is all zeros, which nobody has; its check digit would be right."""

    code = "zeros"


class WrongChecksumError(RegisterNumberError):
    """Its check digit is not the one that its other digits give: it was mistyped."""

    code = "checksum"


def check_nip(text: str) -> str:
    """Give a tax number as ten digits, or raise: the tenth is the weighted sum of nine modulo eleven, never ten."""
    digits = _read_digits(text, "nip", NIP_LENGTH)
    if _weigh(digits, _NIP) != int(digits[-1]):
        raise WrongChecksumError("nip")
    return digits


def check_regon(text: str) -> str:
    """Give a statistical number as nine digits, or fourteen for a local unit, or raise.

    A remainder of ten counts as zero. A local unit has the body's own check digit and another one of all thirteen.
    """
    digits = _read_digits(text, "regon", REGON_LENGTH, REGON_LOCAL_LENGTH)
    body, end = digits[:REGON_LENGTH], digits[REGON_LENGTH:]
    fits = _weigh(body, _REGON) % _TEN == int(body[-1])
    if not fits or (end and _weigh(digits, _REGON_LOCAL) % _TEN != int(digits[-1])):
        raise WrongChecksumError("regon")
    return digits


def check_krs(text: str) -> str:
    """Give a number of the court register as ten digits, or raise; whether it was ever given out is not to be seen."""
    return _read_digits(text, "krs", KRS_LENGTH)


def _read_digits(text: str, register: str, *lengths: int) -> str:
    """Read the digits of a number as people write it: with spaces, hyphens and words before it: „NIP PL 521-…”."""
    digits = _BETWEEN.sub("", _PREFIX.sub("", text.strip()))
    # Other scripts' digits are digits to Python, not to a register.
    if not digits.isascii() or not digits.isdigit():
        raise NotDigitsError(register)
    if len(digits) not in lengths:
        raise WrongLengthError(register)
    if not int(digits):
        raise ZerosError(register)
    return digits


def _weigh(digits: str, weights: Sequence[int]) -> int:
    """Give the weighted sum of a number's first digits modulo eleven."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % _ELEVEN
