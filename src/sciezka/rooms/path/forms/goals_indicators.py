"""What comes in about indicators of goals: from where to where, and the figures on the way."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit import figures
from sciezka.kit.refusals import SharedForm, attempt, renew_marks
from sciezka.rooms.path.actions.goals_indicators import Entry, Key, add_indicator, edit_indicator, set_values
from sciezka.rooms.path.forms.goals import LONGEST_TEXT, NOT_SAID
from sciezka.rooms.path.models import Goal, Indicator, Point
from sciezka.rooms.path.queries.goals_readings import Measured
from sciezka.rooms.path.queries.goals_series import Series, list_offers
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.conflicts import Conflict

FIRST_YEAR, LAST_YEAR = 1950, 2100
PLACES = 4
# One of the databases keeps a figure as a binary fraction: more digits come back as another figure, or not at all.
MOST_DIGITS = 15
MOST_ROWS = 60
# So many years around the present are offered while an indicator has no path.
BESIDE = 4
SAID = (
    "name", "unit", "direction", "baseline", "baseline_year", "target", "target_year", "source", "frequency", "owner",
    "series", "method",
)  # fmt: skip


class FigureField(figures.FigureField):
    """A figure of an indicator."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        super().__init__(max_digits=MOST_DIGITS, decimal_places=PLACES, required=False, **kwargs)


class YearField(forms.IntegerField):
    """A year."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4})
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, widget=widget, **kwargs)


class IndicatorForm(SharedForm):
    """What an indicator says. “take” fills in what the monitor knows of the chosen series, and saves nothing yet."""

    series = forms.ChoiceField(
        label=_("Indicator of the monitor"),
        required=False,
        help_text=_("Where the monitor has the town’s figures, they come by themselves, every year anew."),
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False, help_text=_("For instance: %, persons, µg/m³."))
    direction = forms.ChoiceField(
        label=_("Which way is better"), required=False, choices=[NOT_SAID, *Indicator.Direction.choices]
    )
    baseline = FigureField(label=_("Baseline"), help_text=_("Where the town stands today."))
    baseline_year = YearField(label=_("Year of the baseline"))
    target = FigureField(label=pgettext_lazy("indicator", "Target"), help_text=_("Where it is to stand."))
    target_year = YearField(label=_("Year of the target"))
    source = forms.CharField(label=_("Source of data"), max_length=200, required=False)
    frequency = forms.ChoiceField(
        label=_("How often it is read"), required=False, choices=[NOT_SAID, *Indicator.Frequency.choices]
    )
    owner = forms.CharField(
        label=_("Who looks after it"),
        max_length=160,
        required=False,
        help_text=_("A post or a division of the office, not a person by name."),
    )
    method = forms.CharField(
        label=_("How it is computed"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, goal: Goal, indicator: Indicator | None = None, data: Any = None, *, takes: bool = False) -> None:  # noqa: ANN401
        self.goal, self.indicator = goal, indicator
        self.offers = {series.code: series for series in list_offers(goal.process)}
        initial = {name: getattr(indicator, name) for name in (*SAID, "version")} if indicator else {}
        if data is not None and takes:
            # What is filled in is shown as a form that was not sent: nothing is wrong yet with what is still empty.
            typed = {name: data.get(name, "") for name in (*SAID, "version")}
            super().__init__(initial=typed | self.take(typed["series"]))
        else:
            super().__init__(data, initial=initial)
        self.fields["series"].choices = self.list_choices()  # type: ignore[attr-defined]

    def take(self, code: str) -> dict[str, Any]:
        """Give what the monitor knows of a series."""
        series = self.offers.get(code)
        if series is None:
            return {}
        year = max(series.values)
        return {
            "name": series.name[:200], "unit": series.unit[:60], "direction": series.direction,
            "source": series.source[:200], "method": series.method, "frequency": "year",
            "baseline": Decimal(str(series.values[year])), "baseline_year": year,
        }  # fmt: skip

    def list_choices(self) -> list[Any]:
        """List the series by areas; one that was chosen and has no figures any more stays."""
        choices: list[Any] = [("", _("figures of its own, entered by hand"))]
        known = self.indicator.series if self.indicator else ""
        if known and known not in self.offers:
            choices.append((known, known))

        def area(series: Series) -> str:
            return series.area

        for name, rows in groupby(self.offers.values(), key=area):
            choices.append((name, [(row.code, row.name) for row in rows]))
        return choices

    @property
    def others(self) -> list[tuple[str, str]]:
        """What stands now, where somebody else has changed it: the field's label and the words."""
        if self.standing is None:
            return []
        found = []
        for name in SAID:
            value = getattr(self.standing, name)
            if value != self.cleaned_data.get(name):
                said = getattr(self.standing, f"get_{name}_display", None)
                words = said() if said else self.fields[name].prepare_value(value)
                found.append((str(self.fields[name].label), str(words or "–")))
        return found

    def save(self, actor: User) -> Indicator | None:
        """Add the indicator, or change it; where somebody else has, keep both texts."""
        values = {name: self.cleaned_data[name] for name in SAID}
        if self.indicator is None:
            return attempt(self, add_indicator, actor=actor, goal=self.goal, values=values)
        version = self.cleaned_data["version"] or 0
        return attempt(self, edit_indicator, actor=actor, indicator=self.indicator, version=version, values=values)


