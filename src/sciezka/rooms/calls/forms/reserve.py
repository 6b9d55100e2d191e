"""What is filled in to move a submission on the reserve list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.refusals import carry_out
from sciezka.rooms.calls.actions.reserve import move_on_reserve
from sciezka.rooms.calls.forms.ranking import LONGEST_REASON
from sciezka.rooms.calls.models import Call
from sciezka.rooms.calls.queries.reserve import ReserveLine
from sciezka.rooms.people.models import User


class MoveForm(forms.Form):
    """Which one goes where, and why."""

    submission = forms.ChoiceField(label=_("Which one"))
    place = forms.ChoiceField(label=_("To which place of the list"))
    why = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the protocol and beside the published results. Don’t write about people in it."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=18)

    def __init__(self, lines: Sequence[ReserveLine], last: int, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"seen": last})
        self.lines = {str(line.submission.pk): line.submission for line in lines}
        choose = ("", pgettext_lazy("list", "– choose –"))
        named = [
            (key, f"{line.place}. {one.code} {one}") for line, (key, one) in zip(lines, self.lines.items(), strict=True)
        ]
        self.fields["submission"].choices = [choose, *named]  # type: ignore[attr-defined]
        places = [(str(line.place), f"{line.place}.") for line in lines]
        self.fields["place"].choices = [choose, *places]  # type: ignore[attr-defined]
        self.last = last

    def save(self, actor: User, call: Call) -> bool:
        """Move it, or say what stands in the way; from then on the list that is shown is the one that was seen."""
        said = self.cleaned_data
        seen = int(said["seen"]) if said["seen"].isascii() and said["seen"].isdigit() else 0
        try:
            return carry_out(
                self, move_on_reserve, actor=actor, call=call, submission=self.lines[said["submission"]],
                place=int(said["place"]), why=said["why"], seen=seen,
            )  # fmt: skip
        finally:
            data: Any = self.data
            self.data = data.copy()
            self.data["seen"] = str(self.last)  # type: ignore[index]
