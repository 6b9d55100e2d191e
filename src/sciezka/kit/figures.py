"""The fields of a figure and of an amount of money as people write them."""

import re
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.formats import get_format

_CURRENCY: Final = re.compile(r"\s*(?:zł|pln)\.?\s*$", re.IGNORECASE)


class FigureField(forms.DecimalField):
    """A figure with a comma or a point, thousands apart or not; kept with exactly so many decimal places."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let phones show digits."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Read the figure."""
        if isinstance(value, str):
            value = "".join(value.split()).replace("\N{MINUS SIGN}", "-").replace(",", ".")
        return super().to_python(value)

    def clean(self, value: Any) -> Decimal | None:  # noqa: ANN401 - Django's signature
        """Give the figure with as many places as are kept, so that the same figure is no change."""
        figure: Decimal | None = super().clean(value)
        return None if figure is None else figure.quantize(Decimal(1).scaleb(-(self.decimal_places or 0)))

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Write a figure as it is typed: without needless zeros, with the page's decimal sign."""
        if isinstance(value, float):
            value = Decimal(str(value))
        if isinstance(value, Decimal):
            plain = format(value.normalize(), "f")
            return plain.replace(".", str(get_format("DECIMAL_SEPARATOR")))
        return value


class AmountField(FigureField):
    """An amount in złotys: as a figure, and with „zł” or „PLN” behind it."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Read the amount."""
        return super().to_python(_CURRENCY.sub("", value) if isinstance(value, str) else value)
