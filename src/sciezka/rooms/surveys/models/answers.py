"""What was answered: responses, their files, paper forms being entered, and the blocks that results are read from."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.questions.models import Edition
from sciezka.rooms.surveys.models.surveys import Clause, Survey
from sciezka.rooms.town.models import Process


class Block(models.Model):
    """Finished responses laid out by columns, so that a result of a hundred thousand opens at once. It can be made again."""

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="blocks")
    # Which items the columns are of; a block of another layout is made again.
    layout = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("responses"))
    data = models.BinaryField(_("columns"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("block of responses")
        verbose_name_plural = _("blocks of responses")

    def __str__(self) -> str:
        return f"{self.survey}: {self.rows}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.survey.process


class Response(models.Model):
    """What one person answered. It knows hours, never minutes; no address, no device, no account, no invitation."""

    class Channel(models.TextChoices):
        """By which way it came."""

        LINK = "link", _("link")
        LIST = "list", _("personal link")
        CODE = "code", _("class code")
        KIOSK = "kiosk", _("kiosk")
        EMBED = "embed", _("embedded page")
        PAPER = "paper", _("paper")
        IMPORT = "import", _("import")

    # Drawn, not counted: the order of answering cannot be read from it.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="responses")
    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="+")
    clause = models.ForeignKey(
        Clause, verbose_name=_("information clause"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # A digest of the key that only the person's browser or private link holds; emptied after the survey's end.
    key_digest = models.CharField(max_length=64, blank=True, editable=False)
    channel = models.CharField(_("way"), max_length=6, choices=Channel.choices, default=Channel.LINK)
    group = models.CharField(_("group"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, default="pl")
    answers = models.JSONField(_("answers"), default=dict)
    # The code of the page that the person is on; empty when finished.
    page = models.CharField(max_length=40, blank=True)
    started_hour = models.DateTimeField(_("begun, to the hour"))
    finished_hour = models.DateTimeField(_("finished, to the hour"), null=True, blank=True)
    # The code of the quota that was full.
    quota = models.CharField(_("over the quota"), max_length=40, blank=True)
    left_out = models.CharField(_("left out of the results because"), max_length=200, blank=True)
    block = models.ForeignKey(Block, null=True, blank=True, on_delete=models.SET_NULL, related_name="responses")

    class Meta:
        # By what was drawn: no list tells who came first.
        ordering = ("id",)
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = (
            models.UniqueConstraint(fields=("survey", "key_digest"), condition=~Q(key_digest=""), name="response_once"),
        )
        indexes = (
            # What the head of results counts, without reading answers; and what no block holds yet, mostly nothing.
            models.Index(fields=("survey", "finished_hour", "left_out", "quota", "channel"), name="response_by_hour"),
            models.Index(
                fields=("survey", "finished_hour"),
                condition=Q(block__isnull=True, finished_hour__isnull=False),
                name="response_unpacked",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def place(self) -> Process:
        """The process."""
        return self.survey.process


class AnswerFile(models.Model):
    """A file sent as an answer; seen only by who may see answers, deleted with them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, verbose_name=_("response"), on_delete=models.CASCADE, related_name="files")
    item = models.CharField(pgettext_lazy("survey", "item"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveIntegerField(_("size"))
    file = models.FileField(_("file"), upload_to="answers/%Y")

    class Meta:
        ordering = ("id",)
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Process:
        """The process."""
        return self.response.survey.process


class PaperForm(models.Model):
    """A paper form entered twice, by two clerks apart; where both agree it becomes a response, else they settle it."""

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="papers")
    # Written on the sheet by hand, so that it can be found in the pile.
    number = models.PositiveIntegerField(_("number on the sheet"))
    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=2, default="pl")
    # The two entries, kept until they are settled.
    first = models.JSONField(null=True, blank=True)
    first_by = models.UUIDField(null=True, editable=False)
    second = models.JSONField(null=True, blank=True)
    second_by = models.UUIDField(null=True, editable=False)
    response = models.OneToOneField(
        Response, verbose_name=_("response"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("number",)
        verbose_name = _("paper form")
        verbose_name_plural = _("paper forms")
        constraints = (models.UniqueConstraint(fields=("survey", "number"), name="paper_once"),)

    def __str__(self) -> str:
        return str(self.number)

    @property
    def place(self) -> Process:
        """The process."""
        return self.survey.process
