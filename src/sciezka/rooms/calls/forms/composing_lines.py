"""Parts of a call that are lists of lines: the timetable, formal conditions, criteria with their levels, files."""

import re
from decimal import Decimal
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.figures import FigureField
from sciezka.kit.forms import MomentField
from sciezka.kit.refusals import SharedForm
from sciezka.kit.uploads import CheckedFileField
from sciezka.rooms.calls.actions.calls import digest_part
from sciezka.rooms.calls.actions.calls_criteria import add_criterion, digest_criterion, edit_criterion
from sciezka.rooms.calls.actions.calls_files import LARGEST, add_file
from sciezka.rooms.calls.forms.composing import CLOSES, CLOSES_HELP, OPENS, OPENS_HELP, Data, PartForm
from sciezka.rooms.calls.models import Call, CallFile, Criterion
from sciezka.rooms.people.models import User

MOST_LINES: Final = 60
BLANK: Final = 3
FIRST_LEVELS: Final = 4
CODE: Final = re.compile(r"F([0-9]{1,3})")


class Lines(forms.BaseFormSet):  # type: ignore[type-arg]
    """Lines of which empty ones are passed over."""

    def kept(self, name: str) -> list[dict[str, Any]]:
        """Give what the lines say that have something in a field."""
        return [line.cleaned_data for line in self.forms if line.cleaned_data.get(name) not in (None, "")]

    @property
    def problems(self) -> list[str]:
        """List what is wrong, in the order of lines."""
        return [said for line in self.forms for errors in line.errors.values() for said in errors]


def make_lines(form: type[forms.Form]) -> Any:  # noqa: ANN401 - a class made by Django
    """Make the list of a line's form."""
    made = forms.formset_factory(form, formset=Lines, extra=BLANK, max_num=MOST_LINES, absolute_max=MOST_LINES + 10)
    return cast("type[Lines]", made)


