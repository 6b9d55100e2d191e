"""What was written or sent, in words: for the page before sending, for the copy, and for the letter with the receipt."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sciezka.rooms.calls.models import Submission, SubmissionFile
from sciezka.rooms.calls.queries.applying_work import Work
from sciezka.rooms.calls.queries.submissions_shown import ShownPage, say_field, say_value, show_answers, spread_head
from sciezka.rooms.questions.queries.budgets import has_budget
from sciezka.rooms.questions.queries.editions import read_edition


@dataclass(frozen=True, slots=True)
class Said:
    """What was written, in words.

    Attributes:
        head: labels with values; what was left empty is left out.
        pages: of the form.
    """

    head: tuple[tuple[str, str], ...]
    pages: tuple[ShownPage, ...]


def say_work(work: Work, language: str) -> Said:
    """Put into words what an applicant is writing."""
    return say_content(work.submission, work.head, work.answers, language)


def say_content(submission: Submission, head: Mapping[str, Any], answers: Mapping[str, Any], language: str) -> Said:
    """Put a head and answers into words; a version that was sent is read by the edition that it answers."""
    shown = copy.copy(submission)
    shown.answers = dict(answers)
    files: dict[str, SubmissionFile] = {str(file.pk): file for file in submission.files.all()}
    reckoned = submission.edition_id is not None and has_budget(read_edition(submission.edition_id))
    lines = tuple(
        (say_field(name), say_value(name, value))
        for name, value in spread_head(head).items()
        # Sums that the form reckons stand with its lines.
        if value not in (None, "", []) and not (reckoned and name in {"asked", "own"})
    )
    return Said(lines, tuple(show_answers(shown, files, language)))


def write_copy(submission: Submission, number: int) -> str:
    """Write what was sent as plain text, as the letter with the receipt holds it."""
    version = submission.versions.filter(number=number).first()
    if version is None:
        return ""
    said = say_content(submission, version.head, version.answers, submission.language)
    lines = [f"{_raise(label)}: {value}" for label, value in said.head]
    for page in said.pages:
        lines += ["", page.title] if page.title else [""]
        lines += ["\n  ".join(filter(None, (answer.question, answer.words, answer.link))) for answer in page.answers]
    return "\n".join(lines)


def _raise(label: str) -> str:
    return label[:1].upper() + label[1:]
