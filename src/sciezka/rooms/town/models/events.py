"""Entries of the Kalendarium: what happened or will happen in a process."""

import uuid

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.core.dates import ImpreciseDate, Precision
from sciezka.kit.slugs import make_slug
from sciezka.rooms.town.models.processes import Process, Stage
from sciezka.rooms.town.models.teams import LegalAct, Team


class Event(models.Model):
    """An entry of the Kalendarium, with an imprecise date; a draft until it is published."""

    class Precisions(models.TextChoices):
        """How exactly the date is known."""

        DAY = Precision.DAY.value, _("a day")
        RANGE = Precision.RANGE.value, _("a range of days")
        MONTH = Precision.MONTH.value, _("a month")
        MONTHS = Precision.MONTHS.value, _("months")

    class Kind(models.TextChoices):
        """What sort of event it is."""

        MEETING = "meeting", _("meeting")
        WORKSHOP = "workshop", _("workshop")
        ADVISORY = "advisory", _("advisory meeting")
        SURVEY = "survey", _("survey")
        INDIVIDUAL_WORK = "individual_work", _("individual work")
        INTERVIEW = "interview", _("group interview")
        SEMINAR = "seminar", _("seminar")
        TRAINING = "training", _("training")
        DECISION = "decision", _("decision")
        LEGAL_ACT = "legal_act", _("legal act")
        CALL = "call", _("call")
        PUBLICATION = "publication", _("publication")
        MILESTONE = "milestone", _("milestone")

    class Mode(models.TextChoices):
        """How people take part."""

        ON_SITE = "on_site", _("on site")
        VIDEO = "video", _("video conference")
        TELECONFERENCE = "teleconference", _("teleconference")
        ONLINE = "online", _("online")
        INDIVIDUAL = "individual", _("individually")

    class Status(models.TextChoices):
        """Who sees it."""

        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="events")
    stage = models.ForeignKey(
        Stage, verbose_name=_("stage"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("public text"), blank=True)
    start = models.DateField(_("start"))
    end = models.DateField(_("end"))
    precision = models.CharField(_("precision"), max_length=6, choices=Precisions.choices, default=Precisions.DAY)
    time_start = models.TimeField(_("from"), null=True, blank=True)
    time_end = models.TimeField(_("to"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.MEETING)
    mode = models.CharField(_("mode"), max_length=16, choices=Mode.choices, blank=True)
    place_name = models.CharField(_("place"), max_length=200, blank=True)
    teams = models.ManyToManyField(Team, verbose_name=_("bodies taking part"), blank=True, related_name="+")
    participants = models.CharField(_("other participants"), max_length=500, blank=True)
    tool = models.CharField(_("tool"), max_length=160, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    act = models.ForeignKey(
        LegalAct, verbose_name=_("legal act"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    called_off_at = models.DateTimeField(null=True, blank=True, editable=False)
    agenda = models.TextField(_("agenda"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-start", "-end", "-pk")
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = (models.CheckConstraint(condition=Q(end__gte=F("start")), name="event_ends_after_start"),)
        indexes = (
            models.Index(fields=("process", "status", "-start"), name="event_by_date"),
            # Holds all that the filters count by, so that counting reads no rows.
            models.Index(fields=("process", "status", "stage", "kind", "start", "end"), name="event_by_filters"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the permalink in the public Kalendarium."""
        return reverse("town:event", kwargs={**self.process.address, "event": self.pk, "words": self.words})

    @property
    def words(self) -> str:
        """The title as it stands in the permalink."""
        return make_slug(self.title, fallback="wpis", length=60)

    @property
    def date(self) -> ImpreciseDate:
        """The imprecise date."""
        return ImpreciseDate(self.start, self.end, Precision(self.precision))

    @date.setter
    def date(self, value: ImpreciseDate) -> None:
        self.start, self.end, self.precision = value.start, value.end, value.precision.value

    @property
    def is_published(self) -> bool:
        """Tell whether residents can see the entry."""
        return self.status == self.Status.PUBLISHED

    @property
    def is_planned(self) -> bool:
        """Tell whether the event is still ahead or under way today, and has not been called off."""
        return self.called_off_at is None and self.end >= timezone.localdate()

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class EventLink(models.Model):
    """A link that belongs to an entry."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="links")
    url = models.URLField(_("address"), max_length=1000)
    label = models.CharField(_("text of the link"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label or self.url

    @property
    def place(self) -> Process:
        """The process."""
        return self.event.process


def name_attachment(attachment: "Attachment", filename: str) -> str:
    """Give the stored path of an attachment; the name that people see is kept beside it."""
    return f"{attachment.event.process.scope}events/{attachment.event_id}/{filename}"


class Attachment(models.Model):
    """A file that belongs to an entry."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(
        _("file"),
        upload_to=name_attachment,
        max_length=300,
        validators=[FileExtensionValidator(("pdf", "docx", "odt", "xlsx", "ods", "csv", "png", "jpg", "jpeg", "txt"))],
    )
    file_name = models.CharField(max_length=200, editable=False)
    size = models.PositiveIntegerField(editable=False)
    is_public = models.BooleanField(_("shown to residents"), default=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("added_at",)
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address from which the file is served."""
        return reverse("town:attachment", kwargs={**self.event.process.address, "attachment": self.pk})

    @property
    def place(self) -> Process:
        """The process."""
        return self.event.process


class Attendee(models.Model):
    """A person invited to an event: invitation, answer and presence. Seen by the office only."""

    class Answer(models.TextChoices):
        """What the invited person said."""

        NONE = "", _("no answer")
        YES = "yes", _("will come")
        NO = "no", _("will not come")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendees")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name or position"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Which version of the entry the last invitation told; a lower one than the entry's own means: send it again.
    told_sequence = models.PositiveIntegerField(null=True, blank=True, editable=False)
    problem = models.CharField(_("why the invitation was not sent"), max_length=200, blank=True, editable=False)
    answer = models.CharField(_("answer"), max_length=3, choices=Answer.choices, blank=True)
    was_present = models.BooleanField(_("present"), null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        constraints = (
            models.UniqueConstraint(fields=("event", "user"), name="person_invited_once"),
            models.UniqueConstraint(fields=("event", "email"), condition=~Q(email=""), name="address_invited_once"),
        )

    def __str__(self) -> str:
        return str(self.user) if self.user else self.name or self.email

    @property
    def shown_name(self) -> str:
        """The name or position, never an address; empty when none is known."""
        return self.user.name if self.user else self.name

    @property
    def address(self) -> str:
        """The address that invitations go to: the account's own, so that erasing the account erases it here."""
        if self.user:
            return self.user.email if self.user.is_active and not self.user.erased_at else ""
        return self.email

    @property
    def place(self) -> Process:
        """The process."""
        return self.event.process
