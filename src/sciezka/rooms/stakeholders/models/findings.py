"""Judgements of stakeholders taken as evidence."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.rounds.models import Round
from sciezka.rooms.stakeholders.models.register import Stakeholder
from sciezka.rooms.town.models import Process


class StakeholderFinding(models.Model):
    """Where an organisation or a group stood on one scale of a wave. What was read stands on the thread."""

    stakeholder = models.ForeignKey(
        Stakeholder, verbose_name=_("stakeholder"), on_delete=models.PROTECT, related_name="findings"
    )
    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="+")
    scale = models.SlugField(_("scale"), max_length=40)
    title = models.CharField(_("what it shows"), max_length=200)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("judgement of a stakeholder")
        verbose_name_plural = _("judgements of stakeholders")
        constraints = (
            models.UniqueConstraint(fields=("stakeholder", "round", "scale"), name="judgement_taken_as_evidence_once"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the wave's map in the office, at the stakeholder's row."""
        page = reverse("stakeholders:map", kwargs=self.stakeholder.process.address)
        return f"{page}?tura={self.round_id}#w{self.stakeholder_id}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.stakeholder.process
