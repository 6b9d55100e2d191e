"""A score card as a form: points in each criterion, reasons, remarks. Drafts may be incomplete."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.cards import CardValues, find_gaps, hand_in, save_card
from sciezka.rooms.calls.models import Criterion, ScoreCard
from sciezka.rooms.calls.queries.cards import read_points
from sciezka.rooms.calls.queries.figures import write_given
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.conflicts import Conflict

# So many whole points are shown as buttons to press; more are typed.
MOST_BUTTONS: Final = 11
LONGEST_REASON: Final = 2000
LONGEST_REMARKS: Final = 4000
CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Level:
    """One button: so many points, and what they mean where the call says it."""

    points: str
    text: str
    is_chosen: bool


@dataclass(slots=True)
class Line:
    """One criterion of the card."""

    criterion: Criterion
    points: str
    reason: str
    levels: tuple[Level, ...]
    meanings: tuple[tuple[str, str], ...]
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the field of points."""
        return f"points-{self.criterion.pk}"

    @property
    def reason_name(self) -> str:
        """The name of the field of the reason."""
        return f"reason-{self.criterion.pk}"

    @property
    def is_worded(self) -> bool:
        """Tell whether each button says what it means, so that they stand under one another."""
        return bool(self.levels) and all(level.text for level in self.levels)

    @property
    def range(self) -> str:
        """Write between what points lie."""
        return f"{write_given(self.criterion.least)}–{write_given(self.criterion.most)}"

    @property
    def weight(self) -> str:
        """Write the criterion's weight."""
        return write_given(self.criterion.weight)

    @property
    def threshold(self) -> str:
        """Write the threshold."""
        return write_given(self.criterion.threshold or Decimal(0))


class CardForm:
    """The score card of one assessor."""

    def __init__(self, card: ScoreCard, data: Mapping[str, Any] | None = None) -> None:
        self.card, self.data = card, data
        self.criteria = list(card.submission.call.criteria.all())
        self.problem = ""
        # What stands, where the card was saved in another window meanwhile.
        self.standing: ScoreCard | None = None
        said = data if data is not None else {}
        self.version = card.version if data is None else _read_version(said.get("version"))
        points = (
            {one.code: _clip(said.get(f"points-{one.pk}"), 20) for one in self.criteria} if data is not None else card.points
        )
        reasons = (
            {one.code: _clip(said.get(f"reason-{one.pk}"), LONGEST_REASON) for one in self.criteria}
            if data is not None
            else card.reasons
        )
        self.remarks = _clip(said.get("remarks"), LONGEST_REMARKS) if data is not None else card.remarks
        self.remarks_errors: list[str] = []
        self.lines = [make_line(one, str(points.get(one.code, "")), str(reasons.get(one.code, ""))) for one in self.criteria]

    @property
    def values(self) -> CardValues:
        """Give what can be kept: sound points, reasons and remarks; what is no number stays on the form alone."""
        points = {line.criterion.code: said for line in self.lines if (said := read_sound(line))}
        reasons = {line.criterion.code: line.reason for line in self.lines if line.reason}
        return CardValues(points=points, reasons=reasons, remarks=self.remarks)

    @property
    def judged(self) -> int:
        """Count the criteria with points."""
        return sum(bool(read_sound(line)) for line in self.lines)

    def find_unsound(self) -> dict[str, str]:
        """Say which points could not be kept, by the names of their fields."""
        return {line.name: say_range(line) for line in self.lines if line.points and not read_sound(line)}

    def save(self) -> ScoreCard | None:
        """Keep the draft; say on the form what could not be kept."""
        for line in self.lines:
            if line.name in (unsound := self.find_unsound()):
                line.errors = [unsound[line.name]]
        return self._try(lambda: save_card(card=self.card, version=self.version, values=self.values))

    def hand_in(self, actor: User) -> ScoreCard | None:
        """Hand the card in; when something is missing, keep the draft and say what."""
        gaps = find_gaps(self.criteria, self.values)
        unsound = self.find_unsound()
        for line in self.lines:
            line.errors = [unsound[line.name]] if line.name in unsound else gaps.get(line.criterion.code, [])
        self.remarks_errors = gaps.get("remarks", [])
        if gaps or unsound:
            if kept := self._try(lambda: save_card(card=self.card, version=self.version, values=self.values)):
                self.version = kept.version
            return None
        return self._try(lambda: hand_in(actor=actor, card=self.card, version=self.version, values=self.values))

    def _try(self, act: Any) -> ScoreCard | None:  # noqa: ANN401 - an action with its words
        try:
            kept: ScoreCard = act()
        except Conflict as conflict:
            self.standing, self.version = conflict.standing, conflict.standing.version
            self.problem = _(
                "You saved this card in another window too. What stands there is shown below; yours is in the form."
            )
        except ValidationError as refusal:
            self.problem = " ".join(refusal.messages)
        else:
            return kept
        return None

    @property
    def standing_lines(self) -> list[Line]:
        """Give what stands in the other window."""
        if self.standing is None:
            return []
        points, reasons = self.standing.points, self.standing.reasons
        return [make_line(one, str(points.get(one.code, "")), str(reasons.get(one.code, ""))) for one in self.criteria]

    @property
    def words(self) -> str:
        """Give what the script says of saving."""
        said = {
            "saved": _("Draft saved at {time}. Only you see it."),
            "failed": _("The draft could not be saved. It is tried again; do not close the page."),
        }
        return json.dumps(said)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """List what is to be mended: where on the page, of which criterion, what."""
        found = [(f"k{line.criterion.pk}", line.criterion.name, said) for line in self.lines for said in line.errors]
        return found + [("remarks", _("Remarks on the whole"), said) for said in self.remarks_errors]


def make_line(criterion: Criterion, points: str, reason: str) -> Line:
    """Lay one criterion out: buttons for few whole points, else a number."""
    texts = {
        read_points(level.get("points", "")): str(level.get("text", "")).strip()
        for level in criterion.levels
        if isinstance(level, dict)
    }
    least, most = criterion.least, criterion.most
    given = read_points(points)
    levels: tuple[Level, ...] = ()
    if least == int(least) and most == int(most) and most - least < MOST_BUTTONS and (given is None or given == int(given)):
        whole = range(int(least), int(most) + 1)
        levels = tuple(Level(str(one), texts.get(Decimal(one), ""), given == one) for one in whole)
    meanings = tuple((write(value), text) for value, text in texts.items() if value is not None and text)
    return Line(criterion, points, reason, levels, meanings)


def read_sound(line: Line) -> str:
    """Give points that can be kept, written plainly; nothing where there are none or they are out of range."""
    points = read_points(line.points)
    if points is None or not line.criterion.least <= points <= line.criterion.most or points != points.quantize(CENT):
        return ""
    return write(points)


def say_range(line: Line) -> str:
    """Say what may be given."""
    least, most = write(line.criterion.least), write(line.criterion.most)
    return _("Give from %(least)s to %(most)s points.") % {"least": least, "most": most}


def write(number: Decimal) -> str:
    """Write points plainly: 7, 7.5."""
    return f"{number.normalize():f}"


def _clip(value: object, longest: int) -> str:
    return str(value or "").replace("\x00", "").replace("\r\n", "\n").strip()[:longest]


def _read_version(word: object) -> int:
    text = str(word or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0
