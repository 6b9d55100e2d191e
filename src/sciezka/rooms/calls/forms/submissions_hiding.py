"""What is filled in to take a submission off the public pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.kit.refusals import carry_out
from sciezka.rooms.calls.actions.hiding import hide_submission
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.people.models import User


class HideForm(forms.Form):
    """Why residents do not read a submission; left empty, they read it again."""

    why = forms.CharField(
        label=_("Why residents should not read it"),
        max_length=300,
        required=False,
        help_text=_(
            "For example: it names a private person. The applicant reads the reason. Left empty, it is shown again."
        ),
    )

    def __init__(self, submission: Submission, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"why": submission.hidden_why})
        self.submission = submission

    def save(self, actor: User) -> bool:
        """Hide it, or show it again."""
        return carry_out(self, hide_submission, actor=actor, submission=self.submission, why=self.cleaned_data["why"])
