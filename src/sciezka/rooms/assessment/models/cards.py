"""Diagnostic cards, the evidence on them, deficits that later rooms cite, and improvements."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.assessment.models.assessments import Assessment
from sciezka.rooms.town.models import Process


class Priority(models.IntegerChoices):
    """How pressing something is."""

    HIGH = 1, pgettext_lazy("priority", "high")
    MIDDLE = 2, pgettext_lazy("priority", "medium")
    LOW = 3, pgettext_lazy("priority", "low")


class Card(models.Model):
    """What a team wrote down about one question. The levels given and agreed are kept by the round."""

    assessment = models.ForeignKey(Assessment, verbose_name=_("assessment"), on_delete=models.CASCADE, related_name="cards")
    # The question's code in the assessment's own copy of the bank.
    code = models.SlugField(_("code"), max_length=20)
    current_state = models.TextField(_("current state"), blank=True)
    strengths = models.TextField(_("strengths"), blank=True)
    deficits_text = models.TextField(_("deficits"), blank=True)
    causes = models.TextField(_("causes"), blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), null=True, blank=True, choices=Priority.choices)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    changed_at = models.DateTimeField(_("changed on"), default=timezone.now)

    class Meta:
        ordering = ("code",)
        verbose_name = _("diagnostic card")
        verbose_name_plural = _("diagnostic cards")
        constraints = (models.UniqueConstraint(fields=("assessment", "code"), name="one_card_of_a_question"),)

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Give the address of the card in the office."""
        return reverse("assessment:card", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the card in an address."""
        return {**self.assessment.address, "question": self.code}

    @property
    def place(self) -> Process:
        """The process."""
        return self.assessment.process


class Evidence(models.Model):
    """Something that bears out what a card says."""

    class Kind(models.TextChoices):
        """What it is."""

        FILE = "file", _("file")
        LINK = "link", _("link")
        FINDING = "finding", _("finding of the thread")
        INDICATOR = "indicator", _("indicator")
        NOTE = "note", pgettext_lazy("evidence", "note")

    card = models.ForeignKey(Card, verbose_name=_("diagnostic card"), on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="assessment/", blank=True)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    # Of a node of the thread (W-3) or of the catalogue of indicators (E2A1).
    node_code = models.CharField(_("code"), max_length=20, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    added_at = models.DateTimeField(_("added on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Process:
        """The process."""
        return self.card.place


class Deficit(models.Model):
    """A problem of the institution in one sentence. It hangs on the thread, so that later rooms can cite it."""

    card = models.ForeignKey(Card, verbose_name=_("diagnostic card"), on_delete=models.PROTECT, related_name="deficits")
    title = models.CharField(_("deficit (a sentence)"), max_length=300)
    causes = models.TextField(_("causes"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("deficit")
        verbose_name_plural = _("deficits")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the card that it stands on."""
        return self.card.get_absolute_url()

    @property
    def place(self) -> Process:
        """The process."""
        return self.card.place


class Improvement(models.Model):
    """What is to be done about a deficit, by whom and by when: a line of the action plan."""

    class State(models.TextChoices):
        """How far it has come."""

        PROPOSED = "proposed", pgettext_lazy("improvement", "proposed")
        PLANNED = "planned", pgettext_lazy("improvement", "planned")
        UNDER_WAY = "under_way", pgettext_lazy("improvement", "under way")
        DONE = "done", pgettext_lazy("improvement", "done")
        DROPPED = "dropped", pgettext_lazy("improvement", "dropped")

    card = models.ForeignKey(Card, verbose_name=_("diagnostic card"), on_delete=models.PROTECT, related_name="improvements")
    deficit = models.ForeignKey(
        Deficit, verbose_name=_("deficit"), null=True, blank=True, on_delete=models.PROTECT, related_name="improvements"
    )
    title = models.CharField(_("improvement (a sentence)"), max_length=300)
    # The unit or the position that answers for it, as an office names it; the person only where they have an account.
    owner = models.CharField(_("responsible unit or position"), max_length=160, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("responsible person"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    due = models.DateField(_("by when"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.MIDDLE)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("priority", "pk")
        verbose_name = _("improvement")
        verbose_name_plural = _("improvements")
        constraints = (models.CheckConstraint(condition=Q(priority__in=Priority.values), name="improvement_priority_known"),)

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Process:
        """The process."""
        return self.card.place
