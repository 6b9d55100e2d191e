"""Every change of one person's own answers, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sciezka.rooms.rounds.models import Answer, Round, Sheet
from sciezka.rooms.rounds.queries.answer_pages import view_scale, write_given
from sciezka.rooms.rounds.queries.sheets import history_of


@dataclass(frozen=True, slots=True)
class Change:
    """One change, with what it was about and what was given, in words."""

    answer: Answer
    about: str
    given: str

    @property
    def is_earlier(self) -> bool:
        """Tell whether it can be brought back."""
        return self.answer.fate == Answer.Fate.EARLIER


def read_changes(round_: Round, sheet: Sheet | None) -> list[Change]:
    """List all changes of a sheet, the latest first."""
    if sheet is None:
        return []
    scales = {scale["key"]: view_scale(scale) for scale in round_.scales}
    first = next(iter(scales.values()), None)
    labels = {
        key: {option.given: f"{option.given} – {option.label}" if not option.is_special and option.label else
              option.label or option.given for option in scale.options}
        for key, scale in scales.items()
    }  # fmt: skip
    changes = []
    for answer in history_of(sheet):
        key = answer.scale or (first.key if first and answer.against_id else "")
        given = write_given(answer)
        words = labels.get(key, {}).get(given, given)
        if round_.kind == Round.Kind.RANKING and given:
            words = _("place %(place)s") % {"place": given}
        elif round_.kind == Round.Kind.PICK and given:
            words = _("chosen")
        about = f"{answer.item} → {answer.against}" if answer.against else str(answer.item)
        title = scales[key].title if key in scales and len(scales) > 1 else ""
        changes.append(Change(answer, f"{about} · {title}" if title else about, words or _("taken back")))
    return changes
