"""Calls: what is announced, by which criteria it will be judged, what was changed and what was asked about it.

A call's phase is never stored: it follows from its moments and the clock, so nothing has to run for it to open or close.
"""

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.path.models import Goal
from sciezka.rooms.questions.models import Edition, Questionnaire
from sciezka.rooms.town.models import Event, LegalAct, Process, Team

# A call for partners stays open at least so many full days after it was announced.
PARTNER_DAYS = 21
SPREAD_ALERT = Decimal("0.30")
SUPPLEMENT_DAYS = 7
RESERVATION_DAYS = 7


class Phase(models.TextChoices):
    """Where a call stands now, in the order of its life."""

    DRAFT = "draft", pgettext_lazy("call", "being prepared")
    ANNOUNCED = "announced", pgettext_lazy("call", "announced")
    OPEN = "open", pgettext_lazy("call", "open")
    CHECKING = "checking", pgettext_lazy("call", "closed, being checked")
    SCORING = "scoring", pgettext_lazy("call", "being scored")
    DECIDING = "deciding", pgettext_lazy("call", "being decided")
    APPROVED = "approved", pgettext_lazy("call", "decided")
    PUBLISHED = "published", pgettext_lazy("call", "results published")
    CALLED_OFF = "called_off", pgettext_lazy("call", "called off")


RUNNING = (Phase.ANNOUNCED, Phase.OPEN)
AFTER_CLOSING = (Phase.CHECKING, Phase.SCORING, Phase.DECIDING, Phase.APPROVED, Phase.PUBLISHED)


