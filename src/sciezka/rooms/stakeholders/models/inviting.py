"""The engagement plan, invitations to the Social Leaders, and the population that they are weighed against."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.stakeholders.models.register import Stakeholder
from sciezka.rooms.town.models import Process, Team


class Engagement(models.Model):
    """A line of the engagement plan: who engages the stakeholder, in what form, when."""

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", pgettext_lazy("engagement", "planned")
        DONE = "done", pgettext_lazy("engagement", "done")
        DROPPED = "dropped", pgettext_lazy("engagement", "given up")

    stakeholder = models.ForeignKey(
        Stakeholder, verbose_name=_("stakeholder"), on_delete=models.CASCADE, related_name="engagements"
    )
    form = models.CharField(_("form of engagement"), max_length=200)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("to"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("contact owner"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    owner_name = models.CharField(_("contact owner (position)"), max_length=160, blank=True)
    note = models.CharField(_("remark"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)

    class Meta:
        ordering = ("starts_on", "pk")
        verbose_name = _("line of the engagement plan")
        verbose_name_plural = _("lines of the engagement plan")

    def __str__(self) -> str:
        return f"{self.form} – {self.stakeholder}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.stakeholder.process


class Invitation(models.Model):
    """An invitation of somebody on a stakeholder's behalf to the Social Leaders, and the answer to it.

    What is told of oneself (gender, age group, district) is told freely, for the balance check alone.
    """

    class Answer(models.TextChoices):
        """What the invited person said."""

        WAITING = "waiting", _("no answer yet")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
        DECLINED = "declined", pgettext_lazy("invitation", "declined")

    class Gender(models.TextChoices):
        """As told by the person."""

        WOMAN = "woman", _("woman")
        MAN = "man", _("man")
        OTHER = "other", _("other or not said")

    class AgeGroup(models.TextChoices):
        """As told by the person."""

        YOUNG = "15-24", _("15–24")
        EARLY = "25-39", _("25–39")
        MIDDLE = "40-59", _("40–59")
        SENIOR = "60+", _("60 and over")

    stakeholder = models.ForeignKey(
        Stakeholder, verbose_name=_("stakeholder"), on_delete=models.CASCADE, related_name="invitations"
    )
    name = models.CharField(_("first name and surname"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"))
    letter = models.TextField(_("letter"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, default=Answer.WAITING)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices, blank=True)
    age_group = models.CharField(_("age group"), max_length=10, choices=AgeGroup.choices, blank=True)
    district = models.CharField(_("district"), max_length=120, blank=True)
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("invitation to the Social Leaders")
        verbose_name_plural = _("invitations to the Social Leaders")
        constraints = (models.UniqueConstraint(fields=("stakeholder", "email"), name="leader_invited_once"),)

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def place(self) -> Process:
        """The process."""
        return self.stakeholder.process


class PopulationShare(models.Model):
    """The share of a group in the town's population, against which the leaders' composition is read."""

    class Dimension(models.TextChoices):
        """What the population is divided by."""

        GENDER = "gender", _("gender")
        AGE = "age", _("age group")
        DISTRICT = "district", _("district")
        SECTOR = "sector", _("sector")

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    dimension = models.CharField(_("divided by"), max_length=10, choices=Dimension.choices)
    category = models.CharField(_("group"), max_length=120)
    share = models.DecimalField(
        _("share (%)"), max_digits=5, decimal_places=2,
        validators=(MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))),
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ("dimension", "pk")
        verbose_name = _("share in the population")
        verbose_name_plural = _("shares in the population")
        constraints = (models.UniqueConstraint(fields=("process", "dimension", "category"), name="population_share_once"),)

    def __str__(self) -> str:
        return f"{self.get_dimension_display()}: {self.category}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.process
