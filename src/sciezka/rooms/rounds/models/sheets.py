"""Who answers, their sheets, and every answer ever given.

A participant is a person; a sheet is what one person answered. In a named round the sheet knows its participant. In an
anonymous one it does not: its key is made from the participant and the round's salt, so that the person finds their own
sheet while the salt lives, and nobody can afterwards. For the same reason nothing of an anonymous round's participants
and finished sheets carries a time that could be laid side by side.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.rounds.models.rounds import Item, Round
from sciezka.rooms.town.models import Process


class Participant(models.Model):
    """A person who is asked: by account (a team), by e-mail (a list) or by an open link."""

    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    name = models.CharField(_("name or function"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    has_started = models.BooleanField(_("has begun"), default=False)
    has_finished = models.BooleanField(_("has finished"), default=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(_("taken off the list"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = (
            models.UniqueConstraint(fields=("round", "user"), name="person_asked_once"),
            models.UniqueConstraint(fields=("round", "email"), condition=~Q(email=""), name="address_asked_once"),
        )

    def __str__(self) -> str:
        return str(self.user) if self.user else self.name or self.email

    @property
    def place(self) -> Process:
        """The process."""
        return self.round.process


class Sheet(models.Model):
    """What one person proposed and answered in a round."""

    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.CASCADE, related_name="sheets")
    participant = models.OneToOneField(
        Participant, verbose_name=_("participant"), null=True, blank=True, on_delete=models.CASCADE, related_name="sheet"
    )
    key = models.CharField(max_length=64, blank=True, editable=False)
    # In an anonymous round people are told apart by this number alone; it is drawn, not counted.
    number = models.PositiveIntegerField(editable=False)
    is_finished = models.BooleanField(_("finished"), default=False)

    class Meta:
        ordering = ("number",)
        verbose_name = _("answer sheet")
        verbose_name_plural = _("answer sheets")
        constraints = (
            models.UniqueConstraint(fields=("round", "number"), name="sheet_number_once"),
            models.UniqueConstraint(fields=("round", "key"), condition=~Q(key=""), name="sheet_key_once"),
        )

    def __str__(self) -> str:
        return str(self.participant) if self.participant_id else str(self.number)

    @property
    def place(self) -> Process:
        """The process."""
        return self.round.process


class Answer(models.Model):
    """One change of one answer. The last one made counts; earlier ones stay as the answer's history.

    In a rating, ``scale`` names the scale; in a matrix, ``against`` is the column. In a ranking the value is the place,
    in a pick it is 1. ``value`` and ``special`` both empty mean that the person took the answer back.
    """

    class Fate(models.TextChoices):
        """What became of it."""

        CURRENT = "current", _("counts")
        EARLIER = "earlier", _("replaced by a later one")
        LATE = "late", _("came after the end; kept, not counted")

    sheet = models.ForeignKey(Sheet, verbose_name=_("sheet"), on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, verbose_name=_("item"), on_delete=models.CASCADE, related_name="answers")
    scale = models.SlugField(_("scale"), max_length=40, blank=True)
    against = models.ForeignKey(
        Item, verbose_name=_("column"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    value = models.SmallIntegerField(_("value"), null=True, blank=True)
    special = models.CharField(_("without a value"), max_length=2, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.CURRENT, editable=False)
    # Given by the browser, so that an edit sent twice is kept once.
    edit = models.UUIDField(editable=False)
    # When the person made it, by the server's clock as the page knew it; never later than when it came.
    edited_at = models.DateTimeField(editable=False)
    came_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("edited_at", "pk")
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = (
            models.UniqueConstraint(fields=("sheet", "edit"), name="edit_kept_once"),
            models.UniqueConstraint(
                fields=("sheet", "item", "scale"),
                condition=Q(fate="current", against__isnull=True),
                name="one_current_answer",
            ),
            models.UniqueConstraint(
                fields=("sheet", "item", "scale", "against"),
                condition=Q(fate="current", against__isnull=False),
                name="one_current_cell",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.special or self.value}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.sheet.round.process
