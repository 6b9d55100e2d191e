"""What comes in about a programme template."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.programmes import add_programme, edit_programme
from sciezka.rooms.town.forms.fields import Data
from sciezka.rooms.town.models import Programme
from sciezka.rooms.town.programmes import TemplateProblem
from sciezka.rooms.town.programmes.reading import Problem


class ProgrammeForm(forms.Form):
    """The content of a template; whatever is wrong with it is listed whole, and what was typed stays."""

    source = forms.CharField(
        label=gettext_lazy("Content (TOML)"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 32, "spellcheck": "false", "class": "code-area", "wrap": "off"}),
    )

    def __init__(self, programme: Programme | None, data: Data = None) -> None:
        super().__init__(data)
        self.programme = programme
        if programme:
            self.initial = {"source": programme.source}

    def save(self, actor: User) -> Programme | None:
        """Keep the content; give None, with every fault among the errors, when it can't be used."""
        source = self.cleaned_data["source"].replace("\r\n", "\n")
        try:
            if self.programme:
                return edit_programme(actor=actor, programme=self.programme, source=source)
            return add_programme(actor=actor, source=source)
        except TemplateProblem as found:
            for problem in found.problems:
                self.add_error(None, f"{problem.place}: {say_problem(problem)}")
            return None


def say_problem(problem: Problem) -> str:
    """Say a fault in the language of the page; its place is named beside."""
    return _(problem.message) % dict(problem.values)
