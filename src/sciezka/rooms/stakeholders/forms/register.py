"""What comes in about a stakeholder."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.actions.register import (
    FIELDS,
    StakeholderValues,
    add_stakeholder,
    edit_stakeholder,
    merge_stakeholders,
)
from sciezka.rooms.stakeholders.forms.proposals import ProposalForm
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.stakeholders.queries.register import Likeness, find_similar
from sciezka.rooms.town.models import Process


class StakeholderForm(ProposalForm):
    """A stakeholder of the register. A name like one that stands there must be confirmed before it is added."""

    name = forms.CharField(label=_("Name"), max_length=300, help_text=_("The full name, as the body itself writes it."))
    district = forms.CharField(label=_("District"), required=False, max_length=120)
    is_another = forms.BooleanField(label=_("It is somebody else – add it"), required=False)

    field_order = ("name", "sector", "is_person", "represents", "territory", "district", "contact", "interests", "brings")

    def __init__(self, process: Process, stakeholder: Stakeholder | None = None, data: Any = None) -> None:  # noqa: ANN401
        initial = {name: getattr(stakeholder, name) for name in FIELDS} if stakeholder else {}
        super().__init__(data, initial=initial)
        self.process, self.stakeholder = process, stakeholder
        self.similar: Sequence[Likeness] = ()
        if stakeholder:
            self.fields["sector"].required = bool(stakeholder.sector)
        else:
            # With scripts, names alike are shown while one is being typed; without, they are shown once on saving.
            self.fields["name"].widget.attrs |= {
                "hx-get": reverse("stakeholders:stakeholder_similar", kwargs=process.address),
                "hx-trigger": "input changed delay:400ms",
                "hx-target": "#similar",
                "hx-sync": "this:replace",
                "autocomplete": "off",
            }

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields but for the confirmation, which is asked for only where a name is alike."""
        return [field for field in self if field.name not in {"name", "is_another"}]

    def clean(self) -> dict[str, Any]:
        """Stop once at a name that probably stands on the register already."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name = cleaned.get("name", "")
        if name and (self.stakeholder is None or name != self.stakeholder.name):
            self.similar = find_similar(self.process, name, beside=self.stakeholder)
        is_confirmed = bool(cleaned.get("is_another"))
        if any(row.is_likely for row in self.similar) and not is_confirmed and not self.errors:
            self.add_error(
                None,
                ValidationError(
                    _("The register probably holds this stakeholder already. Look at the list below the name."),
                    code="similar",
                ),
            )
        return cleaned

    @property
    def values(self) -> StakeholderValues:
        """What was given, as the action takes it."""
        return StakeholderValues(**{name: self.cleaned_data[name] for name in FIELDS})

    def save(self, actor: User) -> Stakeholder | None:
        """Add the stakeholder, or change it; when it can't be, say why on the form."""
        try:
            if self.stakeholder:
                return edit_stakeholder(actor=actor, stakeholder=self.stakeholder, values=self.values)
            return add_stakeholder(actor=actor, process=self.process, values=self.values)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class MergeForm(forms.Form):
    """With which stakeholder this one is merged."""

    other = forms.ModelChoiceField(
        label=_("Which one means the same"), queryset=Stakeholder.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(
        self,
        stakeholder: Stakeholder,
        offered: QuerySet[Stakeholder],
        likely: Sequence[int],
        data: Any = None,  # noqa: ANN401 - what a form takes
        initial: Any = None,  # noqa: ANN401
    ) -> None:
        super().__init__(data, initial=initial)
        self.stakeholder = stakeholder
        field: Any = self.fields["other"]
        # The likeliest first, the rest by name.
        places = [When(pk=key, then=place) for place, key in enumerate(likely)]
        order = Case(*places, default=len(likely), output_field=IntegerField()) if places else Value(0)
        field.queryset = offered.annotate(nearness=order).order_by("nearness", "name", "pk")

    def save(self, actor: User) -> Stakeholder | None:
        """Merge; when it can't be, say why on the form."""
        try:
            return merge_stakeholders(actor=actor, kept=self.stakeholder, other=self.cleaned_data["other"])
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class ErasureForm(forms.Form):
    """The confirmation that a person's data are to be erased."""

    is_sure = forms.BooleanField(label=_("Erase the data. I know that they can't be brought back."))
