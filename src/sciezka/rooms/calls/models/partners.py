"""Partners: what a candidate says of itself, and letters of intent."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.calls.models.calls import Call
from sciezka.rooms.calls.models.submissions import Submission
from sciezka.rooms.town.models import Process


class LegalForm(models.TextChoices):
    """The legal form of a partner."""

    ASSOCIATION = "association", _("association")
    FOUNDATION = "foundation", _("foundation")
    COOPERATIVE = "cooperative", _("co-operative")
    CHURCH = "church", _("church legal person")
    COMPANY = "company", _("limited or joint-stock company")
    PARTNERSHIP = "partnership", _("partnership")
    SOLE = "sole", _("sole trader")
    MUNICIPAL = "municipal", _("municipal company")
    SELF_GOVERNMENT = "self_government", _("unit of local government")
    STATE = "state", _("state legal person")
    UNIVERSITY = "university", _("university or research institute")
    OTHER = "other", pgettext_lazy("legal form", "another one")


class Candidate(models.Model):
    """What a submission to a call for partners says of the body that offers itself."""

    submission = models.OneToOneField(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="candidate"
    )
    legal_form = models.CharField(_("legal form"), max_length=16, choices=LegalForm.choices, blank=True)
    # The sector of public finance: yes, no, or not said.
    is_public_sector = models.BooleanField(_("belongs to the sector of public finance"), null=True, blank=True)
    nip = models.CharField(_("tax number (NIP)"), max_length=10, blank=True)
    regon = models.CharField(_("statistical number (REGON)"), max_length=14, blank=True)
    krs = models.CharField(_("court register number (KRS)"), max_length=10, blank=True)
    seat = models.CharField(pgettext_lazy("partner", "seat"), max_length=200, blank=True)
    # Posts and names of whoever may sign; given by the candidate, seen by the office alone.
    signatories = models.CharField(_("who signs"), max_length=300, blank=True)
    experience = models.TextField(_("experience"), blank=True)
    contribution = models.TextField(_("contribution"), blank=True)
    role = models.TextField(_("role in the project"), blank=True)
    # What the office found in public registers, and on which day.
    register_note = models.CharField(_("what the register says"), max_length=300, blank=True)
    register_checked_on = models.DateField(_("register checked on"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("candidate for a partner")
        verbose_name_plural = _("candidates for partners")

    def __str__(self) -> str:
        return self.submission.applicant

    @property
    def place(self) -> Process:
        """The process."""
        return self.submission.call.process


def name_scan(letter: "Letter", filename: str) -> str:
    """Give the stored path of a scan."""
    return f"{letter.call.scope}letters/{filename}"


class Letter(models.Model):
    """A letter of intent: who means to conclude a partnership, in which role, with what, on which condition, until when."""

    class State(models.TextChoices):
        """How far its signing is."""

        DRAFT = "draft", pgettext_lazy("letter", "being written")
        SENT = "sent", pgettext_lazy("letter", "sent to the partner")
        SIGNED_PARTNER = "signed_partner", pgettext_lazy("letter", "signed by the partner")
        SIGNED = "signed", pgettext_lazy("letter", "signed by both")
        WITHDRAWN = "withdrawn", pgettext_lazy("letter", "withdrawn")

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.PROTECT, related_name="letters")
    submission = models.ForeignKey(
        Submission, verbose_name=_("submission"), null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    number = models.CharField(_("number"), max_length=60, blank=True)
    day = models.DateField(_("of the day"), null=True, blank=True)
    town_party = models.TextField(_("the town: name, seat, who signs"), blank=True)
    partner = models.CharField(_("partner"), max_length=200)
    partner_party = models.TextField(_("the partner: name, seat, numbers, who signs"), blank=True)
    project = models.CharField(_("project"), max_length=300, blank=True)
    role = models.TextField(_("role"), blank=True)
    contribution = models.TextField(_("contribution"), blank=True)
    condition = models.TextField(_("condition"), blank=True)
    # What it says of binding nobody; the town's own words, as everything legal.
    clause = models.TextField(_("what it binds to"), blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    # The line of the budget that it supports, in words; the undertakings' room ties it to a line of its own.
    supports = models.CharField(_("line of the budget that it supports"), max_length=200, blank=True)
    amount = models.DecimalField(_("amount (PLN)"), max_digits=14, decimal_places=2, null=True, blank=True)
    state = models.CharField(_("signing"), max_length=16, choices=State.choices, default=State.DRAFT)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    scan = models.FileField(_("scan"), upload_to=name_scan, max_length=300, blank=True)
    scan_name = models.CharField(max_length=200, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("partner", "pk")
        verbose_name = _("letter of intent")
        verbose_name_plural = _("letters of intent")

    def __str__(self) -> str:
        return self.partner

    def get_absolute_url(self) -> str:
        """Give the address of the letter in the office."""
        return reverse("calls:letter", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the letter in an address."""
        return {**self.call.address, "letter": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.call.process
