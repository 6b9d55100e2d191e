"""What is asked of each stakeholder, in the register and when members propose."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.stakeholders.models import Sector


class ProposalForm(forms.Form):
    """What a member tells of a stakeholder beside its name. Everything may stay empty but for the sector."""

    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("– choose –")), *Sector.choices])
    is_person = forms.BooleanField(
        label=_("This is a natural person"),
        required=False,
        help_text=_(
            "For somebody who speaks for themselves. Give their function rather than their name where that is enough: "
            "residents never see natural persons, and their data can be erased at any time."
        ),
    )
    represents = forms.CharField(label=_("Whom it represents"), required=False, max_length=300)
    territory = forms.CharField(
        label=_("Where it works"), required=False, max_length=160, help_text=_("The whole city, a district, a wider area.")
    )
    contact = forms.CharField(
        label=_("Contact"),
        required=False,
        max_length=300,
        help_text=_("The office's e-mail, telephone or address; of a natural person only with their knowledge."),
    )
    interests = forms.CharField(
        label=_("Interests and expectations"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    brings = forms.CharField(
        label=_("What it can bring"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Knowledge, people, money, premises, contacts."),
    )
