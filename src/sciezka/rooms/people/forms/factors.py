"""The sign-in library's forms about the second factor, in our words and look."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.forms.passwords import Reworded


class CodeField(Reworded):
    """A code of six digits, typed easily on a phone; recovery codes are longer, so the length is left open."""

    labels = {"code": _("Code")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code"})


class CodeForm(CodeField, base.AuthenticateForm):  # type: ignore[misc]
    """The code asked for after the password."""

    labels = {"code": _("Code from the app, or a recovery code")}


class ConfirmCodeForm(CodeField, base.ReauthenticateForm):  # type: ignore[misc]
    """The code asked for before something that matters."""

    labels = {"code": _("Code from the app, or a recovery code")}


class FirstCodeForm(CodeField, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The code that proves that the app has been set up."""

    labels = {"code": _("Code shown by the app")}


class NewPasskeyForm(Reworded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """Adding a passkey or a security key."""

    labels = {"name": _("Name"), "passwordless": _("Sign in with it alone, without a password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("To tell it from others, for example: office laptop.")
        self.fields["passwordless"].help_text = _(
            "The device must then ask for a fingerprint, a face or a PIN. Without this the key only completes the password."
        )
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(Reworded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Renaming a passkey."""

    labels = {"name": _("Name")}
