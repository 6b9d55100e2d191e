"""Fields that several forms of the room share."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

# The years of the Kalendarium; beyond them a calendar can't even be drawn.
OLDEST_DAY: Final = dt.date(1900, 1, 1)
NEWEST_DAY: Final = dt.date(2199, 12, 31)
NO_DAY: Final = _("There is no such day. Write it as day.month.year.")


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

    default_error_messages = {"invalid": NO_DAY}

    def to_python(self, value: Any) -> dt.date | None:  # noqa: ANN401 - Django's signature
        """Read the day; one in a year that no office plans for is a slip of the hand."""
        day = super().to_python(value)
        if day and not OLDEST_DAY <= day <= NEWEST_DAY:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def text_area(rows: int) -> forms.Textarea:
    """Make a text area of so many rows."""
    return forms.Textarea(attrs={"rows": rows})
