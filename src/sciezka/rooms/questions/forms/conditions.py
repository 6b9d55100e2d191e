"""Conditions built of lists: a question, a comparison, an answer; several lines joined by „all” or „any”."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.rooms.questions.forms.widgets import PlainSelect, PlainSelectMany
from sciezka.rooms.questions.queries.sentences import OPERATORS, SUMS, name_item, name_page, say_condition, shorten
from sciezka.rooms.questions.schema.stored import read_condition, write_condition
from sciezka.rooms.questions.schema.types import (
    WITH_OPTIONS,
    Compared,
    Condition,
    Item,
    Joined,
    Kind,
    Operator,
    Questionnaire,
)

EITHER: Final = (Operator.ANSWERED, Operator.UNANSWERED)
FIGURES: Final = (Operator.IS, Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW, *EITHER)
CHOICE: Final = (Operator.IS, Operator.IS_NOT, Operator.IN, *EITHER)
OFFERED: Final[Mapping[Kind, tuple[Operator, ...]]] = {
    Kind.SINGLE: CHOICE,
    Kind.DROPDOWN: CHOICE,
    Kind.MULTIPLE: (Operator.INCLUDES, Operator.EXCLUDES, Operator.AT_LEAST, Operator.AT_MOST, *EITHER),
    Kind.GRID: CHOICE,
    Kind.SEMANTIC: FIGURES,
    Kind.NUMBER: FIGURES,
    Kind.NPS: FIGURES,
    Kind.ALLOCATION: FIGURES,
    Kind.DATE: FIGURES,
    Kind.BUDGET: FIGURES,
    Kind.RANKING: (Operator.INCLUDES, Operator.EXCLUDES, *EITHER),
}
COUNTED: Final = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW})
MOST_LINES: Final = 20

JOINS: Final = (
    ("all", gettext_lazy("all of these hold")),
    ("any", gettext_lazy("any of these holds")),
    ("none", gettext_lazy("none of these holds")),
)


class LineForm(forms.Form):
    """One comparison. What may be chosen in it follows the question that is chosen in it."""

    item = forms.ChoiceField(required=False, label=gettext_lazy("Question"), widget=PlainSelect)
    row = forms.ChoiceField(required=False, label=gettext_lazy("Line"), widget=PlainSelect)
    operator = forms.ChoiceField(required=False, label=gettext_lazy("Comparison"), widget=PlainSelect)
    value = forms.CharField(required=False, max_length=400, label=gettext_lazy("The answer"))
    drop = forms.BooleanField(required=False, label=gettext_lazy("Remove this condition"))

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's signature
        asked: Mapping[str, Item],
        grouped: Callable[[], list[Any]],
        language: str,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        chosen = str(self._find_held("item") or "")
        self.asked_item = asked.get(chosen)
        choices = [("", _("choose a question")), *grouped()]
        if chosen and self.asked_item is None:
            choices.append((chosen, _("%(code)s – not asked before") % {"code": chosen}))
        self._offer("item", choices)
        self._offer_rows()
        self._offer_operators()
        self._offer_values()

    def _find_held(self, name: str, *, many: bool = False) -> Any:  # noqa: ANN401 - a word or a list of them
        """Find what is typed or stored. A bound field would keep the field as it is now, and it is about to be changed."""
        if not self.is_bound:
            return self.initial.get(name, "")
        key = self.add_prefix(name)
        return self.data.getlist(key) if many and hasattr(self.data, "getlist") else self.data.get(key, "")

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _say(self, text: Any) -> str:  # noqa: ANN401 - a text of the questionnaire
        return shorten(text.say(self.language)) or "…"

    def _offer_rows(self) -> None:
        item = self.asked_item
        rows: list[tuple[str, str]] = []
        if item is not None and item.kind in {Kind.GRID, Kind.SEMANTIC}:
            rows = [(row.code, self._say(row.text)) for row in item.rows]
        elif item is not None and item.kind is Kind.ALLOCATION:
            rows = [(option.code, self._say(option.text)) for option in item.options]
        elif item is not None and item.kind is Kind.BUDGET:
            rows = [(code, str(words)) for code, words in SUMS.items()]
        held = str(self._find_held("row") or "")
        if held and held not in dict(rows):
            rows.append((held, held))
        if rows:
            self._offer("row", [("", _("choose a line")), *rows])
        else:
            del self.fields["row"]

    def _offer_operators(self) -> None:
        item = self.asked_item
        offered = list(OFFERED.get(item.kind, EITHER)) if item is not None else list(Operator)
        held = str(self._find_held("operator") or "")
        if held and held not in offered and held in list(Operator):
            offered.append(Operator(held))
        self._offer("operator", [(str(one), OPERATORS[one]) for one in offered])
        self.compares = Operator(held) if held in list(Operator) else offered[0]

    def _offer_values(self) -> None:
        item = self.asked_item
        field = self.fields["value"]
        if self.compares in EITHER:
            field.widget = forms.HiddenInput()
        elif item is not None and item.kind in WITH_OPTIONS - {Kind.ALLOCATION} and self.compares not in COUNTED:
            options = [(option.code, self._say(option.text)) for option in item.options]
            many = self.compares is Operator.IN
            widget = PlainSelectMany(attrs={"size": min(6, max(2, len(options)))}) if many else PlainSelect()
            held = self._find_held("value", many=many)
            for value in held if isinstance(held, list) else [held or ""]:
                if value and value not in dict(options):
                    options.append((value, str(value)))
            widget.choices = options if many else [("", _("choose an answer")), *options]
            field.widget = widget
            if many:
                self.fields["value"] = forms.MultipleChoiceField(
                    required=False, label=field.label, choices=options, widget=widget
                )

    def give(self) -> Compared | None:
        """Give the comparison; nothing where the line is empty or to be removed."""
        values = self.cleaned_data
        if not values.get("item") or values.get("drop"):
            return None
        return Compared(values["item"], self.compares, values.get("compared"), values.get("row", ""))

    def clean(self) -> dict[str, Any]:
        """See that the comparison is whole."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("item") or cleaned.get("drop") or self.errors:
            return cleaned
        if "row" in self.fields and not cleaned.get("row") and self.compares not in EITHER:
            self.add_error("row", _("Choose a line."))
        if self.compares not in EITHER:
            cleaned["compared"] = self._read_value(cleaned.get("value"))
            if cleaned["compared"] in (None, "", ()):
                self.add_error("value", _("Choose or write what it is compared with."))
        return cleaned

    def _read_value(self, value: Any) -> Any:  # noqa: ANN401 - codes, a figure or a day
        if isinstance(value, list):
            return tuple(value)
        item = self.asked_item
        has_codes = item is not None and item.kind in WITH_OPTIONS - {Kind.ALLOCATION} and self.compares not in COUNTED
        if has_codes or item is None or item.kind is Kind.DATE:
            return value
        try:
            number = float(str(value).replace(",", ".").replace(" ", ""))
        except ValueError:
            return None if self.compares in COUNTED or item.kind in OFFERED else value
        if number != number or abs(number) > 1e12:  # noqa: PLR0124, PLR2004 - not a number; larger than any answer
            return None
        return int(number) if number.is_integer() else number


