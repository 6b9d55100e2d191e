"""Codes as our questionnaires want them, made of whatever a file has, always in the same way.

The same function is used for a questionnaire and, later, for the headings of its answers, so both meet.
"""

import re
import unicodedata
from collections.abc import Container
from typing import Final

LONGEST: Final = 40
# Letters that do not come apart into a letter and a mark.
_WHOLE: Final = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "œ": "oe"})


def make_item_code(name: str) -> str:
    """Make an item's, section's or page's code: a letter, then letters, digits and underscores."""
    code = make_option_code(name)
    return code if code[:1].isalpha() else f"q{code}"[:LONGEST].rstrip("_")


def make_option_code(name: str) -> str:
    """Make an option's or a row's code: letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", name.translate(_WHOLE)).encode("ascii", "ignore").decode()
    code = re.sub(r"[^A-Za-z0-9_]+", "_", plain.strip())
    if plain.strip().startswith("-") and code.strip("_"):
        # LimeSurvey's "-1" and "1" may stand side by side.
        code = f"m{code.lstrip('_')}"
    return (code[:LONGEST].strip("_") if code.strip("_") else "x") or "x"


def make_unique(code: str, taken: Container[str]) -> str:
    """Give the code, or it with the first free number behind it."""
    if code not in taken:
        return code
    number = 2
    while (tried := f"{code[: LONGEST - len(str(number)) - 1]}_{number}") in taken:
        number += 1
    return tried
