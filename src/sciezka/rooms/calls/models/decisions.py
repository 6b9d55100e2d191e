"""What became of submissions: decisions, protocols as they were signed, and reservations of applicants."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.calls.models.calls import Call
from sciezka.rooms.calls.models.submissions import Submission
from sciezka.rooms.town.models import Process


class Decision(models.Model):
    """What the commission proposes for a submission, and why; it holds once the call is approved."""

    class Outcome(models.TextChoices):
        """What becomes of it."""

        BASIC = "basic", pgettext_lazy("decision", "selected as basic")
        SUPPLEMENTARY = "supplementary", pgettext_lazy("decision", "selected as supplementary")
        RESERVE = "reserve", pgettext_lazy("decision", "on the reserve list")
        MERGED = "merged", pgettext_lazy("decision", "merged into another one")
        REVISE = "revise", pgettext_lazy("decision", "to be revised and submitted again")
        REJECTED = "rejected", pgettext_lazy("decision", "not selected")

    submission = models.OneToOneField(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="decision"
    )
    outcome = models.CharField(_("decision"), max_length=14, choices=Outcome.choices)
    # What the applicant reads.
    reason = models.TextField(_("reason"))
    into = models.ForeignKey(
        Submission, verbose_name=_("merged into"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted = models.DecimalField(_("money granted (PLN)"), max_digits=14, decimal_places=2, null=True, blank=True)
    # Until when it can be revised and submitted again.
    revise_until = models.DateTimeField(_("to be revised by"), null=True, blank=True)
    decided_at = models.DateTimeField(pgettext_lazy("call", "decided on"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = pgettext_lazy("call", "decision")
        verbose_name_plural = pgettext_lazy("call", "decisions")

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_outcome_display()}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.submission.call.process


SELECTED = (Decision.Outcome.BASIC, Decision.Outcome.SUPPLEMENTARY)


class ReserveMove(models.Model):
    """One submission moved by hand on the reserve list, and why; the order after the last move is the one that holds."""

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="reserve_moves")
    submission = models.ForeignKey(Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="+")
    place_before = models.PositiveSmallIntegerField(_("place before"))
    place_after = models.PositiveSmallIntegerField(_("place after"))
    # Keys of the submissions of the whole list, as they stood after it.
    order = models.JSONField(default=list, editable=False)
    why = models.TextField(_("reason"))
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("move on the reserve list")
        verbose_name_plural = _("moves on the reserve list")

    def __str__(self) -> str:
        words = {"number": self.submission.code, "before": self.place_before, "after": self.place_after}
        return gettext("submission %(number)s on the reserve list: %(before)s → %(after)s") % words

    @property
    def place(self) -> Process:
        """The process."""
        return self.call.process


class Protocol(models.Model):
    """The commission's protocol as it stood when it was made: nothing in it changes, a new one is made instead."""

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="protocols")
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField(_("content"), default=dict)
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    made_by = models.UUIDField(null=True, editable=False)
    # Residents read it without names of assessors and of private persons.
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("protocol of the commission")
        verbose_name_plural = _("protocols of the commission")
        constraints = (models.UniqueConstraint(fields=("call", "number"), name="protocol_once"),)

    def __str__(self) -> str:
        return f"{self.call} ({self.number})"

    def get_absolute_url(self) -> str:
        """Give the address of the protocol in the office."""
        return reverse("calls:protocol", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the protocol in an address."""
        return {**self.call.address, "protocol": self.number}

    @property
    def place(self) -> Process:
        """The process."""
        return self.call.process


class Reservation(models.Model):
    """What an applicant objects to in the result, within the term of the call, and the answer."""

    submission = models.ForeignKey(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="reservations"
    )
    text = models.TextField(_("reservation"))
    came_at = models.DateTimeField(_("came on"), default=timezone.now, editable=False)
    is_late = models.BooleanField(_("came too late"), default=False, editable=False)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("came_at", "pk")
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")

    def __str__(self) -> str:
        # Not its words: they go to the journal, where nothing can be taken out of them.
        return gettext("reservation about submission %(number)s") % {"number": self.submission.code}

    @property
    def place(self) -> Process:
        """The process."""
        return self.submission.call.process
