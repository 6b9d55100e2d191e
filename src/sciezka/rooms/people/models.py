"""Accounts and invitations."""

import uuid
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Accounts(BaseUserManager["User"]):
    """Makes accounts known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401
        """Make an account; without a password nobody can sign in to it by password.

        Whoever sets a password here runs the instance, so the address counts as confirmed. Invitations and sign-up,
        where the address must be proven first, make their accounts without this.
        """
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        if password:
            addresses = apps.get_model("account", "EmailAddress")._default_manager
            addresses.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401
        """Make an operator's account."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its e-mail address, whatever the case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person's account. Least data: an address, the name they want shown, and their language."""

    ref = models.UUIDField(_("pseudonym"), default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name or position"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=(("pl", _("Polish")), ("en", _("English"))), default="pl"
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        if self.erased_at:
            return gettext("erased account")
        return self.name or self.email

    def get_absolute_url(self) -> str:
        """Give the address of the person's own profile."""
        return reverse("people:profile")

    @property
    def is_staff(self) -> bool:
        """Tell whether this is an operator of the instance."""
        return self.is_superuser

    @property
    def is_invited(self) -> bool:
        """Tell whether the account waits for its owner to accept an invitation."""
        return not (self.is_active or self.erased_at or self.last_login or self.has_usable_password())


class Invitation(models.Model):
    """A link sent by e-mail that opens one account, once.

    ``key`` is the digest of the link's token: whoever reads the database can't accept invitations with it.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=2, default="pl")
    invited_by = models.ForeignKey(
        User, verbose_name=_("invited by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    next_url = models.CharField(max_length=300, blank=True)
    # Where the person is to work, in plain words: whoever has never heard of the product must know who writes.
    purpose = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-sent_at",)
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """Tell whether the link still works."""
        return self.accepted_at is None and self.expires_at > timezone.now()
