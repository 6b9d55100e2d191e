"""What comes in about a tree, and about what a statement says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.diagnosis.actions.objectives import word_objective
from sciezka.rooms.diagnosis.actions.statements import add_statement, edit_statement
from sciezka.rooms.diagnosis.actions.trees import edit_tree, make_tree
from sciezka.rooms.diagnosis.models import HEAVIEST, LONGEST_TEXT, Dimension, Role, Statement, Tree
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.models import Process

LONGEST_ABOUT = 4000


class TreeForm(forms.Form):
    """What a tree is called and what it is about."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("For instance the area that the tree is about: housing, or transport.")
    )
    about = forms.CharField(
        label=_("What it is about"), required=False, max_length=LONGEST_ABOUT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, process: Process, tree: Tree | None = None, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"name": tree.name, "about": tree.about} if tree else None)
        self.process, self.tree = process, tree

    def save(self, actor: User) -> Tree:
        """Make the tree, or change it."""
        if self.tree is None:
            return make_tree(actor=actor, process=self.process, **self.cleaned_data)
        return edit_tree(actor=actor, tree=self.tree, **self.cleaned_data)


class AddForm(forms.Form):
    """A new statement, under the chosen one where there is one."""

    text = forms.CharField(label=_("New statement"), max_length=LONGEST_TEXT)
    role = forms.ChoiceField(choices=Role.choices)
    under = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def save(self, actor: User, tree: Tree) -> Statement:
        """Add it."""
        said = self.cleaned_data
        return add_statement(actor=actor, tree=tree, role=said["role"], text=said["text"], under=said["under"])


class WordForm(forms.Form):
    """What a statement of the source tree is turned into."""

    text = forms.CharField(max_length=LONGEST_TEXT)
    source = forms.IntegerField(min_value=1, max_value=2**62)

    def save(self, actor: User, tree: Tree) -> Statement:
        """Add it."""
        said = self.cleaned_data
        return word_objective(actor=actor, tree=tree, source=said["source"], text=said["text"])


class AsideForm(forms.Form):
    """Why a statement is set aside."""

    reason = forms.CharField(required=False, max_length=2000)


class StatementForm(forms.Form):
    """What a statement says, with the version that was read."""

    text = forms.CharField(label=_("Statement"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))
    dimension = forms.ChoiceField(label=_("Dimension"), required=False, choices=[("", _("not said")), *Dimension.choices])
    weight = forms.TypedChoiceField(
        label=_("Weight"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("not said")), *((str(number), str(number)) for number in range(1, HEAVIEST + 1))],
        help_text=_("5 weighs most."),
    )
    about = forms.CharField(
        label=_("Remarks"), required=False, max_length=LONGEST_ABOUT, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)

    def __init__(self, statement: Statement, data: Any = None, prefix: str = "") -> None:  # noqa: ANN401 - what a form takes
        names = ("text", "dimension", "weight", "about", "version")
        initial = {name: getattr(statement, name) for name in names}
        super().__init__(data, initial=initial, auto_id=f"{prefix or 'say'}_%s")
        self.statement = statement
        # What the other person said, when both have changed the same.
        self.standing: Statement | None = None

    def clean_text(self) -> str:
        """Fold the text into one line."""
        return " ".join(self.cleaned_data["text"].split())

    def save(self, actor: User, tree: Tree) -> bool:
        """Change what it says; where somebody else has, keep both texts."""
        said = dict(self.cleaned_data)
        try:
            edit_statement(actor=actor, tree=tree, statement=self.statement.pk, version=said.pop("version"), said=said)
        except Conflict as conflict:
            self.standing = conflict.standing
            self.add_error(None, conflict)
            return False
        return True
