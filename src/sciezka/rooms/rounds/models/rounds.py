"""Rounds, the items that they ask about, and what members proposed to ask about.

A round's phase is never stored: it follows from its moments and the clock, so nothing has to run for a round to open or
to close.
"""

import datetime as dt
import secrets

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.core.consensus.types import Level, Scale
from sciezka.rooms.town.models import Process, Team

# Fewer sheets than this would tell who answered what.
FEWEST_ANONYMOUS = 5
# Answers of a dropped connection may still come for so long after the closing; they are kept, and not counted.
GRACE = dt.timedelta(hours=24)


class Phase(models.TextChoices):
    """Where a round stands now."""

    DRAFT = "draft", _("being prepared")
    COLLECTING = "collecting", _("collecting proposals")
    SORTING = "sorting", _("proposals being sorted")
    WAITING = "waiting", _("waiting for its opening")
    OPEN = "open", _("open")
    CLOSED = "closed", pgettext_lazy("round", "closed")
    CALLED_OFF = "called_off", pgettext_lazy("round", "called off")


# When something is asked of people, and when nothing more is.
ASKING = frozenset({Phase.COLLECTING, Phase.OPEN})
OVER = frozenset({Phase.CLOSED, Phase.CALLED_OFF})


def make_salt() -> str:
    """Give a secret that ties the sheets of one anonymous round to the people behind them while it is open."""
    return secrets.token_urlsafe(24)


class Round(models.Model):
    """One question put to many: what is asked, of whom, from when to when, and who sees what."""

    class Kind(models.TextChoices):
        """How an answer looks."""

        RATING = "rating", _("rating on scales")
        RANKING = "ranking", _("ranking")
        PICK = "pick", _("choice of a few")
        MATRIX = "matrix", _("matrix of influences")

    class Audience(models.TextChoices):
        """Who answers."""

        TEAM = "team", _("a team")
        LIST = "list", _("people invited by e-mail")
        LINK = "link", _("whoever has the link")

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    # The key of a Purpose on some room's card, and the key of the noun there that the round serves.
    purpose = models.SlugField(_("purpose"), max_length=40, default="general")
    subject_key = models.CharField(max_length=40, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    question = models.CharField(_("question"), max_length=500, blank=True)
    guidance = models.TextField(_("guidance"), blank=True)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind.choices, default=Kind.RATING)
    scales = models.JSONField(_("scales"), default=list, blank=True)
    most_picks = models.PositiveSmallIntegerField(_("most that may be chosen"), null=True, blank=True)
    audience = models.CharField(_("who answers"), max_length=10, choices=Audience.choices, default=Audience.TEAM)
    team = models.ForeignKey(Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_blind = models.BooleanField(_("members do not see one another's answers while it is open"), default=True)
    is_anonymous = models.BooleanField(_("anonymous, also to the co-ordinator"), default=False)
    collects = models.BooleanField(_("members propose items first"), default=False)
    asks_reason = models.BooleanField(_("a reason may be added to each answer"), default=True)

    launched_at = models.DateTimeField(_("launched"), null=True, blank=True, editable=False)
    collects_until = models.DateTimeField(_("proposals until"), null=True, blank=True)
    # Proposals have been made into items; nothing is asked before that.
    settled_at = models.DateTimeField(_("proposals sorted"), null=True, blank=True, editable=False)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    reminds_days = models.PositiveSmallIntegerField(_("reminder, days before the end"), default=1)
    called_off_at = models.DateTimeField(pgettext_lazy("round", "called off"), null=True, blank=True, editable=False)

    previous = models.ForeignKey(
        "self", verbose_name=_("previous wave"), null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )
    # The word in an open link; changed when the link is to stop working.
    entry_word = models.CharField(max_length=40, default=make_salt, unique=True, editable=False)
    # Destroyed some time after the end of an anonymous round: then nobody can tell whose sheet is whose.
    salt = models.CharField(max_length=40, default=make_salt, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_opening",
            ),
        )
        indexes = (models.Index(fields=("process", "purpose", "subject_key"), name="round_by_purpose"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the round in the office."""
        return reverse("rounds:round", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the round in an address."""
        return {**self.process.address, "round": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.process

    def phase_at(self, moment: dt.datetime) -> Phase:
        """Tell where the round stands at a moment."""
        if self.called_off_at:
            return Phase.CALLED_OFF
        if not self.launched_at:
            return Phase.DRAFT
        if self.collects and not self.settled_at:
            still = self.collects_until is None or moment < self.collects_until
            return Phase.COLLECTING if still else Phase.SORTING
        if self.closes_at and moment >= self.closes_at:
            return Phase.CLOSED
        if self.opens_at is None or moment < self.opens_at:
            return Phase.WAITING
        return Phase.OPEN

    @property
    def phase(self) -> Phase:
        """Where the round stands now."""
        return self.phase_at(timezone.now())

    @property
    def is_open(self) -> bool:
        """Tell whether answers count now."""
        return self.phase == Phase.OPEN

    @property
    def core_scales(self) -> tuple[Scale, ...]:
        """The scales as the reckoning knows them."""
        return tuple(
            Scale(
                key=row["key"],
                title=row.get("title", ""),
                levels=tuple(
                    Level(level["value"], level.get("label", ""), level.get("descriptor", "")) for level in row["levels"]
                ),
                allows_unknown=row.get("allows_unknown", True),
                allows_na=row.get("allows_na", False),
                allows_potential=row.get("allows_potential", False),
            )
            for row in self.scales
        )


class Item(models.Model):
    """One thing that a round asks about."""

    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    code = models.CharField(_("code"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("explanation"), blank=True)
    group = models.CharField(_("group"), max_length=160, blank=True)
    # For each scale's key and level's value, what that level means for this item: {"stage": {"1": "…"}}.
    descriptors = models.JSONField(_("what the levels mean here"), default=dict, blank=True)
    # The noun of a room above that the item stands for.
    noun_key = models.CharField(max_length=40, blank=True, editable=False)
    # The same item in the previous wave.
    before = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="after")

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    @property
    def place(self) -> Process:
        """The process."""
        return self.round.process


class Proposal(models.Model):
    """An item that a member proposed. Merging proposals points them at one item and keeps each as it was written."""

    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.CASCADE, related_name="proposals")
    sheet = models.ForeignKey(
        "rounds.Sheet", verbose_name=_("proposed by"), on_delete=models.CASCADE, related_name="proposals"
    )
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("explanation"), blank=True)
    # What the purpose's own form asked for.
    details = models.JSONField(default=dict, blank=True)
    item = models.ForeignKey(
        Item, verbose_name=_("item"), null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    left_out = models.CharField(_("left out because"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Process:
        """The process."""
        return self.round.process
