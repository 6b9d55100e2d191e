"""Surveys and their information clauses.

A survey's phase is never stored: it follows from its moments and the clock, so nothing has to run for it to open or close.
"""

import datetime as dt
import secrets

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.questions.models import Edition, Questionnaire
from sciezka.rooms.town.models import Event, Process

# Results of fewer people than this are never shown; employees of one office know one another better.
FEWEST = 5
FEWEST_EMPLOYEES = 10
# No letters or digits that look alike on a poster.
DOOR_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


class Phase(models.TextChoices):
    """Where a survey stands now."""

    DRAFT = "draft", _("being prepared")
    WAITING = "waiting", _("waiting for its opening")
    OPEN = "open", _("open")
    CLOSED = "closed", pgettext_lazy("survey", "closed")
    CALLED_OFF = "called_off", pgettext_lazy("survey", "called off")


def make_door() -> str:
    """Give the word by which a survey is entered."""
    return "".join(secrets.choice(DOOR_SIGNS) for _ in range(8))


def make_salt() -> str:
    """Give the secret from which the personal passes of one survey are made; destroyed after its end."""
    return secrets.token_urlsafe(24)


class Survey(models.Model):
    """One collection: which questionnaire, of whom, from when to when, by which ways, under which rules of privacy."""

    class Entry(models.TextChoices):
        """How one gets in."""

        LINK = "link", _("whoever has the link")
        CODES = "codes", _("class codes")
        LIST = "list", _("people invited by e-mail")

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(
        Questionnaire, verbose_name=_("questionnaire"), on_delete=models.PROTECT, related_name="+"
    )
    # Frozen at the launch; newer ones with mended words may follow.
    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    purpose = models.CharField(_("what the answers are for"), max_length=500, blank=True)
    door = models.SlugField(_("word in the address"), max_length=60, unique=True, default=make_door)
    entry = models.CharField(_("who answers"), max_length=6, choices=Entry.choices, default=Entry.LINK)
    once = models.BooleanField(_("one answer from one device"), default=True)
    # Ways beside the link itself; empty words mean that the way is shut.
    kiosk_word = models.CharField(max_length=40, blank=True, editable=False)
    embed_hosts = models.JSONField(_("sites that may embed it"), default=list, blank=True)
    takes_paper = models.BooleanField(_("paper forms are entered too"), default=False)
    # [{"code", "when": condition, "most", "text": {language: …}}]: who comes after the limit is thanked and not asked.
    quotas = models.JSONField(_("quotas"), default=list, blank=True)

    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    launched_at = models.DateTimeField(_("launched"), null=True, blank=True, editable=False)
    called_off_at = models.DateTimeField(pgettext_lazy("survey", "called off"), null=True, blank=True, editable=False)

    # The population: how many could have answered, and how it is made up: {item: {option: share}}.
    frame_size = models.PositiveIntegerField(_("number of people asked about"), null=True, blank=True)
    frame_source = models.CharField(_("where this number comes from"), max_length=200, blank=True)
    margins = models.JSONField(_("known make-up of the population"), default=dict, blank=True)
    is_weighted = models.BooleanField(_("results are weighted to it"), default=False)

    fewest = models.PositiveSmallIntegerField(_("fewest people shown"), default=FEWEST)
    of_minors = models.BooleanField(_("answered by minors"), default=False)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    keeps_days = models.PositiveSmallIntegerField(_("answers are deleted so many days after the end"), default=365)
    # Answers, lists and files were deleted; results stay as releases.
    erased_at = models.DateTimeField(_("answers deleted"), null=True, blank=True, editable=False)
    salt = models.CharField(max_length=40, default=make_salt, blank=True, editable=False)

    previous = models.ForeignKey(
        "self",
        verbose_name=pgettext_lazy("survey", "previous wave"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="later",
    )
    event = models.ForeignKey(
        Event, verbose_name=_("entry of the Kalendarium"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="survey_closes_after_opening",
            ),
            models.CheckConstraint(condition=Q(fewest__gte=FEWEST), name="survey_hides_few"),
        )
        indexes = (models.Index(fields=("process", "closes_at"), name="survey_by_end"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the survey in the office."""
        return reverse("surveys:survey", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the survey in an address."""
        return {**self.process.address, "survey": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.process

    def phase_at(self, moment: dt.datetime) -> Phase:
        """Tell where the survey stands at a moment."""
        if self.called_off_at:
            return Phase.CALLED_OFF
        if not self.launched_at:
            return Phase.DRAFT
        if self.closes_at and moment >= self.closes_at:
            return Phase.CLOSED
        if self.opens_at and moment < self.opens_at:
            return Phase.WAITING
        return Phase.OPEN

    @property
    def phase(self) -> Phase:
        """Where the survey stands now."""
        return self.phase_at(timezone.now())

    @property
    def is_open(self) -> bool:
        """Tell whether answers are taken now."""
        return self.phase == Phase.OPEN

    @property
    def erases_on(self) -> dt.date | None:
        """The day on which answers are deleted; none while the survey has no end."""
        return timezone.localdate(self.closes_at) + dt.timedelta(days=self.keeps_days) if self.closes_at else None


class Clause(models.Model):
    """One version of a survey's information clause (art. 13 GDPR). An answer remembers which one its giver was shown."""

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveIntegerField(_("version"))
    # By language, in Markdown.
    text = models.JSONField(_("text"), default=dict)
    # The workspace's next survey begins with the same two.
    controller = models.CharField(_("controller of the data"), max_length=200, blank=True)
    officer = models.CharField(_("contact of the data protection officer"), max_length=200, blank=True)
    written_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("information clause")
        verbose_name_plural = _("information clauses")
        constraints = (models.UniqueConstraint(fields=("survey", "number"), name="clause_once"),)

    def __str__(self) -> str:
        return f"{self.survey} ({self.number})"

    @property
    def place(self) -> Process:
        """The process."""
        return self.survey.process
