"""Choosing an entry of the Kalendarium."""

from typing import Any

from django import forms

from sciezka.kit.forms import read_number


class EventField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One entry of the Kalendarium, told by its day and title."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's signature
        """Write „2026-03-12 Title”."""
        return f"{obj.start:%d.%m.%Y} {obj.title}"[:120]

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Refuse a key that is no number before the database is asked for it."""
        if value and read_number(value) is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)
