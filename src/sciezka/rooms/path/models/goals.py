"""Goals, and the indicators by which a town will know whether it reached them."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.diagnosis.models import Dimension
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.town.models import Process, Team


class Goal(models.Model):
    """What a town wants. A goal without one above it is strategic, the others are operational."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "self", verbose_name=_("strategic goal"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    name = models.CharField(_("goal"), max_length=300)
    about = models.TextField(_("what is to be different"), blank=True)
    dimension = models.CharField(_("dimension"), max_length=20, choices=Dimension.choices, blank=True)
    # One in a line: the directions in which the town wants to act.
    directions = models.TextField(_("directions"), blank=True)
    owner = models.ForeignKey(
        Team, verbose_name=_("team that owns it"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Whom it helps or burdens: organisations and groups of the register, never a person.
    touches = models.ManyToManyField(Stakeholder, verbose_name=_("whom it touches"), blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of the goal in the office."""
        return reverse("path:goal", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the goal in an address."""
        return {**self.process.address, "goal": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.process

    @property
    def is_strategic(self) -> bool:
        """Tell whether it is a strategic goal."""
        return self.parent_id is None

    @property
    def lines_of_directions(self) -> list[str]:
        """The directions, one by one."""
        return [line.strip() for line in self.directions.splitlines() if line.strip()]

    @property
    def node_type(self) -> str:
        """The type under which it hangs on the thread."""
        return "strategic_goal" if self.parent_id is None else "operational_goal"


class Indicator(models.Model):
    """By what figure it will be known whether a goal was reached: from where, to where, by when, and who looks after it."""

    class Direction(models.TextChoices):
        """Which way is better."""

        UP = "up", _("more is better")
        DOWN = "down", _("less is better")
        KEEP = "keep", _("it is to stay as it is")

    class Frequency(models.TextChoices):
        """How often it is read."""

        YEAR = "year", _("once a year")
        HALF = "half", _("twice a year")
        QUARTER = "quarter", _("every quarter")
        RARE = "rare", _("every few years")

    goal = models.ForeignKey(Goal, verbose_name=_("goal"), on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    direction = models.CharField(_("which way is better"), max_length=5, choices=Direction.choices, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=4, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(_("year of the target"), null=True, blank=True)
    source = models.CharField(_("source of data"), max_length=200, blank=True)
    frequency = models.CharField(_("how often it is read"), max_length=10, choices=Frequency.choices, blank=True)
    # A post or an office division, never a person by name.
    owner = models.CharField(_("who looks after it"), max_length=160, blank=True)
    # The code of an indicator of the monitor whose figures are those of this one.
    series = models.CharField(_("indicator of the monitor"), max_length=40, blank=True)
    method = models.TextField(_("how it is computed"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("indicator of a goal")
        verbose_name_plural = _("indicators of goals")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of the indicator in the office."""
        return reverse("path:goal_indicator", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the indicator in an address."""
        return {**self.place.address, "goal_indicator": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.goal.process


class Point(models.Model):
    """A figure of an indicator for a year: planned on the way to the target, or read."""

    class Kind(models.TextChoices):
        """What the figure is."""

        PLANNED = "planned", pgettext_lazy("figure", "planned")
        READ = "read", pgettext_lazy("figure", "read")

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator of a goal"), on_delete=models.CASCADE, related_name="points"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    note = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        ordering = ("year", "kind")
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        constraints = (models.UniqueConstraint(fields=("indicator", "kind", "year"), name="point_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.indicator.place
