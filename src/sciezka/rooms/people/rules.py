"""Who may come in. What they may do then follows from seats and memberships in later rooms."""

from django.conf import settings

from sciezka.rooms.people.models import User


def can_sign_in(user: User) -> bool:
    """Let active people in; the demonstration's accounts only in the demonstration."""
    return user.is_active and (settings.DEMO or not user.is_demo)
