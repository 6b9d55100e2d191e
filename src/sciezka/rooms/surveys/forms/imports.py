"""What comes in when answers are imported: the file."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sciezka.kit.uploads import MEGABYTE, clean_name
from sciezka.rooms.questions.carrying.carried import CarryingProblem
from sciezka.rooms.questions.queries.importing import say_problem
from sciezka.rooms.questions.schema.types import Questionnaire
from sciezka.rooms.surveys.queries.imports import MOST_ROWS, Reviewed, review_file

LARGEST: Final = 20 * MEGABYTE


class AnswersForm(forms.Form):
    """A file of answers. What it is, is told by what it holds."""

    file = forms.FileField(
        label=_("File with the answers"),
        allow_empty_file=True,
        max_length=None,
        help_text=_("CSV from here, from LimeSurvey or from Google Forms; up to %(rows)s answers and %(limit)s MB.")
        % {"rows": MOST_ROWS, "limit": LARGEST // MEGABYTE},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )
    reviewed: Reviewed
    data_read: bytes

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        super().__init__(*args, **kwargs)
        self._questionnaire = questionnaire

    def clean_file(self) -> Any:  # noqa: ANN401 - an upload
        """Read the file and check its rows, or say in a sentence why it cannot be read."""
        file: Any = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            said = say("The file is larger than %(limit)s MB and was not read.") % {"limit": LARGEST // MEGABYTE}
            raise forms.ValidationError(said, code="too_large")
        self.data_read = file.read()
        try:
            self.reviewed = review_file(self._questionnaire, self.data_read)
        except CarryingProblem as problem:
            raise forms.ValidationError(self._say(problem), code=problem.code) from problem
        return file

    def _say(self, problem: CarryingProblem) -> str:
        if problem.code == "no_columns":
            return say(
                "No column of the file answers a question of this survey. Codes or words of questions must be the same."
            )
        return say_problem(problem)

    def read_name(self) -> str:
        """Give the file's name."""
        return clean_name(self.cleaned_data["file"].name or "")
