"""Comparison groups: who is comparable with whom, by a rule or by hand, in versions that never change."""

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.town.models import Process


class ComparisonGroup(models.Model):
    """A named group of units in a process; which units it holds is said by its versions."""

    class Kind(models.TextChoices):
        """How its members are found."""

        RULE = "rule", _("by a rule (kind, population, voivodeship)")
        TABLE = "table", _("from a table (functional type)")
        NEAREST = "nearest", _("the most similar towns")
        HAND = "hand", _("picked by hand")

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("how the towns are chosen"), max_length=8, choices=Kind.choices)
    is_default = models.BooleanField(_("used when no other is chosen"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = (F("is_default").desc(), "name")
        verbose_name = _("comparison group")
        verbose_name_plural = _("comparison groups")
        constraints = (
            models.UniqueConstraint(fields=("process", "name"), name="one_group_of_each_name"),
            models.UniqueConstraint(
                fields=("process",), condition=models.Q(is_default=True), name="one_default_group_in_a_process"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give its address in the office."""
        return reverse("monitor:group", args=[self.process.workspace.slug, self.process.slug, self.pk])

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class GroupVersion(models.Model):
    """What a comparison group held at a time: the rule, the members and what they were read from. Never changed."""

    group = models.ForeignKey(
        ComparisonGroup, verbose_name=_("comparison group"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    rule = models.JSONField(_("rule"), default=dict)
    members = models.JSONField(_("members"), default=list)
    # Of the nearest neighbours: how far each member is, by what variables.
    distances = models.JSONField(_("distances"), default=dict, blank=True)
    year = models.PositiveSmallIntegerField(_("year of reference"), null=True, blank=True)
    digest = models.CharField(_("digest"), max_length=64)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = (F("number").desc(),)
        verbose_name = _("version of a comparison group")
        verbose_name_plural = _("versions of comparison groups")
        constraints = (models.UniqueConstraint(fields=("group", "number"), name="one_group_version_of_each_number"),)

    def __str__(self) -> str:
        return f"{self.group} ({self.number})"

    @property
    def place(self) -> Process:
        """The process."""
        return self.group.place
