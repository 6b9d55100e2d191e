"""What comes in about holding an event: agenda, invitations, presence, minutes, files."""

import hashlib
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sciezka.kit.forms import NounsField
from sciezka.kit.uploads import CheckedFileField
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.attachments import LARGEST, add_attachment
from sciezka.rooms.town.actions.attendance import invite_people, note_presence
from sciezka.rooms.town.models import Attachment, Attendee, Event, Team
from sciezka.rooms.town.queries.events_office import attendees_of, members_of, teams_with_members

LONGEST_TEXT = 200_000
MOST_GUESTS = 200
LONGEST_NAME = 160
SHOWN_WRONG = 5


def sign_text(text: str) -> str:
    """Give a short sign of a text, to tell whether it has changed since a form was opened."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class LongTextForm(forms.Form):
    """One long Markdown text of an entry: its agenda or its minutes. A newer text is not overwritten."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(required=False, max_length=LONGEST_TEXT, strip=False, widget=forms.Textarea(attrs={"rows": 14}))

    def __init__(self, *args: Any, current: str, label: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs["initial"] = {"text": current, "seen": sign_text(current)}
        super().__init__(*args, **kwargs)
        self.current = current
        self.fields["text"].label = label

    def clean_text(self) -> str:
        """Keep line ends as they are stored."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()

    @property
    def is_outdated(self) -> bool:
        """Tell whether somebody else has saved another text in the meantime."""
        return bool(self.is_bound and self.data.get("seen") != sign_text(self.current))


class TeamChoiceField(NounsField):
    """Teams to tick, each with the number of its members."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's signature
        """Write „Team (7 people)”."""
        people = ngettext("%(count)s person", "%(count)s people", obj.people) % {"count": obj.people}
        return f"{obj.name} ({people})"


class InviteForm(forms.Form):
    """Whom to invite: members of teams, and further addresses."""

    teams = TeamChoiceField(
        label=_("Members of teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    addresses = forms.CharField(
        label=_("Further e-mail addresses"),
        required=False,
        max_length=60_000,
        help_text=_("One in a line, or separated by commas. An address that stands twice is invited once."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.event = event
        teams = self.fields["teams"]
        assert isinstance(teams, forms.ModelMultipleChoiceField)  # noqa: S101 - narrows the type
        teams.queryset = teams_with_members(event.process)

    def clean_addresses(self) -> list[str]:
        """Read the addresses; name those that are no addresses."""
        words = [word.strip("<>\"'()") for word in re.split(r"[\s,;]+", self.cleaned_data["addresses"])]
        found = list(dict.fromkeys(word for word in words if word))
        wrong = [word for word in found if not is_email(word)]
        if wrong:
            listed = ", ".join(word[:80] for word in wrong[:SHOWN_WRONG]) + ("…" if len(wrong) > SHOWN_WRONG else "")
            raise ValidationError(_("These are not e-mail addresses: %(words)s."), code="address", params={"words": listed})
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for at least one choice."""
        data = dict(super().clean() or {})
        if not self.errors and not data.get("teams") and not data.get("addresses"):
            raise ValidationError(_("Tick a team or write an address."), code="nobody")
        return data

    def save(self, *, actor: User) -> list[Attendee]:
        """Put the chosen people on the list."""
        people = members_of(list(self.cleaned_data["teams"]))
        return invite_people(actor=actor, event=self.event, people=people, addresses=self.cleaned_data["addresses"])


def is_email(text: str) -> bool:
    """Tell whether a text is an e-mail address."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


class PresenceForm(forms.Form):
    """Who was present: boxes to tick, and guests by name."""

    present = NounsField(
        label=_("Present"), queryset=Attendee.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    guests = forms.CharField(
        label=_("Present though not on the list"),
        required=False,
        max_length=LONGEST_NAME * MOST_GUESTS,
        help_text=_("One name or position in a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.event = event
        present = self.fields["present"]
        assert isinstance(present, forms.ModelMultipleChoiceField)  # noqa: S101 - narrows the type
        present.queryset = attendees_of(event)
        present.initial = [attendee.pk for attendee in present.queryset if attendee.was_present]

    def clean_guests(self) -> list[str]:
        """Read the names; refuse one that is too long to keep."""
        names = [" ".join(line.split()) for line in self.cleaned_data["guests"].splitlines() if line.strip()]
        if len(names) > MOST_GUESTS or any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(
                _("At most %(count)s lines of at most %(length)s characters."),
                code="too_long",
                params={"count": MOST_GUESTS, "length": LONGEST_NAME},
            )
        return names

    def save(self, *, actor: User) -> Event:
        """Note who was present."""
        present = [attendee.pk for attendee in self.cleaned_data["present"]]
        return note_presence(actor=actor, event=self.event, present=present, guests=self.cleaned_data["guests"])


class AttachmentForm(forms.Form):
    """A file to add to an entry."""

    file = CheckedFileField(
        label=_("File"), max_bytes=LARGEST, help_text=_("PDF, DOCX, ODT, XLSX, ODS, CSV, TXT, PNG or JPG, up to 20 MB.")
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Shown to readers; empty means the name of the file.")
    )
    is_public = forms.BooleanField(label=_("Residents may see it once the entry is published"), required=False, initial=True)

    def save(self, *, actor: User, event: Event) -> Attachment:
        """Add the file."""
        data = self.cleaned_data
        return add_attachment(
            actor=actor, event=event, uploaded=data["file"], title=data["title"], is_public=data["is_public"]
        )
