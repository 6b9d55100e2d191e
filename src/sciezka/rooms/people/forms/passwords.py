"""The sign-in library's forms about passwords and addresses, in our words and look."""

from typing import Any

from allauth.account import forms as library
from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.forms.profile import PASSWORD_HINT

Words = dict[str, Any]


class Reworded(forms.Form):
    """Gives the library's fields our labels and hints, and takes away placeholders, which vanish as one types."""

    labels: Words = {}
    hints: Words = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name.startswith(("password", "oldpassword", "email", "login")):
                field.help_text = self.hints.get(name, "")


NEW_PASSWORD: Words = {"password1": _("New password"), "password2": _("New password once more")}


class SignInForm(Reworded, library.LoginForm):  # type: ignore[misc]
    """Signing in."""

    labels = {"login": _("E-mail address"), "password": _("Password"), "remember": _("Keep me signed in on this device")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        # "username" is what password keepers look for beside a password, also where it is an address.
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class SignUpForm(Reworded, library.SignupForm):  # type: ignore[misc]
    """Making an account for oneself, where that is open."""

    field_order = ["name", "email", "password1", "password2"]
    labels = {"email": _("E-mail address"), "password1": _("Password"), "password2": _("Password once more")}
    hints = {"password1": PASSWORD_HINT, "email": _("A link that opens the account will be sent there.")}


class NewAddressForm(Reworded, library.AddEmailForm):  # type: ignore[misc]
    """Changing one's address."""

    labels = {"email": _("New e-mail address")}
    hints = {"email": _("A link will be sent there. The address changes when the link is used.")}


class NewPasswordForm(Reworded, library.ChangePasswordForm):  # type: ignore[misc]
    """Changing one's password."""

    labels = {"oldpassword": _("Present password"), **NEW_PASSWORD}
    hints = {"password1": PASSWORD_HINT}


class FirstPasswordForm(Reworded, library.SetPasswordForm):  # type: ignore[misc]
    """Setting a password where there was none."""

    labels = NEW_PASSWORD
    hints = {"password1": PASSWORD_HINT}


class ForgottenPasswordForm(Reworded, library.ResetPasswordForm):  # type: ignore[misc]
    """Asking for a link to set a new password."""

    labels = {"email": _("E-mail address")}


class ForgottenPasswordKeyForm(Reworded, library.ResetPasswordKeyForm):  # type: ignore[misc]
    """Setting a new password after following the link."""

    labels = NEW_PASSWORD
    hints = {"password1": PASSWORD_HINT}


class ConfirmPasswordForm(Reworded, library.ReauthenticateForm):  # type: ignore[misc]
    """Typing the password again before something that matters."""

    labels = {"password": _("Password")}
