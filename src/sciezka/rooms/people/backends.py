"""How a password is checked."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from sciezka.rooms.people.models import User
from sciezka.rooms.people.rules import can_sign_in


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in by e-mail address, and keeps signed in only those who still may be."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Refuse inactive accounts, and demo accounts outside the demo."""
        return isinstance(user, User) and can_sign_in(user)
