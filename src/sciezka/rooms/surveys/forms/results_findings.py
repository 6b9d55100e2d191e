"""What comes in about a finding: which number, its sentence and a remark."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.actions.findings import reword_finding, save_finding
from sciezka.rooms.surveys.models import SurveyFinding
from sciezka.rooms.surveys.queries.findings_reading import Reading
from sciezka.rooms.surveys.queries.frames import FrameSight


class FindingForm(forms.Form):
    """The sentence of a finding and a remark."""

    title = forms.CharField(
        label=_("Finding"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence that says what was found. The number and its table are kept beside it."),
    )
    remark = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What a reader should know besides, for instance a cause or a doubt."),
    )

    def clean_title(self) -> str:
        """Fold the sentence into one line."""
        return " ".join(str(self.cleaned_data["title"]).split())

    def reword(self, actor: User, finding: SurveyFinding) -> SurveyFinding:
        """Change the sentence and the remark of a finding."""
        return reword_finding(actor=actor, finding=finding, **self.cleaned_data)


class NewFindingForm(FindingForm):
    """A new finding: also the answers that the page was reckoned on when it was looked at."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, sight: FrameSight, reading: Reading, data: Any = None, **options: Any) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, **options)
        self.sight = sight
        self.reading = reading
        self.initial.update({"seen": sight.digest, "title": reading.sentence[:300]})

    @property
    def has_moved(self) -> bool:
        """Tell whether the answers are others than those that the person saw."""
        return self.is_bound and self.data.get("seen", "") != self.sight.digest

    def save(self, actor: User, choice: dict[str, str]) -> SurveyFinding:
        """Keep the reading."""
        return save_finding(
            actor=actor, survey=self.sight.survey, choice=choice, reading=self.reading, digest=self.sight.digest,
            title=self.cleaned_data["title"], remark=self.cleaned_data["remark"],
        )  # fmt: skip
