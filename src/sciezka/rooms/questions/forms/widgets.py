"""Fields that the editor needs besides Django's: long lists drawn quickly, and numbers as they are written in Polish."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _


class PlainSelect(forms.Select):
    """A list to unfold, drawn without a template for each of its lines: there may be five hundred of them."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ANN401, ARG002
        """Draw the list."""
        chosen = {str(part) for part in (value if isinstance(value, list | tuple) else [value])}
        built = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        if self.allow_multiple_selected:
            built["multiple"] = True
        return format_html("<select{}>{}</select>", mark_safe(flatatt(built)), draw_choices(self.choices, chosen))  # noqa: S308 - escaped by Django


class PlainSelectMany(PlainSelect):
    """A list of which several lines may be chosen."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ANN401, ARG002 - Django's signature
        """Read all lines that were chosen."""
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)


def draw_choices(choices: Iterable[Any], chosen: set[str]) -> SafeString:
    """Draw the lines of a list, grouped where they are."""
    lines = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            lines.append(format_html('<optgroup label="{}">{}</optgroup>', value, draw_choices(label, chosen)))
        else:
            lines.append(
                format_html('<option value="{}"{}>{}</option>', value, _SELECTED if str(value) in chosen else "", label)
            )
    return format_html_join("", "{}", ((line,) for line in lines))


_SELECTED = mark_safe(" selected")


class FigureField(forms.CharField):
    """A number as people write it, with a decimal comma or a point; cleans to a whole number where it is one."""

    default_error_messages = {"figure": _("Write a number, such as 3 or 2,5.")}

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 18)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 8, "class": "short"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Write a number with a comma."""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).replace(".", ",") if isinstance(value, int | float) else value

    def clean(self, value: Any) -> float | int | None:  # noqa: ANN401
        """Read the number."""
        text = super().clean(value).replace(",", ".").replace(" ", "").replace("\u00a0", "").replace("−", "-")
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["figure"], code="figure") from None
        if number != number or abs(number) > 1e12:  # noqa: PLR0124, PLR2004 - not a number; larger than anything asked
            raise forms.ValidationError(self.error_messages["figure"], code="figure")
        return int(number) if number.is_integer() else number
