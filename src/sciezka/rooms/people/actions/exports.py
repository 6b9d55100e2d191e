"""One's own data in one file. Later rooms add their part with :func:`register_export`."""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils import timezone

from sciezka.kit.journal import make_plain
from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.models import Invitation, User

Export = Callable[[User], Any]

EXPORTS: dict[str, Export] = {}


def register_export(name: str, function: Export) -> None:
    """Add a part to everyone's export: ``function(user)`` gives what JSON can hold, under ``name``.

    Call it from the room's ``AppConfig.ready``.
    """
    EXPORTS[name] = function


def collect_export(*, actor: User) -> dict[str, Any]:
    """Collect everything kept about a person, as plain values."""
    parts: dict[str, Any] = {
        "exported_at": timezone.now().isoformat(timespec="seconds"),
        "account": read_account(actor),
        "email_addresses": list(EmailAddress.objects.filter(user=actor).values("email", "verified", "primary")),
        "sessions": list(UserSession.objects.filter(user=actor).values("created_at", "last_seen_at", "ip", "user_agent")),
        # What proves the person stays out of the file: no secrets, only that they are set.
        "second_factors": list(Authenticator.objects.filter(user=actor).values("type", "created_at", "last_used_at")),
        "outside_accounts": list(
            SocialAccount.objects.filter(user=actor).values("provider", "uid", "date_joined", "extra_data")
        ),
        "invitations_received": list(
            Invitation.objects.filter(email=actor.email).values("purpose", "sent_at", "expires_at", "accepted_at")
        ),
        "invitations_sent": list(
            Invitation.objects.filter(invited_by=actor).values("email", "sent_at", "expires_at", "accepted_at")
        ),
        "journal": list(
            JournalEntry.objects.filter(actor=actor.ref).values(
                "at", "verb", "object_type", "label", "scope", "before", "after", "basis"
            )
        ),
    }
    parts.update({name: function(actor) for name, function in EXPORTS.items()})
    plain: dict[str, Any] = make_plain(parts)
    return plain


def read_account(user: User) -> dict[str, Any]:
    """Give the account's own row."""
    return {
        "pseudonym": user.ref,
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "joined_at": user.joined_at,
        "last_login": user.last_login,
        "is_operator": user.is_superuser,
    }
