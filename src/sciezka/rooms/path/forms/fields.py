"""Fields that several methods of the path ask for."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import read_number
from sciezka.rooms.town.models import Event, Process

# The years of the Kalendarium; beyond them a calendar can't even be drawn.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199


class MomentField(forms.DateTimeField):
    """A day and an hour, as a browser's own field writes them."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **kwargs)

    default_error_messages = {"invalid": _("There is no such moment. Write a day and an hour.")}

    def to_python(self, value: Any) -> dt.datetime | None:  # noqa: ANN401 - Django's signature
        """Read the moment; one in a year that no office plans for is a slip of the hand."""
        try:
            moment = super().to_python(value)
        except OverflowError as slip:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from slip
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class EventField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An entry of the process's Kalendarium, told by its day and title; :meth:`of` says of which process."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        super().__init__(Event.objects.none(), **kwargs)

    def of(self, process: Process) -> None:
        """Offer the entries of a process, the newest first."""
        self.queryset = Event.objects.filter(process=process).order_by("-start", "-pk")

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's signature
        """Write „12.03.2026 Title”."""
        return f"{obj.start:%d.%m.%Y} {obj.title}"[:120]

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Refuse a key that is no number before the database is asked for it."""
        if value and read_number(value) is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)
