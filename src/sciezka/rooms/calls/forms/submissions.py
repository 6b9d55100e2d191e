"""What comes in when the office deals with submissions: the formal check, many passed at once, pairs judged."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.refusals import SharedForm, attempt
from sciezka.rooms.calls.actions.formal import check_formally, say_instant
from sciezka.rooms.calls.models import FormalCheck, Submission
from sciezka.rooms.calls.queries.duplicates import DIFFERENT, SAME
from sciezka.rooms.calls.queries.formal import NO, SUPPLEMENT, YES, list_conditions
from sciezka.rooms.people.models import User

LONGEST_REMARKS: Final = 4000
CHOICES: Final = (
    (YES, pgettext_lazy("formal check", "yes")),
    (NO, pgettext_lazy("formal check", "no")),
    (SUPPLEMENT, pgettext_lazy("formal check", "to be supplemented")),
)


class FormalForm(SharedForm):
    """One choice for each condition, and what the applicant reads. It may be kept unfinished."""

    remarks = forms.CharField(
        label=_("What the applicant reads"),
        required=False,
        max_length=LONGEST_REMARKS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where something is missing or wrong: what exactly, and how to mend it."),
    )
    read_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, submission: Submission, check: FormalCheck | None, data: Any = None) -> None:  # noqa: ANN401
        self.submission, self.check = submission, check
        # What stands now, where somebody else has checked it meanwhile.
        answers = check.answers if check else {}
        self.conditions = list_conditions(submission.call)
        initial = {f"c-{one['code']}": answers.get(one["code"], "") for one in self.conditions}
        super().__init__(data, initial={**initial, "remarks": check.remarks if check else "", "read_at": say_instant(check)})
        is_done = check is not None and check.supplemented_at is not None
        choices = [choice for choice in CHOICES if choice[0] != SUPPLEMENT or not is_done]
        remarks = self.fields.pop("remarks")
        for one in self.conditions:
            self.fields[f"c-{one['code']}"] = forms.ChoiceField(
                label=one.get("text", one["code"]), choices=choices, required=False, widget=forms.RadioSelect
            )
        self.fields["remarks"] = remarks

    @property
    def asked(self) -> list[forms.BoundField]:
        """The conditions, each with its choices."""
        return [self[f"c-{one['code']}"] for one in self.conditions]

    @property
    def others(self) -> list[tuple[str, str]]:
        """What somebody else found meanwhile: the condition and the answer."""
        if self.standing is None:
            return []
        words = dict(CHOICES)
        return [
            (str(one.get("text", "")), str(words.get(self.standing.answers.get(one["code"], ""), "–")))
            for one in self.conditions
            if self.standing.answers.get(one["code"], "") != self.cleaned_data.get(f"c-{one['code']}")
        ]

    @property
    def is_supplemented(self) -> bool:
        """Tell whether it was the applicant who added something meanwhile, and nobody who checked it."""
        return self.standing is not None and self.cleaned_data["read_at"] == self.standing.checked_at.isoformat()

    def save(self, actor: User) -> FormalCheck | None:
        """Keep the check; where it is refused, say why and keep what was chosen."""
        answers = {one["code"]: self.cleaned_data[f"c-{one['code']}"] for one in self.conditions}
        said = {"remarks": self.cleaned_data["remarks"], "read_at": self.cleaned_data["read_at"]}
        return attempt(self, check_formally, actor=actor, submission=self.submission, answers=answers, **said)

    def mark(self, standing: FormalCheck) -> dict[str, object]:
        """Give the instant of the check that was read."""
        return {"read_at": say_instant(standing)}


class PassForm(forms.Form):
    """Which submissions pass at once."""

    submissions = forms.TypedMultipleChoiceField(coerce=int, required=True)

    def __init__(self, keys: list[int], data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data)
        self.fields["submissions"].choices = [(key, str(key)) for key in keys]  # type: ignore[attr-defined]


class PairForm(forms.Form):
    """What is judged of two submissions."""

    one = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    other = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    judged = forms.ChoiceField(choices=[(SAME, SAME), (DIFFERENT, DIFFERENT), ("", "")], required=False)
