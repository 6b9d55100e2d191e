"""Starting a questionnaire: from what comes ready, from one's own, or empty."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.questions.actions.editions import make_questionnaire
from sciezka.rooms.questions.library import find_shipped
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.drafts import read_draft
from sciezka.rooms.questions.schema.types import Page, Section, Text
from sciezka.rooms.questions.schema.types import Questionnaire as Schema
from sciezka.rooms.town.models import Workspace


class NewForm(forms.Form):
    """What the questionnaire begins with; a title of one's own may be given at once."""

    start = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    title = forms.CharField(required=False, max_length=200, label=gettext_lazy("Name"))

    def __init__(self, workspace: Workspace, own: Sequence[Questionnaire], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.workspace, self.own = workspace, {f"own:{one.pk}": one for one in own}

    def clean_start(self) -> str:
        """See that there is such a thing to begin with."""
        start: str = self.cleaned_data["start"]
        if start and start not in self.own and find_shipped(start) is None:
            raise forms.ValidationError(_("There is no such template any more. Choose another one."))
        return start

    def save(self, actor: User) -> Questionnaire:
        """Make the questionnaire."""
        start, title = self.cleaned_data["start"], self.cleaned_data["title"].strip()
        if start in self.own:
            return copy_questionnaire(actor=actor, questionnaire=self.own[start], title=title)
        shipped = find_shipped(start) if start else None
        if shipped is not None:
            named = title or shipped.title.say(get_language() or "pl")
            return make_questionnaire(
                actor=actor,
                workspace=self.workspace,
                title=named,
                schema=shipped.questionnaire,
                audience=shipped.audience,
                source=shipped.key,
            )
        title = title or _("New questionnaire")
        return make_questionnaire(actor=actor, workspace=self.workspace, title=title, schema=make_empty(title))


def copy_questionnaire(*, actor: User, questionnaire: Questionnaire, title: str = "") -> Questionnaire:
    """Make a copy of a questionnaire, under a name that says so."""
    return make_questionnaire(
        actor=actor,
        workspace=questionnaire.workspace,
        title=title or (_("%(title)s – copy") % {"title": questionnaire.title})[:200],
        schema=read_draft(questionnaire),
        audience=questionnaire.audience,
        source=questionnaire.source,
        originals=questionnaire.originals,
    )


def make_empty(title: str) -> Schema:
    """Make a questionnaire with one empty page."""
    return Schema(title=Text({"pl": title}), pages=(Page(code="p1", sections=(Section(code="s1"),)),))
