"""What an edit is, and whether a round takes it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sciezka.core.consensus.types import Special
from sciezka.kit.manifests import Text
from sciezka.rooms.rounds.models import Round

LONGEST_REASON: Final = 4000

PROBLEMS: Final[Mapping[str, Text]] = {
    "item": _("The question is not part of this round any more."),
    "scale": _("The round does not ask about this scale."),
    "value": _("This answer is not on the scale."),
    "special": _("“I don't know” or “not applicable” can't be answered here."),
    "reason": _("The reason is too long. Shorten it to 4000 characters."),
    "picks": _("As many as may be chosen are chosen already. Unselect one to choose another."),
    "not_open": _("The round does not take answers now."),
    "sealed": _("The round has ended, and answers can't be tied to anybody any more."),
    "full": _("This sheet was changed so many times that it takes no more."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change of one answer, as a browser made it.

    Attributes:
        key: the edit's own number, so that sending it twice keeps it once.
        item: the item's number.
        scale: the scale's key; empty in a ranking, a pick and a matrix.
        against: the column's number, in a matrix.
        value: the level, the place, or 1 for chosen; None together with no ``special`` takes the answer back.
        special: ``dk`` or ``na`` instead of a value.
        reason: why.
        edited_at: when the person made it.
    """

    key: uuid.UUID
    item: int
    scale: str = ""
    against: int | None = None
    value: int | None = None
    special: str = ""
    reason: str = ""
    edited_at: dt.datetime

    @property
    def cell(self) -> tuple[int, str, int | None]:
        """What the answer is about."""
        return (self.item, self.scale, self.against)


@dataclass(frozen=True, slots=True)
class Refused:
    """An edit that was not kept, and why (a key of ``PROBLEMS``)."""

    key: uuid.UUID
    problem: str

    @property
    def sentence(self) -> str:
        """Say why."""
        return str(PROBLEMS[self.problem])


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of edits: each stands in exactly one of the lists.

    Attributes:
        counted: they count now.
        late: they came after the end; kept, not counted.
        replaced: a later one had come before them; kept in the history.
        refused: they were not kept.
    """

    counted: tuple[uuid.UUID, ...] = ()
    late: tuple[uuid.UUID, ...] = ()
    replaced: tuple[uuid.UUID, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a round asks, read once for many edits."""

    kind: str
    items: frozenset[int]
    scales: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    most_picks: int | None = None

    def find_problem(self, edit: Edit) -> str:
        """Say what is wrong with an edit; empty when nothing is."""
        if edit.item not in self.items or not self._fits_column(edit):
            return "item"
        if len(edit.reason) > LONGEST_REASON:
            return "reason"
        if self.kind in {Round.Kind.RANKING, Round.Kind.PICK}:
            return self._find_problem_of_choice(edit)
        # A matrix has one scale, and its cells are kept without the scale's key.
        scale = next(iter(self.scales.values()), None) if self.kind == Round.Kind.MATRIX else self.scales.get(edit.scale)
        if scale is None or (self.kind == Round.Kind.MATRIX and edit.scale):
            return "scale"
        return self._find_problem_of_level(edit, scale)

    def _fits_column(self, edit: Edit) -> bool:
        if self.kind != Round.Kind.MATRIX:
            return edit.against is None
        return edit.against in self.items and edit.against != edit.item

    def _find_problem_of_choice(self, edit: Edit) -> str:
        if edit.scale:
            return "scale"
        if edit.special:
            return "special"
        highest = 1 if self.kind == Round.Kind.PICK else len(self.items)
        return "value" if edit.value is not None and not 1 <= edit.value <= highest else ""

    @staticmethod
    def _find_problem_of_level(edit: Edit, scale: Mapping[str, Any]) -> str:
        if edit.special:
            allowed = {
                Special.UNKNOWN.value: scale.get("allows_unknown", True),
                Special.NOT_APPLICABLE.value: scale.get("allows_na", False),
                Special.POTENTIAL.value: scale.get("allows_potential", False),
            }
            return "" if edit.value is None and allowed.get(edit.special) else "special"
        return "value" if edit.value is not None and edit.value not in {row["value"] for row in scale["levels"]} else ""


def read_asked(round_: Round) -> Asked:
    """Read what a round asks."""
    return Asked(
        kind=round_.kind,
        items=frozenset(round_.items.values_list("pk", flat=True)),
        scales={str(scale["key"]): scale for scale in round_.scales},
        most_picks=round_.most_picks if round_.kind == Round.Kind.PICK else None,
    )
