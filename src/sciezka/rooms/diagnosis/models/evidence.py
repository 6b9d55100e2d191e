"""Evidence that people bring: passages of documents, and notes of what experts said."""

import datetime as dt

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.diagnosis.models.resources import LONGEST_NAME, Asset
from sciezka.rooms.thread.models import Citation
from sciezka.rooms.town.models import Event, LegalAct

LONGEST_QUOTE = 600
YEAR_LENGTH = 4


class Way(models.TextChoices):
    """How an expert gave an opinion."""

    MEETING = "meeting", pgettext_lazy("expert", "at a meeting")
    LETTER = "letter", pgettext_lazy("expert", "in a letter")
    INTERVIEW = "interview", pgettext_lazy("expert", "in an interview")


class Passage(Asset):
    """Words of a document that something in the plan rests on. Hung on the thread, it cites the words."""

    name = models.CharField(_("what it shows"), max_length=LONGEST_NAME)
    document = models.CharField(_("title of the document"), max_length=300)
    publisher = models.CharField(_("who published it"), max_length=200)
    # A day, a month or a year, as it is known: 2024-05-17, 2024-05, 2024.
    dated = models.CharField(pgettext_lazy("document", "of when"), max_length=10)
    spot = models.CharField(_("page or section"), max_length=120, blank=True)
    words = models.TextField(_("words of the document"), max_length=LONGEST_QUOTE)
    is_quoted = models.BooleanField(_("word for word"), default=True)
    url = models.URLField(_("address of the document"), max_length=500, blank=True)
    act = models.ForeignKey(
        LegalAct, verbose_name=_("legal act"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edition = models.CharField(_("version of the document"), max_length=120, blank=True)

    node_type = "passage"

    class Meta:
        ordering = ("pk",)
        verbose_name = _("document passage")
        verbose_name_plural = _("document passages")

    def get_absolute_url(self) -> str:
        """Give the address of the passage in the office."""
        return reverse("diagnosis:passage", kwargs={**self.process.address, "passage": self.pk})

    @property
    def citation(self) -> Citation:
        """What the thread cites; a month counts by its year, which is all that ages of evidence need."""
        of = self.dated if len(self.dated) != len("2024-05") else self.dated[:YEAR_LENGTH]
        source = ", ".join(word for word in (self.document, self.publisher, self.spot) if word)
        # Where a document tells no version, its date does.
        version = self.edition or self.dated
        return Citation(text=self.words, of=of, source=source, version=version, href=self.get_absolute_url())


class ExpertNote(Asset):
    """What somebody who knows the field said: told by post and field, so that no private person need be named."""

    name = models.CharField(_("what it shows"), max_length=LONGEST_NAME)
    post = models.CharField(_("post and organisation"), max_length=200)
    field = models.CharField(_("field of the expert"), max_length=200)
    said_on = models.DateField(pgettext_lazy("expert", "day"), default=timezone.localdate)
    way = models.CharField(pgettext_lazy("expert", "how it was given"), max_length=10, choices=Way.choices)
    words = models.TextField(_("what the expert said"))
    event = models.ForeignKey(
        Event, verbose_name=_("entry of the Kalendarium"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    node_type = "expert_note"

    class Meta:
        ordering = ("pk",)
        verbose_name = _("expert's note")
        verbose_name_plural = _("experts' notes")

    def get_absolute_url(self) -> str:
        """Give the address of the note in the office."""
        return reverse("diagnosis:expert_note", kwargs={**self.process.address, "expert_note": self.pk})

    @property
    def citation(self) -> Citation:
        """What the thread cites."""
        day = self.said_on.isoformat() if isinstance(self.said_on, dt.date) else str(self.said_on)
        source = f"{self.post} ({self.field})"
        return Citation(text=self.words, of=day, source=source, version=day, href=self.get_absolute_url())
