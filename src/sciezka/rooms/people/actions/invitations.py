"""Inviting people, and their coming."""

import datetime
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.letters import write_letter
from sciezka.rooms.people.actions.trace import note
from sciezka.rooms.people.models import Invitation, User
from sciezka.rooms.people.queries import digest_token, find_person, open_invitations

LASTS = datetime.timedelta(days=7)
LONGEST_PURPOSE = 300


@transaction.atomic
def invite_person(*, actor: User | None, email: str, language: str, next_url: str = "", purpose: str = "") -> Invitation:
    """Send a person a link that opens their account, once, within seven days.

    The account is there at once, closed until the link is used, so that seats and memberships can point at it.
    An earlier link to the same address stops working.

    Args:
        actor: who invites; None when a command does.
        email: where the link goes.
        language: the language of the e-mail, and of a new account.
        next_url: a path of this site to show after accepting.
        purpose: where the person is to work, in plain words such as the office's name.
    """
    email = email.strip().lower()
    person = find_person(email) or make_closed_account(email, language)
    open_invitations().filter(email=email).update(expires_at=timezone.now())
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        key=digest_token(token),
        email=email,
        language=language,
        invited_by=actor,
        next_url=next_url if is_own_path(next_url) else "",
        purpose=shorten_purpose(purpose),
        expires_at=timezone.now() + LASTS,
    )
    note(actor=actor, verb="account.invite", of=person)
    transaction.on_commit(lambda: send_invitation(invitation, token))
    return invitation


@transaction.atomic
def find_or_invite(
    *, actor: User | None, email: str, language: str, next_url: str = "", purpose: str = ""
) -> tuple[User, Invitation | None]:
    """Give the account of an address; one that nobody can sign in to yet is made and sent an invitation.

    The invitation is None when the person already has a working account.
    """
    person = find_person(email)
    if person and not person.is_invited:
        return person, None
    invitation = invite_person(actor=actor, email=email, language=language, next_url=next_url, purpose=purpose)
    return User.objects.get(email=invitation.email), invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, name: str = "", password: str | None = None) -> User:
    """Open the account that an invitation was sent for; having the link proves the address.

    A person who already has a working account only uses the link up: name and password stay theirs.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open:
        message = "The invitation has been used or has expired."
        raise ValueError(message)
    person = User.objects.get(email=invitation.email)
    if person.is_invited:
        person.name, person.is_active, person.language = name, True, invitation.language
        person.set_password(password)
        person.save()
        EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    note(actor=person, verb="account.join", of=person)
    return person


@transaction.atomic
def withdraw_invitation(*, actor: User, invitation: Invitation) -> None:
    """Stop an invitation's link from working. The closed account stays, for whatever points at it."""
    invitation.expires_at = timezone.now()
    invitation.save(update_fields=["expires_at"])
    person = find_person(invitation.email)
    if person:
        note(actor=actor, verb="invitation.withdraw", of=person)


def make_closed_account(email: str, language: str) -> User:
    """Make an account that nobody can sign in to."""
    person = User(email=email, language=language, is_active=False)
    person.set_unusable_password()
    person.save()
    return person


def shorten_purpose(purpose: str) -> str:
    """Keep a purpose in one line that fits its column."""
    line = " ".join(purpose.split())
    return line if len(line) <= LONGEST_PURPOSE else line[: LONGEST_PURPOSE - 1] + "…"


def is_own_path(address: str) -> bool:
    """Tell whether an address stays on this site."""
    return address.startswith("/") and not address.startswith(("//", "/\\"))


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send the e-mail with the link, in the invited person's language."""
    link = settings.BASE_URL + reverse("people:invitation", kwargs={"token": token})
    words = {"invitation": invitation, "link": link, "days": LASTS.days, "base_url": settings.BASE_URL}
    write_letter("people/email/invitation", words, to=invitation.email, language=invitation.language).send()