class Lines(forms.BaseFormSet):  # type: ignore[type-arg]
    """The comparisons of one condition."""


ConditionLines = forms.formset_factory(
    LineForm, formset=Lines, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES + 1, validate_max=True
)


class HowForm(forms.Form):
    """How the comparisons are joined."""

    how = forms.ChoiceField(choices=JOINS, required=False, initial="all", label=gettext_lazy("when"))


class ConditionForm:
    """A condition of one part: how its comparisons are joined, and the comparisons.

    One that is nested deeper than lists can show is said as a sentence; it stays until it is removed.
    """

    def __init__(  # noqa: PLR0913 - what is edited, where it stands, what was typed
        self,
        questionnaire: Questionnaire,
        earlier: Sequence[Item],
        condition: Condition | None,
        language: str,
        data: Mapping[str, Any] | None = None,
        *,
        prefix: str,
        spare: bool = False,
    ) -> None:
        self.prefix = prefix
        self.held = condition
        self.is_nested = condition is not None and not is_flat(condition)
        self.sentence = say_condition(questionnaire, condition, language) if condition is not None else ""
        how, parts = take_apart(None if self.is_nested else condition)
        self.how = HowForm(data, prefix=prefix, initial={"how": how})
        asked = {item.code: item for item in earlier}
        initial: list[dict[str, Any]] = [write_line(part) for part in parts]
        self.has_earlier = bool(asked)
        self.lines = ConditionLines(
            data,
            prefix=f"{prefix}l",
            initial=initial + ([{}] if spare else []),
            form_kwargs={
                "empty_permitted": False,
                "asked": asked,
                "grouped": cache(partial(group_items, questionnaire, asked, language)),
                "language": language,
            },
        )
        self.is_removed = bool(data and data.get(f"{prefix}-remove"))

    def is_valid(self) -> bool:
        """Tell whether the condition can be kept."""
        return self.is_removed or self.is_nested or (self.how.is_valid() and self.lines.is_valid())

    def give(self) -> dict[str, Any] | None:
        """Give the condition as it is stored; nothing where there is none."""
        if self.is_removed:
            return None
        if self.is_nested and self.held is not None:
            return write_condition(self.held)
        parts = tuple(part for line in self.lines.forms if (part := line.give()) is not None)
        if not parts:
            return None
        how = self.how.cleaned_data["how"] or "all"
        condition: Condition = parts[0] if len(parts) == 1 and how != "none" else Joined(how, parts)
        stored = write_condition(condition)
        read_condition(stored)
        return stored

    @property
    def problems(self) -> list[tuple[forms.BoundField, str]]:
        """List what is wrong, line by line."""
        if self.is_removed or self.is_nested:
            return []
        return [(line[name], said) for line in self.lines.forms for name, errors in line.errors.items() for said in errors]


def is_flat(condition: Condition) -> bool:
    """Tell whether a condition is one comparison, or comparisons joined once."""
    return isinstance(condition, Compared) or all(isinstance(part, Compared) for part in condition.parts)


def take_apart(condition: Condition | None) -> tuple[str, tuple[Compared, ...]]:
    """Give how a flat condition joins its comparisons, and these."""
    if condition is None:
        return "all", ()
    if isinstance(condition, Compared):
        return "all", (condition,)
    return condition.how, tuple(part for part in condition.parts if isinstance(part, Compared))


def write_line(compared: Compared) -> dict[str, Any]:
    """Give a comparison as the values of its line."""
    value = compared.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    many = isinstance(value, tuple | list)
    said = list(value) if many else "" if value is None else str(value)
    return {"item": compared.item, "row": compared.row, "operator": str(compared.operator), "value": said}


def group_items(questionnaire: Questionnaire, asked: Mapping[str, Item], language: str) -> list[Any]:
    """Group the questions that a condition may speak of by their pages."""
    base = questionnaire.base
    groups = []
    for place, page in enumerate(questionnaire.pages, start=1):
        lines = [
            (item.code, name_item(item, language, base))
            for item in page.items()
            if item.code in asked and item.kind is not Kind.NOTE
        ]
        if lines:
            groups.append((name_page(page, place, language, base), lines))
    return groups
