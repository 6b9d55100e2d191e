"""The form in which a workspace extends the catalogue of indicators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.monitor.actions.catalogue import LONGEST_NOTE


class ExtensionForm(forms.Form):
    """The text of an extension, and what was changed in it."""

    source = forms.CharField(
        label=_("The extension (TOML)"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "class": "code", "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("An empty text goes back to the shipped catalogue."),
    )
    note = forms.CharField(
        label=_("What was changed"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("In a few words, for those who read the list of versions."),
    )
