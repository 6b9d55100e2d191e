"""What is asked for when answers are downloaded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.questions.schema.types import LANGUAGE_NAMES
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.editions import read_asked
from sciezka.rooms.surveys.queries.exports import Wish, has_written


class WishForm(forms.Form):
    """The language of labels, and what goes out besides the answers that were chosen."""

    jezyk = forms.ChoiceField(label=_("Language of questions and answers"), required=False)
    slowa = forms.BooleanField(
        label=_("With what people wrote themselves"),
        help_text=_("There may be names and other personal data in it."),
        required=False,
    )
    dni = forms.BooleanField(
        label=_("With the day of each answer"),
        help_text=_("On a day with few answers it may tell who answered."),
        required=False,
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        super().__init__(*args, **kwargs)
        asked = read_asked(survey)
        self._base = asked.base
        self.fields["jezyk"].choices = [(language, LANGUAGE_NAMES[language]) for language in asked.languages]  # type: ignore[attr-defined]
        if len(asked.languages) == 1:
            self.fields["jezyk"].widget = forms.HiddenInput()
        if not has_written(asked):
            del self.fields["slowa"]

    def read_wish(self) -> Wish:
        """Give what was asked for; what can't be read counts as not asked for."""
        self.is_valid()
        data = self.cleaned_data
        return Wish(data.get("jezyk") or self._base, bool(data.get("slowa")), bool(data.get("dni")))
