"""What comes in about document passages and experts' notes."""

import datetime as dt
import re
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.forms import NounField
from sciezka.rooms.diagnosis.actions.evidence import (
    Ground,
    NoteValues,
    PassageValues,
    add_note,
    add_passage,
    edit_note,
    edit_passage,
)
from sciezka.rooms.diagnosis.forms.proposals import CHOOSE
from sciezka.rooms.diagnosis.forms.resources import LONGEST_TEXT, AssetForm, Noun
from sciezka.rooms.diagnosis.models import LONGEST_QUOTE, ExpertNote, Passage, Way
from sciezka.rooms.diagnosis.models.resources import LONGEST_NAME
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.models import Node
from sciezka.rooms.town.models import Event, LegalAct, Process

_DATED: Final = re.compile(r"(?:(?:(\d{1,2})\.)?(\d{1,2})\.)?(\d{4})")
_ISO: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
EARLIEST: Final = 1000


class DatedField(forms.CharField):
    """A day, a month or a year, as it is known; cleans to 2024-05-17, 2024-05 or 2024."""

    default_error_messages = {"invalid": _("Write a day (17.5.2024), a month (5.2024) or a year (2024).")}

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Write it the way that people read it."""
        found = _ISO.fullmatch(value) if isinstance(value, str) else None
        return ".".join(str(int(part)) for part in reversed(found.groups()) if part) if found else value

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's signature
        """Read it, or say how it is written."""
        text = "".join(super().clean(value).split())
        iso, plain = _ISO.fullmatch(text), _DATED.fullmatch(text)
        parts = iso.groups() if iso else tuple(reversed(plain.groups())) if plain else None
        if parts is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        year, month, day = (int(part) if part else None for part in parts)
        try:
            known = dt.date(year or 0, month or 1, day or 1)
        except ValueError as slip:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from slip
        if known.year < EARLIEST or known > timezone.localdate():
            raise forms.ValidationError(_("Evidence can't be of the future. Write when it was published."), code="future")
        return known.isoformat()[: 10 if day else 7 if month else 4]


class EvidenceForm(AssetForm[Noun]):
    """What is said about evidence, and why it speaks for something, where it was begun from there."""

    name = forms.CharField(
        label=_("What it shows, in one sentence"), max_length=LONGEST_NAME,
        help_text=_("This sentence stands on the golden thread. Say what follows for the town, not what the document is."),
    )  # fmt: skip
    about = forms.CharField(
        label=_("Remarks"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label=_("Why it speaks for it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The reason stands at the tie of the golden thread."),
    )  # fmt: skip

    def __init__(self, process: Process, noun: Any = None, data: Any = None, ground: Node | None = None) -> None:  # noqa: ANN401
        super().__init__(process, noun, data)
        self.target = ground
        if ground is None:
            del self.fields["reason"]

    @property
    def ground(self) -> Ground | None:
        """What the evidence is to be tied to."""
        return Ground(self.target, self.cleaned_data["reason"]) if self.target else None


class PassageForm(EvidenceForm[Passage]):
    """What is said about a document passage."""

    document = forms.CharField(label=_("Title of the document"), max_length=300)
    publisher = forms.CharField(label=_("Who published it"), max_length=200)
    dated = DatedField(
        label=pgettext_lazy("document", "Of when"), max_length=20,
        help_text=_("A day (17.5.2024), a month (5.2024) or a year (2024), as it is known."),
    )  # fmt: skip
    spot = forms.CharField(label=_("Page or section"), required=False, max_length=120)
    words = forms.CharField(
        label=_("Words of the document"), max_length=LONGEST_QUOTE, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("At most 600 signs: quoted word for word, or told in your own words."),
    )  # fmt: skip
    is_quoted = forms.BooleanField(label=_("quoted word for word"), required=False, initial=True)
    url = forms.URLField(label=_("Address of the document"), required=False, max_length=500, assume_scheme="https")
    act = NounField(
        label=_("Or a legal act of the town"), required=False, queryset=LegalAct.objects.none(), empty_label=_("– none –")
    )
    edition = forms.CharField(
        label=_("Version of the document"), required=False, max_length=120,
        help_text=_("For example: consolidated text of 2024, draft for consultations."),
    )  # fmt: skip

    said = ("name", "document", "publisher", "dated", "spot", "words", "is_quoted", "url", "act", "edition", "about")
    field_order = (*said, "reason", "version")

    def __init__(self, process: Process, noun: Any = None, data: Any = None, ground: Node | None = None) -> None:  # noqa: ANN401
        super().__init__(process, noun, data, ground)
        acts = LegalAct.objects.filter(workspace=process.workspace)
        self.fields["act"].queryset = acts  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        """Take only pages of the web."""
        url = str(self.cleaned_data["url"])
        if url and not url.lower().startswith(("https://", "http://")):
            raise forms.ValidationError(_("Give an address that begins with https:// or http://."), code="scheme")
        return url

    def write(self, actor: User) -> Passage:
        """Add or change the passage."""
        values = PassageValues(**{name: self.cleaned_data[name] for name in self.said})
        if self.noun:
            return edit_passage(actor=actor, passage=self.noun, version=self.read_version, values=values)
        return add_passage(actor=actor, process=self.process, values=values, ground=self.ground)


class NoteForm(EvidenceForm[ExpertNote]):
    """What is said about an expert's note."""

    post = forms.CharField(
        label=_("Post and organisation"), max_length=200,
        help_text=_("The name of a private person is not needed: the post and the organisation are enough."),
    )  # fmt: skip
    field = forms.CharField(label=_("Field of the expert"), max_length=200, help_text=_("In what this person is an expert."))
    said_on = forms.DateField(
        label=pgettext_lazy("expert", "Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )  # fmt: skip
    way = forms.ChoiceField(label=pgettext_lazy("expert", "How it was given"), choices=[CHOOSE, *Way.choices])
    words = forms.CharField(
        label=_("What the expert said"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )
    event = NounField(
        label=_("Entry of the Kalendarium"), required=False, queryset=Event.objects.none(), empty_label=_("– none –")
    )

    said = ("name", "post", "field", "said_on", "way", "words", "event", "about")
    field_order = (*said, "reason", "version")

    def __init__(self, process: Process, noun: Any = None, data: Any = None, ground: Node | None = None) -> None:  # noqa: ANN401
        super().__init__(process, noun, data, ground)
        # A published entry is never deleted, so a note may lean on it.
        events = Event.objects.filter(process=process, status=Event.Status.PUBLISHED)
        self.fields["event"].queryset = events  # type: ignore[attr-defined]

    def clean_said_on(self) -> dt.date:
        """Refuse what has not been said yet."""
        day: dt.date = self.cleaned_data["said_on"]
        if day.year < EARLIEST or day > timezone.localdate():
            raise forms.ValidationError(_("Give a day that has come already."), code="day")
        return day

    def write(self, actor: User) -> ExpertNote:
        """Add or change the note."""
        values = NoteValues(**{name: self.cleaned_data[name] for name in self.said})
        if self.noun:
            return edit_note(actor=actor, expert_note=self.noun, version=self.read_version, values=values)
        return add_note(actor=actor, process=self.process, values=values, ground=self.ground)
