"""What comes in about candidates and letters of intent."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.figures import AmountField
from sciezka.kit.refusals import SharedForm, attempt, carry_out
from sciezka.kit.uploads import PICTURES, CheckedFileField
from sciezka.rooms.calls.actions.partners import note_register
from sciezka.rooms.calls.actions.partners_letters import (
    STEPS,
    LetterValues,
    edit_letter,
    keep_scan,
    move_letter,
    write_letter,
)
from sciezka.rooms.calls.models import Call, Candidate, Letter, Submission
from sciezka.rooms.calls.queries.letters import begin_letter
from sciezka.rooms.people.models import User

LONGEST = 3000
FIELDS = (
    "partner", "number", "day", "town_party", "partner_party", "project", "role", "contribution", "condition", "clause",
    "valid_until", "supports", "amount",
)  # fmt: skip


def pick_day(label: Any, **kwargs: Any) -> forms.DateField:  # noqa: ANN401 - whatever a field accepts
    """Make a field for a day, chosen in the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def write_text(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:  # noqa: ANN401 - whatever a field accepts
    """Make a field for a longer text."""
    kwargs.setdefault("required", False)
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class RegisterForm(forms.Form):
    """What the office found of a candidate in public registers."""

    register_note = forms.CharField(
        label=_("What the register says"),
        max_length=300,
        help_text=_("For example: entered, not in liquidation, represented by two members of the board together."),
    )
    day = pick_day(_("Checked on"))

    def __init__(self, submission: Submission, candidate: Candidate, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        begun = {"register_note": candidate.register_note, "day": candidate.register_checked_on or timezone.localdate()}
        super().__init__(data, initial=begun)
        self.submission = submission

    def save(self, actor: User) -> bool:
        """Keep it, or say on the form why it can't be."""
        said = self.cleaned_data
        words = {"submission": self.submission, "said": said["register_note"], "day": said["day"]}
        return carry_out(self, note_register, actor=actor, **words)


class LetterForm(SharedForm):
    """What a letter of intent says, with the version that was read."""

    partner = forms.CharField(label=_("Partner"), max_length=200)
    partner_party = write_text(
        _("The partner as a party"), help_text=_("Name, seat, numbers in registers, who signs – each in its own line.")
    )
    town_party = write_text(_("The town as a party"), help_text=_("Name, seat, who signs – each in its own line."))
    project = forms.CharField(label=pgettext_lazy("letter", "Project"), max_length=300)
    role = write_text(_("Role of the partner"))
    contribution = write_text(_("Contribution of the partner"))
    supports = forms.CharField(
        label=_("Line of the budget that it supports"),
        max_length=200,
        required=False,
        help_text=_("For example: own contribution, task 3."),
    )
    amount = AmountField(label=_("Amount (PLN)"), required=False, min_value=0, max_digits=14, decimal_places=2)
    condition = write_text(_("Condition"))
    clause = write_text(
        _("What it binds to"), help_text=_("The words of your own office; the next letters of this call begin with them.")
    )
    valid_until = pick_day(_("Valid until"), required=False)
    number = forms.CharField(label=_("Number of the letter"), max_length=60, required=False)
    day = pick_day(_("Of the day"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31)

    def __init__(
        self,
        call: Call,
        letter: Letter | None = None,
        data: Any = None,  # noqa: ANN401 - what a form takes
        *,
        submission: Submission | None = None,
    ) -> None:
        if letter:
            begun: dict[str, Any] = {name: getattr(letter, name) for name in (*FIELDS, "version")}
        else:
            begun = begin_letter(call, submission)
        super().__init__(data, initial=begun)
        self.call, self.letter, self.submission = call, letter, submission

    def save(self, actor: User) -> Letter | None:
        """Write the letter or change it; where somebody else has, keep both texts."""
        said = dict(self.cleaned_data)
        version, values = said.pop("version") or 0, LetterValues(**said)
        if self.letter is None:
            return attempt(self, write_letter, actor=actor, call=self.call, submission=self.submission, values=values)
        return attempt(self, edit_letter, actor=actor, letter=self.letter, version=version, values=values)


class SignForm(forms.Form):
    """How far the signing of a letter is, and its scan."""

    state = forms.ChoiceField(label=pgettext_lazy("letter", "Where it is now"), widget=forms.RadioSelect)
    signed_on = pick_day(_("Signed on"), required=False)
    scan = CheckedFileField(
        label=_("Scan of the signed letter"), required=False, allowed=frozenset({"pdf"}) | PICTURES,
        help_text=_("PDF, PNG or JPG, up to 20 MB. A new scan replaces the earlier one."),
    )  # fmt: skip

    def __init__(self, letter: Letter, data: Any = None, files: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, files, initial={"state": letter.state, "signed_on": letter.signed_on})
        self.letter = letter
        ways = (letter.state, *STEPS[letter.state])
        self.fields["state"].choices = [pair for pair in Letter.State.choices if pair[0] in ways]  # type: ignore[attr-defined]

    def save(self, actor: User) -> bool:
        """Keep it, or say on the form why it can't be."""
        said = self.cleaned_data
        letter = self.letter
        done = carry_out(self, move_letter, actor=actor, letter=letter, state=said["state"], day=said["signed_on"])
        if done and said["scan"]:
            keep_scan(actor=actor, letter=letter, upload=said["scan"])
        return done
