"""Banks of questions as a workspace changed or imported them. Those that come with the product are files, not rows."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.town.models import Workspace


class Bank(models.Model):
    """One version of a workspace's own bank. It may be changed until an assessment uses it; then a new one is made."""

    workspace = models.ForeignKey(Workspace, verbose_name=_("workspace"), on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(_("key"), max_length=60)
    number = models.PositiveIntegerField(_("version"))
    # What the file says of itself, kept beside it so that a list reads no files.
    title = models.CharField(_("title"), max_length=300)
    method = models.SlugField(_("way of scoring"), max_length=10)
    source = models.TextField(_("content (TOML)"))
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), default=timezone.now, editable=False)
    # The workspace went back to the shipped bank, or gave up its own; the row stays for what used it.
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("key", "-number")
        verbose_name = _("bank of questions")
        verbose_name_plural = _("banks of questions")
        constraints = (models.UniqueConstraint(fields=("workspace", "key", "number"), name="bank_version_once"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the bank in the office; its newest version in force stands there."""
        return reverse("assessment:bank", kwargs=self.address)

    @property
    def address(self) -> dict[str, str]:
        """The words that name the bank in an address."""
        return {"workspace": self.workspace.slug, "bank": self.key}

    @property
    def place(self) -> Workspace:
        """The workspace."""
        return self.workspace
