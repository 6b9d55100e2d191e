"""What people send to change the wording of one question."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sciezka.rooms.assessment.banks import BankData, BankItem, Condition, ItemLevel, Wording
from sciezka.rooms.assessment.banks.nouns import BASIC, CLASSES
from sciezka.rooms.assessment.banks.reading import LONGEST_NAME, LONGEST_TEXT
from sciezka.rooms.assessment.forms.fields import text_area
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.banks import mark_item

LANGUAGES: Final = ("pl", "en")
CLASS_NAMES: Final = {CLASSES[0]: gettext_lazy("basic"), CLASSES[1]: gettext_lazy("advanced")}


@dataclass(frozen=True, slots=True)
class LanguagePart:
    """The fields of one language, to be drawn together."""

    language: str
    name: str
    fields: tuple[forms.BoundField, ...]

    @property
    def has_errors(self) -> bool:
        """Tell whether any of them is refused."""
        return any(field.errors for field in self.fields)


class QuestionForm(forms.Form):
    """The wording of one question: in Polish, and in English where there is one."""

    def __init__(self, *args: Any, bank: BankData, item: BankItem, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs["initial"] = list_initial(bank, item)
        super().__init__(*args, **kwargs)
        self.bank = bank
        self.item = item
        for language in LANGUAGES:
            self._add_words(language)
        self.fields["group"] = forms.ChoiceField(
            label=_("Class"), choices=CLASS_NAMES.items(), widget=forms.RadioSelect,
            help_text=_("A quick assessment asks the basic questions only."),
        )  # fmt: skip
        self.fields["units"] = forms.MultipleChoiceField(
            label=_("Kinds of units"), required=False, choices=Assessment.UnitKind.choices,
            widget=forms.CheckboxSelectMultiple, help_text=_("None ticked: it applies to all."),
        )  # fmt: skip
        # The question as it was when the page was opened, so that nobody overwrites another's change unseen.
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def _add_words(self, language: str) -> None:
        polish = language == "pl"
        words = {
            "issue": (_("Issue"), LONGEST_NAME, 0, False),
            "text": (_("Question"), LONGEST_TEXT, 2, polish),
            "guidance": (_("How to look at it"), LONGEST_TEXT, 3, False),
            "evidence": (_("What can show it"), LONGEST_TEXT, 2, False),
        }
        for name, (label, most, rows, required) in words.items():
            widget = text_area(rows) if rows else forms.TextInput()
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=label, max_length=most, required=required, widget=widget
            )
        for level in self.bank.levels:
            name = level.label.in_language(language)
            if self.bank.is_ladder:
                label = _("Stage %(value)s – %(name)s: conditions, one a line") % {"value": level.value, "name": name}
                required, most = polish, LONGEST_TEXT * 4
            else:
                label = _("Level %(value)s – %(name)s") % {"value": level.value, "name": name}
                required, most = polish and bool(self.item.levels), LONGEST_TEXT
            self.fields[f"level_{level.value}_{language}"] = forms.CharField(
                label=label, max_length=most, required=required, widget=text_area(3)
            )

    @property
    def parts(self) -> Iterator[LanguagePart]:
        """Give the fields of each language."""
        for language, name in (("pl", _("Polish wording")), ("en", _("English wording"))):
            fields = tuple(self[key] for key in self.fields if key.endswith(f"_{language}"))
            yield LanguagePart(language, name, fields)

    def clean(self) -> dict[str, Any]:
        """On a ladder, refuse an English stage with another number of conditions than the Polish one."""
        values = self.cleaned_data
        for value in self.bank.values if self.bank.is_ladder else ():
            polish, english = (split_lines(values.get(f"level_{value}_{language}", "")) for language in LANGUAGES)
            if english and polish and len(english) != len(polish):
                said = ngettext("Write %(count)s line, as in Polish.", "Write %(count)s lines, as in Polish.", len(polish))
                self.add_error(f"level_{value}_en", forms.ValidationError(said % {"count": len(polish)}, code="lines"))
        return values

    def read_item(self) -> BankItem:
        """Give the question as it is to be."""
        values = self.cleaned_data
        return BankItem(
            code=self.item.code,
            issue=self._read("issue"),
            text=self._read("text"),
            guidance=self._read("guidance"),
            evidence=self._read("evidence"),
            group=values["group"] or BASIC,
            units=tuple(values["units"]),
            levels=() if self.bank.is_ladder else self._read_levels(),
            conditions=self._read_conditions() if self.bank.is_ladder else (),
        )

    def _read(self, name: str) -> Wording:
        return Wording(*(fold(self.cleaned_data[f"{name}_{language}"]) for language in LANGUAGES))

    def _read_levels(self) -> tuple[ItemLevel, ...]:
        levels = tuple(ItemLevel(value, self._read(f"level_{value}")) for value in self.bank.values)
        return levels if any(level.text for level in levels) else ()

    def _read_conditions(self) -> tuple[Condition, ...]:
        found = []
        for value in self.bank.values:
            polish, english = (split_lines(self.cleaned_data[f"level_{value}_{language}"]) for language in LANGUAGES)
            english = english or [""] * len(polish)
            found += [Condition(value, Wording(*pair)) for pair in zip(polish, english, strict=True)]
        return tuple(found)


def list_initial(bank: BankData, item: BankItem) -> dict[str, Any]:
    """Give what the form shows of a question."""
    shown: dict[str, Any] = {"group": item.group, "units": list(item.units), "seen": mark_item(item)}
    for language in LANGUAGES:
        for name in ("issue", "text", "guidance", "evidence"):
            shown[f"{name}_{language}"] = getattr(getattr(item, name), language)
        for value in bank.values:
            texts = [getattr(level.text, language) for level in item.levels if level.value == value]
            texts += [getattr(condition.text, language) for condition in item.conditions_of(value)]
            shown[f"level_{value}_{language}"] = "\n".join(text for text in texts if text)
    return shown


def split_lines(text: str) -> list[str]:
    """Give the lines that hold something."""
    return [line for line in map(fold, text.splitlines()) if line]


def fold(text: str) -> str:
    """Write a text in one line."""
    return " ".join(text.split())
