"""What in an open answer may name a person or lead to one: marked, so that somebody looks before it is shown.

A screen, not a proof: it marks what has the shape of an address, a number or a name after a form of address. A name by
itself ("Kowalski is rude") has no shape to be known by. Somebody must read what is to be published.
"""

import enum
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final


class Kind(enum.StrEnum):
    """What a passage looks like."""

    EMAIL = "email"
    ACCOUNT = "account"
    PESEL = "pesel"
    NIP = "nip"
    IDENTITY_CARD = "identity-card"
    PHONE = "phone"
    ADDRESS = "address"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that may be personal.

    Attributes:
        kind: what it looks like.
        start: where it begins in the text.
        end: where it ends, excluded.
    """

    kind: Kind
    start: int
    end: int


_UPPER: Final = "A-ZĄĆĘŁŃÓŚŹŻÀ-ÖØ-ÞŠŽČА-ЯҐЄІЇ"
_LOWER: Final = "a-ząćęłńóśźżà-öø-ÿšžčа-яґєії'ʼ’"
_NAME: Final = rf"[{_UPPER}][{_LOWER}]{{1,30}}(?:-[{_UPPER}][{_LOWER}]{{1,30}})?"
_GAP: Final = r"[ \u00a0.-]?"
_PHONE: Final = (
    r"(?<![\w+])(?:(?:\+|00)[1-9]\d{0,2}[ \u00a0.-]?)?"
    rf"(?:\(?\d{{2}}\)?{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}|\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}})(?!\w)"
)
_FOREIGN: Final = r"(?<!\w)(?:\+|00)[1-9]\d{0,2}(?:[ \u00a0.()-]{0,2}\d){7,12}(?!\w)"
_ADDRESS: Final = (
    r"(?<!\w)(?:ul|al|os|pl)\.\s{0,2}"
    rf"(?:[{_UPPER}0-9][\w.'’-]{{0,30}}\s{{1,2}}(?:[\w.'’-]{{1,30}}\s{{1,2}}){{0,3}}?)\d{{1,4}}[a-zA-Z]?"
    r"(?:\s?[/m.\\]{1,3}\s?\d{1,4})?(?!\w)"
    r"|(?<!\w)(?:ulic[aąeęy]|alej[aęąi]|osiedl[aeu]|plac[ue]?|вулиц[яіюею]{1,2}|вул\.|проспект[іу]?)\s{1,2}"
    rf"(?:[{_UPPER}0-9][\w.'’-]{{0,30}},?\s{{1,2}}(?:[\w.'’-]{{1,30}},?\s{{1,2}}){{0,3}}?)\d{{1,4}}[a-zA-Z]?"
    r"(?:\s?[/m.\\]{1,3}\s?\d{1,4})?(?!\w)"
    rf"|(?<!\w)\d{{1,4}}[a-zA-Z]?\s(?:[{_UPPER}][{_LOWER}]{{1,30}}\s){{1,3}}(?:Street|Road|Avenue|Lane)(?!\w)"
)
_PERSON: Final = (
    rf"(?<!\w)(?:[Pp]an(?:i|ią|a|u|em|ie|ia)?|PAN(?:I|IĄ|A|U|EM)?|[Pp]\.|Mr|Mrs|Ms|Miss|Dr|[Дд]-р|[Пп]ан(?:і|а|у|ові|ом)?)"
    rf"\.?\s{{1,2}}(?:(?:dr|mgr|inż|prof|hab|kierownik|kierowniczka|dyrektor|dyrektorka)\.?\s{{1,2}}){{0,2}}"
    rf"{_NAME}(?:\s{_NAME})?"
)


def check_pesel(number: str) -> bool:
    """Tell whether eleven digits are a PESEL: the date is one, and the last digit is the check.

    ``(10 − Σ wᵢ·dᵢ mod 10) mod 10`` of the first ten with the weights 1, 3, 7, 9, 1, 3, 7, 9, 1, 3; the century stands in
    the month (1800s + 80, 1900s + 0, 2000s + 20, 2100s + 40, 2200s + 60).

    Source: the act on the register of population of 24 September 2010, and the ministry's description of the number.
    """
    if not re.fullmatch(r"[0-9]{11}", number):
        return False
    month, day = int(number[2:4]) % 20, int(number[4:6])
    if not (1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004 - a year's months, a month's days
        return False
    return (10 - _weigh(number[:10], (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10) % 10 == int(number[10])


def check_nip(number: str) -> bool:
    """Tell whether ten digits are a NIP: ``Σ wᵢ·dᵢ mod 11`` of the first nine (6, 5, 7, 2, 3, 4, 5, 6, 7) is the last.

    Source: the act on the registration of taxpayers of 13 October 1995, and its ordinances.
    """
    if not re.fullmatch(r"[0-9]{10}", number) or number[:3] == "000":
        return False
    return _weigh(number[:9], (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(number[9])


def check_account(number: str) -> bool:
    """Tell whether 26 digits, with or without PL before them, are an account: the IBAN leaves 1 by 97.

    Source: ISO 13616; ISO 7064, MOD 97-10.
    """
    if not re.fullmatch(r"(?:PL)?[0-9]{26}", number):
        return False
    digits = number.removeprefix("PL")
    return int(digits[2:] + "2521" + digits[:2]) % 97 == 1


def check_identity_card(number: str) -> bool:
    """Tell whether three letters and six digits are a Polish identity card: ``Σ wᵢ·vᵢ mod 10`` is 0.

    Letters count from A = 10; the weights are 7, 3, 1, 9, 7, 3, 1, 7, 3, the fourth being the check's.

    Source: ICAO 9303's letters' values with the weights that the Polish card uses; from descriptions in public code, none of
    them official.
    """
    if not re.fullmatch(r"[A-Z]{3}[0-9]{6}", number):
        return False
    values = [int(sign, 36) for sign in number]
    weights = (7, 3, 1, 9, 7, 3, 1, 7, 3)
    return sum(weight * value for weight, value in zip(weights, values, strict=True)) % 10 == 0


def find_personal_data(text: str) -> tuple[Mark, ...]:
    """Mark what in a text may be personal, in order; marks do not overlap.

    E-mail addresses; bank accounts, PESEL, NIP and identity cards whose check digits hold; telephone numbers (nine digits,
    or with a country's code: other numbers of nine digits are marked too); street and house number after "ul.", "ulica" and
    the like; a capitalised name after Pan, Pani, Mr, пан and the like.

    Where two kinds fit, the one that is checked by its digits goes first.
    """
    found: list[Mark] = []
    taken = bytearray(len(text))  # a place for each letter: a text may have as many marks as words
    for mark in _find_marks(text):
        if not any(taken[mark.start : mark.end]):
            taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
            found.append(mark)
    return tuple(sorted(found, key=lambda mark: mark.start))


def mask_personal_data(text: str, name_kind: Callable[[Kind], str] = str) -> str:
    """Give the text with each marked passage replaced by the name of its kind in square brackets."""
    parts, at = [], 0
    for mark in find_personal_data(text):
        parts += [text[at : mark.start], "[", name_kind(mark.kind), "]"]
        at = mark.end
    return "".join((*parts, text[at:]))


def _weigh(digits: str, weights: tuple[int, ...]) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))


_CHECKED: Final[tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...]] = (
    (Kind.ACCOUNT, re.compile(r"(?<!\w)(?:PL)?[ -]?[0-9]{2}(?:[ -]?[0-9]{4}){6}(?!\w)"), check_account),
    (Kind.PESEL, re.compile(r"(?<!\w)[0-9]{11}(?!\w)"), check_pesel),
    (Kind.NIP, re.compile(r"(?<!\w)[0-9]{3}-?[0-9]{2,3}-?[0-9]{2}-?[0-9]{2,3}(?!\w)"), check_nip),
    (Kind.IDENTITY_CARD, re.compile(r"(?<!\w)[A-Z]{3} ?[0-9]{6}(?!\w)"), check_identity_card),
)
_SHAPED: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    (Kind.PHONE, re.compile(_FOREIGN)),
    (Kind.PHONE, re.compile(_PHONE)),
    (Kind.ADDRESS, re.compile(_ADDRESS)),
    (Kind.PERSON, re.compile(_PERSON)),
)
_EMAIL: Final = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")


def _find_marks(text: str) -> Iterator[Mark]:
    for found in _EMAIL.finditer(text):
        yield Mark(Kind.EMAIL, *found.span())
    for kind, pattern, check in _CHECKED:
        for found in pattern.finditer(text):
            if check(re.sub(r"[ -]", "", found.group())):
                yield Mark(kind, *found.span())
    for kind, pattern in _SHAPED:
        for found in pattern.finditer(text):
            yield Mark(kind, *found.span())
