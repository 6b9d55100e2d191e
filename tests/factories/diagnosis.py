"""Trees of problems for tests."""

from sciezka.rooms.diagnosis.actions.statements import add_statement
from sciezka.rooms.diagnosis.actions.trees import make_tree as make_real_tree
from sciezka.rooms.diagnosis.models import Statement, Tree
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Process


def make_tree(process: Process, name: str = "Mieszkania") -> Tree:
    """Make an empty tree."""
    return make_real_tree(actor=None, process=process, name=name)


def make_statement(
    tree: Tree,
    text: str = "Młodzi wyjeżdżają",
    role: str = "core",
    under: Statement | None = None,
    actor: User | None = None,
) -> Statement:
    """Add a statement to a tree, under another where one is given."""
    return add_statement(actor=actor, tree=tree, role=role, text=text, under=under.pk if under else None)
