"""Changing the statements of a tree: adding, saying anew, tying, moving, ordering, setting aside, removing."""

from collections.abc import Mapping
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.diagnosis.actions.steps import SAID, hold_tree, make_step
from sciezka.rooms.diagnosis.models import Placing, Role, Statement, Tree
from sciezka.rooms.diagnosis.queries.statements import statements_beside
from sciezka.rooms.diagnosis.queries.trees import Spot, TreeView, read_tree
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.town.actions.conflicts import refuse_stale

Direction = Literal["earlier", "later"]


def name_tie(child: Statement, parent: Statement) -> str:
    """Name the tie by which one statement hangs under another: a cause below what it causes, an effect above its cause."""
    is_above = child.role == Role.EFFECT or (child.role == Role.CORE and parent.role == Role.CAUSE)
    if child.role == Role.CAUSE or not is_above:
        return f"tie {child.pk}>{parent.pk}"
    return f"tie {parent.pk}>{child.pk}"


def find_spot(view: TreeView, key: int | None) -> Spot:
    """Find a statement that stands in the tree.

    Raises:
        ValidationError: when it does not, because it was removed in the meantime or never stood there.
    """
    if key is None or key not in view.spots:
        raise ValidationError(_("This statement is no longer in the tree. Nothing was changed."), code="gone")
    return view.spots[key]


def next_order(tree: Tree) -> float:
    """Give the order of one who stands after all others."""
    last: float | None = Placing.objects.filter(tree=tree).aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


@transaction.atomic
def add_statement(*, actor: User | None, tree: Tree, role: str, text: str, under: int | None = None) -> Statement:
    """Add a statement to a tree, tied to the chosen one where there is one.

    A cause hangs below the chosen statement and an effect above it. A problem follows from a chosen cause, brings about a
    chosen effect, and stands beside a chosen problem.
    """
    tree = hold_tree(tree)
    parent = find_spot(read_tree(tree), under).statement if under is not None else None
    made = Statement.objects.create(process=tree.process, kind=tree.kind, role=Role(role), text=" ".join(text.split()))
    wanted: dict[str, Any] = {f"stands {made.pk}": True, f"place {made.pk}": next_order(tree)}
    if parent and not made.role == parent.role == Role.CORE:
        wanted[name_tie(made, parent)] = ""
    make_step(actor=actor, tree=tree, verb="statement.add", wanted=wanted)
    return made


@transaction.atomic
def place_statement(*, actor: User | None, tree: Tree, statement: int | None) -> None:
    """Put a statement of the process that stands in another tree, or in none, into this one."""
    tree = hold_tree(tree)
    found = statements_beside(tree).filter(pk=statement or 0).first()
    if found is None:
        raise ValidationError(_("This statement can't be taken in: it stands there already or is gone."), code="gone")
    make_step(actor=actor, tree=tree, verb="statement.place", wanted={f"place {found.pk}": next_order(tree)})


@transaction.atomic
def edit_statement(*, actor: User | None, tree: Tree, statement: int, version: int, said: Mapping[str, Any]) -> None:
    """Change what a statement says.

    Raises:
        Conflict: when somebody has changed it since the version that was read, and says something else.
    """
    tree = hold_tree(tree)
    standing = find_spot(read_tree(tree), statement).statement
    values = {what: said[what] for what in SAID if what in said}
    refuse_stale(standing, version, values)
    wanted = {f"{what} {statement}": value for what, value in values.items()}
    make_step(actor=actor, tree=tree, verb="statement.edit", wanted=wanted)


@transaction.atomic
def hang_under(*, actor: User | None, tree: Tree, statement: int, parent: int | None) -> None:
    """Hang a statement under one more: it is a cause, or an effect, of that one too."""
    tree = hold_tree(tree)
    view = read_tree(tree)
    child, above = find_spot(view, statement).statement, find_spot(view, parent).statement
    make_step(actor=actor, tree=tree, verb="statement.tie", wanted={name_tie(child, above): ""})


@transaction.atomic
def untie_statements(*, actor: User | None, tree: Tree, source: int | None, target: int | None) -> None:
    """Remove the tie between two statements."""
    tree = hold_tree(tree)
    view = read_tree(tree)
    ends = find_spot(view, source), find_spot(view, target)
    make_step(actor=actor, tree=tree, verb="statement.untie", wanted={f"tie {ends[0].key}>{ends[1].key}": None})


