"""What was submitted to a call: drafts, what was sent and when, each sent version, files, and the formal check."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.calls.models.calls import Call
from sciezka.rooms.path.models import Goal
from sciezka.rooms.questions.models import Edition
from sciezka.rooms.town.models import Process


def write_code(number: int | None) -> str:
    """Write the number of a submission as people, protocols and published cards name it."""
    return f"{number or 0:03}"


class Submission(models.Model):
    """An idea, an undertaking or a partner's offer. Whoever holds its private link is its applicant; there is no account."""

    class Applicant(models.TextChoices):
        """Who submits."""

        PERSON = "person", _("a resident")
        GROUP = "group", _("an informal group")
        ORGANISATION = "organisation", _("an organisation")
        COMPANY = "company", _("a company")
        PUBLIC = "public", _("a public body")

    class Channel(models.TextChoices):
        """By which way it came."""

        WEB = "web", _("by the form")
        PAPER = "paper", _("on paper")
        IMPORT = "import", _("loaded from a file")

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.PROTECT, related_name="submissions")
    # What the private link is made of; see queries/keys.py.
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(_("way"), max_length=6, choices=Channel.choices, default=Channel.WEB)
    language = models.CharField(_("language"), max_length=2, default="pl")

    # The head that every submission has, whatever its form asks besides.
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("what it is about, in a few sentences"), max_length=1000, blank=True)
    applicant_kind = models.CharField(_("who submits"), max_length=12, choices=Applicant.choices, blank=True)
    applicant = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    area = models.CharField(_("part of the territory"), max_length=120, blank=True)
    goals = models.ManyToManyField(Goal, verbose_name=_("goals"), blank=True, related_name="+")
    asked = models.DecimalField(_("money asked for (PLN)"), max_digits=14, decimal_places=2, null=True, blank=True)
    own = models.DecimalField(_("own contribution (PLN)"), max_digits=14, decimal_places=2, null=True, blank=True)

    answers = models.JSONField(_("answers"), default=dict)
    # The code of the page that the applicant is on.
    page = models.CharField(max_length=40, blank=True)

    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now, editable=False)
    # Given out once, when it is first sent, in the order of sending.
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    # The instant by the database's clock, or that of the stamp on paper.
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    is_late = models.BooleanField(_("came too late"), default=False, editable=False)
    # A correction that was begun and not sent: {"head": …, "answers": …, "page": …}. Until it is sent, the row holds
    # what was sent last, so that nothing has to be taken back when the call closes.
    correction = models.JSONField(_("correction"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    # When its applicant was last told that the closing nears and nothing has been sent; they may ask for no more of it.
    reminded_at = models.DateTimeField(_("reminded on"), null=True, blank=True, editable=False)
    wants_reminders = models.BooleanField(_("wants to be reminded of the closing"), default=True, editable=False)
    # Who entered what came on paper.
    registered_by = models.UUIDField(null=True, editable=False)
    # Another one that says nearly the same, as the office judged: {"other pk": "same" | "different"}.
    compared = models.JSONField(default=dict, blank=True, editable=False)
    # What was said of a great spread of points, and when.
    discussed_at = models.DateTimeField(_("discussed"), null=True, blank=True, editable=False)
    discussion = models.TextField(_("what the discussion came to"), blank=True)
    # Residents read no more of it than its number: somebody is named or offended in it, or it is an advertisement.
    hidden_why = models.CharField(_("why it is not shown publicly"), max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("number", "pk")
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = (
            models.UniqueConstraint(
                fields=("call", "number"), condition=Q(number__isnull=False), name="submission_number_once"
            ),
        )
        indexes = (models.Index(fields=("call", "sent_at"), name="submission_by_instant"),)

    def __str__(self) -> str:
        return self.title or str(_("submission without a title"))

    def get_absolute_url(self) -> str:
        """Give the address of the submission in the office."""
        return reverse("calls:submission", kwargs=self.address)

    @property
    def address(self) -> dict[str, str | int]:
        """The words that name the submission in an address."""
        return {**self.call.address, "submission": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.call.process

    @property
    def scope(self) -> str:
        """The folder of its files."""
        return f"{self.call.scope}submissions/{self.pk}/"

    @property
    def code(self) -> str:
        """The number by which people, protocols and published cards name it."""
        return write_code(self.number) if self.number else ""

    @property
    def receipt(self) -> str:
        """The number on its receipt: the call, the submission, the year."""
        return f"{self.call_id}/{self.code}/{timezone.localtime(self.sent_at):%Y}" if self.number and self.sent_at else ""

    @property
    def is_being_corrected(self) -> bool:
        """Tell whether its applicant has begun a correction and not sent it."""
        return self.correction is not None

    @property
    def is_unsent(self) -> bool:
        """Tell whether its applicant is writing something that is not sent: a draft or a correction."""
        return self.sent_at is None or self.is_being_corrected

    @property
    def is_sent(self) -> bool:
        """Tell whether it was sent and not withdrawn."""
        return self.sent_at is not None and self.withdrawn_at is None

    @property
    def is_in(self) -> bool:
        """Tell whether the commission deals with it."""
        return self.is_sent and not self.is_late


class SubmissionVersion(models.Model):
    """What was sent, as it was sent: the first time and at each correction."""

    submission = models.ForeignKey(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    sent_at = models.DateTimeField(_("sent"))
    # The head by the names of its fields, and the answers.
    head = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ("number",)
        verbose_name = _("version of a submission")
        verbose_name_plural = _("versions of a submission")
        constraints = (models.UniqueConstraint(fields=("submission", "number"), name="submission_version_once"),)

    def __str__(self) -> str:
        return f"{self.submission} ({self.number})"

    @property
    def place(self) -> Process:
        """The process."""
        return self.submission.call.process


def name_submission_file(file: "SubmissionFile", filename: str) -> str:
    """Give the stored path of a file of a submission."""
    return f"{file.submission.scope}{filename}"


class SubmissionFile(models.Model):
    """A file of a submission: an answer to an item, a scan of paper, or what was sent to supplement it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="files")
    # The item's code; „scan” or „supplement” for what no item asks.
    item = models.CharField(_("item"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveIntegerField(_("size"))
    file = models.FileField(_("file"), upload_to=name_submission_file, max_length=300)
    added_at = models.DateTimeField(_("added on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("added_at", "id")
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of a submission")

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Process:
        """The process."""
        return self.submission.call.process


class FormalCheck(models.Model):
    """Whether a submission meets the formal conditions; it may be supplemented once."""

    class Outcome(models.TextChoices):
        """What the check comes to."""

        PASSED = "passed", pgettext_lazy("formal check", "meets the conditions")
        FAILED = "failed", pgettext_lazy("formal check", "does not meet the conditions")
        SUPPLEMENT = "supplement", pgettext_lazy("formal check", "to be supplemented")

    submission = models.OneToOneField(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="check_made"
    )
    # {"E1": "yes" | "no" | "supplement"} by the codes of the call's checklist.
    answers = models.JSONField(_("conditions"), default=dict)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    remarks = models.TextField(_("remarks, which the applicant reads"), blank=True)
    checked_at = models.DateTimeField(_("checked on"), default=timezone.now, editable=False)
    checked_by = models.UUIDField(null=True, editable=False)
    # One round of supplementing: asked, until when, reminded, done.
    asked_at = models.DateTimeField(_("asked to supplement on"), null=True, blank=True, editable=False)
    due_at = models.DateTimeField(_("to be supplemented by"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded on"), null=True, blank=True, editable=False)
    supplement = models.TextField(_("what the applicant added"), blank=True)
    supplemented_at = models.DateTimeField(_("supplemented on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("formal check")
        verbose_name_plural = _("formal checks")

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_outcome_display()}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.submission.call.process
