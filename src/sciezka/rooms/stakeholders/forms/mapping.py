"""What comes in about the map: thresholds, names of the quadrants, and thresholds tried out in the address."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.actions.publishing import MapValues, set_map
from sciezka.rooms.stakeholders.models import MapSettings
from sciezka.rooms.stakeholders.queries.mapping import QUADRANT_NAMES, QUADRANT_SENSE, Thresholds, read_settings
from sciezka.rooms.town.models import Process

LEAST: Final = Decimal(1)
MOST: Final = Decimal(5)
STEP: Final = Decimal("0.5")


class ThresholdField(forms.DecimalField):
    """A level above which a value counts as high."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        super().__init__(min_value=LEAST, max_value=MOST, max_digits=3, decimal_places=1, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser go by half levels, as medians do; other values may still be typed."""
        return {**super().widget_attrs(widget), "step": str(STEP), "inputmode": "decimal"}


class MapSettingsForm(forms.Form):
    """How a process draws its map."""

    influence_from = ThresholdField(
        label=_("Influence is high above"), help_text=_("From 1 to 5. With 3, a stakeholder at 3.5 has high influence.")
    )
    engagement_from = ThresholdField(label=_("Engagement is high above"))

    def __init__(self, process: Process, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        self.process = process
        settings = read_settings(process)
        own = settings.quadrants if isinstance(settings.quadrants, dict) else {}
        super().__init__(
            data,
            initial={
                "influence_from": settings.influence_from,
                "engagement_from": settings.engagement_from,
                **{f"name_{key.value}": own.get(key.value, "") for key in QUADRANT_NAMES},
            },
        )
        for key, name in QUADRANT_NAMES.items():
            self.fields[f"name_{key.value}"] = forms.CharField(
                label=_("Name of the quadrant: %(sense)s") % {"sense": QUADRANT_SENSE[key]},
                required=False,
                max_length=40,
                widget=forms.TextInput(attrs={"placeholder": name}),
            )

    def save(self, actor: User) -> MapSettings:
        """Change how the map is drawn."""
        values = self.cleaned_data
        return set_map(
            actor=actor,
            process=self.process,
            values=MapValues(
                influence_from=values["influence_from"],
                engagement_from=values["engagement_from"],
                quadrants={key.value: values[f"name_{key.value}"] for key in QUADRANT_NAMES},
            ),
        )


class TryForm(forms.Form):
    """Thresholds tried out; the address keeps them, nothing is saved."""

    wplyw = ThresholdField(label=_("Influence is high above"), required=False)
    zaangazowanie = ThresholdField(label=_("Engagement is high above"), required=False)


def read_thresholds(process: Process, words: Mapping[str, str]) -> tuple[TryForm, Thresholds]:
    """Read the thresholds that an address tries out; what can't be read is as if it were not there."""
    settings = read_settings(process)
    saved = Thresholds(settings.influence_from, settings.engagement_from)
    form = TryForm(
        {
            "wplyw": words.get("wplyw") or f"{float(saved.influence):g}",
            "zaangazowanie": words.get("zaangazowanie") or f"{float(saved.engagement):g}",
        }
    )
    if not form.is_valid():
        form = TryForm({"wplyw": f"{float(saved.influence):g}", "zaangazowanie": f"{float(saved.engagement):g}"})
        return form, saved
    return form, Thresholds(
        form.cleaned_data["wplyw"] or saved.influence, form.cleaned_data["zaangazowanie"] or saved.engagement
    )
