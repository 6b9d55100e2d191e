"""Hanging nouns on the thread, renaming them, taking them off and putting them back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.journal import take_snapshot
from sciezka.kit.manifests import NodeType
from sciezka.kit.places import Placed
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions.moving import tell_moved
from sciezka.rooms.thread.models import Citation, Node
from sciezka.rooms.thread.queries.types import all_types
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process

LONGEST_TITLE = 300


def hold_thread(process: Process) -> None:
    """Let one change of a process's thread wait for another; codes and circles are then told apart safely.

    PostgreSQL locks the process's row (not its key, so that work on other nouns goes on); on SQLite the transaction
    itself is the lock.
    """
    Process.objects.select_for_update(no_key=True).get(pk=process.pk)


@transaction.atomic
def hang(  # noqa: PLR0913 - by name, one for each thing that a node says
    *,
    actor: User | None,
    process: Process,
    type: str,  # noqa: A002 - the field's own name
    noun: Model,
    title: str,
    cited: Citation | None = None,
    under: Node | None = None,
) -> Node:
    """Hang a noun on the thread, with the next code of its type.

    A noun hangs once in a type: hung again it gives the node that stands, untouched, or puts back the one that was
    taken off, with the new title and citation.

    Args:
        actor: who does it; None when the system does.
        process: the process that the thread belongs to.
        type: the key of a type that some room's manifest declares.
        noun: the saved noun that the node stands for; it belongs to the process or to its workspace.
        title: what the node says; cut at 300 signs.
        cited: what is cited, when the node is evidence.
        under: the node that this one belongs to, for types whose codes are made from it (C1 → C1.2).

    Raises:
        LookupError: when no room declares the type.
        ValueError: when the noun was not saved.
        ValidationError: when the noun or the node above belongs elsewhere.
    """
    declared = all_types()[type]
    if noun.pk is None:
        message = "Only a saved noun can hang on the thread."
        raise ValueError(message)
    check_place(process, noun, under)
    hold_thread(process)
    title = shorten(title)
    known = Node.objects.filter(process=process, type=type, noun_kind=noun._meta.label_lower, noun_key=str(noun.pk)).first()
    if known:
        known.process = process
        return known if not known.is_taken_off else put_back(actor=actor, node=known, title=title, cited=cited)
    number = (Node.objects.filter(process=process, type=type, under=under).aggregate(last=Max("number"))["last"] or 0) + 1
    node = Node.objects.create(
        process=process,
        type=type,
        number=number,
        code=make_code(declared, number, under),
        under=under,
        title=title,
        noun_kind=noun._meta.label_lower,
        noun_key=str(noun.pk),
        cited=cited.as_stored() if cited else {},
        cited_at=timezone.now() if cited else None,
        hung_by=actor.ref if actor else None,
    )
    said = take_snapshot(node, ("type", "title", "cited"))
    note(actor=actor, verb="node.hang", of=node, after={name: value for name, value in said.items() if value})
    return node


def make_code(declared: NodeType, number: int, under: Node | None) -> str:
    """Make a code by the type's pattern."""
    return declared.pattern.format(prefix=declared.prefix, number=number, under=under.code if under else "")


def check_place(process: Process, noun: Model, under: Node | None) -> None:
    """Refuse a noun of another process or workspace; a noun without a place is shared by all."""
    place = noun.place if isinstance(noun, Placed) else None
    if place is not None and place not in (process, process.workspace):
        raise ValidationError(_("Only what belongs to this process can hang on its thread."), code="foreign")
    if under is not None and under.process_id != process.pk:
        raise ValidationError(_("Only what belongs to this process can hang on its thread."), code="foreign")


def shorten(title: str) -> str:
    """Fold a title into one line, cut at the longest that a node holds."""
    line = " ".join(title.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"


@transaction.atomic
def rename(*, actor: User | None, node: Node, title: str) -> Node:
    """Change the title of a node; its code and what it cites stay."""
    hold_thread(node.process)
    if apply_changes(actor=actor, verb="node.rename", of=node, values={"title": shorten(title)}):
        tell_moved(node)
    return node


@transaction.atomic
def cite(*, actor: User | None, node: Node, cited: Citation) -> Node:
    """Cite anew, once the source has moved on; the journal keeps what was cited before."""
    hold_thread(node.process)
    values = {"cited": cited.as_stored(), "cited_at": timezone.now()}
    apply_changes(actor=actor, verb="node.cite", of=node, values=values)
    tell_moved(node)
    return node


@transaction.atomic
def take_off(*, actor: User | None, node: Node) -> Node:
    """Take a node off the thread: it keeps its code and its ties, which count for nothing until it is put back."""
    hold_thread(node.process)
    node.taken_off_at = Node.objects.values_list("taken_off_at", flat=True).get(pk=node.pk)
    if not node.is_taken_off:
        apply_changes(actor=actor, verb="node.take_off", of=node, values={"taken_off_at": timezone.now()})
        tell_moved(node)
    return node


@transaction.atomic
def put_back(*, actor: User | None, node: Node, title: str = "", cited: Citation | None = None) -> Node:
    """Put a node back on the thread under its old code, with its ties; optionally with a new title and citation."""
    hold_thread(node.process)
    values: dict[str, object] = {"taken_off_at": None}
    if title:
        values["title"] = shorten(title)
    if cited:
        values |= {"cited": cited.as_stored(), "cited_at": timezone.now()}
    apply_changes(actor=actor, verb="node.put_back", of=node, values=values)
    tell_moved(node)
    return node
