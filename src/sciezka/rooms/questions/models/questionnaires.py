"""Questionnaires as drafts, their frozen editions, and the workspace's own bank of items."""

from typing import Any, Never

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.town.models import Workspace


class Questionnaire(models.Model):
    """A questionnaire of a workspace, edited as a draft. What people answer is an edition of it."""

    class Audience(models.TextChoices):
        """Whom it is meant for; templates and warnings follow it."""

        YOUTH = "youth", _("young people")
        BUSINESS = "business", _("businesses")
        RESIDENTS = "residents", _("residents")
        EMPLOYEES = "employees", _("employees of the office")
        APPLICANTS = "applicants", _("applicants in a call")
        OTHER = "other", _("others")

    workspace = models.ForeignKey(Workspace, verbose_name=_("workspace"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    audience = models.CharField(_("meant for"), max_length=12, choices=Audience.choices, default=Audience.OTHER)
    # The draft, as ``schema.stored`` writes it.
    draft = models.JSONField(_("content"), default=dict)
    # Of translations whose original has changed since: {language: {text: digest of the words that were translated}}.
    originals = models.JSONField(_("originals of translations"), default=dict, blank=True, editable=False)
    # Raised by each change: whoever edits an older one is told, and nothing of either is lost.
    revision = models.PositiveIntegerField(default=1, editable=False)
    # Where it came from: the key of a shipped template, or the name of an imported file.
    source = models.CharField(_("comes from"), max_length=200, blank=True)
    # What an import could not carry, one entry each: {"what", "where", "why"}.
    left_out = models.JSONField(_("not carried over"), default=list, blank=True)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("-updated_at", "-pk")
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the questionnaire in the office."""
        return reverse("questions:questionnaire", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the questionnaire in an address."""
        return {"workspace": self.workspace.slug, "questionnaire": self.pk}

    @property
    def place(self) -> Workspace:
        """The workspace."""
        return self.workspace


class Edition(models.Model):
    """A questionnaire as it was frozen at a moment. It never changes: answers were given to exactly these words."""

    questionnaire = models.ForeignKey(
        Questionnaire, verbose_name=_("questionnaire"), on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("content"))
    digest = models.CharField(max_length=64, editable=False)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    frozen_at = models.DateTimeField(_("frozen on"), default=timezone.now, editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("frozen by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip

    class Meta:
        ordering = ("-number",)
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = (models.UniqueConstraint(fields=("questionnaire", "number"), name="edition_once"),)

    def __str__(self) -> str:
        return f"{self.questionnaire} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Store a new edition; an old one is refused."""
        if not self._state.adding:
            refuse_change()
        super().save(*args, **kwargs)

    @property
    def place(self) -> Workspace:
        """The workspace."""
        return self.questionnaire.workspace


class BankItem(models.Model):
    """A question kept to be asked again, under a code by which its answers are compared across years and towns."""

    workspace = models.ForeignKey(Workspace, verbose_name=_("workspace"), on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=40)
    theme = models.CharField(_("theme"), max_length=80, blank=True)
    # The item, as ``schema.stored`` writes one.
    content = models.JSONField(_("content"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("theme", "code")
        verbose_name = _("item of the bank")
        verbose_name_plural = _("items of the bank")
        constraints = (models.UniqueConstraint(fields=("workspace", "code"), name="bank_code_once"),)

    def __str__(self) -> str:
        return self.code

    @property
    def place(self) -> Workspace:
        """The workspace."""
        return self.workspace


def refuse_change() -> Never:
    """Refuse to change what people have answered to."""
    message = "An edition never changes. Freeze a new one."
    raise TypeError(message)