@transaction.atomic
def move_statement(*, actor: User | None, tree: Tree, statement: int, parent: int | None, away: int | None = None) -> None:
    """Hang a statement under another instead of where it hangs now.

    Args:
        actor: who does it.
        tree: the tree.
        statement: what is moved; what hangs under it goes along.
        parent: under which it is to hang.
        away: under which it is to hang no more; may be left out where it hangs under one alone.

    Raises:
        ValidationError: when it is not said from which of several it is moved, or when a circle would be closed.
    """
    tree = hold_tree(tree)
    view = read_tree(tree)
    child, above = find_spot(view, statement), find_spot(view, parent)
    parents = view.parents_of(child)
    if away is None and len(parents) > 1:
        codes = ", ".join(spot.code for spot in parents)
        raise ValidationError(
            _("%(code)s hangs under several: %(codes)s. Choose in its panel from which one it is moved."),
            code="several",
            params={"code": child.code, "codes": codes},
        )
    left = find_spot(view, away) if away is not None else next(iter(parents), None)
    wanted: dict[str, Any] = {}
    if left and left.key != above.key:
        wanted[name_tie(child.statement, left.statement)] = None
    wanted[name_tie(child.statement, above.statement)] = ""
    known = {f"tie {link.source.key}>{link.target.key}": link.reason for link in view.links}
    wanted = {word: known.get(word, value) if value is not None else None for word, value in wanted.items()}
    make_step(actor=actor, tree=tree, verb="statement.move", wanted=wanted)


@transaction.atomic
def order_statement(*, actor: User | None, tree: Tree, statement: int, direction: Direction) -> None:
    """Let a statement change places with the one before or after it."""
    tree = hold_tree(tree)
    view = read_tree(tree)
    find_spot(view, statement)
    row = view.beside(statement)
    at = next((place for place, spot in enumerate(row) if spot.key == statement), 0)
    to = at - 1 if direction == "earlier" else at + 1
    if not 0 <= to < len(row):
        raise ValidationError(_("It already stands at the end of its row."), code="end")
    orders = sorted(spot.order for spot in row)
    row[at], row[to] = row[to], row[at]
    wanted = {f"place {spot.key}": order for spot, order in zip(row, orders, strict=True)}
    make_step(actor=actor, tree=tree, verb="statement.order", wanted=wanted)


@transaction.atomic
def set_aside(*, actor: User | None, tree: Tree, statement: int, reason: str) -> None:
    """Set a statement aside, with the reason why the plan does not answer it."""
    tree = hold_tree(tree)
    find_spot(read_tree(tree), statement)
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Give the reason why it is set aside."), code="no_reason")
    said = {"reason": reason, "by": str(actor.ref) if actor else "", "at": timezone.now().isoformat()}
    make_step(actor=actor, tree=tree, verb="statement.aside", wanted={f"aside {statement}": said})


@transaction.atomic
def take_up(*, actor: User | None, tree: Tree, statement: int) -> None:
    """Take up again what was set aside."""
    tree = hold_tree(tree)
    find_spot(read_tree(tree), statement)
    make_step(actor=actor, tree=tree, verb="statement.back", wanted={f"aside {statement}": None})


@transaction.atomic
def remove_statement(*, actor: User | None, tree: Tree, statement: int) -> None:
    """Remove a statement from a tree; one that stands in no other tree is taken off the thread, and keeps its code."""
    tree = hold_tree(tree)
    view = read_tree(tree)
    if statement not in {spot.key for spot in view.off}:
        find_spot(view, statement)
    wanted: dict[str, Any] = {f"place {statement}": None}
    if not Placing.objects.filter(statement=statement).exclude(tree=tree).exists():
        wanted[f"stands {statement}"] = False
    make_step(actor=actor, tree=tree, verb="statement.remove", wanted=wanted)


@transaction.atomic
def put_back(*, actor: User | None, tree: Tree, statement: int) -> None:
    """Put a statement of the tree back on the thread."""
    tree = hold_tree(tree)
    if not nodes_by_key(tree.process, Statement, [statement]):
        raise ValidationError(_("This statement is no longer in the tree. Nothing was changed."), code="gone")
    make_step(actor=actor, tree=tree, verb="statement.place", wanted={f"stands {statement}": True})
