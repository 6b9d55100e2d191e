"""Making trees, and saying what they are called."""

from django.db import transaction

from sciezka.rooms.diagnosis.actions.steps import tell_screens
from sciezka.rooms.diagnosis.models import Tree
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process


@transaction.atomic
def make_tree(*, actor: User | None, process: Process, name: str, about: str = "") -> Tree:
    """Make an empty tree."""
    tree = Tree.objects.create(process=process, name=name, about=about)
    note(actor=actor, verb="tree.make", of=tree, after={"name": name})
    return tree


@transaction.atomic
def edit_tree(*, actor: User | None, tree: Tree, name: str, about: str) -> Tree:
    """Change what a tree is called and what it is about."""
    if apply_changes(actor=actor, verb="tree.edit", of=tree, values={"name": name, "about": about}):
        tell_screens([tree.pk])
    return tree
