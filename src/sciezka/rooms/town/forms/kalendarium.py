"""The row of filters above the Kalendarium: whatever stands in the address gives a sensible list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.town.models import Event, Stage
from sciezka.rooms.town.queries.kalendarium import Counts, Filters

OLDEST_FIRST = "od-najstarszych"
LONGEST_SEARCH = 100
LONGEST_YEAR = 4


def read_filters(query: QueryDict, stages: Sequence[Stage]) -> Filters:
    """Read the filters from an address; what is unknown or impossible filters nothing."""
    stage, kind, year = query.get("etap", ""), query.get("rodzaj", ""), query.get("rok", "")
    text = " ".join(query.get("szukaj", "").replace("\x00", " ").split())[:LONGEST_SEARCH]
    return Filters(
        stage=stage if any(stage == known.key for known in stages) else "",
        kind=kind if kind in Event.Kind.values else "",
        year=int(year) if year.isascii() and year.isdigit() and len(year) == LONGEST_YEAR and int(year) > 0 else None,
        text=text,
        is_oldest_first=query.get("kolejnosc") == OLDEST_FIRST,
    )


class KalendariumFilters(forms.Form):
    """Search and choices with the number of entries behind each."""

    szukaj = forms.CharField(
        label=_("Search"), required=False, max_length=LONGEST_SEARCH, widget=forms.TextInput(attrs={"type": "search"})
    )
    etap = forms.ChoiceField(label=_("Stage"), required=False)
    rodzaj = forms.ChoiceField(label=_("Kind"), required=False)
    rok = forms.ChoiceField(label=_("Year"), required=False)
    kolejnosc = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", _("newest first")), (OLDEST_FIRST, _("oldest first"))]
    )

    def __init__(self, filters: Filters, counts: Counts, stages: Sequence[Stage]) -> None:
        super().__init__(
            initial={
                "szukaj": filters.text,
                "etap": filters.stage,
                "rodzaj": filters.kind,
                "rok": str(filters.year or ""),
                "kolejnosc": OLDEST_FIRST if filters.is_oldest_first else "",
            },
            auto_id="filtr-%s",
        )
        years = {year: size for year, size in counts.by_year.items() if year}
        if filters.year:
            years.setdefault(filters.year, 0)
        self.set_choices(
            "etap", _("all stages"), [(stage.key, str(stage), counts.by_stage.get(stage.key, 0)) for stage in stages]
        )
        kinds = [(str(kind.value), kind.label, counts.by_kind.get(kind, 0)) for kind in Event.Kind]
        self.set_choices("rodzaj", _("all kinds"), [choice for choice in kinds if choice[2] or choice[0] == filters.kind])
        self.set_choices(
            "rok", _("all years"), [(str(year), str(year), size) for year, size in sorted(years.items(), reverse=True)]
        )

    def set_choices(self, name: str, everything: Any, choices: Sequence[tuple[str, Any, int]]) -> None:  # noqa: ANN401 - words
        """Give a list its choices, each with its count."""
        field: Any = self.fields[name]
        field.choices = [("", everything), *((value, f"{label} ({size})") for value, label, size in choices)]
