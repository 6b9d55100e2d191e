"""What comes in about a finding: its sentence and a remark."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.monitor.actions.findings import reword_finding, save_finding
from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.finding_reading import Reading
from sciezka.rooms.people.models import User


class FindingForm(forms.Form):
    """The sentence of a finding and a remark."""

    title = forms.CharField(
        label=_("Finding"),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence that says what was found. The figure and everything behind it is kept beside it."),
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

    def reword(self, actor: User, finding: Finding) -> Finding:
        """Change the sentence and the remark of a finding."""
        return reword_finding(actor=actor, finding=finding, **self.cleaned_data)


class NewFindingForm(FindingForm):
    """A new finding: also what was on the page when it was looked at."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, reading: Reading, data: Any = None, **options: Any) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, **options)
        self.reading = reading
        self.initial["seen"] = reading.digest

    @property
    def has_moved(self) -> bool:
        """Tell whether the reading is another than the one that the person saw."""
        return self.is_bound and self.data.get("seen", "") != self.reading.digest

    def save(self, actor: User, choice: Choice, address: str) -> Finding:
        """Keep the reading."""
        title, remark = self.cleaned_data["title"], self.cleaned_data["remark"]
        return save_finding(actor=actor, choice=choice, reading=self.reading, title=title, remark=remark, address=address)
