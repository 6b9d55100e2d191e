"""Forms for a city's own series: the file, then what is in it."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciezka.core.series.tables.reading import MAPPED
from sciezka.core.series.tables.text import make_word
from sciezka.kit.uploads import MEGABYTE, CheckedFileField
from sciezka.rooms.monitor.actions.data import OwnSeries
from sciezka.rooms.monitor.store.readings.data_series import COMMA, OWN_PREFIX, POINT, Mapping, Source

KINDS: Final = frozenset({"csv", "txt", "xlsx"})
MOST_BYTES: Final = 20 * MEGABYTE
MOST_SERIES: Final = 40
LONGEST_KEY: Final = 79


class SeriesFileForm(forms.Form):
    """The file with the series."""

    file = CheckedFileField(
        label=_("File with the figures"),
        allowed=KINDS,
        max_bytes=MOST_BYTES,
        help_text=_(
            "CSV or XLSX, up to 20 MB. One row for each unit and year, or one for each unit with the years in the header; "
            "the first row holds the headings."
        ),
    )


class SeriesForm(forms.Form):
    """What is said of the series, and which column is what."""

    title = forms.CharField(label=_("Title"), max_length=200)
    source = forms.CharField(
        label=_("Who counts these figures"), max_length=300, help_text=_("For example a department of the town hall.")
    )
    retrieved = forms.DateField(
        label=_("As of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Of two figures for the same unit and year the later one counts."),
    )

    def __init__(self, *args: Any, given: Source, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.given = given
        self.mapping: Mapping | None = None
        self.headings: dict[str, str] = {}
        if given.kind == MAPPED:
            self.add_columns()

    def add_columns(self) -> None:
        """Add the fields that say which column is what."""
        heads = [(head, head) for head in self.given.heads if head]
        self.fields["unit"] = forms.ChoiceField(
            label=_("Column of units"),
            choices=[("", _("Choose a column")), *heads],
            initial=self.given.guess_unit(),
            help_text=_("Codes of TERYT, such as 0261011; it does no harm if the leading zero was lost."),
        )
        self.fields["year"] = forms.ChoiceField(
            label=_("Column of years"),
            choices=[("", _("None: the years stand in the headings")), *heads],
            initial=self.given.guess_year(),
            required=False,
        )
        if self.given.is_text:
            self.fields["decimal"] = forms.ChoiceField(
                label=_("Decimal sign"),
                choices=[(COMMA, _("comma (12,5)")), (POINT, _("point (12.5)"))],
                widget=forms.RadioSelect,
                initial=self.given.guess_decimal(),
            )
        stem = self.given.name.rpartition(".")[0]
        headings = [*self.given.value_heads(), *self.given.year_groups][:MOST_SERIES]
        for number, heading in enumerate(headings):
            name = f"series_{number}"
            self.headings[name] = heading
            self.fields[name] = forms.CharField(
                label=gettext("Name of the series in “%(heading)s”") % {"heading": heading}
                if heading
                else gettext("Name of the series"),
                max_length=120,
                required=False,
                initial="" if heading in self.given.heads and not self.given.has_numbers(heading) else heading or stem,
            )

    def series_fields(self) -> list[forms.BoundField]:
        """Give the fields that name the series."""
        return [self[name] for name in self.headings]

    def clean_retrieved(self) -> Any:  # noqa: ANN401 - a date
        """Refuse a day to come: such figures would prevail over all others for ever."""
        day = self.cleaned_data["retrieved"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day is yet to come. Give today or an earlier day."), code="future")
        return day

    def clean(self) -> dict[str, Any]:
        """Put the mapping together."""
        cleaned = super().clean() or {}
        if self.given.kind == MAPPED and cleaned.get("unit"):
            self.mapping = self.read_mapping(cleaned)
        return cleaned

    def read_mapping(self, cleaned: dict[str, Any]) -> Mapping | None:
        """Read which column is what; says what is wrong and gives nothing when it can't be used."""
        unit, year = cleaned["unit"], cleaned.get("year", "")
        if unit == year:
            self.add_error("year", gettext("The units and the years can't stand in the same column."))
            return None
        groups = self.given.year_groups
        if not year and not groups:
            self.add_error("year", gettext("The headings hold no years. Choose the column of years."))
            return None
        values: dict[str, tuple[str, str]] = {}
        wrong = len(self.errors.keys() & self.headings.keys())
        for name, heading in self.headings.items():
            typed = cleaned.get(name, "").strip()
            is_used = heading not in {unit, year} and heading not in groups if year else heading in groups
            if not typed or not is_used:
                continue
            key = OWN_PREFIX + make_word(typed)[:LONGEST_KEY]
            wrong += key == OWN_PREFIX or key in values
            if key == OWN_PREFIX:
                self.add_error(name, gettext("A name needs a letter or a digit."))
            elif key in values:
                self.add_error(name, gettext("Two series would have the same key, %(key)s.") % {"key": key})
            else:
                values[key] = (heading, typed)
        if not values and not wrong:
            self.add_error(None, gettext("No series is named. Name at least one column of figures."))
        # A date that is missing above says nothing about the columns: they are shown as understood all the same.
        if wrong or not values:
            return None
        return Mapping(unit, year, tuple(values.values()), tuple(values), cleaned.get("decimal", ""))

    def read_said(self) -> OwnSeries:
        """Give what was said of the series."""
        return OwnSeries(
            title=self.cleaned_data["title"],
            source=self.cleaned_data["source"],
            retrieved=self.cleaned_data["retrieved"],
            mapping=self.mapping,
        )