class YearRow:
    """The fields of one year."""

    def __init__(self, form: "ValuesForm", year: int) -> None:
        self.year = year
        self.planned = form[f"planned-{year}"]
        self.read = form[f"read-{year}"]
        self.note = form[f"note-{year}"]
        monitor = form.measured.series.values.get(year) if form.measured.series else None
        self.monitor = form.measured.say(monitor) if monitor is not None else ""
        self.crossed = form.crossed.get(year, "")


class ValuesForm(forms.Form):
    """The figures of an indicator year by year: planned on the way, and read."""

    other_year = YearField(label=_("Another year"))
    other_read = FigureField(label=pgettext_lazy("indicator", "Read"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, measured: Measured, today: int, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"version": measured.indicator.version})
        self.measured = measured
        self.crossed: dict[int, str] = {}
        self.years = list_years(measured, today)
        for year in self.years:
            self.fields[f"planned-{year}"] = FigureField(
                label=_("Planned for %(year)s") % {"year": year}, initial=as_figure(measured.planned, year)
            )
            self.fields[f"read-{year}"] = FigureField(
                label=_("Read in %(year)s") % {"year": year}, initial=as_figure(measured.own, year)
            )
            self.fields[f"note-{year}"] = forms.CharField(
                label=_("Remark on %(year)s") % {"year": year}, required=False, max_length=200,
                initial=measured.notes.get((Point.Kind.READ, year), ""),
            )  # fmt: skip

    @property
    def rows(self) -> list[YearRow]:
        """The fields by years."""
        return [YearRow(self, year) for year in self.years]

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of another year."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if (said.get("other_year") is None) != (said.get("other_read") is None) and not self.errors:
            self.add_error("other_year", _("Give both the year and the figure."))
        return said

    def list_entries(self) -> dict[Key, Entry]:
        """List what was entered."""
        said = self.cleaned_data
        entries: dict[Key, Entry] = {}
        for year in self.years:
            # What the page did not show is left alone.
            if f"planned-{year}" in self.data:
                entries[Point.Kind.PLANNED.value, year] = (said[f"planned-{year}"], "")
            if f"read-{year}" in self.data:
                figure = said[f"read-{year}"]
                entries[Point.Kind.READ.value, year] = (figure, said[f"note-{year}"] if figure is not None else "")
        if said["other_year"] is not None:
            entries[Point.Kind.READ.value, said["other_year"]] = (said["other_read"], "")
        return entries

    def save(self, actor: User) -> bool:
        """Keep the figures; where somebody else has changed them, show what stands now."""
        try:
            set_values(
                actor=actor,
                indicator=self.measured.indicator,
                version=self.cleaned_data["version"],
                entries=self.list_entries(),
            )
        except Conflict as conflict:
            points = Point.objects.filter(indicator=self.measured.indicator)
            entries = self.list_entries()
            for point in points:
                if entries.get((point.kind, point.year), (None, ""))[0] != point.value:
                    said = f"{point.get_kind_display()} {self.measured.say(point.value)}"
                    self.crossed[point.year] = ", ".join(filter(None, [self.crossed.get(point.year, ""), said]))
            renew_marks(self, conflict, version=conflict.standing.version)
            return False
        return True


def list_years(measured: Measured, today: int) -> list[int]:
    """List the years for which figures are entered: from the baseline to the target, and those that have some."""
    course = measured.course
    span = range(course.baseline_year, course.target_year + 1) if course else range(today - BESIDE, today + BESIDE + 1)
    years = sorted({*span, *measured.own, *measured.planned})
    return years[:MOST_ROWS]


def as_figure(values: Mapping[int, float], year: int) -> Decimal | None:
    """Give a figure for the form."""
    return Decimal(str(values[year])) if year in values else None
