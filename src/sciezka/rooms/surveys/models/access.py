"""Who was let in, apart from what was answered.

Nothing here points to an answer, and no answer points here; neither carries a time or a number that could be laid side by
side. A personal pass is made from the survey's salt when a letter is written and is never stored; once the salt is
destroyed, no pass can be made or checked again.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.surveys.models.surveys import Survey
from sciezka.rooms.town.models import Process


class Invitation(models.Model):
    """An address to which a personal pass is sent, and whether the pass has been used up."""

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2, default="pl")
    is_used = models.BooleanField(_("has answered"), default=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True, editable=False)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True, editable=False)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0, editable=False)
    failure = models.CharField(_("why the letter did not go"), max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ("email",)
        verbose_name = _("invitation to a survey")
        verbose_name_plural = _("invitations to a survey")
        constraints = (models.UniqueConstraint(fields=("survey", "email"), name="survey_invites_once"),)

    def __str__(self) -> str:
        return self.email

    @property
    def place(self) -> Process:
        """The process."""
        return self.survey.process


class ClassCode(models.Model):
    """One code for a class: many pupils, no names. It counts how many answered, never who."""

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(_("code"), max_length=12)
    label = models.CharField(_("class"), max_length=120)
    # What an answer keeps of it: the school or its type; empty keeps nothing.
    group = models.CharField(_("group kept with the answers"), max_length=120, blank=True)
    size = models.PositiveSmallIntegerField(_("pupils in the class"), default=30)
    used = models.PositiveIntegerField(_("answers"), default=0, editable=False)
    is_stopped = models.BooleanField(_("stopped"), default=False)

    class Meta:
        ordering = ("group", "label")
        verbose_name = _("class code")
        verbose_name_plural = _("class codes")
        constraints = (models.UniqueConstraint(fields=("survey", "code"), name="class_code_once"),)

    def __str__(self) -> str:
        return f"{self.label}: {self.code}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.survey.process
