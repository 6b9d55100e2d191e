"""What comes in about the engagement plan."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.actions.plan import FIELDS, EngagementValues, edit_engagement, plan_engagement
from sciezka.rooms.stakeholders.models import Engagement, Stakeholder
from sciezka.rooms.stakeholders.queries.plan import plannable
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.tasks import people_of

Data = Mapping[str, Any] | None
YEARS = 100


class DayInput(forms.DateInput):
    """A day in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class EngagementForm(forms.Form):
    """A line of the plan: who is engaged, in what form, when, and who keeps the contact."""

    stakeholder = forms.ModelChoiceField(
        label=_("Stakeholder"), queryset=Stakeholder.objects.none(), empty_label=_("– choose –")
    )
    form = forms.CharField(
        label=_("Form of engagement"), max_length=200,
        help_text=_("For example: a talk at their place, a seat in the working team, a workshop, a newsletter."),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until = forms.DateField(label=_("To"), required=False, widget=DayInput())
    owner = forms.ModelChoiceField(
        label=_("Contact owner"), required=False, queryset=User.objects.none(), empty_label=_("– nobody yet –"),
        help_text=_("One of those who work on the process."),
    )  # fmt: skip
    owner_name = forms.CharField(
        label=_("Contact owner without an account"), required=False, max_length=160,
        help_text=_("A position, not a name: head of the culture division."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Remark"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    state = forms.ChoiceField(label=_("State"), choices=Engagement.State.choices)

    def __init__(
        self, process: Process, engagement: Engagement | None = None, data: Data = None, chosen: int | None = None
    ) -> None:
        initial: dict[str, Any] = {"state": Engagement.State.PLANNED, "stakeholder": chosen}
        if engagement:
            initial = {name: getattr(engagement, name) for name in FIELDS}
        super().__init__(data, initial=initial)
        self.engagement = engagement
        if engagement:
            del self.fields["stakeholder"]
        else:
            self.fields["stakeholder"].queryset = plannable(process)  # type: ignore[attr-defined]
        people = people_of(process)
        if engagement and engagement.owner_id:
            # Whoever kept the contact stays to be seen after their term.
            people = people | User.objects.filter(pk=engagement.owner_id)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days that no plan is made for."""
        this_year = timezone.localdate().year
        for name in ("starts_on", "until"):
            day = self.cleaned_data.get(name)
            if day and abs(day.year - this_year) > YEARS:
                self.add_error(name, _("This year is too far away. Check it."))
        return self.cleaned_data

    def save(self, actor: User) -> Engagement | None:
        """Plan or change the line; when it can't be, say why at the field."""
        values = EngagementValues(**{name: self.cleaned_data[name] for name in FIELDS})
        try:
            if self.engagement:
                return edit_engagement(actor=actor, engagement=self.engagement, values=values)
            return plan_engagement(actor=actor, stakeholder=self.cleaned_data["stakeholder"], values=values)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