class DayForm(forms.Form):
    """A line of the timetable."""

    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=pgettext_lazy("a day", "Until"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    what = forms.CharField(label=_("What happens"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Refuse a day without words, words without a day, and an end before the beginning."""
        said = dict(super().clean() or {})
        day, until, what = said.get("day"), said.get("until"), said.get("what")
        if bool(day) != bool(what) and not self.errors:
            raise ValidationError(_("A line of the timetable needs a day and what happens on it."), code="half")
        if day and until and until < day:
            self.add_error("until", _("The end must not come before the beginning."))
        return said


class ConditionForm(forms.Form):
    """A formal condition."""

    code = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Condition"), required=False, max_length=500)


class LevelForm(forms.Form):
    """What so many points mean."""

    points = FigureField(label=_("Points"), required=False, max_digits=8, decimal_places=2)
    text = forms.CharField(label=_("What they mean"), required=False, max_length=400)

    def clean(self) -> dict[str, Any]:
        """Refuse words without points."""
        said = dict(super().clean() or {})
        if said.get("text") and said.get("points") is None and not self.errors:
            raise ValidationError(_("A level needs its points."), code="half")
        return said


DayLines, ConditionLines, LevelLines = make_lines(DayForm), make_lines(ConditionForm), make_lines(LevelForm)


class DatesForm(PartForm):
    """From when to when it is open, and the timetable."""

    extra = frozenset({"timetable"})
    opens_at = MomentField(label=OPENS, required=False, help_text=OPENS_HELP)
    closes_at = MomentField(label=CLOSES, required=False, help_text=CLOSES_HELP)

    def __init__(self, call: Call, data: Data = None) -> None:
        super().__init__(call, data)
        self.lines = DayLines(data, initial=call.timetable, prefix="t")
        self.names = (*self.names, "timetable")
        self.initial["seen"] = seen_of(self)

    def is_valid(self) -> bool:
        """Check the lines too."""
        return bool(self.lines.is_valid()) & super().is_valid() if self.is_bound else False

    def give(self, actor: User) -> dict[str, Any]:
        """Give the dates and the timetable in the order of days."""
        del actor
        return {**{name: self.cleaned_data[name] for name in ("opens_at", "closes_at")}, "timetable": read_days(self.lines)}


class ConditionsForm(PartForm):
    """What the formal check answers yes or no to."""

    def __init__(self, call: Call, data: Data = None) -> None:
        super().__init__(call, data)
        self.lines = ConditionLines(data, initial=call.checklist, prefix="w")
        self.names = ("checklist",)
        self.initial["seen"] = seen_of(self)

    def is_valid(self) -> bool:
        """Check the lines too."""
        return bool(self.lines.is_valid()) & super().is_valid() if self.is_bound else False

    def give(self, actor: User) -> dict[str, Any]:
        """Give the conditions; a new one takes the next free code."""
        del actor
        given: list[dict[str, str]] = []
        known = {line["code"] for line in self.call.checklist}
        last = max((int(found[1]) for code in known if (found := CODE.fullmatch(str(code)))), default=0)
        for line in self.lines.kept("text"):
            code = line["code"]
            if code not in known or any(one["code"] == code for one in given):
                last += 1
                code = f"F{last}"
            given.append({"code": code, "text": line["text"].strip()})
        return {"checklist": given}


def seen_of(form: PartForm) -> str:
    """Give the sign of what a form's part says now."""
    return digest_part(form.call, form.names)


def read_days(lines: Lines) -> list[dict[str, str]]:
    """Give the lines of a timetable as a call keeps them, in the order of days."""
    rows = [
        {
            "day": line["day"].isoformat(),
            "until": line["until"].isoformat() if line.get("until") else "",
            "what": line["what"].strip(),
        }
        for line in lines.kept("day")
    ]
    return sorted(rows, key=lambda row: (row["day"], row["until"]))


class CriterionForm(SharedForm):
    """A criterion."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=160)
    about = forms.CharField(
        label=_("What is judged"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences that an assessor and an applicant understand alike."),
    )  # fmt: skip
    weight = FigureField(
        label=_("Weight"), max_digits=7, decimal_places=3, help_text=_("By what the mean of points is multiplied.")
    )
    least = FigureField(label=_("Fewest points"), max_digits=8, decimal_places=2)
    most = FigureField(label=_("Most points"), max_digits=8, decimal_places=2)
    threshold = FigureField(
        label=_("Threshold"), required=False, max_digits=8, decimal_places=2,
        help_text=_("The mean that has to be reached for a submission to pass. Empty: none."),
    )  # fmt: skip
    is_mandatory = forms.BooleanField(
        label=_("Each assessor has to judge it"), required=False,
        help_text=_("A card can’t be handed in without points in it."),
    )  # fmt: skip

    def __init__(self, call: Call, criterion: Criterion | None = None, data: Data = None) -> None:
        names = ("name", "about", "weight", "least", "most", "threshold", "is_mandatory")
        begin: dict[str, Any] = {"weight": Decimal(1), "least": Decimal(0), "most": Decimal(10), "is_mandatory": True}
        if criterion:
            begin = {**{name: getattr(criterion, name) for name in names}, "seen": digest_criterion(criterion)}
        super().__init__(data, initial=begin)
        self.call, self.criterion = call, criterion
        levels = [{**level, "points": Decimal(level["points"])} for level in criterion.levels] if criterion else []
        self.lines = LevelLines(data, initial=levels, prefix="p")
        if not levels:
            self.lines.extra = FIRST_LEVELS

    def is_valid(self) -> bool:
        """Check the levels too."""
        return bool(self.lines.is_valid()) & super().is_valid() if self.is_bound else False

    def mark(self, standing: Criterion) -> dict[str, object]:
        """Give the sign of what the criterion says."""
        return {"seen": digest_criterion(standing)}

    def save(self, *, actor: User) -> Criterion:
        """Add the criterion or change it."""
        seen, values = self.cleaned_data["seen"], {**self.cleaned_data, "levels": self.read_levels()}
        del values["seen"]
        if self.criterion is None:
            return add_criterion(actor=actor, call=self.call, values=values)
        return edit_criterion(actor=actor, criterion=self.criterion, values=values, seen=seen)

    def read_levels(self) -> list[dict[str, str]]:
        """Give the levels by their points, the fewest first."""
        rows = [(line["points"], line["text"].strip()) for line in self.lines.kept("points")]
        return [{"points": f"{points.normalize():f}", "text": text} for points, text in sorted(rows)]

    @property
    def stands(self) -> list[tuple[str, str]]:
        """What stands now, when somebody else has changed the same criterion."""
        if self.standing is None:
            return []
        said = self.standing.said()
        return [(str(self.fields[name].label), str(said[name])) for name in ("name", "about", "weight", "threshold")]


class CallFileForm(forms.Form):
    """A file to publish with the call."""

    file = CheckedFileField(
        label=_("File"), max_bytes=LARGEST, help_text=_("PDF, DOCX, ODT, XLSX, ODS, CSV, TXT, PNG or JPG, up to 20 MB.")
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Shown to readers; empty means the name of the file.")
    )

    def save(self, *, actor: User, call: Call) -> CallFile:
        """Add the file."""
        return add_file(actor=actor, call=call, uploaded=self.cleaned_data["file"], title=self.cleaned_data["title"])
