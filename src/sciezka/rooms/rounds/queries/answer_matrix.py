"""A matrix is answered row by row: which row is shown, how far each is, and where to go on."""

from dataclasses import dataclass

from sciezka.rooms.rounds.queries.answer_pages import AnswerPage, Question


@dataclass(frozen=True, slots=True)
class RowStop:
    """A row on the way through the matrix."""

    question: Question
    is_shown: bool

    @property
    def number(self) -> int:
        """Its number, counted from 1."""
        return self.question.number


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixSheet:
    """One row of a matrix, and where it stands among the others.

    Attributes:
        shown: the row that is shown.
        stops: all rows.
        before: the number of the row before; 0 at the first.
        after: the number of the row after; 0 at the last.
        next: the number of the next row that lacks an answer, past the last one from the first; 0 where none does.
    """

    shown: Question
    stops: tuple[RowStop, ...]
    before: int
    after: int
    next: int

    @property
    def count_done(self) -> int:
        """How many rows are wholly answered."""
        return sum(stop.question.is_done for stop in self.stops)


def choose_row(page: AnswerPage, wanted: int | None) -> MatrixSheet | None:
    """Choose the row to show: the one that is asked for, else the first that lacks an answer."""
    questions = page.questions
    if not questions:
        return None
    lacking = [question.number for question in questions if not question.is_done]
    number = wanted if wanted and 1 <= wanted <= len(questions) else next(iter(lacking), 1)
    others = [*(row for row in lacking if row > number), *(row for row in lacking if row < number)]
    return MatrixSheet(
        shown=questions[number - 1],
        stops=tuple(RowStop(question, question.number == number) for question in questions),
        before=number - 1,
        after=number + 1 if number < len(questions) else 0,
        next=next(iter(others), 0),
    )
