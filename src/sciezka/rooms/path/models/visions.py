"""Drafts of a vision, what is said of them, and which one was adopted."""

from typing import Final

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.town.models import Event, Process

LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 1500


class VisionDraft(models.Model):
    """A draft of the town's vision. At most one of a process is adopted; that one hangs on the thread.

    One that another took the place of keeps from when to when it was the adopted one, and why.
    """

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("short name"), max_length=LONGEST_TITLE)
    text = models.TextField(_("vision"))
    year = models.PositiveSmallIntegerField(_("the year that it looks to"), null=True, blank=True)
    author = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    adopted_at = models.DateTimeField(_("adopted on"), null=True, blank=True, editable=False)
    adopted_why = models.TextField(_("why this one"), blank=True)
    event = models.ForeignKey(
        Event, verbose_name=_("where it was decided"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    held_from = models.DateTimeField(_("was the vision from"), null=True, blank=True, editable=False)
    held_until = models.DateTimeField(_("was the vision until"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("draft of a vision")
        verbose_name_plural = _("drafts of a vision")
        constraints = (
            models.UniqueConstraint(
                fields=("process",), condition=models.Q(adopted_at__isnull=False), name="one_vision_adopted"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the draft in the office."""
        return reverse("path:vision", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the draft in an address."""
        return {**self.process.address, "vision": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.process

    @property
    def is_adopted(self) -> bool:
        """Tell whether it is the town's vision."""
        return self.adopted_at is not None

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether it was withdrawn."""
        return self.withdrawn_at is not None


class VisionComment(models.Model):
    """What a member says of a draft. Whoever wrote it may remove it, and the journal never holds its words."""

    draft = models.ForeignKey(VisionDraft, verbose_name=_("draft"), on_delete=models.CASCADE, related_name="comments")
    author = models.UUIDField(null=True, editable=False)
    text = models.TextField(_("comment"))
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    # What was done about it, said by whoever works on the draft.
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.UUIDField(null=True, editable=False)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("comment on a vision")
        verbose_name_plural = _("comments on a vision")

    def __str__(self) -> str:
        return self.draft.title

    @property
    def place(self) -> Process:
        """The process."""
        return self.draft.process
