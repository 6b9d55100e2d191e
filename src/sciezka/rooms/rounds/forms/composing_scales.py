"""The levels of one scale, a row each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.rounds import edit_round, read_values
from sciezka.rooms.rounds.models import Round

LOWEST, HIGHEST = -100, 100
FEWEST_LEVELS, MOST_LEVELS = 2, 11
EMPTY_ROWS = 2


@dataclass(frozen=True, slots=True)
class LevelRow:
    """The three fields of one level."""

    number: int
    value: forms.BoundField
    label: forms.BoundField
    descriptor: forms.BoundField


class ScaleForm(forms.Form):
    """A scale: its name, what may be answered instead of a level, and its levels. An emptied row is a removed level."""

    title = forms.CharField(label=_("Name of the scale"), max_length=160)
    allows_unknown = forms.BooleanField(
        label=_("“I don't know” may be answered"), required=False, help_text=_("It is counted and never averaged.")
    )
    allows_na = forms.BooleanField(label=_("“Not applicable” may be answered"), required=False)

    def __init__(self, round_: Round, row: dict[str, Any], data: Mapping[str, Any] | None = None) -> None:
        self.round, self.row = round_, row
        self.size = min(len(row["levels"]) + EMPTY_ROWS, MOST_LEVELS)
        initial = {name: row.get(name) for name in ("title", "allows_unknown", "allows_na")}
        for number, level in enumerate(row["levels"], start=1):
            initial |= {f"{name}_{number}": level.get(name, "") for name in ("value", "label", "descriptor")}
        super().__init__(data, initial=initial)
        for number in range(1, self.size + 1):
            words = {"number": number}
            self.fields[f"value_{number}"] = forms.IntegerField(
                label=_("Level %(number)s: value") % words, required=False, min_value=LOWEST, max_value=HIGHEST
            )
            self.fields[f"label_{number}"] = forms.CharField(
                label=_("Level %(number)s: name") % words, required=False, max_length=80
            )
            self.fields[f"descriptor_{number}"] = forms.CharField(
                label=_("Level %(number)s: when it holds") % words, required=False, max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def rows(self) -> list[LevelRow]:
        """Give the fields of the levels, row by row."""
        return [
            LevelRow(number, self[f"value_{number}"], self[f"label_{number}"], self[f"descriptor_{number}"])
            for number in range(1, self.size + 1)
        ]

    def heads(self) -> list[forms.BoundField]:
        """Give the fields of the whole scale."""
        return [self[name] for name in ("title", "allows_unknown", "allows_na")]

    def clean(self) -> dict[str, Any]:
        """Read the levels in rising order; refuse a value given twice or a name without a value."""
        levels: dict[int, dict[str, Any]] = {}
        for number in range(1, self.size + 1):
            value, label = self.cleaned_data.get(f"value_{number}"), self.cleaned_data.get(f"label_{number}", "")
            descriptor = self.cleaned_data.get(f"descriptor_{number}", "")
            if value is None:
                if (label or descriptor) and f"value_{number}" not in self.errors:
                    self.add_error(f"value_{number}", ValidationError(_("Give this level a value."), code="required"))
                continue
            if value in levels:
                self.add_error(f"value_{number}", ValidationError(_("Two levels have this value."), code="twice"))
            levels[value] = {"value": value, "label": label, "descriptor": descriptor}
        if len(levels) < FEWEST_LEVELS and not self.errors:
            raise ValidationError(_("A scale needs at least two levels."), code="few")
        self.cleaned_data["levels"] = [levels[value] for value in sorted(levels)]
        return self.cleaned_data

    def save(self, actor: User) -> Round:
        """Change the scale in its round."""
        names = ("title", "levels", "allows_unknown", "allows_na")
        # What the form does not ask about, such as whether P may be answered, stays as it was.
        new = {**self.row, **{name: self.cleaned_data[name] for name in names}}
        scales = tuple(new if row["key"] == new["key"] else row for row in self.round.scales)
        return edit_round(actor=actor, round=self.round, values=replace(read_values(self.round), scales=scales))


def drop_scale(*, actor: User, round_: Round, key: str) -> Round:
    """Take a scale off a round."""
    scales = tuple(row for row in round_.scales if row["key"] != key)
    return edit_round(actor=actor, round=round_, values=replace(read_values(round_), scales=scales))
