"""What comes in about contacts and signs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.actions.facts import ContactValues, add_handle, note_contact
from sciezka.rooms.stakeholders.models import Contact, Handle, Stakeholder
from sciezka.rooms.town.models import Event


class ContactForm(forms.Form):
    """One time that a stakeholder was heard."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=_("In what way"), choices=Contact.Kind.choices)
    note = forms.CharField(label=_("What about"), required=False, max_length=500)
    event = forms.ModelChoiceField(
        label=_("Entry of the Kalendarium"),
        required=False,
        queryset=Event.objects.none(),
        empty_label=_("– none –"),
        help_text=_("Presence written down at an event is found by itself; note here only what is not."),
    )

    def __init__(self, stakeholder: Stakeholder, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"on": timezone.localdate(), "kind": Contact.Kind.MEETING})
        self.stakeholder = stakeholder
        # A published entry is never deleted, so a contact may lean on it.
        events = Event.objects.filter(process=stakeholder.process, status=Event.Status.PUBLISHED)
        self.fields["event"].queryset = events  # type: ignore[attr-defined]

    def save(self, actor: User) -> Contact | None:
        """Note the contact; when it can't be, say why on the form."""
        try:
            return note_contact(actor=actor, stakeholder=self.stakeholder, values=ContactValues(**self.cleaned_data))
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class SignForm(forms.Form):
    """A sign by which the records know a stakeholder."""

    kind = forms.ChoiceField(label=_("Sort of sign"), choices=Handle.Kind.choices)
    value = forms.CharField(
        label=_("Sign"),
        max_length=300,
        help_text=_("For example: biuro@klub.example, klub.example, the old name of the club."),
    )

    def __init__(self, stakeholder: Stakeholder, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        # It stands on a page beside the form of a contact, which has a field of the same name.
        super().__init__(data, auto_id="sign_%s")
        self.stakeholder = stakeholder
        if stakeholder.is_person:
            choices = [(kind, label) for kind, label in Handle.Kind.choices if kind != Handle.Kind.DOMAIN]
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def save(self, actor: User) -> Handle | None:
        """Add the sign; when it can't be, say why on the form."""
        try:
            return add_handle(actor=actor, stakeholder=self.stakeholder, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
