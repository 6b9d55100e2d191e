"""Reading accounts and invitations."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from sciezka.rooms.people.models import Invitation, User


@dataclass(frozen=True, slots=True)
class Security:
    """How well an account is guarded, for its owner's profile."""

    has_password: bool
    has_code_app: bool
    passkeys: int
    recovery_codes: int
    sessions: int
    outside_accounts: int
    new_email: str

    @property
    def has_second_factor(self) -> bool:
        """Tell whether signing in by password asks for something more."""
        return self.has_code_app or self.passkeys > 0


def digest_token(token: str) -> str:
    """Turn an invitation's token into the key that the database keeps."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(token: str) -> Invitation | None:
    """Find the invitation of a link, whether it still works or not."""
    return Invitation.objects.select_related("invited_by").filter(key=digest_token(token)).first()


def open_invitations() -> QuerySet[Invitation]:
    """List the invitations whose links still work."""
    return Invitation.objects.filter(accepted_at=None, expires_at__gt=timezone.now())


def find_person(email: str) -> User | None:
    """Find an account by its address, whatever the case."""
    return User.objects.filter(email__iexact=email.strip()).first()


def active_people() -> QuerySet[User]:
    """List the accounts whose owners can sign in."""
    people = User.objects.filter(is_active=True)
    return people if settings.DEMO else people.filter(is_demo=False)


def people_like(words: str) -> QuerySet[User]:
    """List the people whose name or address holds the words; erased accounts are never found."""
    return User.objects.filter(Q(name__icontains=words) | Q(email__icontains=words), erased_at=None).order_by(
        "name", "email"
    )


def names_of(refs: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Give the names behind the journal's pseudonyms; erased accounts have none left."""
    wanted = {ref for ref in refs if ref}
    return {user.ref: str(user) for user in User.objects.filter(ref__in=wanted, erased_at=None)}


def demo_people() -> QuerySet[User]:
    """List the demonstration's accounts; there are none outside it."""
    return User.objects.filter(is_demo=True, is_active=True).order_by("pk") if settings.DEMO else User.objects.none()


def read_security(user: User) -> Security:
    """Tell how well an account is guarded."""
    factors = list(Authenticator.objects.filter(user=user))
    kinds = [factor.type for factor in factors]
    codes = next((factor for factor in factors if factor.type == Authenticator.Type.RECOVERY_CODES), None)
    new = EmailAddress.objects.filter(user=user, verified=False).exclude(email=user.email).order_by("pk").last()
    return Security(
        has_password=user.has_usable_password(),
        has_code_app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        recovery_codes=len(codes.wrap().get_unused_codes()) if codes else 0,
        sessions=len(UserSession.objects.purge_and_list(user)),
        outside_accounts=SocialAccount.objects.filter(user=user).count(),
        new_email=new.email if new else "",
    )


def actor_of(request: HttpRequest) -> User:
    """Give the person whom a view's guard let in."""
    if not isinstance(request.user, User):
        message = "A guarded view was reached without an account."
        raise TypeError(message)
    return request.user
