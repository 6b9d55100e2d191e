"""Finding statements: by the words of an address, for the thread, and those that another tree may take in."""

from typing import Final

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from sciezka.rooms.diagnosis.models import Statement, Tree
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.nouns import stand

KIND: Final = Statement._meta.label_lower


def find_tree(workspace: str, process: str, tree: int) -> Tree:
    """Find a tree inside its process, or answer 404."""
    rows = Tree.objects.select_related("process__workspace", "source")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=tree)


def find_statement(workspace: str, process: str, statement: int) -> Statement:
    """Find a statement inside its process, or answer 404."""
    rows = Statement.objects.select_related("process__workspace")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=statement)


find_statements: Final = stand(Statement, "diagnosis:statement", "statement")


def statements_beside(tree: Tree) -> QuerySet[Statement]:
    """List the statements that a tree may take in: of its process and kind, on the thread, and not in it yet."""
    keys = Node.objects.filter(process=tree.process, noun_kind=KIND, taken_off_at__isnull=True)
    standing = [int(key) for key in keys.values_list("noun_key", flat=True)]
    return (
        Statement.objects.filter(process=tree.process, kind=tree.kind, pk__in=standing)
        .exclude(placings__tree=tree)
        .order_by("role", "pk")
    )
