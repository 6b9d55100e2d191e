"""A person's name, as they want it shown."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User


def make_name_field() -> forms.CharField:
    """Make the field for a name or position."""
    return forms.CharField(
        label=_("Name or position"),
        max_length=120,
        help_text=_("Shown to the people who work here together. A position is enough, for example: town clerk."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class NameForm(forms.Form):
    """The part of sign-up that the sign-in library does not have."""

    name = make_name_field()

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 - the library's signature
        """Keep the name and the language that the person read the page in."""
        user.name = self.cleaned_data["name"]
        user.language = "en" if get_language() == "en" else "pl"
        user.save(update_fields=["name", "language"])
