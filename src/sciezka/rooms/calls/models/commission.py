"""The commission's work: sittings, pledges, declarations of impartiality, score cards and separate opinions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.calls.models.calls import Call
from sciezka.rooms.calls.models.submissions import Submission
from sciezka.rooms.town.models import Process


class Sitting(models.Model):
    """A sitting of the commission: when, who was there, whether the quorum was met, what was settled."""

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="sittings")
    day = models.DateField(_("day"))
    where = models.CharField(_("where"), max_length=160, blank=True)
    # Accounts of those who were there, by their references.
    present = models.JSONField(_("present"), default=list, blank=True)
    notes = models.TextField(_("what was settled"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("day", "pk")
        verbose_name = _("sitting of the commission")
        verbose_name_plural = _("sittings of the commission")

    def __str__(self) -> str:
        return f"{self.call}: {self.day}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.call.process


class Pledge(models.Model):
    """A member's promise to keep what they learn to themselves and to judge impartially, in the words they read."""

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="pledges")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("words of the pledge"))
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name = _("pledge of a member")
        verbose_name_plural = _("pledges of members")
        constraints = (models.UniqueConstraint(fields=("call", "user"), name="pledge_once"),)

    def __str__(self) -> str:
        return str(self.user)

    @property
    def place(self) -> Process:
        """The process."""
        return self.call.process


class Declaration(models.Model):
    """What a member says of ties to one submission's applicant; a conflict keeps them away from it."""

    class Stance(models.TextChoices):
        """What is declared."""

        IMPARTIAL = "impartial", _("no ties that could cast doubt")
        CONFLICT = "conflict", _("there are such ties: I step aside")

    submission = models.ForeignKey(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="declarations"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(_("declaration"), max_length=10, choices=Stance.choices)
    reason = models.CharField(_("what ties"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("declaration of impartiality")
        verbose_name_plural = _("declarations of impartiality")
        constraints = (models.UniqueConstraint(fields=("submission", "user"), name="declared_once"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.get_stance_display()}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.submission.call.process


class ScoreCard(models.Model):
    """One assessor's card of one submission: assigned, drafted, handed in. It is blind until then."""

    class Way(models.TextChoices):
        """Why the assessor has it."""

        ASSIGNED = "assigned", pgettext_lazy("score card", "assigned")
        THIRD = "third", pgettext_lazy("score card", "one more assessor, because points differed")
        # Votes of residents and other points that no member gave.
        LOADED = "loaded", pgettext_lazy("score card", "loaded from a file")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="cards")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("assessor"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    way = models.CharField(_("way"), max_length=10, choices=Way.choices, default=Way.ASSIGNED)
    # By the criterion's code: {"K1": "7.5"} and {"K1": "…"}.
    points = models.JSONField(_("points"), default=dict)
    reasons = models.JSONField(_("reasons"), default=dict)
    remarks = models.TextField(_("remarks"), blank=True)
    assigned_at = models.DateTimeField(_("assigned on"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("saved on"), null=True, blank=True, editable=False)
    handed_in_at = models.DateTimeField(_("handed in on"), null=True, blank=True, editable=False)
    # What it said when it was given back after a discussion: [{"points", "reasons", "handed_in_at"}].
    earlier = models.JSONField(default=list, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("assigned_at", "id")
        verbose_name = _("score card")
        verbose_name_plural = _("score cards")
        constraints = (
            models.UniqueConstraint(fields=("submission", "user"), condition=Q(user__isnull=False), name="card_once"),
        )
        indexes = (models.Index(fields=("user", "handed_in_at"), name="card_by_assessor"),)

    def __str__(self) -> str:
        return f"{self.submission}: {self.user or self.get_way_display()}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.submission.call.process


class Opinion(models.Model):
    """A member's separate opinion; it stands in the protocol in the member's own words."""

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="opinions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("separate opinion"))
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name = _("separate opinion")
        verbose_name_plural = _("separate opinions")

    def __str__(self) -> str:
        # Not its author's name: the journal keeps who did what by a pseudonym, which can be erased.
        return gettext("separate opinion %(number)s") % {"number": self.pk or 0}

    @property
    def place(self) -> Process:
        """The process."""
        return self.call.process
