"""Fields that several forms of the office share."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

Data = Mapping[str, Any] | None
# The same years that an entry of the Kalendarium may have; beyond them a calendar can't even be drawn.
OLDEST_DAY, NEWEST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

    default_error_messages = {"invalid": _("There is no such day. Write it as day.month.year.")}

    def to_python(self, value: Any) -> dt.date | None:  # noqa: ANN401 - Django's signature
        """Read the day; one in a year that no office plans for is a slip of the hand."""
        day = super().to_python(value)
        if day and not OLDEST_DAY <= day <= NEWEST_DAY:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def text_area(rows: int) -> forms.Textarea:
    """Make a text area of so many rows."""
    return forms.Textarea(attrs={"rows": rows})


def check_term(form: forms.BaseForm, start: str, end: str) -> None:
    """Say at the field of the end when it comes before the start."""
    since, until = form.cleaned_data.get(start), form.cleaned_data.get(end)
    if since and until and until < since:
        form.add_error(end, forms.ValidationError(_("The end is before the start."), code="reversed"))
