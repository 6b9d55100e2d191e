"""What comes in when an information clause is written: the officer's contact, and the text in each language."""

from collections.abc import Mapping
from typing import Any, Final, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.actions.clauses import write_clause
from sciezka.rooms.surveys.models import Clause, Survey
from sciezka.rooms.surveys.queries.clauses import (
    clause_in_force,
    draft_clause,
    escape,
    find_officer,
    list_languages,
    read_words,
)

Data = Mapping[str, Any] | None
LONGEST: Final = 20_000


class ClauseForm(forms.Form):
    """The clause in each language of the survey."""

    officer = forms.CharField(
        label=gettext_lazy("Contact of the data protection officer"), max_length=200, required=False,
        help_text=gettext_lazy("An e-mail address, as on the office's website. The next survey begins with the same."),
    )  # fmt: skip

    def __init__(self, survey: Survey, data: Data = None, *, officer: str | None = None) -> None:
        clause = clause_in_force(survey)
        known = officer if officer is not None else clause.officer if clause else find_officer(survey.process.workspace)
        text = clause.text if clause and officer is None else {}
        drafted = draft_clause(survey, known)
        super().__init__(data, initial={"officer": known})
        self.survey = survey
        names = {"pl": _("Clause in Polish"), "en": _("Clause in English"), "uk": _("Clause in Ukrainian")}
        for language in list_languages(survey):
            self.fields[f"text_{language}"] = forms.CharField(
                label=names[language], max_length=LONGEST, initial=text.get(language) or drafted[language],
                widget=forms.Textarea(attrs={"rows": 14, "lang": language}),
            )  # fmt: skip

    def draft_anew(self) -> Self:
        """Give the form with texts drafted anew, naming the officer that was typed."""
        self.is_valid()
        return type(self)(self.survey, officer=self.cleaned_data.get("officer", ""))

    def save(self, *, actor: User) -> Clause:
        """Write a version, filling the officer in where the draft left a gap."""
        officer = self.cleaned_data["officer"]
        text = {name.removeprefix("text_"): value for name, value in self.cleaned_data.items() if name.startswith("text_")}
        return write_clause(actor=actor, survey=self.survey, text=fill_gap(text, officer), officer=officer)


def fill_gap(text: Mapping[str, str], officer: str) -> dict[str, str]:
    """Put the officer's contact where the draft asks for it."""
    if not officer:
        return dict(text)
    filled = {}
    for language, said in text.items():
        words = read_words()[language]
        filled[language] = said.replace(words["no_officer"], words["officer"].format(officer=escape(officer)))
    return filled
