"""Proposing an item: its title, and what the purpose of the round asks beside it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from sciezka.kit.journal import make_plain
from sciezka.rooms.rounds.forms.answering import clean_text
from sciezka.rooms.rounds.models import Proposal
from sciezka.rooms.rounds.queries.purposes import read_purpose

PREFIX = "details"


class ProposalForm(forms.Form):
    """The title of a proposed item, and more about it where the purpose asks nothing of its own."""

    title = forms.CharField(label=_("Name"), max_length=300, help_text=_("As it is usually called, in full."))
    text = forms.CharField(
        label=_("Why, or what it is"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )

    def clean_title(self) -> str:
        """Leave out signs that no database keeps, and spaces that nobody sees."""
        title = " ".join(clean_text(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"], code="required")
        return title

    def clean_text(self) -> str:
        """Leave out signs that no database keeps."""
        return clean_text(self.cleaned_data["text"])


class ProposalPair:
    """The two forms of a proposal as one: the title's, and the purpose's own, whose values become its details.

    The purpose's form may carry ``title_label``, ``title_help`` and ``has_text`` (whether a free text is asked as well).
    """

    def __init__(self, purpose: str, data: Mapping[str, Any] | None = None, proposal: Proposal | None = None) -> None:
        path = read_purpose(purpose).proposal_form
        own: type[forms.Form] | None = import_string(path) if path else None
        initial = {"title": proposal.title, "text": proposal.text} if proposal else None
        self.main = ProposalForm(data, initial=initial)
        self.own = own(data, initial=proposal.details if proposal else None, prefix=PREFIX) if own else None
        if own:
            title = self.main.fields["title"]
            title.label = getattr(own, "title_label", title.label)
            title.help_text = getattr(own, "title_help", title.help_text)
            if not getattr(own, "has_text", False):
                del self.main.fields["text"]

    def is_valid(self) -> bool:
        """Check both, so that all complaints are shown at once."""
        checks = [form.is_valid() for form in (self.main, self.own) if form is not None]
        return all(checks)

    @property
    def values(self) -> dict[str, Any]:
        """Give what an action takes."""
        details: Mapping[str, Any] = make_plain(self.own.cleaned_data) if self.own else {}
        given = self.main.cleaned_data
        return {"title": given["title"], "text": given.get("text", ""), "details": details}


def describe_details(purpose: str, proposal: Proposal) -> list[tuple[str, str]]:
    """List what was said beside a title, with the labels of the purpose's form."""
    path = read_purpose(purpose).proposal_form
    fields = import_string(path).base_fields if path else {}
    found = []
    for name, value in proposal.details.items():
        field = fields.get(name)
        if value in (None, "", [], False) or field is None:
            continue
        choices = {str(key): str(label) for key, label in getattr(field, "choices", [])}
        given = value if isinstance(value, list) else [value]
        found.append((str(field.label or name), ", ".join(choices.get(str(one), str(one)) for one in given)))
    return found
