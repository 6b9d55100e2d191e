"""What comes in when a list of stakeholders is read: the list first, then what to do with each row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sciezka.core.namesakes import find_namesakes
from sciezka.kit.uploads import MEGABYTE, CheckedFileField
from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.actions.importing import Added, Decision, add_list
from sciezka.rooms.stakeholders.actions.register import StakeholderValues
from sciezka.rooms.stakeholders.forms.lists import ListRow, read_file, read_text
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.stakeholders.queries.register import register_of
from sciezka.rooms.town.models import Process

SALT: Final = "stakeholders.import"
ADD, SKIP = "add", "skip"


class ListForm(forms.Form):
    """A list: pasted or in a file."""

    text = forms.CharField(
        label=_("Pasted list"),
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One name a line, or a table copied from a spreadsheet with headings in its first line."),
    )
    file = CheckedFileField(
        label=_("File"),
        required=False,
        allowed=frozenset({"csv", "txt", "xlsx"}),
        max_bytes=5 * MEGABYTE,
        help_text=_("CSV or XLSX with headings in the first line; at least the column with names."),
    )
    rows: list[ListRow]

    def clean(self) -> dict[str, Any]:
        """Read the list."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if not file and not text.strip():
            raise ValidationError(_("Paste a list or choose a file."), code="nothing")
        self.rows = read_file(file.read(), file.name) if file else read_text(text)
        return cleaned


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A row as it is reviewed: what it says, whom it may double, and what was chosen."""

    row: ListRow
    name: str
    twins: tuple[Stakeholder, ...]
    is_repeated: bool
    choice: str
    field: str

    @property
    def is_new(self) -> bool:
        """Tell whether nothing like it was found."""
        return not self.twins and not self.is_repeated


class ReviewForm:
    """The rows of a list with what to do with each; nothing is kept before it is confirmed."""

    def __init__(self, process: Process, rows: Sequence[ListRow], chosen: dict[str, Any] | None = None) -> None:
        self.process = process
        self.rows = [row for row in rows if row.values.get("name")]
        self.unread = [row for row in rows if not row.values.get("name")]
        self.error = ""
        self.known = {row.pk: row for row in register_of(process, with_people=True)}
        self.lines = self.match(chosen or {})

    @property
    def token(self) -> str:
        """The rows as the page carries them to the next step, signed so that they come back as they were read."""
        plain = {"process": self.process.pk, "rows": [row.as_plain() for row in self.rows]}
        return signing.dumps(plain, salt=SALT, compress=True)

    def match(self, chosen: dict[str, Any]) -> list[ReviewLine]:
        """Find for each row the stakeholders and the earlier rows that it probably doubles."""
        known = list(self.known.values())
        groups = find_namesakes([*(row.name for row in known), *(row.values["name"] for row in self.rows)])
        twins: dict[int, list[Stakeholder]] = defaultdict(list)
        repeated: set[int] = set()
        for group in groups:
            here = [known[place] for place in group.places if place < len(known)]
            new = [place - len(known) for place in group.places if place >= len(known)]
            for place in new:
                is_person = bool(self.rows[place].values.get("is_person"))
                twins[place] += [row for row in here if row.is_person == is_person]
            repeated.update(new[1:])
        lines = []
        for place, row in enumerate(self.rows):
            field = f"row-{place}"
            offered = {ADD, SKIP, *(str(twin.pk) for twin in twins[place])}
            usual = SKIP if twins[place] or place in repeated else ADD
            choice = str(chosen.get(field, usual))
            lines.append(
                ReviewLine(
                    row, row.values["name"], tuple(twins[place]), place in repeated, choice if choice in offered else usual,
                    field,
                )
            )  # fmt: skip
        return lines

    def save(self, actor: User) -> Added | None:
        """Keep what was chosen; when it can't be, say why."""
        decisions = [
            Decision(StakeholderValues(**line.row.values), None if line.choice == ADD else self.known[int(line.choice)])
            for line in self.lines
            if line.choice != SKIP
        ]
        try:
            return add_list(actor=actor, process=self.process, decisions=decisions)
        except ValidationError as refusal:
            self.error = " ".join(refusal.messages)
            return None


def read_token(process: Process, token: str) -> list[ListRow] | None:
    """Read the rows that a page carried; None when they are not what it was given."""
    try:
        plain = signing.loads(token, salt=SALT, max_age=24 * 3600)
        return [ListRow(**row) for row in plain["rows"]] if plain["process"] == process.pk else None
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return None
