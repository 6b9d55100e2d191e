"""Forms of questions about a call: asking one, answering it."""

import time
from typing import Final

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.calls.actions.inquiries import AnswerValues
from sciezka.rooms.calls.models import Inquiry

LONGEST_QUESTION: Final = 2000
LONGEST_ANSWER: Final = 8000
# A field that people don't see; a program fills it in.
TRAP: Final = "website"
_signer: Final = TimestampSigner(salt="calls.inquiry")


def mark_beginning() -> str:
    """Give a signed mark of when the form was opened."""
    return _signer.sign(str(int(time.time())))


def read_beginning(mark: str) -> int | None:
    """Read when a form was opened; None when nobody opened it."""
    try:
        return int(_signer.unsign(mark[:200]))
    except (BadSignature, ValueError):
        return None


class AskForm(forms.Form):
    """A question, and an address if the answer is to go there too."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Leave out names and other personal data: the question and its answer may be shown to everybody."),
    )
    email = forms.EmailField(
        label=_("E-mail, if you want the answer sent to you"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We use it once, to send the answer, and then delete it; after 90 days in any case."),
    )


class AnswerForm(forms.Form):
    """An answer, and whether it is shown with the call."""

    text = forms.CharField(
        label=_("The question as residents will read it"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Take out what tells who asked. Whoever asked gets the answer with these words."),
    )
    answer = forms.CharField(
        label=pgettext_lazy("noun", "Answer"), max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 8})
    )
    is_public = forms.BooleanField(
        label=_("Show the question and the answer with the call"),
        required=False,
        help_text=_("Everybody then knows the same. Who asked is never shown."),
    )
    # When the answer that stands was given, so that nobody writes over another one's.
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, inquiry: Inquiry) -> None:
        initial = {
            "text": inquiry.text,
            "answer": inquiry.answer,
            "is_public": inquiry.is_public or inquiry.answered_at is None,
            "seen": inquiry.answered_at.isoformat() if inquiry.answered_at else "",
        }
        super().__init__(data, initial=initial)

    def read_values(self) -> AnswerValues:
        """Give what was written."""
        data = self.cleaned_data
        return AnswerValues(text=data["text"], answer=data["answer"], is_public=data["is_public"])
