"""The register of stakeholders, what was heard from them, and how their map is drawn."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.models import Event, Process


class Sector(models.TextChoices):
    """What sort of body or person a stakeholder is."""

    PUBLIC = "public", _("public institution")
    BUSINESS = "business", _("business")
    NGO = "ngo", _("non-governmental organisation")
    EDUCATION = "education", _("education and science")
    CULTURE = "culture", _("culture and sport")
    CHURCH = "church", _("church or religious body")
    MEDIA = "media", _("media")
    INFORMAL = "informal", _("informal group")
    RESIDENT = "resident", _("resident")


class Stakeholder(models.Model):
    """An organisation, a group or a person who can move the town's development or is moved by it."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=300)
    # Judgements of a natural person are personal data: never public, and erased on demand.
    is_person = models.BooleanField(_("a natural person"), default=False)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices, blank=True)
    represents = models.CharField(_("whom it represents"), max_length=300, blank=True)
    territory = models.CharField(_("where it works"), max_length=160, blank=True)
    district = models.CharField(_("district"), max_length=120, blank=True)
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    interests = models.TextField(_("interests and expectations"), blank=True)
    brings = models.TextField(_("what it brings"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(_("taken off the register"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        indexes = (models.Index(fields=("process", "removed_at"), name="stakeholder_in_register"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of the stakeholder in the office."""
        return reverse("stakeholders:stakeholder", kwargs={**self.process.address, "stakeholder": self.pk})

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class Handle(models.Model):
    """A sign by which the town's own records know the stakeholder: an e-mail address, its domain, another name."""

    class Kind(models.TextChoices):
        """What sort of sign it is."""

        EMAIL = "email", _("e-mail address")
        DOMAIN = "domain", _("domain of e-mail addresses")
        NAME = "name", _("another name")

    stakeholder = models.ForeignKey(
        Stakeholder, verbose_name=_("stakeholder"), on_delete=models.CASCADE, related_name="handles"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    value = models.CharField(_("value"), max_length=300)

    class Meta:
        ordering = ("kind", "value")
        verbose_name = _("sign in the records")
        verbose_name_plural = _("signs in the records")
        constraints = (models.UniqueConstraint(fields=("stakeholder", "kind", "value"), name="handle_once"),)

    def __str__(self) -> str:
        return self.value

    @property
    def place(self) -> Process:
        """The process."""
        return self.stakeholder.process


class Contact(models.Model):
    """One time that a stakeholder was heard, noted by hand: a letter, a submission, a talk."""

    class Kind(models.TextChoices):
        """How it was heard."""

        LETTER = "letter", _("letter")
        SUBMISSION = "submission", _("submission")
        MEETING = "meeting", _("meeting")
        CALL = "call", _("telephone call")
        OTHER = "other", _("in another way")

    stakeholder = models.ForeignKey(
        Stakeholder, verbose_name=_("stakeholder"), on_delete=models.CASCADE, related_name="contacts"
    )
    on = models.DateField(pgettext_lazy("contact", "on"), default=timezone.localdate)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MEETING)
    note = models.CharField(_("what about"), max_length=500, blank=True)
    event = models.ForeignKey(
        Event, verbose_name=_("entry of the Kalendarium"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    noted_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.stakeholder}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.stakeholder.process


MIDDLE = Decimal("3.0")
THRESHOLDS = (MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(5)))


class MapSettings(models.Model):
    """How a process draws its map of stakeholders: thresholds, names of the quadrants, and what is public."""

    process = models.OneToOneField(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    # A value above the threshold counts as high.
    influence_from = models.DecimalField(
        _("influence is high above"), max_digits=3, decimal_places=1, default=MIDDLE, validators=THRESHOLDS
    )
    engagement_from = models.DecimalField(
        _("engagement is high above"), max_digits=3, decimal_places=1, default=MIDDLE, validators=THRESHOLDS
    )
    # Names of the quadrants where the city has its own: create, activate, support, monitor.
    quadrants = models.JSONField(_("names of the quadrants"), default=dict, blank=True)
    published_round = models.ForeignKey(
        Round, verbose_name=_("published wave"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(pgettext_lazy("map", "published"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("settings of the map")
        verbose_name_plural = _("settings of the map")

    def __str__(self) -> str:
        return str(self.process)

    @property
    def place(self) -> Process:
        """The process."""
        return self.process