class Call(models.Model):
    """An open call: what it is for, from when to when, on which form, and by which rules it is decided."""

    class Kind(models.TextChoices):
        """What is looked for."""

        UNDERTAKINGS = "undertakings", _("undertakings and ideas")
        PARTNERS = "partners", _("partners")
        OTHER = "other", pgettext_lazy("call", "something else")

    class Selects(models.TextChoices):
        """How a proposal of what to select comes from the ranking; the commission decides."""

        COMMISSION = "commission", _("the commission decides, reading the ranking")
        PLACES = "places", _("the first ones, so many as there are places")
        MONEY = "money", _("in order of the ranking, whatever still fits into the money")

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.UNDERTAKINGS)
    title = models.CharField(_("title"), max_length=200)
    lead = models.CharField(_("in one sentence"), max_length=300, blank=True)
    announcement = models.TextField(_("announcement"), blank=True)
    # Quoted by the city with its source; nothing legal is known by the product itself.
    legal_basis = models.TextField(_("legal basis"), blank=True)
    rules = models.TextField(_("rules of the call"), blank=True)
    clause = models.TextField(_("information on personal data"), blank=True)
    territory = models.CharField(_("territory"), max_length=200, blank=True)
    # Parts of the territory, one of which an applicant chooses; one in a line.
    areas = models.TextField(_("parts of the territory"), blank=True)
    budget = models.DecimalField(_("available money (PLN)"), max_digits=14, decimal_places=2, null=True, blank=True)
    goals = models.ManyToManyField(Goal, verbose_name=_("goals it serves"), blank=True, related_name="+")
    # [{"code": "E1", "text": …}]: what the formal check answers yes or no to.
    checklist = models.JSONField(_("formal conditions"), default=list, blank=True)
    # [{"day": "2026-09-09", "until": "", "what": …}], in the order of days.
    timetable = models.JSONField(_("timetable"), default=list, blank=True)

    questionnaire = models.ForeignKey(
        Questionnaire, verbose_name=_("form"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Frozen when the call is announced.
    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asks_money = models.BooleanField(_("applicants say how much money they ask for"), default=True)
    takes_paper = models.BooleanField(_("paper submissions are taken too"), default=True)
    shows_ideas = models.BooleanField(_("what was submitted is listed publicly"), default=False)

    selects = models.CharField(_("selection"), max_length=10, choices=Selects.choices, default=Selects.COMMISSION)
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    spread_alert = models.DecimalField(_("alert above this spread"), max_digits=4, decimal_places=2, default=SPREAD_ALERT)
    # How many assessors each submission has; empty means all members.
    assessors = models.PositiveSmallIntegerField(_("assessors of each submission"), null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(_("quorum"), default=1)
    # What members of the commission promise; the shipped words stand where it is empty.
    pledge = models.TextField(_("words of the members’ pledge"), blank=True)
    supplement_days = models.PositiveSmallIntegerField(_("days to supplement"), default=SUPPLEMENT_DAYS)
    reservation_days = models.PositiveSmallIntegerField(_("days for reservations"), default=RESERVATION_DAYS)

    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    published_at = models.DateTimeField(_("announced on"), null=True, blank=True, editable=False)
    called_off_at = models.DateTimeField(_("called off"), null=True, blank=True, editable=False)
    called_off_why = models.CharField(_("why it was called off"), max_length=300, blank=True)
    # Of the criteria as they were announced; they never change afterwards.
    criteria_digest = models.CharField(_("hash of the criteria"), max_length=64, blank=True, editable=False)

    commission = models.ForeignKey(
        Team, verbose_name=_("commission"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scoring_opened_at = models.DateTimeField(_("scoring opened"), null=True, blank=True, editable=False)
    scoring_closed_at = models.DateTimeField(_("scoring closed"), null=True, blank=True, editable=False)
    approval = models.ForeignKey(
        LegalAct, verbose_name=_("approved by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved on"), null=True, blank=True, editable=False)
    results_at = models.DateTimeField(_("results published on"), null=True, blank=True, editable=False)
    results_summary = models.TextField(_("results in short"), blank=True)

    event = models.ForeignKey(
        Event, verbose_name=_("entry of the Kalendarium"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    copied_from = models.ForeignKey(
        "self", verbose_name=_("copied from"), null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )
    # How many receipt numbers have been given out.
    last_number = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_opening",
            ),
        )
        indexes = (models.Index(fields=("process", "closes_at"), name="call_by_end"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the call in the office."""
        return reverse("calls:call", kwargs=self.address)

    @property
    def public_url(self) -> str:
        """The address of the call on the residents' site."""
        return reverse("calls:public_call", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the call in an address."""
        return {**self.process.address, "call": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.process

    @property
    def scope(self) -> str:
        """The folder of the call's files."""
        return f"{self.process.scope}calls/{self.pk}/"

    def phase_at(self, moment: dt.datetime) -> Phase:
        """Tell where the call stands at a moment; what was decided by hand holds from when it was decided."""
        steps = (
            (self.called_off_at, Phase.CALLED_OFF),
            (self.results_at, Phase.PUBLISHED),
            (self.approved_at, Phase.APPROVED),
            (self.scoring_closed_at, Phase.DECIDING),
            (self.scoring_opened_at, Phase.SCORING),
        )
        if self.published_at is None:
            return Phase.DRAFT
        for reached, phase in steps:
            if reached:
                return phase
        if self.closes_at and moment >= self.closes_at:
            return Phase.CHECKING
        return Phase.ANNOUNCED if self.opens_at and moment < self.opens_at else Phase.OPEN

    @property
    def phase(self) -> Phase:
        """Where the call stands now."""
        return self.phase_at(timezone.now())

    @property
    def is_public(self) -> bool:
        """Tell whether residents can see it."""
        return self.published_at is not None and self.process.is_published

    @property
    def is_sealed(self) -> bool:
        """Tell whether nobody may read what was submitted: offers of partners until the closing.

        Where the call was called off before it, they stay sealed: else it could be announced anew by who has read them.
        """
        if self.kind != self.Kind.PARTNERS or self.published_at is None:
            return False
        return self.closes_at is None or (self.called_off_at or timezone.now()) < self.closes_at

    @property
    def is_voted(self) -> bool:
        """Tell whether residents’ votes stand in place of points: it was loaded, and no commission scored it."""
        # Without a form nothing can be announced, and without a commission nothing scored; only loading does both.
        return self.scoring_closed_at is not None and self.commission_id is None and self.questionnaire_id is None

    @property
    def list_of_areas(self) -> list[str]:
        """The parts of its territory."""
        return [line.strip() for line in self.areas.splitlines() if line.strip()]

    @property
    def least_days(self) -> int:
        """How many full days it has to stay open after it was announced."""
        return PARTNER_DAYS if self.kind == self.Kind.PARTNERS else 0


class Criterion(models.Model):
    """By what submissions are judged; the weightier in ties stands first."""

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=160)
    about = models.TextField(_("what is judged"), blank=True)
    # [{"points": "0", "text": …}]: what each level means.
    levels = models.JSONField(_("what points mean"), default=list, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=3, default=1)
    least = models.DecimalField(_("fewest points"), max_digits=8, decimal_places=2, default=0)
    most = models.DecimalField(_("most points"), max_digits=8, decimal_places=2, default=10)
    # The mean that has to be reached.
    threshold = models.DecimalField(_("threshold"), max_digits=8, decimal_places=2, null=True, blank=True)
    # A card can't be handed in without points in it.
    is_mandatory = models.BooleanField(_("each assessor has to judge it"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = (
            models.UniqueConstraint(fields=("call", "code"), name="criterion_code_once"),
            models.CheckConstraint(condition=Q(most__gt=F("least")), name="criterion_has_range"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weighs"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Process:
        """The process."""
        return self.call.process

    def said(self) -> dict[str, Any]:
        """Give all that it says, as it goes into the hash."""
        return {
            "code": self.code, "name": self.name, "about": self.about, "levels": self.levels,
            # Written plainly: „10”, not „1E+1”.
            "weight": f"{self.weight.normalize():f}", "min": f"{self.least.normalize():f}",
            "max": f"{self.most.normalize():f}",
            "threshold": None if self.threshold is None else f"{self.threshold.normalize():f}",
            "mandatory": self.is_mandatory,
        }  # fmt: skip


def spell_criteria(criteria: list[Criterion]) -> str:
    """Give criteria in their order as JSON with sorted keys and no spaces: the text that is hashed and published."""
    return json.dumps([one.said() for one in criteria], ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_criteria(criteria: list[Criterion]) -> str:
    """Give the hash of criteria: SHA-256 of what ``spell_criteria`` gives, in UTF-8."""
    return hashlib.sha256(spell_criteria(criteria).encode()).hexdigest()


def name_call_file(file: "CallFile", filename: str) -> str:
    """Give the stored path of a file of a call."""
    return f"{file.call.scope}files/{filename}"


class CallFile(models.Model):
    """The rules, an annex or a pattern of a document, published with the call."""

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to=name_call_file, max_length=300)
    file_name = models.CharField(max_length=200, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)
    added_at = models.DateTimeField(_("added on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("file of a call")
        verbose_name_plural = _("files of a call")

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Process:
        """The process."""
        return self.call.process


class Amendment(models.Model):
    """What was changed in a call after it was announced, why, and what stood there before."""

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField(_("number"))
    why = models.TextField(_("what changes and why"))
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    told = models.PositiveIntegerField(_("people told"), default=0, editable=False)

    class Meta:
        ordering = ("number",)
        verbose_name = _("amendment of a call")
        verbose_name_plural = _("amendments of a call")
        constraints = (models.UniqueConstraint(fields=("call", "number"), name="amendment_once"),)

    def __str__(self) -> str:
        return f"{self.call} ({self.number})"

    @property
    def place(self) -> Process:
        """The process."""
        return self.call.process


class Inquiry(models.Model):
    """A question about a call and its answer; published without who asked."""

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="inquiries")
    text = models.TextField(_("question"))
    # Only to send the answer there; deleted once it went out.
    email = models.EmailField(_("e-mail"), blank=True)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now, editable=False)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    is_public = models.BooleanField(_("shown publicly"), default=False)

    class Meta:
        ordering = ("asked_at", "pk")
        verbose_name = _("question about a call")
        verbose_name_plural = _("questions about a call")

    def __str__(self) -> str:
        # Not its words: they go to the journal, where nothing can be taken out of them.
        return gettext("question %(number)d about “%(call)s”") % {"number": self.pk or 0, "call": self.call}

    @property
    def place(self) -> Process:
        """The process."""
        return self.call.process
