"""Strengths, weaknesses, opportunities and threats, and how those inside meet those outside."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.diagnosis.models import Dimension
from sciezka.rooms.town.models import Process

STRONGEST = 2


class Quadrant(models.TextChoices):
    """Where an entry stands: inside or outside the town's power, helping or hindering."""

    STRENGTH = "strength", _("strength")
    WEAKNESS = "weakness", _("weakness")
    OPPORTUNITY = "opportunity", _("opportunity")
    THREAT = "threat", _("threat")


INNER = (Quadrant.STRENGTH, Quadrant.WEAKNESS)
OUTER = (Quadrant.OPPORTUNITY, Quadrant.THREAT)


class SwotEntry(models.Model):
    """One strength, weakness, opportunity or threat, in a sentence."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    quadrant = models.CharField(_("quadrant"), max_length=12, choices=Quadrant.choices)
    text = models.CharField(_("entry"), max_length=300)
    about = models.TextField(_("remarks"), blank=True)
    dimension = models.CharField(_("dimension"), max_length=20, choices=Dimension.choices, blank=True)
    # Of what it was proposed by the machine, such as {"from": "monitor", "area": "E2", "year": 2021}; kept when it is taken.
    proposed_from = models.JSONField(_("proposed from"), default=dict, blank=True)
    # A proposal that was declined is kept with the reason: it counts for nothing and does not hang on the thread.
    is_taken = models.BooleanField(_("taken"), default=True)
    declined_reason = models.TextField(_("declined because"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("SWOT entry")
        verbose_name_plural = _("SWOT entries")

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Give the address of the entry in the office."""
        return reverse("path:swot_entry", kwargs={**self.process.address, "swot_entry": self.pk})

    @property
    def place(self) -> Process:
        """The process."""
        return self.process

    @property
    def node_type(self) -> str:
        """The type under which it hangs on the thread."""
        return f"swot_{self.quadrant}"


class Crossing(models.Model):
    """What comes of it for the town when an entry inside meets one outside: help (above zero) or harm (below), how strong.

    A pair with a value of 0 was looked at; one without a row was not.
    """

    inner = models.ForeignKey(SwotEntry, verbose_name=_("inside"), on_delete=models.CASCADE, related_name="outward")
    outer = models.ForeignKey(SwotEntry, verbose_name=_("outside"), on_delete=models.CASCADE, related_name="inward")
    value = models.SmallIntegerField(
        _("strength of the tie"), validators=(MinValueValidator(-STRONGEST), MaxValueValidator(STRONGEST))
    )
    reason = models.TextField(_("reason"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("inner", "outer")
        verbose_name = _("tie of a SWOT")
        verbose_name_plural = _("ties of a SWOT")
        constraints = (
            models.UniqueConstraint(fields=("inner", "outer"), name="crossing_once"),
            models.CheckConstraint(condition=models.Q(value__range=(-STRONGEST, STRONGEST)), name="crossing_value_in_range"),
        )

    def __str__(self) -> str:
        return f"{self.inner} × {self.outer}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.inner.process
