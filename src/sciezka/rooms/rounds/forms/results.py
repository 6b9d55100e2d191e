"""What comes in about agreed results: a decision on each scale, and who was there."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.core.consensus import Special
from sciezka.kit.forms import NounField, NounsField
from sciezka.kit.typography import write_number
from sciezka.rooms.rounds.actions.results import MOST_GUESTS, Company, Decision
from sciezka.rooms.rounds.models import AgreedResult, Participant, Round
from sciezka.rooms.rounds.queries.agenda import events_to_cite
from sciezka.rooms.rounds.queries.meetings import people_to_meet
from sciezka.rooms.rounds.queries.results import ItemResult, departs
from sciezka.rooms.rounds.queries.results_reading import say_level
from sciezka.rooms.rounds.queries.specials import say_special
from sciezka.rooms.town.models import Event
from sciezka.rooms.town.queries.kalendarium import tell_event

LONGEST_REASON = 5000
# With more choices than this a list is quicker than buttons.
MOST_BUTTONS = 11


class DecisionForm(forms.Form):
    """What was agreed on one scale. Left without a level it records nothing."""

    value = forms.ChoiceField(label=gettext_lazy("Agreed level"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
    dissent = forms.CharField(
        label=gettext_lazy("Dissenting opinion"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What those who don't agree want to have noted."),
    )

    def __init__(self, *args: Any, line: ItemResult, **kwargs: Any) -> None:  # noqa: ANN401
        agreed = line.agreed
        if agreed:
            kwargs["initial"] = {
                "value": agreed.special or str(agreed.value), "reason": agreed.reason, "dissent": agreed.dissent,
            }  # fmt: skip
        kwargs["prefix"] = (
            f"l{line.scale.key if line.scale and not line.against else ''}{line.against.pk if line.against else ''}"
        )
        super().__init__(*args, **kwargs)
        self.line = line
        field = self.fields["value"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list_choices(line)
        if len(field.choices) > MOST_BUTTONS:
            field.choices = [("", "–"), *field.choices]
        else:
            field.widget = forms.RadioSelect(choices=field.choices)
        if line.scale is None:
            field.label = _("Decision") if line.points is None else _("Agreed place")
        self.fields["reason"].help_text = self.say_rule()

    def say_rule(self) -> str:
        """Say when a reason is needed."""
        median = self.line.summary.median if self.line.summary and self.line.scale else None
        if median is None:
            return ""
        return _("Needed when something else than the median (%(median)s) is agreed.") % {"median": write_number(median)}

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the group departs from its own median."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        value, summary = cleaned.get("value"), self.line.summary
        if value and summary and self.line.scale and not cleaned.get("reason"):
            level = None if value in set(Special) else int(value)
            if departs(level, summary.median, self.line.levels):
                self.add_error("reason", _("Write why something else than the median was agreed."))
        return cleaned

    @property
    def decision(self) -> Decision | None:
        """What was decided; None when no level was chosen."""
        value = self.cleaned_data.get("value")
        if not value:
            return None
        is_special = value in set(Special)
        _item, scale, _against = self.line.key
        return Decision(
            scale=scale, against=self.line.against, value=None if is_special else int(value),
            special=value if is_special else "", reason=self.cleaned_data["reason"], dissent=self.cleaned_data["dissent"],
        )  # fmt: skip


def list_choices(line: ItemResult) -> list[tuple[str, str]]:
    """List what can be agreed about a line."""
    if line.scale is None and line.points is None:
        return [("1", _("chosen")), ("0", _("not chosen"))]
    choices = [(f"{level:g}", say_level(line, level)) for level in line.levels]
    if line.scale and line.scale.allows_potential:
        choices.append((Special.POTENTIAL.value, say_special(Special.POTENTIAL)))
    if line.scale and line.scale.allows_na:
        choices.append((Special.NOT_APPLICABLE.value, _("not applicable")))
    if line.scale and line.scale.allows_unknown:
        choices.append((Special.UNKNOWN.value, _("can't be told")))
    return choices


class CompanyForm(forms.Form):
    """When and where it was agreed, and who was there."""

    agreed_on = forms.DateField(
        label=gettext_lazy("Agreed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    event = NounField(
        label=gettext_lazy("Entry of the Kalendarium"),
        queryset=Event.objects.none(),
        required=False,
        empty_label="–",
        say=tell_event,
        help_text=gettext_lazy("Only published entries can be cited."),
    )
    present = NounsField(
        label=gettext_lazy("Present"), queryset=Participant.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    guests = forms.CharField(label=gettext_lazy("Other people present"), required=False, max_length=MOST_GUESTS)

    def __init__(self, *args: Any, round: Round, agreed: AgreedResult | None = None, **kwargs: Any) -> None:  # noqa: A002, ANN401
        today = timezone.localdate()
        # Whoever records one item after another need not tick the same people each time.
        known = agreed or round.agreed.filter(agreed_on=today).order_by("-recorded_at").first()
        kwargs["initial"] = {"agreed_on": today}
        if known:
            kwargs["initial"] = {
                "agreed_on": known.agreed_on, "event": known.event_id, "guests": known.guests,
                "present": list(known.present.values_list("pk", flat=True)),
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("event", events_to_cite(round, known.event_id if known else None)),
            ("present", people_to_meet(round, known.present.all() if known else ())),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
            field.queryset = rows

    def clean_agreed_on(self) -> Any:  # noqa: ANN401 - a day
        """Refuse a day that is still to come."""
        day = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."), code="future")
        return day

    @property
    def company(self) -> Company:
        """The cleaned values."""
        words = self.cleaned_data
        return Company(
            agreed_on=words["agreed_on"], event=words["event"], present=tuple(words["present"]), guests=words["guests"]
        )


class AgendaForm(forms.Form):
    """The entry to whose agenda the points are added."""

    event = NounField(
        label=gettext_lazy("Entry of the Kalendarium"), queryset=Event.objects.none(), empty_label="–", say=tell_event
    )

    def __init__(self, *args: Any, events: list[Event], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["event"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Event.objects.filter(pk__in=[event.pk for event in events]).order_by("start", "pk")
