"""Erasing one's account. Later rooms say what stands in the way with :func:`register_erasure_blocker`."""

from collections.abc import Callable, Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Text
from sciezka.rooms.people.actions.trace import note
from sciezka.rooms.people.models import Invitation, User

Blocker = Callable[[User], Iterable[Text]]

BLOCKERS: list[Blocker] = []


def register_erasure_blocker(function: Blocker) -> None:
    """Let a room stop an erasure: ``function(user)`` gives sentences that say what must be settled first.

    Call it from the room's ``AppConfig.ready``.
    """
    if function not in BLOCKERS:
        BLOCKERS.append(function)


def find_blockers(*, actor: User) -> list[Text]:
    """List what must be settled before a person's account can be erased."""
    return [sentence for function in (find_own_blockers, *BLOCKERS) for sentence in function(actor)]


def find_own_blockers(user: User) -> Iterable[Text]:
    """Keep the demonstration whole, and an instance its last operator."""
    if user.is_demo:
        yield _("This account belongs to the demonstration and is shared by everyone who tries it.")
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        yield _("This is the only operator of the instance. Name another one first.")


@transaction.atomic
def erase_account(*, actor: User) -> None:
    """Erase a person: what is left of the account is a row without a name, so that the journal stays whole."""
    if find_blockers(actor=actor):
        message = "Something must be settled before this account can be erased."
        raise ValueError(message)
    addresses = {actor.email, *EmailAddress.objects.filter(user=actor).values_list("email", flat=True)}
    for session in UserSession.objects.filter(user=actor):
        session.end()
    for kept in (EmailAddress, Authenticator, SocialAccount):
        kept.objects.filter(user=actor).delete()
    Invitation.objects.filter(email__in=addresses).delete()
    AccessAttempt.objects.filter(username__in=addresses).delete()
    actor.groups.clear()
    actor.user_permissions.clear()
    actor.email = f"erased-{actor.ref.hex}@erased.invalid"
    actor.name = ""
    actor.is_active = actor.is_superuser = False
    actor.last_login = None
    actor.erased_at = timezone.now()
    actor.set_unusable_password()
    actor.save()
    note(actor=actor, verb="account.erase", of=actor)
