"""First contact: is a variable of the bank what the catalogue takes it for?

Names are compared by their words, because the bank splits a name over a subject and up to five dimensions: all numbers and
most of the words that the catalogue expects must stand there, and the bank's name must not narrow to men or women when the
catalogue's doesn't. What differs is refused and shown to a person, who mends the catalogue; nothing is guessed.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from sciezka.core.indicators.catalogue import Variable as Expected
from sciezka.rooms.monitor.store.bdl.answers import Subject, Variable
from sciezka.rooms.monitor.store.bdl.cache import read_json, write_json

Outcome = Literal["verified", "refused"]
FILE: Final = "verified.json"
ENOUGH: Final = 0.6
STEM: Final = 5
LITTLE: Final = re.compile(r"we?|i|ze?|na|do|od|dla|wg|wedlug|oraz|lub|a|o|po|przez|bez")
# Words that the bank and people use for one another, by their stems.
SAME: Final = (
    frozenset({"odset", "udzia", "proce"}),
    frozenset({"osob", "osoba", "osoby", "ludno", "miesz", "popul"}),
    frozenset({"liczb", "ogole", "razem"}),
    frozenset({"powie", "km2"}),
)
NARROWING: Final = frozenset({"mezcz", "kobie"})
UNITS: Final = (
    frozenset({"osoba", "osob", "os", "osoby", "liczba osob"}),
    frozenset({"zl", "pln", "zloty", "zlotych"}),
    frozenset({"%", "procent", "odsetek"}),
    frozenset({"szt", "sztuka", "sztuk", "ob", "obiekt", "liczba"}),
    frozenset({"-", "", "brak"}),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a variable was refused: a msgid and what goes into its places."""

    sentence: str
    params: Mapping[str, str]

    def say(self) -> str:
        """Say it in the reader's language."""
        return gettext(self.sentence) % self.params

    def __str__(self) -> str:
        return self.sentence % self.params


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of comparing one variable.

    Attributes:
        key: the variable's key in the catalogue, such as ``bdl:72305``.
        outcome: ``verified`` or ``refused``.
        on: the day of the comparison.
        expected: the name, unit, level and subject that the catalogue expected then.
        found: the name, unit, level and years that the bank gave; empty when it doesn't know the variable.
        reasons: why it was refused.
    """

    key: str
    outcome: Outcome
    on: datetime.date
    expected: Mapping[str, Any]
    found: Mapping[str, Any]
    reasons: tuple[Reason, ...] = ()

    @property
    def is_verified(self) -> bool:
        """Whether the variable is what the catalogue takes it for."""
        return self.outcome == "verified"

    def holds_for(self, expected: Expected) -> bool:
        """Tell whether the catalogue still expects what it expected then; otherwise the variable is not yet verified."""
        return dict(self.expected) == _describe(expected)


def judge(expected: Expected, found: Variable, subject: Subject, on: datetime.date) -> Verdict:
    """Compare what the catalogue expects with what the bank says."""
    name = "; ".join((subject.name, *found.names))
    reasons = [
        *_compare_names(expected.name, name, found),
        *_compare_units(expected.unit, found.unit),
    ]
    if found.level < expected.level:
        reasons.append(
            Reason(
                gettext_noop(
                    "The catalogue expects level %(expected)s (6 = communes), the bank has it down to %(found)s only."
                ),
                {"expected": str(expected.level), "found": str(found.level)},
            )
        )
    if expected.subject and expected.subject != found.subject:
        reasons.append(
            Reason(
                gettext_noop("The catalogue expects the subject %(expected)s, the bank says %(found)s."),
                {"expected": expected.subject, "found": found.subject},
            )
        )
    seen = {
        "name": name,
        "unit": found.unit,
        "level": found.level,
        "subject": found.subject,
        "years": list(found.years),
    }
    outcome: Outcome = "refused" if reasons else "verified"
    return Verdict(expected.key, outcome, on, _describe(expected), seen, tuple(reasons))


def refuse_unknown(expected: Expected, on: datetime.date) -> Verdict:
    """Note that the bank doesn't know a variable."""
    reason = Reason(gettext_noop("The bank knows no variable of this number."), {})
    return Verdict(expected.key, "refused", on, _describe(expected), {}, (reason,))


def verification(folder: Path | None = None) -> dict[str, Verdict]:
    """Read what was found on first contact, by the variables' keys; what isn't there is not yet verified.

    Args:
        folder: where the file lies; the monitor's folder unless told otherwise.
    """
    kept = read_json((folder or default_folder()) / FILE)
    found: dict[str, Verdict] = {}
    for key, fields in kept.items():
        try:
            found[key] = Verdict(
                key=key,
                outcome="verified" if fields["outcome"] == "verified" else "refused",
                on=datetime.date.fromisoformat(fields["on"]),
                expected=dict(fields["expected"]),
                found=dict(fields["found"]),
                reasons=tuple(Reason(str(each["sentence"]), dict(each["params"])) for each in fields["reasons"]),
            )
        except (KeyError, TypeError, ValueError):
            # Whatever can't be read counts as not yet verified.
            continue
    return found


def keep_verdicts(verdicts: Iterable[Verdict], folder: Path) -> None:
    """Keep verdicts beside those that are there already."""
    kept = read_json(folder / FILE)
    for verdict in verdicts:
        fields = asdict(verdict)
        kept[fields.pop("key")] = {**fields, "on": verdict.on.isoformat()}
    write_json(folder / FILE, kept)


def default_folder() -> Path:
    """Give the folder of all that the client keeps."""
    return Path(settings.HOME) / "monitor" / "bdl"


def _describe(expected: Expected) -> dict[str, Any]:
    return {"name": expected.name, "unit": expected.unit, "level": expected.level, "subject": expected.subject}


def _compare_names(expected: str, found: str, variable: Variable) -> list[Reason]:
    wanted, there = _read_stems(expected), _read_stems(f"{found} {variable.unit}")
    numbers = {word for word in wanted if word[0].isdigit()}
    matched = {word for word in wanted if word in there or any(word in same and same & there for same in SAME)}
    narrowed = NARROWING & _read_stems(" ".join(variable.names)) - wanted
    if wanted and numbers <= matched and len(matched) >= ENOUGH * len(wanted) and not narrowed:
        return []
    return [
        Reason(
            gettext_noop("The catalogue expects “%(expected)s”, the bank calls it “%(found)s”."),
            {"expected": expected, "found": found},
        )
    ]


def _compare_units(expected: str, found: str) -> list[Reason]:
    wanted, there = _fold(expected).strip(" ."), _fold(found).strip(" .")
    if not wanted or wanted == there or any({wanted, there} <= same for same in UNITS):
        return []
    return [
        Reason(
            gettext_noop("The catalogue expects the unit “%(expected)s”, the bank says “%(found)s”."),
            {"expected": expected, "found": found or "–"},
        )
    ]


def _read_stems(text: str) -> set[str]:
    words = re.findall(r"\d+|[^\W\d_]+\d?", re.sub(r"(?<=\d)[ \u00a0](?=\d{3}\b)", "", _fold(text)))
    return {word if word[0].isdigit() else word[:STEM] for word in words if not LITTLE.fullmatch(word)}


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
