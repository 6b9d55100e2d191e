"""What comes in when results are published: a few plain words for residents, and what is not told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.questions.schema.types import Kind
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.frames import layout_of
from sciezka.rooms.surveys.queries.results_shapes import say_question

LONGEST = 5_000


class ReleaseForm(forms.Form):
    """A release: its words, and the questions that are left out of it."""

    summary = forms.CharField(
        label=_("What we learned"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Two or three plain sentences for residents. They stand above the charts."),
    )
    next_step = forms.CharField(
        label=_("What happens next"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the results will be used for, and when. People who answered look for this first."),
    )
    left_out = forms.MultipleChoiceField(
        label=_("Questions that are not published"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For example one whose frequent words name somebody."),
    )

    def __init__(self, survey: Survey, language: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        super().__init__(*args, **kwargs)
        asked = layout_of(survey.edition_id).questionnaire.items() if survey.edition_id else ()
        field: Any = self.fields["left_out"]
        field.choices = [
            (item.code, say_question(item, language))
            for item in asked
            if item.kind not in {Kind.NOTE, Kind.CONSENT, Kind.FILE}
        ]
