"""What a meeting agreed, and the meeting itself as it runs on the screens."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.rounds.models.rounds import Item, Round
from sciezka.rooms.rounds.models.sheets import Participant
from sciezka.rooms.town.models import Event, Process


class Meeting(models.Model):
    """A meeting about a round, shown on one screen in the room and on everybody's own."""

    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="meetings")
    event = models.ForeignKey(
        Event, verbose_name=_("entry of the Kalendarium"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    present = models.ManyToManyField(
        Participant, verbose_name=pgettext_lazy("meeting", "present"), blank=True, related_name="meetings"
    )
    guests = models.CharField(_("other people present"), max_length=500, blank=True)
    started_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    item = models.ForeignKey(
        Item, verbose_name=_("item on the screen"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    scale = models.SlugField(max_length=40, blank=True)
    shows_spread = models.BooleanField(_("the spread is on the screen"), default=True)
    timer_seconds = models.PositiveIntegerField(_("time for one item, in seconds"), default=300)
    # The timer runs until this moment; when it stands, so much of it is left.
    timer_ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    timer_left = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-started_at",)
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return str(self.round)

    @property
    def place(self) -> Process:
        """The process."""
        return self.round.process


class AgreedResult(models.Model):
    """What was agreed about an item on a scale (or a cell of a matrix). It stands beside the answers, never over them."""

    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.CASCADE, related_name="agreed")
    item = models.ForeignKey(Item, verbose_name=_("item"), on_delete=models.CASCADE, related_name="agreed")
    scale = models.SlugField(_("scale"), max_length=40, blank=True)
    against = models.ForeignKey(
        Item, verbose_name=_("column"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # The level; in a ranking the position, in a pick 1 (chosen) or 0.
    value = models.SmallIntegerField(_("agreed value"), null=True, blank=True)
    special = models.CharField(_("without a value"), max_length=2, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    dissent = models.TextField(_("dissenting opinion"), blank=True)
    agreed_on = models.DateField(_("agreed on"), default=timezone.localdate)
    event = models.ForeignKey(
        Event, verbose_name=_("entry of the Kalendarium"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), null=True, blank=True, on_delete=models.SET_NULL, related_name="agreed"
    )
    present = models.ManyToManyField(
        Participant, verbose_name=pgettext_lazy("meeting", "present"), blank=True, related_name="+"
    )
    guests = models.CharField(_("other people present"), max_length=500, blank=True)
    was_proposed = models.BooleanField(_("accepted as the answers proposed it"), default=False)
    recorded_by = models.UUIDField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("item__position", "scale", "pk")
        verbose_name = _("agreed result")
        verbose_name_plural = _("agreed results")
        constraints = (
            models.UniqueConstraint(fields=("item", "scale"), condition=Q(against__isnull=True), name="one_agreed_result"),
            models.UniqueConstraint(
                fields=("item", "scale", "against"), condition=Q(against__isnull=False), name="one_agreed_cell"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.special or self.value}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.round.process
