"""Catalogue versions: what a workspace added to the shipped indicators, or changed."""

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.town.models import Workspace


class CatalogueVersion(models.Model):
    """One version of a workspace's extension of the catalogue; the newest is in force, the older are kept."""

    workspace = models.ForeignKey(Workspace, verbose_name=_("workspace"), on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("version"))
    source = models.TextField(_("content (TOML)"), blank=True)
    digest = models.CharField(_("digest"), max_length=64)
    note = models.CharField(_("what was changed"), max_length=200, blank=True)
    author = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = (F("number").desc(),)
        verbose_name = _("version of the catalogue")
        verbose_name_plural = _("versions of the catalogue")
        constraints = (models.UniqueConstraint(fields=("workspace", "number"), name="one_catalogue_of_each_number"),)

    def __str__(self) -> str:
        return f"{self.workspace} {self.number}"

    @property
    def place(self) -> Workspace:
        """The workspace."""
        return self.workspace
