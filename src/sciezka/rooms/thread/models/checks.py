"""What the checks of a plan keep: rules waived with a reason, the score of each day, and a process's own choices."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.thread.models.nodes import Node
from sciezka.rooms.town.models import Process

# Older than this, a figure tells of another town; twice as old, it may not carry a plan.
EVIDENCE_YEARS = 5
MOST_YEARS = 30


class CheckSettings(models.Model):
    """What a process has chosen for the checks of its plan."""

    process = models.OneToOneField(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    evidence_years = models.PositiveSmallIntegerField(
        _("evidence is old after (years)"),
        default=EVIDENCE_YEARS,
        validators=(MinValueValidator(1), MaxValueValidator(MOST_YEARS)),
    )

    class Meta:
        verbose_name = _("settings of the plan check")
        verbose_name_plural = _("settings of the plan check")

    def __str__(self) -> str:
        return str(self.process)

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class Waiver(models.Model):
    """A rule that a process does not hold a node to, or nothing at all to, with the reason why.

    A waiver without a node and without words of what it is about goes for the whole plan.
    """

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    # The rule by its lasting code, as nodes name their types: rules are no rows of the database.
    rule = models.CharField(_("rule"), max_length=10)
    node = models.ForeignKey(
        Node, verbose_name=_("node"), null=True, blank=True, on_delete=models.PROTECT, related_name="waivers"
    )
    # What a fault that belongs to no node is of, as the rule names it.
    about = models.CharField(max_length=80, blank=True, editable=False)
    reason = models.TextField(_("reason"))
    until = models.DateField(_("until"), null=True, blank=True)
    author = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(_("waived on"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        indexes = (models.Index(fields=("process", "rule"), name="waiver_by_rule"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.node.code}" if self.node else self.rule

    def get_absolute_url(self) -> str:
        """Give the address of the list that it stands on."""
        return f"{reverse('thread:check', kwargs=self.process.address)}#waivers"

    @property
    def place(self) -> Process:
        """The process."""
        return self.process

    def is_in_force(self, today: dt.date) -> bool:
        """Tell whether it counts on a day."""
        return self.ended_at is None and (self.until is None or self.until >= today)


class Score(models.Model):
    """What the check of a plan came to on a day, as it was last looked at that day."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    score = models.PositiveSmallIntegerField(_("score"))
    statements = models.PositiveIntegerField(_("statements"))
    errors = models.PositiveIntegerField(_("errors"))
    warnings = models.PositiveIntegerField(_("warnings"))
    hints = models.PositiveIntegerField(_("hints"))
    waived = models.PositiveIntegerField(_("waived"))
    gate_held = models.PositiveSmallIntegerField(_("conditions of adoption met"))
    gate_all = models.PositiveSmallIntegerField(_("conditions of adoption"))

    class Meta:
        ordering = ("day",)
        verbose_name = _("score of a plan")
        verbose_name_plural = _("scores of plans")
        constraints = (
            models.UniqueConstraint(fields=("process", "day"), name="one_score_a_day"),
            models.CheckConstraint(condition=Q(score__lte=100), name="score_of_a_hundred"),
        )

    def __str__(self) -> str:
        return f"{self.day}: {self.score}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.process
