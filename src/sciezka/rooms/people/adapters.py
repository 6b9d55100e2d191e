"""How the sign-in library is told our ways: who may come in, what is sent, and where its links lead."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.people.queries import find_person
from sciezka.rooms.people.rules import can_sign_in


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up only where it is open; every way in asks :func:`can_sign_in`; links lead to the public address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _("Too many attempts to sign in. Please wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's signature
        """Let people make accounts for themselves only where the operator opened it."""
        return bool(settings.OPEN_SIGNUP)

    def pre_login(self, request: HttpRequest, user: User, **hints: Any) -> HttpResponse | None:  # noqa: ANN401
        """Stop whoever may not sign in, whichever way they came: password, passkey, outside account or link."""
        if not can_sign_in(user):
            answer: HttpResponse = self.respond_user_inactive(request, user)
            return answer
        stopped: HttpResponse | None = super().pre_login(request, user, **hints)
        return stopped

    def is_safe_url(self, url: str | None) -> bool:
        """Refuse an address to go on to that leads elsewhere, or that can't even be read."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send no working link to an account that may not sign in."""
        if can_sign_in(user):
            super().send_password_reset_mail(user, email, context)
        else:
            self.send_mail("account/email/unknown_account", email, {})

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Refuse an address that another account (one still waiting for its owner, say) already has."""
        holder = find_person(email_address.email)
        if holder and holder.pk != email_address.user_id:
            self.add_message(request, messages.ERROR, "account/messages/email_confirmation_failed.txt")
            return False
        return bool(super().confirm_email(request, email_address))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the reader's language, with links to the instance's public address."""
        reader = context.get("user") or self.find_reader(email)
        words = {
            **context,
            **{key: lead_home(value) for key, value in context.items() if key.endswith("_url") and value},
            "base_url": settings.BASE_URL,
            "open_signup": settings.OPEN_SIGNUP,
        }
        with translation.override(getattr(reader, "language", None) or translation.get_language()):
            super().send_mail(template_prefix, email, words)

    def find_reader(self, email: str) -> User | None:
        """Find who will read an e-mail."""
        current = getattr(self.request, "user", None)
        return current if isinstance(current, User) else find_person(email)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - the library's signature
        """Go back to the profile."""
        return reverse("people:profile")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Go to the profile, or to signing in."""
        if self.request.user.is_authenticated:
            return reverse("people:profile")
        address: str = super().get_email_verification_redirect_url(email_address)
        return address


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names for passkeys, and for this site in people's apps."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Codes change every half a minute; use the newest."),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """Suggest a name that tells passkeys apart."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Show the product's name when a device asks to make a passkey."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Ścieżka"}


class OutsideAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Signing in through an organisation's own server (OpenID Connect)."""

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:  # noqa: ANN401 - the library has no types
        """Connect to an account only by an address that both sides have confirmed."""
        for address in sociallogin.email_addresses:
            if address.verified and self.can_authenticate_by_email(sociallogin, address.email):
                known = (
                    EmailAddress.objects.filter(email=address.email.lower(), verified=True).select_related("user").first()
                )
                if known:
                    return known.user, known.email
        return None


def lead_home(address: Any) -> Any:  # noqa: ANN401 - a link in a letter's words
    """Rewrite a link to the instance's public address, whatever host the request named."""
    if not isinstance(address, str):
        return address
    parts = urlsplit(address)
    return settings.BASE_URL + parts.path + (f"?{parts.query}" if parts.query else "")
