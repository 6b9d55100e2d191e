"""What an applicant is writing: a draft that was never sent, or a correction of what was.

A draft is the row itself. A correction lies beside it (``Submission.correction``) until it is sent, so that the row always
holds what was sent last. Both are read here in one shape: a *head* by the names of its fields, and *answers*.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sciezka.rooms.calls.models import Call, Candidate, Submission
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.questions.schema.types import Questionnaire

WORDS: Final = ("title", "summary", "applicant_kind", "applicant", "email", "phone", "area")
MONEY: Final = ("asked", "own")
CANDIDATE: Final = (
    "legal_form", "is_public_sector", "seat", "nip", "regon", "krs", "role", "contribution", "experience", "signatories",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """What is being written.

    Attributes:
        submission: whose.
        head: by the names of fields; plain values, money as text, goals as ``[{"pk": …, "name": …}]``, and for calls for
            partners ``candidate`` by the names of its fields.
        answers: to the form, in the stored shape.
        page: the code of the page that the applicant is on.
    """

    submission: Submission
    head: Mapping[str, Any]
    answers: Mapping[str, Any]
    page: str = ""

    @property
    def call(self) -> Call:
        """The call."""
        return self.submission.call

    @property
    def questionnaire(self) -> Questionnaire | None:
        """The form; none where the call has none."""
        edition = self.submission.edition_id
        return read_edition(edition) if edition else None


def read_work(submission: Submission) -> Work:
    """Read what the applicant is writing, or what was sent where nothing is being written."""
    correction = submission.correction
    if correction is None:
        return Work(submission, read_head(submission), submission.answers, submission.page)
    return Work(submission, correction["head"], correction["answers"], correction.get("page", ""))


def read_head(submission: Submission) -> dict[str, Any]:
    """Read the head of a submission as plain values."""
    head: dict[str, Any] = {name: getattr(submission, name) for name in WORDS}
    head |= {name: write_money(getattr(submission, name)) for name in MONEY}
    head["goals"] = [{"pk": goal.pk, "name": goal.name} for goal in submission.goals.all()]
    if submission.call.kind == Call.Kind.PARTNERS:
        candidate = Candidate.objects.filter(submission=submission).first() or Candidate()
        head["candidate"] = {name: getattr(candidate, name) for name in CANDIDATE}
    return head


def write_money(amount: Decimal | None) -> str | None:
    """Write an amount so that it can be stored as plain text and read back exactly."""
    return None if amount is None else f"{amount:.2f}"
