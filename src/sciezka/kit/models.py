"""The journal's rows, the record of long work, the pulses that live screens wait for, counts against floods and memos."""

import uuid
from typing import Any, Never

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JournalRows(models.QuerySet["JournalEntry"]):
    """The journal's rows: they can be read and added, never changed or removed."""

    def update(self, **kwargs: object) -> Never:  # noqa: ARG002 - Django's signature
        """Refuse: rows that stand are never changed."""
        refuse_change()

    def delete(self) -> Never:
        """Refuse: the journal keeps everything."""
        refuse_change()

    def bulk_update(self, *args: object, **kwargs: object) -> Never:  # noqa: ARG002 - Django's signature
        """Refuse: rows that stand are never changed."""
        refuse_change()


def refuse_change() -> Never:
    """Say that the journal is only ever added to."""
    message = "The journal is append-only."
    raise TypeError(message)


class JournalEntry(models.Model):
    """One thing that somebody did: who, what, to what, from what to what, when, on what legal basis.

    The actor is a pseudonym that only the account table can turn into a person, so erasing the account leaves the
    journal whole and nameless. Rows are only ever added: the model, the queryset and a trigger of
    the database (migration 0002) each refuse anything else.
    """

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    actor = models.UUIDField(_("who"), null=True, editable=False)
    verb = models.CharField(_("what was done"), max_length=60, editable=False)
    object_type = models.CharField(max_length=60, editable=False)
    object_id = models.CharField(max_length=40, editable=False)
    label = models.CharField(_("to what"), max_length=250, editable=False)
    scope = models.CharField(max_length=60, editable=False)
    before = models.JSONField(_("before"), default=dict, editable=False)
    after = models.JSONField(_("after"), default=dict, editable=False)
    basis = models.CharField(_("legal basis"), max_length=250, blank=True, editable=False)

    objects = JournalRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes = (
            models.Index(fields=("object_type", "object_id"), name="journal_by_object"),
            models.Index(fields=("scope", "-at"), name="journal_by_scope"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as it came
        """Add the row; a row that stands is never changed."""
        if not self._state.adding:
            refuse_change()
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> Never:  # noqa: ARG002 - Django's signature
        """Refuse: the journal keeps everything."""
        refuse_change()


class Work(models.Model):
    """A piece of long work that a person waits for, with its progress."""

    class State(models.TextChoices):
        """How far the work is."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.UUIDField(editable=False)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("work")
        verbose_name_plural = _("works")

    def __str__(self) -> str:
        return self.title


class Pulse(models.Model):
    """How many times something that live screens show has changed; see ``sciezka.kit.live``."""

    key = models.CharField(max_length=80, unique=True, editable=False)
    number = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")

    def __str__(self) -> str:
        return f"{self.key} {self.number}"


class Tally(models.Model):
    """How often something was done since a while began; see ``sciezka.kit.tallies``."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    number = models.PositiveIntegerField(default=0, editable=False)
    until = models.DateTimeField(db_index=True, editable=False)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.number}"


class Memo(models.Model):
    """What all processes of the server remember for a while; see ``sciezka.kit.remembering``."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    value = models.JSONField(null=True, editable=False)
    until = models.DateTimeField(db_index=True, editable=False)

    class Meta:
        verbose_name = _("memo")
        verbose_name_plural = _("memos")

    def __str__(self) -> str:
        return self.key[:8]
