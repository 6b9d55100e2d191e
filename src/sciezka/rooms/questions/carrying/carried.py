"""What comes out of a file: a questionnaire, answers, and the list of what could not be carried."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sciezka.rooms.questions.schema.types import Questionnaire

LONGEST_DETAIL: Final = 300
"""So much of a piece that was left out is quoted; the rest stays in the file it came from."""


class CarryingProblem(ValueError):
    """A file that cannot be read at all.

    Attributes:
        code: a stable word for the kind of problem; the room says it in a person's language.
        fields: values that the sentence names.
    """

    def __init__(self, code: str, sentence: str, **fields: Any) -> None:  # noqa: ANN401 - any values
        super().__init__(sentence)
        self.code = code
        self.fields = fields


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing of the file that is not in the questionnaire, or not as it was.

    Attributes:
        what: what kind of thing it is, one of :data:`WHAT`.
        where: the code of its question or group, as it stands in the file; empty for the file as a whole.
        why: a stable word for the reason, one of :data:`WHY`; the room says it in a person's language.
        detail: the piece itself, as it stands in the file, not longer than can be shown.
    """

    what: str
    where: str
    why: str
    detail: str = ""

    def write(self) -> dict[str, str]:
        """Write it as it is kept beside the questionnaire."""
        kept = {"what": self.what, "where": self.where, "why": self.why}
        return {**kept, "detail": self.detail} if self.detail else kept


WHAT: Final = frozenset({
    "answer", "assessment", "attribute", "attachment", "calculation", "column", "comment", "condition", "constraint",
    "default", "form", "group", "language", "look", "mail", "media", "option", "participants", "plugin", "question",
    "quota", "row", "script", "setting", "text", "wording",
})  # fmt: skip

CHANGED: Final = frozenset({
    "as_note", "base_language", "comment_item", "guessed", "hour", "kind_changed", "merged", "page_by_group", "placed_last",
    "renamed", "required_in_grid", "split",
})  # fmt: skip
"""Reasons of remarks: the thing is in the questionnaire, though not as it was."""

WHY: Final = CHANGED | {
    "answer_filter", "assessment", "calculated", "cascading", "checked_by_expression", "checked_by_pattern", "cut",
    "device", "expression", "file_rules", "hidden", "later_item", "looks", "mail_anew", "media", "never_shown",
    "no_heading", "no_item", "no_kind", "no_options", "not_among_options", "not_kept", "not_understood", "order",
    "other_language", "participants", "piping", "plugin", "prefilled", "private", "quota_in_survey", "repeat",
    "repeated", "script", "set_when_opened", "soft", "statistics", "timing", "too_many", "unknown_item",
    "unknown_part",
}  # fmt: skip
"""All reasons."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A questionnaire that was read.

    Attributes:
        questionnaire: what came.
        left_out: what did not.
        remarks: what came, but not as it was.
    """

    questionnaire: Questionnaire
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """The answers of one person.

    Attributes:
        answers: by items' codes, in the shape in which answers are stored; not checked yet.
        hour: the hour they came, without minutes; none where the file does not say or says a made-up day.
        language: in which language they were given, or nothing.
        complete: whether the person came to the end.
        line: which row of the file it is, the heading being the first; rows without anything in them are not counted.
    """

    answers: dict[str, Any]
    hour: datetime | None = None
    language: str = ""
    complete: bool = True
    line: int = 0


@dataclass(frozen=True, slots=True)
class CarriedAnswers:
    """Answers that were read, and what of them was not."""

    rows: tuple[CarriedRow, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(slots=True)
class Ledger:
    """What a reader met and could not carry, or carried changed, each thing once and in the order it was met."""

    entries: dict[LeftOut, None] = field(default_factory=dict)

    def leave(self, what: str, where: str, why: str, detail: object = "") -> None:
        """Write down one thing."""
        words = " ".join(str(detail).split())
        cut = words if len(words) <= LONGEST_DETAIL else words[: LONGEST_DETAIL - 1] + "…"
        self.entries.setdefault(LeftOut(what, where[:80], why, cut))

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What is not in the questionnaire."""
        return tuple(entry for entry in self.entries if entry.why not in CHANGED)

    @property
    def remarks(self) -> tuple[LeftOut, ...]:
        """What is in it, changed."""
        return tuple(entry for entry in self.entries if entry.why in CHANGED)
