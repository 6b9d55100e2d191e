"""Structural analyses: which factors drive the others."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.path.models.factors import Factor
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.models import Process


class Structure(models.Model):
    """One structural analysis: of a round in which people filled the matrix, or of a matrix that came as a file."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    about = models.TextField(_("what it is about"), blank=True)
    round = models.OneToOneField(
        Round, verbose_name=_("round"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # A matrix that came as a file: {"labels": […], "cells": [[0, 2, "P"], …], "factors": [7, null, …]}, the last saying
    # which factor of the process each label is; empty where a round gives it.
    matrix = models.JSONField(_("matrix"), default=dict, blank=True)
    source = models.CharField(_("where the matrix comes from"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("structural analysis")
        verbose_name_plural = _("structural analyses")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of the analysis in the office."""
        return reverse("path:structure", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the analysis in an address."""
        return {**self.process.address, "structure": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class StructureFinding(models.Model):
    """The role of one factor by one reading of an analysis, taken as evidence. What was read stands on the thread."""

    structure = models.ForeignKey(
        Structure, verbose_name=_("structural analysis"), on_delete=models.PROTECT, related_name="findings"
    )
    factor = models.ForeignKey(Factor, verbose_name=_("factor"), on_delete=models.PROTECT, related_name="+")
    # The reading, as the words of the address of the analysis: "mapa=posrednio&ciecie=mediana"; empty for the first one.
    reading = models.CharField(_("reading"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("finding of a structural analysis")
        verbose_name_plural = _("findings of structural analyses")
        constraints = (
            models.UniqueConstraint(fields=("structure", "factor", "reading"), name="role_taken_as_evidence_once"),
        )

    def __str__(self) -> str:
        return f"{self.structure}: {self.factor}"

    def get_absolute_url(self) -> str:
        """Give the address of the reading in the office, at the factor's row."""
        page = self.structure.get_absolute_url()
        return f"{page}?{self.reading}#f{self.factor_id}" if self.reading else f"{page}#f{self.factor_id}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.structure.process
