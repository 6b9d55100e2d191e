"""Fields that several forms of the office share."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

Data = Mapping[str, Any] | None


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

    default_error_messages = {"invalid": _("There is no such day. Write it as day.month.year.")}


def text_area(rows: int) -> forms.Textarea:
    """Make a text area of so many rows."""
    return forms.Textarea(attrs={"rows": rows})


def check_term(form: forms.BaseForm, start: str, end: str) -> None:
    """Say at the field of the end when it comes before the start."""
    since, until = form.cleaned_data.get(start), form.cleaned_data.get(end)
    if since and until and until < since:
        form.add_error(end, forms.ValidationError(_("The end is before the start."), code="reversed"))
