"""Making an account for oneself through an organisation's server, where sign-up is open."""

from allauth.socialaccount import forms as library
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.forms.passwords import Reworded


class OutsideSignUpForm(Reworded, library.SignupForm):  # type: ignore[misc]
    """Sign-up with what the server told."""

    field_order = ["name", "email"]
    labels = {"email": _("E-mail address")}
