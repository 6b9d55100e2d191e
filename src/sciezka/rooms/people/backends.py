"""How a password is checked."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class AccountBackend(AuthenticationBackend):
    """Signs in by e-mail address; the demo's accounts work only in the demo."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """Refuse inactive accounts, and demo accounts outside the demo."""
        return bool(super().user_can_authenticate(user)) and (settings.DEMO or not getattr(user, "is_demo", False))
