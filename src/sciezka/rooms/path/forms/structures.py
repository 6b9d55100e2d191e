"""What comes in about structural analyses: whom to ask about what, or a matrix in a file."""

import datetime as dt
import hashlib
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sciezka.core.csv_text import decode_table
from sciezka.core.structural import StructuralProblem, find_problems, read_matrix
from sciezka.kit.forms import MomentField, NounField, NounsField
from sciezka.kit.uploads import MEGABYTE, CheckedFileField
from sciezka.rooms.path.actions.structures import AskValues, ask_structure, edit_structure, import_structure
from sciezka.rooms.path.models import Factor, Structure
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.thread.queries.structural_words import say_problem
from sciezka.rooms.town.models import Process, Team

DAYS: Final = 10
LAST_HOUR: Final = 15
LONGEST_ABOUT: Final = 4000
MOST_TOLD: Final = 30


class FactorsField(NounsField):
    """Factors to tick, each with its code on the thread."""

    codes: dict[int, str]

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's signature
        """Write „CZ-03 Name”."""
        return f"{self.codes.get(obj.pk, '')} {obj.name}".strip()


class AskForm(forms.Form):
    """About which factors a team is asked, and from when to when."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    factors = FactorsField(
        label=gettext_lazy("Factors"),
        queryset=Factor.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each pair is asked about in both directions: 10 factors are 90 cells, 20 are 380."),
        error_messages={"required": gettext_lazy("Choose at least two factors.")},
    )
    team = NounField(label=gettext_lazy("Team"), queryset=Team.objects.none(), empty_label=gettext_lazy("– choose –"))
    opens_at = MomentField(label=gettext_lazy("Opens"), required=False, help_text=gettext_lazy("Left empty: at once."))
    closes_at = MomentField(label=gettext_lazy("Closes"))
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Anonymous"), required=False,
        help_text=gettext_lazy("Nobody learns who rated what. At least five people must answer for a result."),
    )  # fmt: skip
    about = forms.CharField(
        label=gettext_lazy("What it is about"), required=False, max_length=LONGEST_ABOUT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, process: Process, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"name": _("Which factor drives which"), "closes_at": suggest_end()})
        self.process = process
        nodes = nodes_by_key(process, Factor)
        self.standing = [key for key, node in nodes.items() if not node.is_taken_off]
        field: Any = self.fields["factors"]
        field.queryset = Factor.objects.filter(process=process, pk__in=self.standing)
        field.codes = {key: node.code for key, node in nodes.items()}
        field.initial = self.standing
        self.fields["team"].queryset = Team.objects.filter(process=process)  # type: ignore[attr-defined]

    def save(self, actor: User) -> Structure | None:
        """Ask; when it is refused, say why on the form."""
        given = self.cleaned_data
        values = AskValues(**{**given, "factors": list(given["factors"])})
        try:
            return ask_structure(actor=actor, process=self.process, values=values)
        except ValidationError as refusal:
            refuse(self, refusal)
            return None


def refuse(form: forms.Form, refusal: ValidationError) -> None:
    """Say a refusal at its field, or above the form where it names none that the form has."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, problems in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, problems)


def suggest_end() -> dt.datetime:
    """Give an afternoon ten days ahead."""
    end = timezone.localtime() + dt.timedelta(days=DAYS)
    return end.replace(hour=LAST_HOUR, minute=0, second=0, microsecond=0)


class MatrixForm(forms.Form):
    """A matrix: in a file or pasted. Every bad row and cell is named; what was sent stays in the text to be mended there."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    file = CheckedFileField(
        label=gettext_lazy("File"), required=False, allowed=frozenset({"csv", "txt"}), max_bytes=5 * MEGABYTE,
        help_text=gettext_lazy("CSV: factors in the first row and, in the same order, in the first column."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Or the matrix pasted from a spreadsheet"), required=False, max_length=400_000,
        strip=False, widget=forms.Textarea(attrs={"rows": 10, "class": "matrix-text", "spellcheck": "false", "wrap": "off"}),
        help_text=gettext_lazy("In the cells 0 to 3 or P; an empty cell was not rated; the diagonal is empty or 0."),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Where the matrix comes from"), required=False, max_length=200,
        help_text=gettext_lazy("For example: workshop of the team for strategy, 12 people, 14 March 2026."),
    )  # fmt: skip
    about = forms.CharField(
        label=gettext_lazy("What it is about"), required=False, max_length=LONGEST_ABOUT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, process: Process, data: Any = None, files: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data.dict() if data else None, files)
        self.process = process

    def clean(self) -> dict[str, Any]:
        """Read the matrix; what is wrong in it is told row by row and cell by cell."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if "file" in self.errors or "text" in self.errors:
            return cleaned
        if not file and not text.strip():
            raise ValidationError(_("Choose a file or paste a matrix."), code="nothing")
        content, place = (file.read(), file.name) if file else (text.encode("utf-8", "replace"), _("The pasted matrix"))
        where = "text"
        if file and (read := decode_table(content)) is not None:
            # A browser forgets a file whose form comes back; its text stays, to be mended in place.
            self.data = {**self.data, "text": read}
        elif file:
            where = "file"
        problems = find_problems(content, place)
        for problem in problems[:MOST_TOLD]:
            self.add_error(where, ValidationError(say_problem(problem), code=problem.code))
        if (more := len(problems) - MOST_TOLD) > 0:
            said = ngettext("… and %(count)s more problem.", "… and %(count)s more problems.", more)
            self.add_error(where, ValidationError(said % {"count": more}, code="more"))
        if problems:
            return cleaned
        try:
            cleaned["matrix"] = read_matrix(content, place)
        except StructuralProblem as problem:
            self.add_error(where, ValidationError(say_problem(problem), code=problem.code))
        return cleaned

    def save(self, actor: User) -> Structure | None:
        """Keep the matrix; when it is refused, say why on the form."""
        given = {name: self.cleaned_data[name] for name in ("name", "matrix", "about", "source")}
        try:
            return import_structure(actor=actor, process=self.process, **given)
        except ValidationError as refusal:
            refuse(self, refusal)
            return None


class EditForm(forms.Form):
    """What an analysis is called. It sends back what it showed, so that nobody's later words are lost."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    about = forms.CharField(
        label=gettext_lazy("What it is about"), required=False, max_length=LONGEST_ABOUT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("Where the matrix comes from"), required=False, max_length=200)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, structure: Structure, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        names = ("name", "about", "source")
        super().__init__(
            data.dict() if data else None,
            initial={**{name: getattr(structure, name) for name in names}, "seen": digest(structure)},
        )
        self.structure = structure
        self.theirs: dict[str, str] = {}
        if structure.round_id:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        """Refuse once where somebody else changed it meanwhile; sent again, the shown version is saved over."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        now = digest(self.structure)
        if cleaned.get("seen") != now and not self.errors:
            self.theirs = {"name": self.structure.name, "about": self.structure.about, "source": self.structure.source}
            self.data = {**self.data, "seen": now}
            raise ValidationError(
                _("Somebody changed this meanwhile. Their version stands below; save again to put yours in its place."),
                code="changed",
            )
        return cleaned

    def save(self, actor: User) -> Structure:
        """Change it."""
        given = self.cleaned_data
        source = given.get("source", self.structure.source)
        return edit_structure(actor=actor, structure=self.structure, name=given["name"], about=given["about"], source=source)


def digest(structure: Structure) -> str:
    """Give a word that changes with what a form shows of an analysis."""
    told = f"{structure.name}\x00{structure.about}\x00{structure.source}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:20]
