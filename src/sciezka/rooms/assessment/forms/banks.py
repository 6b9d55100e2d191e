"""What people send to change a question, to change a whole bank, and to import one."""

import re
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.kit.slugs import make_slug
from sciezka.rooms.assessment.banks import (
    BankArea,
    BankData,
    BankProblem,
    CsvHead,
    CsvReading,
    LineProblem,
    Wording,
    read_bank,
    read_bank_csv,
)
from sciezka.rooms.assessment.banks.tabular import MOST_BYTES
from sciezka.rooms.assessment.forms.fields import text_area
from sciezka.rooms.assessment.queries.banks import HeldBank
from sciezka.rooms.town.programmes.reading import Problem

MOST_SIGNS: Final = 600_000
TOML_MARK: Final = re.compile(r"(?m)^\s*(?:key|version|method)\s*=\s*[\"']")
KINDS: Final = ("csv", "toml", "txt")


def say_problem(problem: Problem) -> str:
    """Say a fault of a TOML file in the language of the page, with its place."""
    return f"{problem.place}: {_(problem.message) % dict(problem.values)}"


def say_line(problem: LineProblem) -> str:
    """Say a fault of a table in the language of the page; its line and column stand beside."""
    return _(problem.message) % dict(problem.values)


class SourceForm(forms.Form):
    """The whole content of a bank; every fault is listed, and what was typed stays."""

    source = forms.CharField(
        label=gettext_lazy("Content (TOML)"),
        max_length=MOST_SIGNS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "code-area", "wrap": "off"}),
    )
    note = forms.CharField(
        label=gettext_lazy("What changed"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Stands beside the version, for those who come later."),
    )

    def clean_source(self) -> str:
        """Read the content, and list what is wrong with it."""
        source = str(self.cleaned_data["source"]).replace("\r\n", "\n")
        try:
            read_bank(source)
        except BankProblem as found:
            raise forms.ValidationError([say_problem(problem) for problem in found.problems]) from found
        return source


class ImportForm(forms.Form):
    """A bank from a file or pasted: as TOML whole, or as a table of one question a row."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("CSV (from a spreadsheet) or TOML, up to 2 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.toml,.txt,text/csv"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its content, pasted"),
        required=False,
        max_length=MOST_SIGNS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "code-area", "wrap": "off"}),
    )
    as_bank = forms.ChoiceField(
        label=gettext_lazy("A table becomes"),
        required=False,
        help_text=gettext_lazy("A TOML file says itself which bank it is."),
    )
    title = forms.CharField(
        label=gettext_lazy("Name of the new bank"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Needed for a new bank; for example the official bank’s own name, when the office has it."),
    )
    origin = forms.CharField(
        label=gettext_lazy("Whose wording it is"),
        required=False,
        max_length=1000,
        widget=text_area(2),
        help_text=gettext_lazy("Shown wherever the bank is used."),
    )
    target = forms.IntegerField(
        label=gettext_lazy("Level aimed at"),
        required=False,
        min_value=0,
        max_value=10,
        help_text=gettext_lazy("Left empty: the last but one."),
    )
    only_good = forms.BooleanField(label=gettext_lazy("Take the good rows only"), required=False)

    def __init__(self, *args: Any, banks: list[HeldBank], language: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.banks = {bank.key: bank for bank in banks}
        tables = [(bank.key, bank.data.title.in_language(language)) for bank in banks if not bank.data.is_ladder]
        versions = [(key, _("a new version of: %(title)s") % {"title": title}) for key, title in tables]
        self.fields["as_bank"].choices = [("", _("a new bank")), *versions]  # type: ignore[attr-defined]
        self.reading: CsvReading | None = None
        self.data_read: BankData | None = None
        self.said: list[tuple[int, str, str]] = []

    def clean_file(self) -> "UploadedFile[Any] | None":
        """Refuse files of other kinds and large ones; what is sent is read, never kept."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if not file:
            return None
        if str(file.name).rsplit(".", 1)[-1].lower() not in KINDS:
            raise forms.ValidationError(_("Send a CSV or a TOML file. A spreadsheet can be saved as CSV."), code="kind")
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB."), code="large")
        return file

    def clean(self) -> dict[str, Any]:
        """Read the bank, and list what is wrong with it."""
        values = self.cleaned_data
        if self.errors:
            return values
        content = values["file"].read() if values.get("file") else values.get("text", "").encode()
        if not content.strip():
            self.add_error("file", forms.ValidationError(_("Choose a file, or paste its content."), code="empty"))
            return values
        text = decode(content)
        # What a file held can be mended in the text area, and is not asked for again.
        # (QueryDict gives the last value of each name; no field here takes many.)
        self.data = {**{name: self.data.get(name) for name in self.data}, "text": text}
        if TOML_MARK.search(text):
            self._read_toml(text)
        else:
            self._read_table(content, values)
        return values

    def _read_toml(self, text: str) -> None:
        try:
            self.data_read = read_bank(text)
        except BankProblem as found:
            self.said = [(0, problem.place, _(problem.message) % dict(problem.values)) for problem in found.problems]
            self.add_error(None, forms.ValidationError(_("Nothing was imported: the file has faults."), code="faults"))

    def _read_table(self, content: bytes, values: dict[str, Any]) -> None:
        known = self.banks.get(values["as_bank"])
        if known is None and not values["title"].strip():
            self.add_error("title", forms.ValidationError(_("Give the new bank a name."), code="title"))
            return
        self.reading = read_bank_csv(content, self._make_head(known, values))
        self.said = [(problem.line, problem.column, say_line(problem)) for problem in self.reading.problems]
        if self.reading.bank is None or (self.said and not values["only_good"]):
            self.add_error(None, forms.ValidationError(_("Nothing was imported: the file has faults."), code="faults"))
            return
        self.data_read = keep_areas(known.data, self.reading.bank) if known else self.reading.bank

    def _make_head(self, known: HeldBank | None, values: dict[str, Any]) -> CsvHead:
        if known is not None:
            data = known.data
            names = {level.value: level.label for level in data.levels}
            target = values["target"] if values["target"] is not None else data.target
            return CsvHead(data.key, data.version, data.title, data.about, data.source, target, names)
        title = " ".join(values["title"].split())
        key = make_slug(title, fallback="bank", length=50)
        free, number = key, 2
        while free in self.banks:
            free, number = f"{key}-{number}", number + 1
        return CsvHead(free, "1", Wording(title), Wording(), Wording(values["origin"].strip()), values["target"])


def decode(content: bytes) -> str:
    """Read the bytes of a text in an encoding that offices use."""
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return content.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    return content.decode("iso-8859-2").replace("\0", "")


def keep_areas(known: BankData, read: BankData) -> BankData:
    """Give areas of a table their keys and words back where a bank already knows them by their names."""
    by_name = {area.title.pl.lower(): area for area in known.areas}

    def keep(area: BankArea) -> BankArea:
        same = by_name.get(area.title.pl.lower())
        return replace(area, key=same.key, title=same.title, about=same.about) if same else area

    return replace(read, areas=tuple(keep(area) for area in read.areas))
