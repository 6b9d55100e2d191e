"""The profile, and accepting an invitation."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.actions import accept_invitation, edit_profile
from sciezka.rooms.people.forms.names import make_name_field
from sciezka.rooms.people.models import Invitation, User

PASSWORD_HINT = _("At least 12 characters. A few words that only you would put together make a good password.")


class ProfileForm(forms.Form):
    """Name and language."""

    name = make_name_field()
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("The language of pages and e-mails."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        kwargs.setdefault("initial", {"name": person.name, "language": person.language})
        super().__init__(*args, **kwargs)
        self.person = person

    def save(self) -> User:
        """Change the profile."""
        return edit_profile(actor=self.person, **self.cleaned_data)


class AcceptForm(forms.Form):
    """Name and password of a new account."""

    name = make_name_field()
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        """Check that the password is good and was typed twice the same."""
        values = super().clean() or {}
        first, second = values.get("password1"), values.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ. Type the same one twice."))
        elif first:
            try:
                validate_password(first, User(email=self.invitation.email, name=values.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return values

    def save(self) -> User:
        """Open the account."""
        return accept_invitation(
            invitation=self.invitation, name=self.cleaned_data["name"], password=self.cleaned_data["password1"]
        )
