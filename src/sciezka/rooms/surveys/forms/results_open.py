"""What comes in about themes of open answers, and about single responses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.actions.themes import ThemeTaken, edit_theme, make_theme
from sciezka.rooms.surveys.models import Survey, Theme


class ThemeForm(forms.Form):
    """A theme's name, and what belongs to it."""

    name = forms.CharField(label=_("Theme"), max_length=120)
    about = forms.CharField(label=_("What belongs to it"), max_length=300, required=False)

    def save(self, actor: User, survey: Survey, item: str, theme: Theme | None = None) -> bool:
        """Make or change a theme; tell whether the name was free."""
        values: dict[str, Any] = {**self.cleaned_data, "name": " ".join(self.cleaned_data["name"].split())}
        try:
            if theme is None:
                make_theme(actor=actor, survey=survey, item=item, **values)
            else:
                edit_theme(actor=actor, theme=theme, **values)
        except ThemeTaken:
            self.add_error("name", _("There is a theme of this name already."))
            return False
        return True


class LeaveOutForm(forms.Form):
    """Which response is left out, and why."""

    REASONS = (
        ("test", _("a test of our own")),
        ("twice", _("sent twice")),
        ("bot", _("not filled in by a person")),
        ("other", _("another reason")),
    )

    response = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=pgettext_lazy("survey", "Why"), choices=REASONS)
    words = forms.CharField(label=_("In words"), max_length=150, required=False)

    def say_reason(self) -> str:
        """Give the reason as it is kept; it names nobody."""
        label = str(dict(self.REASONS)[self.cleaned_data["reason"]])
        return f"{label}: {self.cleaned_data['words']}" if self.cleaned_data["words"] else label


class ResponseForm(forms.Form):
    """Which response is taken back."""

    response = forms.UUIDField(widget=forms.HiddenInput)
