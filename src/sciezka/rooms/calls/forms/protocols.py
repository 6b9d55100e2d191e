"""What comes in about protocols: separate opinions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.kit.refusals import attempt
from sciezka.rooms.calls.actions.opinions import write_opinion
from sciezka.rooms.calls.models import Call, Opinion
from sciezka.rooms.people.models import User

LONGEST = 5000


class OpinionForm(forms.Form):
    """A member's separate opinion."""

    text = forms.CharField(
        label=_("Your separate opinion"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "It stands in the protocol in your own words; residents read it without your name. Name no people in it."
        ),
    )

    def save(self, actor: User, call: Call) -> Opinion | None:
        """Keep it, or say on the form why it can't be."""
        return attempt(self, write_opinion, actor=actor, call=call, text=self.cleaned_data["text"])
