"""What comes in about the people asked: their number, their make-up, and quotas."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciezka.kit.typography import write_number
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.schema.types import CHOOSING, Item, Kind, Questionnaire
from sciezka.rooms.surveys.actions.population import (
    LARGEST_QUOTA,
    ONE_OF,
    PopulationValues,
    set_population,
    set_quotas,
)
from sciezka.rooms.surveys.models import Survey

Data = Mapping[str, Any] | None
MOST_PEOPLE: Final = 50_000_000
EMPTY_QUOTAS: Final = 3
WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class MarginPart:
    """An item whose options have known shares: its words, and its fields."""

    item: Item
    words: str
    fields: tuple[forms.BoundField, ...]
    pasted: forms.BoundField


def choices_of_one(asked: Questionnaire) -> list[Item]:
    """List the items that can be compared with the population."""
    return [item for item in asked.items() if item.kind in ONE_OF]


class ShareField(forms.CharField):
    """A share in hundredths, with a decimal comma or a point; cleans to a share from 0 to 1."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        super().__init__(max_length=12, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> float | None:  # noqa: ANN401 - Django's signature
        """Read the number."""
        text = super().clean(value)
        return read_share(text) if text else None


def read_share(text: str) -> float:
    """Read hundredths such as ``48,2`` or ``48.2 %`` as a share from 0 to 1."""
    word = text.replace("%", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        number = float(word)
    except ValueError:
        raise ValidationError(_("A number is needed here, such as 48.2."), code="number") from None
    if not 0 <= number <= WHOLE:
        raise ValidationError(_("A share lies between 0 and 100 %."), code="share")
    return number / WHOLE


class PopulationForm(forms.Form):
    """How many people the survey is about, and known shares of the answers to some items."""

    frame_size = forms.IntegerField(
        label=_("How many people it is about"), required=False, min_value=1, max_value=MOST_PEOPLE
    )
    frame_source = forms.CharField(
        label=_("Where this number comes from"), required=False, max_length=200,
        help_text=_("For example: register of residents, 31 December 2025."),
    )  # fmt: skip
    is_weighted = forms.BooleanField(
        label=_("Weight results to this make-up"), required=False,
        help_text=_("Answers of groups that answered less often count more. Results say that they are weighted."),
    )  # fmt: skip

    def __init__(self, survey: Survey, asked: Questionnaire, shown: Sequence[str], data: Data = None) -> None:
        super().__init__(
            data,
            initial={name: getattr(survey, name) for name in ("frame_size", "frame_source", "is_weighted")},
        )
        self.survey, self.asked = survey, asked
        wanted = set(survey.margins) | set(shown)
        self.items = [item for item in choices_of_one(asked) if item.code in wanted]
        for item in self.items:
            known = survey.margins.get(item.code, {})
            for option in item.options:
                if option.missing:
                    continue
                initial = write_number(WHOLE * known[option.code], 2) if option.code in known else ""
                label = option.text.say(asked.base) or option.code
                self.fields[f"{item.code}.{option.code}"] = ShareField(label=label, initial=initial)
            self.fields[f"{item.code}_paste"] = forms.CharField(
                label=_("or paste the shares, one in a line, in this order"), required=False, max_length=5000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    def parts(self) -> Iterator[MarginPart]:
        """Give the items with their fields, for the page."""
        for item in self.items:
            fields = tuple(self[name] for name in self.fields if name.startswith(f"{item.code}."))
            yield MarginPart(item, item.text.say(self.asked.base), fields, self[f"{item.code}_paste"])

    def clean(self) -> dict[str, Any]:
        """Gather the shares by item; what was pasted stands for the fields."""
        margins: dict[str, dict[str, float]] = {}
        for item in self.items:
            names = [name for name in self.fields if name.startswith(f"{item.code}.")]
            shares = {name: self.cleaned_data.get(name) for name in names}
            if pasted := self.cleaned_data.get(f"{item.code}_paste", "").strip():
                shares = self.read_pasted(item, names, pasted)
            if any(share is not None for share in shares.values()):
                margins[item.code] = {name.split(".", 1)[1]: share or 0.0 for name, share in shares.items()}
        self.cleaned_data["margins"] = margins
        return self.cleaned_data

    def read_pasted(self, item: Item, names: list[str], pasted: str) -> dict[str, float | None]:
        """Read pasted lines: the last word of each is a share."""
        field = f"{item.code}_paste"
        lines = [line for line in pasted.splitlines() if line.strip()]
        if len(lines) != len(names):
            words = {"lines": len(lines), "answers": len(names)}
            self.add_error(field, gettext("There are %(lines)s lines for %(answers)s answers.") % words)
            return {}
        try:
            last = (line.replace(";", "\t").rstrip("%").strip().split()[-1] for line in lines)
            return dict(zip(names, map(read_share, last), strict=True))
        except ValidationError as problem:
            self.add_error(field, problem)
            return {}

    def save(self, *, actor: User) -> Survey:
        """Keep it."""
        names = ("frame_size", "frame_source", "margins", "is_weighted")
        values = PopulationValues(**{name: self.cleaned_data[name] for name in names})
        return set_population(actor=actor, survey=self.survey, asked=self.asked, values=values)


@dataclass(frozen=True, slots=True)
class QuotaPart:
    """The fields of one quota."""

    number: int
    when: forms.BoundField
    most: forms.BoundField
    text: forms.BoundField


class QuotasForm(forms.Form):
    """Quotas: of whom at most how many. An empty line is no quota."""

    def __init__(self, survey: Survey, asked: Questionnaire, data: Data = None) -> None:
        super().__init__(data)
        self.survey, self.asked = survey, asked
        self.kept = [quota for quota in survey.quotas if not is_simple(quota)]
        simple = [quota for quota in survey.quotas if is_simple(quota)]
        self.count = len(simple) + EMPTY_QUOTAS
        offered = [("", "–"), *list_answers(asked)]
        for number in range(self.count):
            quota = simple[number] if number < len(simple) else None
            when = f"{quota['when']['item']}={quota['when']['value']}" if quota else ""
            self.fields[f"when_{number}"] = forms.ChoiceField(
                label=_("Who answered"), required=False, choices=offered, initial=when
            )
            self.fields[f"most_{number}"] = forms.IntegerField(
                label=_("at most"), required=False, min_value=1, max_value=LARGEST_QUOTA, initial=quota and quota["most"]
            )
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("What the next ones read"), required=False, max_length=500,
                initial=quota and quota.get("text", {}).get(asked.base, ""),
            )  # fmt: skip

    def parts(self) -> Iterator[QuotaPart]:
        """Give the fields quota by quota, for the page."""
        for number in range(self.count):
            yield QuotaPart(number, self[f"when_{number}"], self[f"most_{number}"], self[f"text_{number}"])

    def clean(self) -> dict[str, Any]:
        """Gather the quotas; each needs who and how many."""
        quotas = []
        for number in range(self.count):
            when, most = self.cleaned_data.get(f"when_{number}"), self.cleaned_data.get(f"most_{number}")
            if not when and most is None:
                continue
            if not when and f"when_{number}" not in self.errors:
                self.add_error(f"when_{number}", gettext("Choose an answer."))
            elif most is None and f"most_{number}" not in self.errors:
                self.add_error(f"most_{number}", gettext("Say how many are enough."))
            elif when and most:
                quotas.append(self.write_quota(when, most, self.cleaned_data.get(f"text_{number}", "")))
        if len({quota["code"] for quota in quotas}) < len(quotas):
            self.add_error(None, gettext("Two lines are about the same answer."))
        self.cleaned_data["quotas"] = quotas
        return self.cleaned_data

    def write_quota(self, when: str, most: int, text: str) -> dict[str, Any]:
        """Give a quota as it is stored; its code is made of the answer, so that it stays the same."""
        code, value = when.split("=", 1)
        item = self.asked.find_item(code)
        compare = "includes" if item is not None and item.kind == Kind.MULTIPLE else "is"
        return {
            "code": f"{code}_{value}"[:40],
            "when": {"item": code, "op": compare, "value": value},
            "most": most,
            "text": {self.asked.base: text} if text else {},
        }

    def save(self, *, actor: User) -> Survey:
        """Keep them, with those that this page can't show."""
        return set_quotas(actor=actor, survey=self.survey, quotas=[*self.kept, *self.cleaned_data["quotas"]])


def is_simple(quota: Mapping[str, Any]) -> bool:
    """Tell whether a quota is about one answer, so that the page can show it."""
    when = quota.get("when", {})
    return when.get("op") in {"is", "includes"} and isinstance(when.get("value"), str)


def list_answers(asked: Questionnaire) -> list[tuple[str, list[tuple[str, str]]]]:
    """List answers that a quota can be about, item by item."""
    return [
        (
            item.text.say(asked.base)[:80] or item.code,
            [(f"{item.code}={option.code}", option.text.say(asked.base) or option.code) for option in item.options],
        )
        for item in asked.items()
        if item.kind in CHOOSING and item.options
    ]
