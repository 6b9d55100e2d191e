"""Saved states of a thread, and what the nodes of a copy stand for."""

from typing import Any, Final, Never

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.town.models import Event, Process

LONGEST_NAME: Final = 160


class SnapshotRows(models.QuerySet["Snapshot"]):
    """Saved states: they can be read and added, never changed or removed."""

    def update(self, **kwargs: object) -> Never:  # noqa: ARG002 - Django's signature
        """Refuse: what was saved is never changed."""
        refuse_change()

    def delete(self) -> Never:
        """Refuse: what was saved is kept."""
        refuse_change()


def refuse_change() -> Never:
    """Say that a saved state stays as it is."""
    message = "A saved state of a thread is never changed."
    raise TypeError(message)


class Snapshot(models.Model):
    """A thread as it stood at a moment, under a name. It is never changed; how it is written says ``queries.states``."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    note = models.TextField(_("remarks"), blank=True)
    event = models.ForeignKey(
        Event, verbose_name=_("where it was decided"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    content = models.JSONField(editable=False)
    # Of the nodes, ties and waivers alone: two states with the same digest say the same.
    digest = models.CharField(max_length=64, editable=False)
    made_by = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField(_("saved on"), default=timezone.now, editable=False)

    objects = SnapshotRows.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("saved state of a thread")
        verbose_name_plural = _("saved states of threads")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as it came
        """Add the row; a row that stands is never changed."""
        if not self._state.adding:
            refuse_change()
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> Never:  # noqa: ARG002 - Django's signature
        """Refuse: what was saved is kept."""
        refuse_change()

    def get_absolute_url(self) -> str:
        """Give the address of the saved state in the office."""
        return reverse("thread:snapshot", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the saved state in an address."""
        return {**self.process.address, "snapshot": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class Copied(models.Model):
    """What a node of a copied thread stands for: the noun of the original process stays there.

    Its words are the node's own, so that nothing is kept twice.
    """

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, verbose_name=_("copied from"), on_delete=models.PROTECT, related_name="copies")
    code = models.CharField(_("code"), max_length=20)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("copied statement")
        verbose_name_plural = _("copied statements")
        constraints = (models.UniqueConstraint(fields=("process", "code"), name="statement_copied_once"),)

    def __str__(self) -> str:
        return self.code

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


COPIED: Final = Copied._meta.label_lower
