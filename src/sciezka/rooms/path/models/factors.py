"""Key factors of development, and the choice of the few that are to be improved first."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.diagnosis.models import Dimension
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.models import Event, Process


class Factor(models.Model):
    """What can speed a town's development up or hold it back. What people judged of it stays in their rounds."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    about = models.TextField(_("what is meant by it"), blank=True)
    dimension = models.CharField(_("dimension"), max_length=20, choices=Dimension.choices, blank=True)
    # Whether it stands on the list is the thread's to say; why it was taken off is said here.
    off_reason = models.TextField(_("why it was taken off the list"), blank=True)
    # What was judged of it, and chosen of it, counts for the one that it was merged into.
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    # Whoever changes the words says which version they have read, so that nobody's words are lost.
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("factor")
        verbose_name_plural = _("factors")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of the factor in the office."""
        return reverse("path:factor", kwargs={**self.process.address, "factor": self.pk})

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class CoreChoice(models.Model):
    """The decision which few factors are to be improved first. The newest one holds; the earlier ones are kept."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    factors = models.ManyToManyField(Factor, verbose_name=_("core factors"), related_name="choices")
    round = models.ForeignKey(
        Round, verbose_name=_("round that it rests on"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    event = models.ForeignKey(
        Event, verbose_name=_("where it was decided"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("reason"))
    made_by = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField(_("decided on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("choice of core factors")
        verbose_name_plural = _("choices of core factors")

    def __str__(self) -> str:
        return f"{self.process}: {self.made_at:%Y-%m-%d}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.process
