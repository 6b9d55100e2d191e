"""What was made of answers: themes of open answers, findings, and releases of results."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.surveys.models.answers import Response
from sciezka.rooms.surveys.models.surveys import Survey
from sciezka.rooms.town.models import Process


class Theme(models.Model):
    """A theme under which open answers to one item are put by hand."""

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="themes")
    item = models.CharField(pgettext_lazy("survey", "item"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    about = models.CharField(_("what belongs to it"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("item", "position", "pk")
        verbose_name = _("theme of open answers")
        verbose_name_plural = _("themes of open answers")
        constraints = (models.UniqueConstraint(fields=("survey", "item", "name"), name="theme_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Process:
        """The process."""
        return self.survey.process


class Coding(models.Model):
    """An open answer put under a theme."""

    theme = models.ForeignKey(Theme, verbose_name=_("theme"), on_delete=models.CASCADE, related_name="codings")
    response = models.ForeignKey(Response, verbose_name=_("response"), on_delete=models.CASCADE, related_name="codings")

    class Meta:
        ordering = ("pk",)
        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        constraints = (models.UniqueConstraint(fields=("theme", "response"), name="coded_once"),)

    def __str__(self) -> str:
        return str(self.theme)

    @property
    def place(self) -> Process:
        """The process."""
        return self.theme.survey.process


class SurveyFinding(models.Model):
    """A result kept as it was read: its sentence, its numbers, how many answered, the day and the edition."""

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.PROTECT, related_name="findings")
    title = models.CharField(_("sentence"), max_length=300)
    remark = models.TextField(_("remark"), blank=True)
    # What was read: the items, filters and weights of the result's page.
    choice = models.JSONField(default=dict)
    # The protected table as it stood, with its number of answers.
    reading = models.JSONField(default=dict)
    # A digest of the answers it was read from; another one now means that the data have changed.
    data_digest = models.CharField(max_length=64, editable=False)
    kept_at = models.DateTimeField(_("kept on"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(pgettext_lazy("finding", "withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-kept_at", "-pk")
        verbose_name = _("finding of a survey")
        verbose_name_plural = _("findings of surveys")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the finding in the office."""
        return reverse("surveys:finding", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the finding in an address."""
        return {**self.survey.address, "survey_finding": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.survey.process


class Release(models.Model):
    """Results as they were on a day, already protected: what residents see, and what stays when answers are deleted."""

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField(_("number"))
    summary = models.TextField(_("summary for residents"), blank=True)
    content = models.JSONField(_("protected results"), default=dict)
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("taken back on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("release of results")
        verbose_name_plural = _("releases of results")
        constraints = (models.UniqueConstraint(fields=("survey", "number"), name="release_once"),)

    def __str__(self) -> str:
        return f"{self.survey} ({self.number})"

    @property
    def place(self) -> Process:
        """The process."""
        return self.survey.process
