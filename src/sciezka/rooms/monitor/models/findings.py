"""Findings: a reading of the monitor saved as evidence, with the number, the date, the recipe and the versions.

A finding hangs on the golden thread as a node of type ``finding``; its code (such as W-12) is kept there alone.
"""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.monitor.models.groups import GroupVersion
from sciezka.rooms.town.models import Process


class Finding(models.Model):
    """What the monitor showed at a time. The reading never changes; the sentence and the remark may."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("finding (a sentence)"), max_length=240)
    remark = models.TextField(_("remark"), blank=True)
    # The noun that was read: an indicator's or a node's code of the catalogue.
    subject = models.CharField(_("what was read"), max_length=60)
    unit = models.CharField(_("unit"), max_length=7)
    year = models.PositiveSmallIntegerField(_("year"))
    group = models.ForeignKey(
        GroupVersion, verbose_name=_("comparison group"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Everything shown: value, unit of measurement, score, class, rank, interval, median, trend, flags.
    reading = models.JSONField(_("reading"), default=dict)
    recipe = models.TextField(_("recipe (TOML)"), blank=True)
    recipe_digest = models.CharField(_("digest of the recipe"), max_length=64, blank=True)
    data_digest = models.CharField(_("version of the data"), max_length=64, blank=True)
    catalogue_digest = models.CharField(_("version of the catalogue"), max_length=64, blank=True)
    address = models.CharField(_("page it was read from"), max_length=600, blank=True)
    withdrawn_at = models.DateTimeField(pgettext_lazy("finding", "withdrawn"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give its address in the office."""
        return reverse("monitor:finding", args=[self.process.workspace.slug, self.process.slug, self.pk])

    @property
    def place(self) -> Process:
        """The process."""
        return self.process
