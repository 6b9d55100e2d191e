"""What comes in when a call is announced, amended, called off or copied."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.kit.figures import AmountField
from sciezka.kit.forms import MomentField, NounsField
from sciezka.kit.refusals import SharedForm
from sciezka.rooms.calls.actions.calls import copy_call, snap
from sciezka.rooms.calls.actions.calls_running import amend_call, announce_call, call_off_call
from sciezka.rooms.calls.forms.composing import (
    CLOSES,
    MOST_DAYS,
    MOST_PLACES,
    OPENS,
    Data,
    long_text,
    say_standing,
    tidy_areas,
)
from sciezka.rooms.calls.forms.composing_lines import DayLines, read_days
from sciezka.rooms.calls.models import Amendment, Call, Phase
from sciezka.rooms.calls.queries.calls import list_goals
from sciezka.rooms.calls.queries.public_call import find_label
from sciezka.rooms.path.models import Goal
from sciezka.rooms.people.models import User

ENTRIES: Final = (
    ("published", _("publish an entry at once")),
    ("draft", _("write a draft that somebody publishes")),
    ("", _("no entry")),
)


class AnnounceForm(forms.Form):
    """Whether the Kalendarium tells of it."""

    entry = forms.ChoiceField(label=_("Entry in the Kalendarium"), required=False, widget=forms.RadioSelect)

    def __init__(self, call: Call, data: Data = None, *, publishes: bool) -> None:
        choices = [choice for choice in ENTRIES if publishes or choice[0] != "published"]
        super().__init__(data, initial={"entry": choices[0][0]})
        self.call = call
        self.fields["entry"].choices = choices  # type: ignore[attr-defined]

    def save(self, *, actor: User) -> Call:
        """Announce the call."""
        return announce_call(actor=actor, call=self.call, entry=self.cleaned_data["entry"])


class AmendForm(SharedForm):
    """What changes in an announced call."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("What changes and why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Residents read it on the page of the call, and all who have begun or sent something get it by mail."),
    )  # fmt: skip
    opens_at = MomentField(label=OPENS, help_text=_("It can only be moved to an earlier moment that has not passed."))
    closes_at = MomentField(label=CLOSES, help_text=_("It can only be moved later than it was announced."))
    lead = forms.CharField(label=_("In one sentence"), max_length=300, required=False)
    announcement = long_text(8, label=_("Announcement"))
    rules = long_text(5, label=_("Rules of the call"))
    legal_basis = long_text(3, label=_("Legal basis"))
    clause = long_text(4, label=_("Information on personal data"))
    budget = AmountField(label=_("Available money (PLN)"), required=False, max_digits=14, decimal_places=2, min_value=0)
    places = forms.IntegerField(label=_("Places"), required=False, min_value=1, max_value=MOST_PLACES)
    goals = NounsField(
        label=_("Goals it serves"), queryset=Goal.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    territory = forms.CharField(label=_("Territory"), max_length=200, required=False)
    areas = forms.CharField(
        label=_("Parts of the territory"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    takes_paper = forms.BooleanField(label=_("Paper submissions are taken too"), required=False)
    supplement_days = forms.IntegerField(label=_("Days to supplement a submission"), min_value=1, max_value=MOST_DAYS)
    reservation_days = forms.IntegerField(label=_("Days for reservations"), min_value=0, max_value=MOST_DAYS)

    def __init__(self, call: Call, data: Data = None) -> None:
        plain = [name for name in self.base_fields if name not in {"seen", "why", "goals"}]
        begin = {name: getattr(call, name) for name in plain}
        super().__init__(
            data, initial={**begin, "seen": call.amendments.count(), "goals": [goal.pk for goal in call.goals.all()]}
        )
        self.call = call
        # What stands now, where somebody else has amended it meanwhile.
        self.lines = DayLines(data, initial=call.timetable, prefix="t")
        if call.phase != Phase.ANNOUNCED:
            del self.fields["opens_at"]
        goals = {goal.pk: goal.name for goal in [*call.goals.all(), *list_goals(call.process)]}
        field: Any = self.fields["goals"]
        field.queryset = Goal.objects.filter(pk__in=goals)
        field.choices = list(goals.items())
        if not goals:
            del self.fields["goals"]

    def clean_areas(self) -> str:
        """Keep each part once, without empty lines."""
        return tidy_areas(self.cleaned_data["areas"])

    def is_valid(self) -> bool:
        """Check the timetable too."""
        return bool(self.lines.is_valid()) & super().is_valid() if self.is_bound else False

    def mark(self, standing: Call) -> dict[str, object]:
        """Give how many amendments there were when the call was read."""
        return {"seen": standing.amendments.count()}

    def save(self, *, actor: User) -> Amendment:
        """Amend the call by what differs from what is announced."""
        said = dict(self.cleaned_data)
        why, goals, seen = said.pop("why"), said.pop("goals", None), said.pop("seen")
        values = {name: said[name] for name in said if name in self.changed_data and not self.is_same(name, said[name])}
        if (timetable := read_days(self.lines)) != self.call.timetable:
            values["timetable"] = timetable
        changed = list(goals) if goals is not None and "goals" in self.changed_data else None
        return amend_call(actor=actor, call=self.call, why=why, values=values, goals=changed, seen=seen)

    @property
    def stands(self) -> list[tuple[str, str]]:
        """What stands now where it is not what was typed, when somebody else has amended the call meanwhile."""
        if self.standing is None:
            return []
        names = [name for name in self.changed_data if name not in {"seen", "why"}]
        said = snap(self.standing, names)
        return [(find_label(name), say_standing(self.standing, name, said[name])) for name in names]

    def is_same(self, name: str, value: Any) -> bool:  # noqa: ANN401 - any field's value
        """Tell whether a moment is the announced one: it is typed to the minute, and may stand to the second."""
        announced = getattr(self.call, name)
        return (
            isinstance(value, dt.datetime) and announced is not None and value == announced.replace(second=0, microsecond=0)
        )


class CallOffForm(forms.Form):
    """Why a call is called off."""

    why = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Residents read it; everybody who has begun or sent something gets it.")
    )

    def __init__(self, call: Call, data: Data = None) -> None:
        super().__init__(data)
        self.call = call

    def save(self, *, actor: User) -> Call:
        """Call it off."""
        return call_off_call(actor=actor, call=self.call, why=self.cleaned_data["why"])


class CopyForm(forms.Form):
    """How the copy is called."""

    title = forms.CharField(label=_("Title of the new call"), max_length=200)

    def __init__(self, call: Call, data: Data = None) -> None:
        super().__init__(data, initial={"title": call.title})
        self.call = call

    def save(self, *, actor: User) -> Call:
        """Make the copy."""
        return copy_call(actor=actor, call=self.call, title=self.cleaned_data["title"])
