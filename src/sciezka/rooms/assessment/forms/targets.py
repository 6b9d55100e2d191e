"""What people send to set the levels aimed at."""

from typing import Any, Final

from django import forms

from sciezka.rooms.assessment.queries.scores import Scores
from sciezka.rooms.assessment.queries.words import ItemWords, word_area, word_item

PREFIX: Final = "cel-"


class TargetsForm(forms.Form):
    """A level for each question, by areas."""

    def __init__(self, data: Any = None, *, scores: Scores) -> None:  # noqa: ANN401 - Django's own argument
        super().__init__(data)
        self.scores = scores
        choices = [(value, str(value)) for value in scores.bank.values]
        for row in scores.questions:
            words = word_item(scores.bank, row.item)
            self.fields[f"{PREFIX}{row.code}"] = forms.TypedChoiceField(
                label=f"{row.code} {words.issue}", coerce=int, choices=choices, initial=row.target
            )

    @property
    def groups(self) -> list[tuple[str, list[tuple[ItemWords, forms.BoundField]]]]:
        """The fields by areas, each with the words of its question."""
        return [
            (
                word_area(line.area),
                [(word_item(self.scores.bank, row.item), self[f"{PREFIX}{row.code}"]) for row in line.questions],
            )
            for line in self.scores.areas
        ]

    def read_targets(self) -> dict[str, int]:
        """Give the levels by the codes of the questions."""
        return {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items()}
