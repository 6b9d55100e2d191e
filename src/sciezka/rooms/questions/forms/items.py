"""The form of one question, with the fields that its kind has."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.rooms.questions.forms.conditions import ConditionForm
from sciezka.rooms.questions.forms.lines import OptionLines, RowLines, find_renamed, name_lines, set_words
from sciezka.rooms.questions.forms.problems import find_field, say_problem
from sciezka.rooms.questions.forms.widgets import FigureField
from sciezka.rooms.questions.queries.kinds import KINDS
from sciezka.rooms.questions.queries.sentences import name_page
from sciezka.rooms.questions.schema.budgets import CURRENCY, MOST_LINES
from sciezka.rooms.questions.schema.stored import read_item, write_item
from sciezka.rooms.questions.schema.types import (
    CHOOSING,
    END,
    OPEN,
    WITH_OPTIONS,
    WITH_ROWS,
    Item,
    Kind,
    Questionnaire,
    SchemaProblem,
)

TEXTS: Final = ("text", "help", "unit", "low", "high")
WHOLE: Final = ("decimals", "longest", "steps", "total", "round_to", "most_mb")
# Fields besides those that every kind has.
OWN: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.SINGLE: ("shuffle",),
    Kind.DROPDOWN: ("shuffle",),
    Kind.MULTIPLE: ("least", "most", "shuffle"),
    Kind.GRID: ("shuffle",),
    Kind.SEMANTIC: ("steps", "shuffle"),
    Kind.NUMBER: ("least", "most", "decimals", "unit"),
    Kind.TEXT: ("longest",),
    Kind.LONG_TEXT: ("longest",),
    Kind.DATE: ("least", "most"),
    Kind.RANKING: ("least", "most", "shuffle"),
    Kind.NPS: ("low", "high"),
    Kind.ALLOCATION: ("total", "shuffle"),
    Kind.PLACE: ("latitude", "longitude", "zoom", "round_to"),
    Kind.BUDGET: ("most", "least", "longest", "unit"),
    Kind.FILE: ("extensions", "most_mb"),
    Kind.CONSENT: (),
    Kind.NOTE: (),
}
ALL_OWN: Final = frozenset(name for names in OWN.values() for name in names)
LEAST: Final = {
    Kind.NUMBER: (gettext_lazy("The lowest number"), gettext_lazy("The highest number")),
    Kind.DATE: (gettext_lazy("The first day"), gettext_lazy("The last day")),
    Kind.BUDGET: (gettext_lazy("Least own contribution (% of all costs)"), gettext_lazy("Most that may be asked for")),
}
TEXT_LABELS: Final = {Kind.NOTE: gettext_lazy("Words"), Kind.CONSENT: gettext_lazy("Words of the consent")}


class ItemForm(forms.Form):
    """What is asked and how it is answered; one language at a time, with the others kept."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of question"), choices=[(str(line.kind), line.label) for line in KINDS]
    )
    text = forms.CharField(
        required=False,
        max_length=5000,
        label=gettext_lazy("Question"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("An earlier answer is told by its code in braces, such as {q1}."),
    )
    help = forms.CharField(required=False, max_length=5000, label=gettext_lazy("Hint under the question"))
    required = forms.BooleanField(required=False, label=gettext_lazy("Must be answered"))
    shuffle = forms.BooleanField(required=False, label=gettext_lazy("Draw the order anew for each person"))
    least = FigureField(label=gettext_lazy("Choose at least"))
    most = FigureField(label=gettext_lazy("Choose at most"))
    decimals = FigureField(label=gettext_lazy("Digits after the comma"))
    unit = forms.CharField(
        required=False, max_length=60, label=gettext_lazy("Unit"), widget=forms.TextInput(attrs={"size": 12})
    )
    longest = FigureField(
        label=gettext_lazy("Most signs"), help_text=gettext_lazy("Nothing: as many as the product allows.")
    )
    steps = FigureField(label=gettext_lazy("Number of steps"))
    total = FigureField(label=gettext_lazy("Points to share out"))
    low = forms.CharField(required=False, max_length=200, label=gettext_lazy("What 0 means"))
    high = forms.CharField(required=False, max_length=200, label=gettext_lazy("What 10 means"))
    latitude = FigureField(
        label=gettext_lazy("Latitude of the centre"),
        help_text=gettext_lazy("The map opens there and shows 30 km around. Nothing: the boundary, else the country."),
    )
    longitude = FigureField(label=gettext_lazy("Longitude of the centre"))
    zoom = FigureField(label=gettext_lazy("Zoom (1 to 20)"))
    round_to = FigureField(label=gettext_lazy("Round to metres"))
    extensions = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Kinds of files"),
        help_text=gettext_lazy("Such as pdf, jpg, png."),
    )
    most_mb = FigureField(label=gettext_lazy("Largest file (MB)"))
    code = forms.CharField(
        max_length=40,
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("By it the answers are found in files; conditions follow when it changes."),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none", "class": "short"}),
    )
    bank = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("Code in the item bank"),
        help_text=gettext_lazy("Questions with the same code are compared across years and towns."),
        widget=forms.TextInput(attrs={"spellcheck": "false", "class": "short"}),
    )

    def __init__(
        self,
        questionnaire: Questionnaire,
        item: Item,
        language: str,
        data: Mapping[str, Any] | None = None,
        *,
        spare: str = "",
        in_bank: bool = False,
    ) -> None:
        self.questionnaire, self.item, self.language, self.in_bank = questionnaire, item, language, in_bank
        self.before = write_item(item)
        self.result: dict[str, Any] = {}
        super().__init__(data, initial=read_fields(self.before, language), prefix=None)
        self.posted_kind = Kind(data["kind"]) if data and data.get("kind") in list(Kind) else item.kind
        # The fields are those of the kind that was shown; a new kind shows its own after it has been saved.
        for name in ALL_OWN - set(OWN[item.kind]):
            del self.fields[name]
        self._word_fields()
        self.options = self._make_options(data) if item.kind in WITH_OPTIONS else None
        self.rows = RowLines(self.before.get("rows", []), language, data, prefix="r") if item.kind in WITH_ROWS else None
        self.conditions = [] if in_bank else self._make_conditions(data, spare)

    def _word_fields(self) -> None:
        """Word the fields as the kind and the place of the question ask for."""
        kind = self.item.kind
        if kind in LEAST:
            self.fields["least"].label, self.fields["most"].label = LEAST[kind]
        if kind is Kind.DATE:
            for name in ("least", "most"):
                picker = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
                self.fields[name] = forms.DateField(required=False, label=self.fields[name].label, widget=picker)
        if kind is Kind.BUDGET:
            self.fields["longest"].label, self.fields["unit"].label = _("Most lines"), _("Currency")
            self.fields["longest"].help_text = _("Nothing: %(count)s lines.") % {"count": MOST_LINES}
            self.fields["unit"].widget.attrs["placeholder"] = CURRENCY
        if kind in TEXT_LABELS:
            self.fields["text"].label = TEXT_LABELS[kind]
        if self.in_bank or find_page_place(self.questionnaire, self.item.code) == 1:
            self.fields["text"].help_text = ""
        left_out = ("code", "bank", "required") if self.in_bank else ("required",) if kind is Kind.NOTE else ()
        for name in left_out:
            del self.fields[name]
        if self.language != self.questionnaire.base:
            for name in set(TEXTS) & set(self.fields):
                self.fields[name].widget.attrs["placeholder"] = self.before.get(name, {}).get(self.questionnaire.base, "")

    def _make_options(self, data: Mapping[str, Any] | None) -> Any:  # noqa: ANN401 - a formset
        here = find_page_place(self.questionnaire, self.item.code)
        base = self.questionnaire.base
        pages = [
            (page.code, name_page(page, place, self.language, base))
            for place, page in enumerate(self.questionnaire.pages, start=1)
            if place > here
        ]
        targets = [*pages, (END, _("the end of the questionnaire"))]
        return OptionLines(self.before.get("options", []), self.language, data, prefix="o", form_kwargs={"targets": targets})

    def _make_conditions(self, data: Mapping[str, Any] | None, spare: str) -> list[ConditionForm]:
        earlier = list_earlier(self.questionnaire, self.item.code)
        wanted = [("s", self.item.show_if), ("q", self.item.required_if)]
        if self.item.kind is Kind.NOTE:
            wanted = wanted[:1]
        return [
            ConditionForm(self.questionnaire, earlier, held, self.language, data, prefix=prefix, spare=spare == prefix)
            for prefix, held in wanted
        ]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """Give the fields that only this kind has, but for the drawing of the order."""
        return [self[name] for name in OWN[self.item.kind] if name != "shuffle"]

    @property
    def has_skips(self) -> bool:
        """Tell whether answers may lead elsewhere than to the next page."""
        return self.item.kind in {Kind.SINGLE, Kind.DROPDOWN, Kind.MULTIPLE} and not self.in_bank

    @property
    def asks_own_words(self) -> bool:
        """Tell whether an answer may ask for own words."""
        return self.item.kind in CHOOSING

    @property
    def all_problems(self) -> list[tuple[Any, str]]:
        """List all that is wrong: the form's own fields, its lines and its conditions."""
        own = [
            (self[name] if name in self.fields else None, said) for name, errors in self.errors.items() for said in errors
        ]
        sets = [lines for lines in (self.options, self.rows) if lines is not None]
        return own + [problem for part in (*sets, *self.conditions) for problem in part.problems]

    def is_valid(self) -> bool:
        """Tell whether all of it can be kept."""
        sets = [lines for lines in (self.options, self.rows) if lines is not None]
        valid = [part.is_valid() for part in (*sets, *self.conditions)]
        return super().is_valid() and all(valid) and self._build()

    def _build(self) -> bool:
        """Make the stored question of what was typed; what is wrong with it goes to its field."""
        try:
            self.result = write_item(read_item(self._write()))
        except SchemaProblem as problem:
            self.add_error(find_field(problem, self.fields), say_problem(problem))
            return False
        return True

    def _write(self) -> dict[str, Any]:
        """Write what was typed over the stored question, leaving what the form does not show."""
        values, item = self.cleaned_data, dict(self.before)
        for name in set(TEXTS) & set(values):
            item[name] = set_words(self.before.get(name, {}), self.language, values[name].strip())
        for name in {"required", "shuffle", "code", "bank", "least", "most"} & set(values):
            item[name] = values[name].isoformat() if isinstance(values[name], datetime.date) else values[name]
        for name in set(WHOLE) & set(values):
            if values[name] is None:
                item.pop(name, None)
            else:
                item[name] = values[name]
        if "extensions" in values:
            item["extensions"] = [word.strip(" .").lower() for word in values["extensions"].split(",") if word.strip(" .")]
        if "latitude" in values:
            item["centre"] = self._read_centre(values)
        self._write_lines(item)
        for name, condition in zip(("show_if", "required_if"), self.conditions, strict=False):
            item[name] = condition.give()
        return fit_kind(item, self.posted_kind, self.language)

    def _write_lines(self, item: dict[str, Any]) -> None:
        step = str(self.data.get("do", ""))
        if self.options is not None:
            item["options"] = self.options.give(step, str(self.data.get("paste", ""))[:50_000])
        if self.rows is not None:
            item["rows"] = self.rows.give(step, str(self.data.get("paste_rows", ""))[:50_000])

    def _read_centre(self, values: Mapping[str, Any]) -> list[float] | None:
        given = [values["latitude"], values["longitude"]]
        if all(part is None for part in given):
            return None
        return [*given, values["zoom"] or 12]

    @property
    def renamed(self) -> dict[str, str]:
        """Give the options' codes that were written anew, old and new; conditions follow them."""
        return find_renamed(self.options) if self.options is not None else {}


