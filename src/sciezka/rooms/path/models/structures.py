"""Structural analyses: which factors drive the others."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
    # A matrix that came as a file: {"labels": […], "cells": [[0, 2, "P"], …]}; empty where a round gives it.
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
