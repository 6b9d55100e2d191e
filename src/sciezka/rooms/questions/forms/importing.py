"""What comes in when a questionnaire is brought in: the file, and the title and audience settled at its review."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciezka.kit.uploads import MEGABYTE, clean_name
from sciezka.rooms.questions.carrying import CarryingProblem
from sciezka.rooms.questions.carrying.any_file import Brought, read_file
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.importing import say_problem

LARGEST: Final = 20 * MEGABYTE
ENDINGS: Final = (".lss", ".lsg", ".lsq", ".xlsx", ".csv", ".json")


class FileForm(forms.Form):
    """The file. What it is, is told by what it holds; its name only says where the questionnaire came from."""

    file = forms.FileField(
        label=_("File with the questionnaire"),
        allow_empty_file=True,
        max_length=None,
        help_text=_(
            "LSS from LimeSurvey, XLSX in the XLSForm layout, CSV from Google Forms, or JSON from here; up to %(limit)s MB."
        )
        % {"limit": LARGEST // MEGABYTE},
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    brought: Brought

    def clean_file(self) -> Any:  # noqa: ANN401 - an upload
        """Read the file, or say in a sentence why it cannot be read."""
        file: Any = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(
                gettext("The file is larger than %(limit)s MB and was not read.") % {"limit": LARGEST // MEGABYTE},
                code="too_large",
            )
        try:
            self.brought = read_file(file.read())
        except CarryingProblem as problem:
            raise forms.ValidationError(say_problem(problem), code=problem.code) from problem
        return file

    def read_name(self) -> str:
        """Give the file's name; one without an ending gets that of its kind."""
        name = clean_name(self.cleaned_data["file"].name or "")
        ending = {"lss": "lss", "xlsform": "xlsx", "own": "json", "google": "csv"}[self.brought.kind]
        return name if "." in name else f"{name}.{ending}"


class SettleForm(forms.ModelForm[Questionnaire]):
    """The title and the audience."""

    class Meta:
        model = Questionnaire
        fields = ("title", "audience")
        help_texts = {"title": _("By this name your office will find the questionnaire.")}
