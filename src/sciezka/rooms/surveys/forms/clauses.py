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
    find_controller,
    find_officer,
    list_languages,
    name_controller,
    read_words,
)

Data = Mapping[str, Any] | None
LONGEST: Final = 20_000
NAMES: Final = ("officer", "controller")


class ClauseForm(forms.Form):
    """The clause in each language of the survey."""

    controller = forms.CharField(
        label=gettext_lazy("Controller of the data"), max_length=200, required=False,
        help_text=gettext_lazy("The body that is responsible for the data, such as the mayor of a town – not the name of a "
                               "place. The next survey begins with the same."),
    )  # fmt: skip
    officer = forms.CharField(
        label=gettext_lazy("Contact of the data protection officer"), max_length=200, required=False,
        help_text=gettext_lazy("An e-mail address, as on the office's website. The next survey begins with the same."),
    )  # fmt: skip

    def __init__(self, survey: Survey, data: Data = None, *, names: Mapping[str, str] | None = None) -> None:
        clause = clause_in_force(survey)
        known = names or read_names(survey)
        text = clause.text if clause and names is None else {}
        drafted = draft_clause(survey, **known)
        super().__init__(data, initial=dict(known))
        self.survey = survey
        labels = {"pl": _("Clause in Polish"), "en": _("Clause in English"), "uk": _("Clause in Ukrainian")}
        for language in list_languages(survey):
            self.fields[f"text_{language}"] = forms.CharField(
                label=labels[language], max_length=LONGEST, initial=text.get(language) or drafted[language],
                widget=forms.Textarea(attrs={"rows": 14, "lang": language}),
                help_text=_("Two asterisks on either side make words bold: **so**. An empty line begins a paragraph."),
            )  # fmt: skip

    def draft_anew(self) -> Self:
        """Give the form with texts drafted anew, naming the controller and the officer that were typed."""
        self.is_valid()
        return type(self)(self.survey, names={name: self.cleaned_data.get(name, "") for name in NAMES})

    def save(self, *, actor: User) -> Clause:
        """Write a version, filling the controller and the officer in where the draft left a gap."""
        officer, controller = self.cleaned_data["officer"], self.cleaned_data["controller"]
        text = {name.removeprefix("text_"): value for name, value in self.cleaned_data.items() if name.startswith("text_")}
        before = read_names(self.survey)["controller"] or self.survey.process.workspace.name
        if controller and controller != before:
            text = {language: name_controller(said, before, controller, language) for language, said in text.items()}
        filled = fill_gap(text, officer)
        return write_clause(actor=actor, survey=self.survey, text=filled, officer=officer, controller=controller)


def read_names(survey: Survey) -> dict[str, str]:
    """Give whom the clause in force names; before there is one, whom the workspace's last one named."""
    clause = clause_in_force(survey)
    if clause:
        return {"officer": clause.officer, "controller": clause.controller}
    workspace = survey.process.workspace
    return {"officer": find_officer(workspace), "controller": find_controller(workspace)}


def fill_gap(text: Mapping[str, str], officer: str) -> dict[str, str]:
    """Put the officer's contact where the draft asks for it."""
    if not officer:
        return dict(text)
    filled = {}
    for language, said in text.items():
        words = read_words()[language]
        filled[language] = said.replace(words["no_officer"], words["officer"].format(officer=escape(officer)))
    return filled
