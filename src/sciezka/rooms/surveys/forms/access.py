"""What comes in about ways into a survey: lists of addresses, class codes, sites that embed it."""

import csv
import io
import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.questions.schema.types import LANGUAGES
from sciezka.rooms.surveys.actions.access import LARGEST_CLASS, make_codes, set_entry
from sciezka.rooms.surveys.actions.invitations import add_invitations, check_address
from sciezka.rooms.surveys.models import ClassCode, Survey

Data = Mapping[str, Any] | None
_ADDRESS: Final = re.compile(r"[^\s<>;,\t\"]+@[^\s<>;,\t\"]+")
MOST_LINES: Final = 20_000
LARGEST_FILE: Final = 2_000_000
SHOWN_PROBLEMS: Final = 10
DEFAULT_CLASS: Final = 30


class EntryForm(forms.Form):
    """Ways in beside the link itself."""

    once = forms.BooleanField(label=_("One answer from one device"), required=False)
    has_kiosk = forms.BooleanField(
        label=_("Kiosk"), required=False,
        help_text=_("One device of the office takes one answer after another and forgets each."),
    )  # fmt: skip
    takes_paper = forms.BooleanField(label=_("Some will answer on paper"), required=False)
    hosts = forms.CharField(
        label=_("Sites that may embed it, one in a line"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("For example: www.town.example"),
    )  # fmt: skip

    def __init__(self, survey: Survey, data: Data = None) -> None:
        super().__init__(
            data,
            initial={
                "once": survey.once,
                "has_kiosk": bool(survey.kiosk_word),
                "takes_paper": survey.takes_paper,
                "hosts": "\n".join(survey.embed_hosts),
            },
        )
        self.survey = survey

    def save(self, *, actor: User) -> Survey:
        """Open and shut them."""
        values = {**self.cleaned_data, "hosts": self.cleaned_data["hosts"].splitlines()}
        return set_entry(actor=actor, survey=self.survey, **values)


class PeopleForm(forms.Form):
    """People to invite: pasted lines or a CSV file."""

    people = forms.CharField(
        label=_("E-mail addresses, one in a line"), required=False, max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A language may follow: en or uk. Whatever else stands in the line is not kept."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("or a CSV file"), required=False, help_text=_("Addresses are found in whichever column they stand.")
    )

    def __init__(self, survey: Survey, data: Data = None, files: Any = None) -> None:  # noqa: ANN401 - uploaded files
        super().__init__(data, files)
        self.survey = survey

    def clean(self) -> dict[str, Any]:
        """Read addresses from both; say which lines have none."""
        said = self.cleaned_data.get("people", "") + "\n" + self.read_file()
        lines = [line for line in said.splitlines() if line.strip(" ,;\t\"'")]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("There are too many lines."), code="many")
        rows, problems = [], []
        for number, line in enumerate(lines, start=1):
            try:
                rows.append(read_line(line))
            except ValidationError:
                # A file's first line tells its columns.
                if number == 1 and len(lines) > 1 and "@" not in line:
                    continue
                problems.append((number, line.strip()[:60]))
        for number, line in problems[:SHOWN_PROBLEMS]:
            words = {"number": number, "line": line}
            self.add_error("people", gettext("Line %(number)s has no e-mail address that can be read: “%(line)s”.") % words)
        if not rows and not problems:
            self.add_error("people", gettext("Paste at least one address, or choose a file."))
        self.cleaned_data["rows"] = rows
        return self.cleaned_data

    def read_file(self) -> str:
        """Give the file's text; nothing when there is none."""
        file = self.cleaned_data.get("file")
        if not file:
            return ""
        if file.size > LARGEST_FILE:
            self.add_error("file", gettext("The file is too large."))
            return ""
        data = file.read()
        try:
            return str(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return str(data.decode("cp1250", errors="replace"))

    def save(self, *, actor: User) -> int:
        """Put them on the list."""
        return add_invitations(actor=actor, survey=self.survey, rows=self.cleaned_data["rows"])


def read_line(line: str) -> tuple[str, str]:
    """Read one line: an address, and a language where one follows it."""
    found = _ADDRESS.search(line)
    if found is None:
        raise ValidationError("no address", code="line")
    address = found.group().strip(".\"'()[]")
    check_address(address)
    words = re.split(r"[\s,;\t]+", line[found.end() :].lower())
    return address, next((word for word in words if word in LANGUAGES), "")


class ClassesForm(forms.Form):
    """Classes that get a code each."""

    classes = forms.CharField(
        label=_("Classes, one in a line"), max_length=100_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Class; number of pupils; school or its type (kept with the answers, may be left out). "
                    "For example: 4A, No. 1 Secondary School; 28; secondary school"),
    )  # fmt: skip

    def __init__(self, survey: Survey, data: Data = None) -> None:
        super().__init__(data)
        self.survey = survey

    def clean_classes(self) -> list[tuple[str, str, int]]:
        """Read the lines: name, number, group; say which can't be read."""
        rows, problems = [], []
        lines = [line for line in self.cleaned_data["classes"].splitlines() if line.strip(" ;\t")]
        for number, line in enumerate(lines, start=1):
            sign = "\t" if "\t" in line else ";"
            label, size, group, *rest = [part.strip() for part in next(csv.reader(io.StringIO(line), delimiter=sign))] + [
                ""
            ] * 3
            count = int(size) if size.isascii() and size.isdigit() and len(size) <= len(str(LARGEST_CLASS)) else 0
            if not size:
                count = DEFAULT_CLASS
            if not label or not 1 <= count <= LARGEST_CLASS or any(rest):
                words = {"number": number, "line": line.strip()[:60]}
                problems.append(gettext("Line %(number)s can't be read: “%(line)s”. Write: class; pupils; school.") % words)
            rows.append((label, group, count))
        if problems:
            raise ValidationError(problems[:SHOWN_PROBLEMS])
        return rows

    def save(self, *, actor: User) -> list[ClassCode]:
        """Make the codes."""
        return make_codes(actor=actor, survey=self.survey, classes=self.cleaned_data["classes"])
