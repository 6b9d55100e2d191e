"""What is filled in about one's own tie to an applicant: what ties, or why it is taken back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.kit.refusals import carry_out
from sciezka.rooms.calls.actions.ties import LONGEST, declare_tie, take_tie_back
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.people.models import User


class TieForm(forms.Form):
    """That something ties a person to the applicant, and what."""

    reason = forms.CharField(
        label=_("What ties you to the applicant"),
        max_length=LONGEST,
        help_text=_(
            "A few words, for example: family, work, a debt, a membership. It stands in the commission’s protocol; "
            "residents do not read it."
        ),
        error_messages={"required": _("Say what ties you to the applicant, in a few words.")},
    )
    sure = forms.BooleanField(
        label=_("I step aside from this submission"),
        error_messages={"required": _("Tick that you step aside from this submission.")},
    )

    def __init__(self, submission: Submission, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data)
        self.submission = submission

    def save(self, actor: User) -> bool:
        """Step aside; tell whether it could be done."""
        said = self.cleaned_data["reason"]
        return carry_out(self, declare_tie, actor=actor, submission=self.submission, reason=said)


class BackForm(forms.Form):
    """Why a tie is taken back. Its field is not named as the other form's: a button pressed twice must not take it back."""

    why = forms.CharField(
        label=_("Why you take it back"),
        max_length=LONGEST,
        help_text=_("It stands in the commission’s protocol and in the journal."),
        error_messages={"required": _("Give the reason: it stays in the journal.")},
    )

    def __init__(self, submission: Submission, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data)
        self.submission = submission

    def save(self, actor: User) -> bool:
        """Take it back; tell whether it could be done."""
        said = self.cleaned_data["why"]
        return carry_out(self, take_tie_back, actor=actor, submission=self.submission, reason=said)