def read_fields(stored: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Read a stored item as the values of its form."""
    values = {**stored, **{name: stored.get(name, {}).get(language, "") for name in TEXTS}}
    defaults = {"steps": 7, "total": 100, "round_to": 200, "most_mb": 5, "decimals": 0}
    values = {**defaults, **values, "extensions": ", ".join(stored.get("extensions", ()))}
    values["longest"] = values.get("longest") or None
    if centre := stored.get("centre"):
        values["latitude"], values["longitude"], values["zoom"] = centre
    return values


def fit_kind(item: dict[str, Any], kind: Kind, language: str) -> dict[str, Any]:
    """Fit a stored item to a kind: leave out what the kind does not have, put in what it can't be without."""
    old = item.get("kind")
    item = {**item, "kind": str(kind)}
    if kind not in WITH_OPTIONS:
        item.pop("options", None)
    elif not item.get("options"):
        item["options"] = name_lines([{"text": {language: _("Answer %(number)s") % {"number": n}}} for n in (1, 2)], "a")
    if kind not in WITH_ROWS:
        item.pop("rows", None)
    elif not item.get("rows"):
        item["rows"] = name_lines([{"text": {language: _("Statement %(number)s") % {"number": n}}} for n in (1, 2)], "r")
    if old != kind:
        kept = {"shuffle"} | ({"longest"} if kind in OPEN else set())
        stored = {"centre" if name in {"latitude", "longitude", "zoom"} else name for name in ALL_OWN}
        for name in stored - kept:
            item.pop(name, None)
    return item


def make_item(kind: Kind, language: str) -> dict[str, Any]:
    """Make a new item of a kind."""
    words = _("New question") if kind is not Kind.NOTE else _("New note")
    item: dict[str, Any] = {"code": "", "kind": str(kind), "text": {language: words}}
    return fit_kind(item, kind, language)


def list_earlier(questionnaire: Questionnaire, code: str) -> list[Item]:
    """List the items before one, which its conditions may speak of."""
    earlier: list[Item] = []
    for item in questionnaire.items():
        if item.code == code:
            break
        earlier.append(item)
    return earlier


def find_page_place(questionnaire: Questionnaire, code: str) -> int:
    """Give the number of the page on which an item stands."""
    for place, page in enumerate(questionnaire.pages, start=1):
        if any(item.code == code for item in page.items()):
            return place
    return 0
