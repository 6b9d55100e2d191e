"""An assessment: which bank, which scenario, who answers, and when it was closed."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.assessment.models.banks import Bank
from sciezka.rooms.town.models import Event, Process, Team


class Assessment(models.Model):
    """One look at the institution. Its questions are copied at the start, so that later edits of a bank change nothing.

    What members answered, and what a meeting agreed, is kept by rounds with the purpose ``assessment`` and the key of
    this row as their subject.
    """

    class Depth(models.TextChoices):
        """How deep it goes."""

        QUICK = "quick", _("basic questions only")
        FULL = "full", _("all questions")

    class UnitKind(models.TextChoices):
        """What sort of unit is looked at; banks leave out what does not apply to it."""

        URBAN = "urban", _("urban commune")
        RURAL = "rural", _("rural commune")
        MIXED = "mixed", _("urban-rural commune")
        COUNTY_RIGHTS = "county_rights", _("city with county rights")
        COUNTY = "county", _("county")

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    # Empty where the bank is the one that comes with the product.
    bank = models.ForeignKey(
        Bank, verbose_name=_("bank of questions"), null=True, blank=True, on_delete=models.PROTECT, related_name="used_by"
    )
    bank_key = models.SlugField(_("key of the bank"), max_length=60)
    bank_version = models.CharField(_("version of the bank"), max_length=40)
    source = models.TextField(_("content (TOML)"))
    # Keys of the chosen areas, in the bank's order.
    areas = models.JSONField(_("areas"), default=list)
    depth = models.CharField(_("how deep"), max_length=5, choices=Depth.choices, default=Depth.FULL)
    unit_kind = models.CharField(_("kind of unit"), max_length=15, choices=UnitKind.choices, default=UnitKind.URBAN)
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why this scenario"), blank=True)
    decided_on = models.DateField(_("scenario chosen on"), default=timezone.localdate)
    event = models.ForeignKey(
        Event, verbose_name=_("entry of the Kalendarium"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    previous = models.ForeignKey(
        "self", verbose_name=_("previous assessment"), null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )
    # Levels aimed at, by the code of an item; an item not named here aims at the bank's own level.
    targets = models.JSONField(_("target levels"), default=dict, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_at = models.DateTimeField(_("questionnaires sent"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(pgettext_lazy("assessment", "closed"), null=True, blank=True, editable=False)
    # From then on its summary, without names, counts in the quartiles of this instance.
    published_at = models.DateTimeField(_("summary published"), null=True, blank=True, editable=False)
    # What was published: the scores of areas as they were then, nobody's name and no answer.
    summary = models.JSONField(_("published summary"), default=dict, blank=True, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        indexes = (models.Index(fields=("bank_key", "published_at"), name="assessment_by_bank"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the assessment in the office."""
        return reverse("assessment:assessment", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the assessment in an address."""
        return {**self.process.address, "assessment": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.process

    @property
    def is_closed(self) -> bool:
        """Tell whether it has been closed."""
        return self.closed_at is not None
