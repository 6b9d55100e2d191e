"""How forms are drawn, and the fields that Django lacks: nouns to choose, moments and imprecise dates."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, Input, RadioSelect, Select, Textarea
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sciezka.core.dates import ImpreciseDate, read_date

LONGEST_KEY = 18
# No office plans for a moment outside of these years.
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2199


def read_number(text: Any) -> int | None:  # noqa: ANN401 - whatever stood in an address or a form
    """Read a number from an address or a form; anything that no row of a database can be called by is nothing."""
    word = str(text or "")
    return int(word) if word.isascii() and word.isdigit() and len(word) <= LONGEST_KEY else None


def sent(request: HttpRequest) -> Any:  # noqa: ANN401 - what a form takes
    """Give what was sent with a form, also when it is nothing at all; None where the form is only shown."""
    return request.POST if request.method == "POST" else None


class NounsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Many nouns to tick. A number that no row can have is a wrong choice, not an error of the database."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Refuse keys that are no numbers before the database is asked for them."""
        for key in value if isinstance(value, list | tuple) else ():
            if read_number(key) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": str(key)[:40]}
                )
        return super().clean(value)


class NounField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One noun to choose. A number that no row can have is a wrong choice, not an error of the database.

    Args:
        say: how a noun is told in the list; its own words unless given.
    """

    def __init__(self, *args: Any, say: Callable[[Any], str] = str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.say = say

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's signature
        """Tell the noun."""
        return self.say(obj)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Refuse a key that is no number before the database is asked for it."""
        if value and read_number(value) is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class MomentField(forms.DateTimeField):
    """A day and an hour, chosen in the browser's own calendar; read in the time of the place."""

    default_error_messages = {"invalid": _("There is no such moment. Write a day and an hour.")}

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **kwargs)

    def to_python(self, value: Any) -> dt.datetime | None:  # noqa: ANN401 - Django's signature
        """Read the moment; one in a year that no office plans for is a slip of the hand."""
        try:
            moment = super().to_python(value)
        except OverflowError as slip:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from slip
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class KitBoundField(forms.BoundField):
    """A field that carries the design system's class and the browser's autofill hint."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:  # noqa: ANN401
        """Add the design system's class to inputs, selects and text areas."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if isinstance(widget, Input | Textarea | Select | CheckboxInput) and not isinstance(
            widget, RadioSelect | CheckboxSelectMultiple
        ):
            own = f"{widget.attrs.get('class', '')} {built.get('class', '')}".strip()
            built["class"] = f"ds-input {own}".strip()
        return built

    @property
    def needed_when(self) -> str:
        """Say when a field that may be left empty now is needed; said instead of „optional”. A form sets it on the field."""
        return str(getattr(self.field, "needed_when", ""))

    @property
    def is_group(self) -> bool:
        """Tell whether the field draws many inputs and so needs a fieldset."""
        return bool(self.field.widget.use_fieldset)

    @property
    def is_tick(self) -> bool:
        """Tell whether the field is one box to tick."""
        return isinstance(self.field.widget, CheckboxInput)


class KitRenderer(TemplatesSetting):
    """Draws every form of the product, the sign-in library's included."""

    form_template_name = "kit/form.html"
    field_template_name = "kit/_field.html"
    bound_field_class = KitBoundField


class ImpreciseDateField(forms.CharField):
    """A date as an office writes it: a day, a range of days, a month or months.

    Cleans to :class:`sciezka.core.dates.ImpreciseDate`.
    """

    default_error_messages = {
        "unread": _(
            "This date can't be read. Write a day (9.10.2020), a range (10–19.02.2020), "
            "a month (May 2020) or months (May–June 2020)."
        ),
        "impossible": _("There is no such date in the calendar: %(text)s."),
        "timed": _("Only a date is expected here, without an hour."),
        "reversed": _("The end is before the start: %(text)s."),
    }

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        kwargs.setdefault("label", _("Date"))
        kwargs.setdefault("help_text", _("For example: 9.10.2020, 10–19.02.2020, May 2020, May–June 2020"))
        super().__init__(max_length=80, **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Write a date the way it can be read back."""
        if isinstance(value, ImpreciseDate):
            return value.format("en" if get_language() == "en" else "pl", nbsp=False)
        return value

    def clean(self, value: Any) -> ImpreciseDate | None:  # noqa: ANN401
        """Read the date, or say what is wrong with it."""
        text = super().clean(value)
        if not text:
            return None
        reading = read_date(text)
        if reading is None:
            raise forms.ValidationError(self.error_messages["unread"], code="unread")
        if reading.problem:
            # A problem that this field has no words for is still a date that can't be read.
            code = reading.problem.removeprefix("date_")
            code = code if code in {"impossible", "reversed"} else "unread"
            raise forms.ValidationError(self.error_messages[code], code=code, params={"text": text})
        if reading.time_start or reading.time_end:
            raise forms.ValidationError(self.error_messages["timed"], code="timed")
        return reading.date
