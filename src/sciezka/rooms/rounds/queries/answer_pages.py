"""The page on which a person answers: groups, questions, cells and what was given in each, ready to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from sciezka.core.consensus.types import Special
from sciezka.rooms.rounds.models import Answer, Item, Round, Sheet
from sciezka.rooms.rounds.queries.sheets import CellKey, answers_of, write_cell
from sciezka.rooms.rounds.queries.specials import say_special

Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be answered: a level, “I don't know” or “not applicable”."""

    given: str
    label: str
    descriptor: str = ""
    is_special: bool = False


@dataclass(frozen=True, slots=True)
class ScaleView:
    """A scale as it is shown once for the whole page."""

    key: str
    title: str
    options: tuple[Option, ...]

    @property
    def levels(self) -> list[Option]:
        """The levels alone."""
        return [option for option in self.options if not option.is_special]

    @property
    def specials(self) -> list[Option]:
        """What may be answered instead of a level."""
        return [option for option in self.options if option.is_special]

    @property
    def is_described(self) -> bool:
        """Tell whether the levels are described in words beyond their labels."""
        return any(option.descriptor for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One answer that is asked for."""

    word: str
    id: str
    legend: str
    scale: ScaleView
    column: Item | None = None
    given: str = ""
    reason: str = ""
    reads_long: bool = False

    @property
    def chosen(self) -> Option | None:
        """What was answered."""
        return next((option for option in self.scale.options if option.given == self.given), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One item with its cells; in a ranking its place, in a pick whether it is chosen."""

    item: Item
    number: int
    cells: tuple[Cell, ...]

    @property
    def anchor(self) -> str:
        """The id of the item on the page."""
        return f"p{self.item.pk}"

    @property
    def done(self) -> int:
        """How many cells are answered."""
        return sum(bool(cell.given) for cell in self.cells)

    @property
    def is_done(self) -> bool:
        """Tell whether every cell is answered."""
        return self.done == len(self.cells)


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading."""

    title: str
    anchor: str
    questions: tuple[Question, ...]

    @property
    def asked(self) -> int:
        """How many answers are asked for."""
        return sum(len(question.cells) for question in self.questions)

    @property
    def done(self) -> int:
        """How many are given."""
        return sum(question.done for question in self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """Everything that a round asks of one person, with what they have answered."""

    round: Round
    groups: tuple[Group, ...]
    scales: tuple[ScaleView, ...]
    shown: dict[str, list[str | int]] = field(default_factory=dict)

    @property
    def questions(self) -> list[Question]:
        """All items in order."""
        return [question for group in self.groups for question in group.questions]

    @property
    def asked(self) -> int:
        """How many answers are asked for."""
        return sum(group.asked for group in self.groups)

    @property
    def done(self) -> int:
        """How many are given."""
        return sum(group.done for group in self.groups)

    @property
    def left(self) -> list[Question]:
        """The items that are not wholly answered; in a choice nothing is left once something is chosen."""
        if self.round.kind == Round.Kind.PICK:
            return []
        return [question for question in self.questions if not question.is_done]

    @property
    def placed(self) -> list[Question]:
        """The items of a ranking that have a place, in its order."""
        held = [question for question in self.questions if question.done]
        return sorted(held, key=lambda question: (int(question.cells[0].given), question.number))

    @property
    def unplaced(self) -> list[Question]:
        """The items of a ranking without a place."""
        return [question for question in self.questions if not question.done]


def write_given(answer: Answer | None) -> str:
    """Write what was given as one word: a number, ``dk``, ``na``, or nothing."""
    if answer is None:
        return ""
    return answer.special or ("" if answer.value is None else str(answer.value))


def lay_out_page(round_: Round, sheet: Sheet | None) -> AnswerPage:
    """Lay out what a round asks and what a sheet answers; the number of queries does not grow with items."""
    items = list(round_.items.all())
    answers = answers_of(sheet)
    scales = tuple(view_scale(scale) for scale in round_.scales)
    questions = [
        Question(item=item, number=number, cells=tuple(_lay_cells(round_, item, items, scales, answers)))
        for number, item in enumerate(items, start=1)
    ]
    shown: dict[str, list[str | int]] = {
        write_cell(cell): [write_given(answer), answer.reason, int(answer.edited_at.timestamp() * 1000)]
        for cell, answer in answers.items()
    }
    return AnswerPage(round=round_, groups=tuple(_group(questions)), scales=scales, shown=shown)


def view_scale(scale: Stored, own: Mapping[str, str] | None = None) -> ScaleView:
    """Give a scale as it is shown; ``own`` are the words by which an item describes its levels."""
    own = own or {}
    options = [
        Option(
            str(level["value"]),
            str(level.get("label", "")),
            str(own.get(str(level["value"])) or level.get("descriptor", "")),
        )
        for level in scale["levels"]
    ]
    if scale.get("allows_potential", False):
        options.append(Option(Special.POTENTIAL.value, say_special(Special.POTENTIAL), is_special=True))
    if scale.get("allows_unknown", True):
        options.append(Option(Special.UNKNOWN.value, _("I don't know"), is_special=True))
    if scale.get("allows_na", False):
        options.append(Option(Special.NOT_APPLICABLE.value, _("Not applicable"), is_special=True))
    return ScaleView(key=str(scale["key"]), title=str(scale.get("title") or ""), options=tuple(options))


_NO_SCALE = ScaleView(key="", title="", options=())


def _lay_cells(
    round_: Round, item: Item, items: Sequence[Item], scales: Sequence[ScaleView], answers: Mapping[CellKey, Answer]
) -> list[Cell]:
    if round_.kind == Round.Kind.MATRIX:
        scale = scales[0] if scales else _NO_SCALE
        return [
            replace(_make_cell((item.pk, "", column.pk), str(column), scale, answers), column=column)
            for column in items
            if column.pk != item.pk
        ]
    if round_.kind != Round.Kind.RATING:
        return [_make_cell((item.pk, "", None), item.title, _NO_SCALE, answers)]
    cells = []
    for stored, scale in zip(round_.scales, scales, strict=True):
        own = item.descriptors.get(scale.key) if isinstance(item.descriptors, dict) else None
        shown = view_scale(stored, own) if own else scale
        cells.append(_make_cell((item.pk, scale.key, None), scale.title, shown, answers, reads_long=bool(own)))
    return cells


def _make_cell(
    key: CellKey, legend: str, scale: ScaleView, answers: Mapping[CellKey, Answer], *, reads_long: bool = False
) -> Cell:
    answer = answers.get(key)
    word = write_cell(key)
    return Cell(
        word=word,
        id=f"c{word.replace(':', '-')}",
        legend=legend,
        scale=scale,
        given=write_given(answer),
        reason=answer.reason if answer else "",
        reads_long=reads_long,
    )


def _group(questions: Sequence[Question]) -> list[Group]:
    """Put items that share a heading together, in the order in which the headings first come."""
    held: dict[str, list[Question]] = {}
    for question in questions:
        held.setdefault(question.item.group.strip(), []).append(question)
    return [Group(title, f"g{number}", tuple(rows)) for number, (title, rows) in enumerate(held.items(), start=1)]
