"""Batches: what was imported, when and from where. The observations lie in the store, under the batch's key."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.town.models import Workspace


class Batch(models.Model):
    """One import of observations; shared by all workspaces when they are official figures, sealed when a city's own."""

    class Kind(models.TextChoices):
        """Where the observations came from."""

        BDL = "bdl", _("Local Data Bank (interface of Statistics Poland)")
        EXPORT = "export", _("file exported from the Local Data Bank")
        BUDGET = "budget", _("budget tables of the Ministry of Finance")
        TABLE = "table", _("table of official figures")
        OWN = "own", _("the city's own series")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    workspace = models.ForeignKey(
        Workspace, verbose_name=_("workspace"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    source = models.CharField(_("source"), max_length=300, blank=True)
    retrieved = models.DateField(_("retrieved"))
    updated = models.DateTimeField(_("last change at the source"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("observations"), default=0)
    digest = models.CharField(_("digest"), max_length=64)
    # What was read, taken for missing, joined, and what does not add up: see store.batches.
    report = models.JSONField(_("report"), default=dict)
    is_in_force = models.BooleanField(_("in force"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("retrieved", "pk")
        verbose_name = _("batch of observations")
        verbose_name_plural = _("batches of observations")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(workspace__isnull=False) | ~models.Q(kind="own"), name="own_series_have_a_workspace"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Workspace | None:
        """The workspace whose own series it is; nothing when it is shared."""
        return self.workspace
