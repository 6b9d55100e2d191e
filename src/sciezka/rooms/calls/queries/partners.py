"""Candidates for partners: what they say of themselves, whether their numbers can be right, and which are compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from sciezka.core.registers import RegisterNumberError, check_krs, check_nip, check_regon
from sciezka.kit.forms import read_number
from sciezka.rooms.calls.models import SELECTED, Call, Candidate, Decision, Submission
from sciezka.rooms.calls.queries.submissions import SENT, hidden_from

MOST_COMPARED: Final = 4
# Public search pages: only their addresses are known here, nothing is asked of them.
SEARCHES: Final = {
    "nip": "https://www.podatki.gov.pl/wykaz-podatnikow-vat-wyszukiwarka",
    "regon": "https://wyszukiwarkaregon.stat.gov.pl/appBIR/index.aspx",
    "krs": "https://wyszukiwarka-krs.ms.gov.pl/",
}
_CHECKS: Final = {"nip": check_nip, "regon": check_regon, "krs": check_krs}


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number of a public register as a candidate gave it.

    Attributes:
        register: NIP, REGON or KRS.
        number: as it was given.
        problem: why it can't be right, in a sentence; empty when it can.
        has_digit: whether the register's numbers have a check digit at all.
        search: the address of the register's public search.
    """

    register: str
    number: str
    problem: str
    has_digit: bool
    search: str


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate in a list: the submission, what it says of itself, how its numbers stand, and the decision."""

    submission: Submission
    candidate: Candidate
    numbers: Sequence[NumberLine]
    decision: Decision | None

    @property
    def is_wrong(self) -> bool:
        """Tell whether any number can't be right."""
        return any(line.problem for line in self.numbers)

    @property
    def is_selected(self) -> bool:
        """Tell whether it was chosen."""
        return self.decision is not None and self.decision.outcome in SELECTED


@dataclass(frozen=True, slots=True)
class CandidatesPage:
    """The candidates of a call.

    Attributes:
        lines: those that the reader may see, by number.
        compared: those that are put beside each other.
        is_sealed: whether nobody may read them yet.
        hidden: how many the reader stepped aside from.
        unchecked: how many were not looked up in a register.
    """

    lines: Sequence[CandidateLine]
    compared: Sequence[CandidateLine]
    is_sealed: bool
    hidden: int
    unchecked: int


def read_candidate(submission: Submission) -> Candidate:
    """Give what a submission says of its candidate; an empty one where it says nothing, as on paper."""
    return getattr(submission, "candidate", None) or Candidate(submission=submission)


def check_numbers(candidate: Candidate) -> list[NumberLine]:
    """Check the numbers that a candidate gave."""
    lines = []
    for register, check in _CHECKS.items():
        if number := getattr(candidate, register):
            problem = ""
            try:
                check(number)
            except RegisterNumberError as wrong:
                problem = say_problem(wrong)
            lines.append(NumberLine(register.upper(), number, problem, register != "krs", SEARCHES[register]))
    return lines


def say_problem(wrong: RegisterNumberError) -> str:
    """Say why a number can't be right."""
    said = {
        "letters": _("There is something else than digits in it."),
        "length": _("It has too many digits or too few."),
        "zeros": _("It is all zeros."),
        "checksum": _("Its check digit is wrong: a digit was mistyped."),
    }
    return said[wrong.code]


def tell_candidates(user: Any, call: Call, chosen: Mapping[str, Any]) -> CandidatesPage:  # noqa: ANN401 - any kind of user
    """Tell the candidates of a call, with those that the address asks to compare (``z``) beside each other."""
    if call.is_sealed:
        return CandidatesPage((), (), is_sealed=True, hidden=0, unchecked=0)
    hidden = hidden_from(user, call)
    rows = Submission.objects.filter(SENT, call=call).select_related("candidate", "decision").order_by("number")
    lines = [tell_line(one) for one in rows if one.pk not in hidden]
    wanted = {number for text in chosen.get("z", ()) if (number := read_number(text)) is not None}
    some = [line for line in lines if line.submission.pk in wanted] or sorted(lines, key=lambda line: not line.is_selected)
    unchecked = sum(line.candidate.register_checked_on is None for line in lines)
    return CandidatesPage(lines, some[:MOST_COMPARED], is_sealed=False, hidden=len(hidden), unchecked=unchecked)


def tell_line(submission: Submission) -> CandidateLine:
    """Tell one candidate."""
    candidate = read_candidate(submission)
    return CandidateLine(submission, candidate, check_numbers(candidate), getattr(submission, "decision", None))
