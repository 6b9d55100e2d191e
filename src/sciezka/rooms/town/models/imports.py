"""A page read into draft entries, and what became of each."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.core.dates import ImpreciseDate, Precision
from sciezka.rooms.town.models.events import Event
from sciezka.rooms.town.models.processes import Process


def name_page_file(page: "PageImport", filename: str) -> str:
    """Give the stored path of an imported page."""
    return f"{page.process.scope}imports/{filename}"


class PageImport(models.Model):
    """One reading of a page: pasted, uploaded or named."""

    class State(models.TextChoices):
        """How far the import is."""

        WAITING = "waiting", _("waiting")
        READY = "ready", _("ready for review")
        FAILED = "failed", _("could not be read")
        CLOSED = "closed", _("closed")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="imports")
    source_name = models.CharField(_("page"), max_length=300)
    source_url = models.URLField(_("address of the page"), max_length=1000, blank=True)
    file = models.FileField(upload_to=name_page_file, max_length=300)
    format = models.CharField(max_length=5, default="auto")
    encoding = models.CharField(max_length=20, blank=True)
    # What the reader said when it refused the page, in the core's own words; translated where it is shown.
    refusal = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    work = models.ForeignKey("kit.Work", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    preamble = models.TextField(blank=True)
    notes = models.JSONField(default=list, blank=True)
    created_by = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("page import")
        verbose_name_plural = _("page imports")

    def __str__(self) -> str:
        return self.source_name

    def get_absolute_url(self) -> str:
        """Give the address of the review."""
        return reverse("town:import_review", kwargs=self.address)

    @property
    def address(self) -> dict[str, Any]:
        """The words that name the import in an address."""
        return {**self.process.address, "page": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class ImportedEntry(models.Model):
    """One entry as the page has it, compared with what earlier readings had, and what the reviewer decided."""

    class Change(models.TextChoices):
        """How the entry stands to the earlier readings of the page."""

        NEW = "new", _("new")
        CHANGED = "changed", _("changed on the page")
        UNCHANGED = "unchanged", _("unchanged")
        GONE = "gone", _("no longer on the page")

    class Decision(models.TextChoices):
        """What the reviewer decided."""

        OPEN = "open", _("to decide")
        ACCEPTED = "accepted", _("accepted")
        SKIPPED = "skipped", _("skipped")
        MOVED = "moved", _("taken over by a newer reading")

    page = models.ForeignKey(PageImport, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField(default=0)
    start = models.DateField()
    end = models.DateField()
    precision = models.CharField(max_length=6, choices=Event.Precisions.choices)
    time_start = models.TimeField(null=True, blank=True)
    time_end = models.TimeField(null=True, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    links = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=16, choices=Event.Kind.choices)
    mode = models.CharField(max_length=16, choices=Event.Mode.choices, blank=True)
    stage = models.CharField(max_length=8, blank=True)
    bodies = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    is_doubtful = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    change = models.CharField(max_length=9, choices=Change.choices, default=Change.NEW)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.OPEN)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="imported_from")
    # The same entry as the last reading that was decided had it: what this one is compared with.
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="later")
    # What the entry of the Kalendarium said before the decision, so that the decision can be undone.
    before = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("position",)
        verbose_name = _("imported entry")
        verbose_name_plural = _("imported entries")
        constraints = (models.UniqueConstraint(fields=("page", "position"), name="imported_entry_position_once"),)
        indexes = (
            models.Index(fields=("page", "change", "decision"), name="imported_by_decision"),
            models.Index(fields=("digest",), name="imported_by_digest"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def date(self) -> ImpreciseDate:
        """The imprecise date."""
        return ImpreciseDate(self.start, self.end, Precision(self.precision))

    @property
    def address(self) -> dict[str, Any]:
        """The words that name the entry in an address."""
        return {**self.page.address, "entry": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.page.process
