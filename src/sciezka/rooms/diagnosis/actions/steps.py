"""Steps in a tree: every change is told as what stood before and what stands after, so that it can be undone.

All changes of a process's trees wait for one another (``hold_thread``). See ``TreeStep`` for the words of a state.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from sciezka.kit.live import raise_pulse
from sciezka.rooms.diagnosis.models import Placing, Statement, Tree, TreeKind, TreeStep
from sciezka.rooms.diagnosis.queries.statements import KIND
from sciezka.rooms.diagnosis.queries.trees import LINKS, MIRRORS, find_redo, find_undo, pulse_of
from sciezka.rooms.people.models import User
from sciezka.rooms.thread import actions as thread
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.town.actions.trace import note

State = Mapping[str, Any]
TIES: Final = ("tie", "mirror")
SAID: Final = ("text", "about", "dimension", "weight")
# What must be gone before a statement is taken off, and what must stand before it is tied.
PHASES: Final = ("untie", "stands", "place", *SAID, "aside", "tie")


def hold_tree(tree: Tree) -> Tree:
    """Let one change wait for another, and give the tree as it stands now."""
    hold_thread(tree.process)
    return Tree.objects.select_related("process__workspace").get(pk=tree.pk)


def keys_of(words: Iterable[str]) -> set[int]:
    """List the statements that the words of a state speak of."""
    return {int(key) for word in words for key in word.split(" ")[1].split(">")}


class Slate:
    """The nouns that a change speaks of, read once."""

    def __init__(self, tree: Tree, words: Iterable[str]) -> None:
        self.tree = tree
        keys = keys_of(words)
        rows = Statement.objects.filter(process=tree.process, pk__in=keys)
        self.statements = {row.pk: row for row in rows}
        if keys - self.statements.keys():
            raise ValidationError(_("This statement does not belong to this process."), code="foreign")
        for row in self.statements.values():
            row.process = tree.process
        self.nodes = nodes_by_key(tree.process, Statement, list(keys))
        self.placings = {row.statement_id: row for row in Placing.objects.filter(tree=tree, statement__in=keys)}
        by_node = {node.pk: key for key, node in self.nodes.items()}
        ties = Tie.objects.filter(kind__in=(*LINKS.values(), MIRRORS), source__in=by_node, target__in=by_node)
        self.ties = {
            ("mirror" if tie.kind == MIRRORS else "tie", by_node[tie.source_id], by_node[tie.target_id]): tie for tie in ties
        }

    def read(self, word: str) -> Any:  # noqa: ANN401 - a value of JSON
        """Read what stands now."""
        what, _gap, rest = word.partition(" ")
        if what in TIES:
            source, target = map(int, rest.split(">"))
            return tie.reason if (tie := self.ties.get((what, source, target))) else None
        key = int(rest)
        if what == "place":
            return row.order if (row := self.placings.get(key)) else None
        if what == "stands":
            return bool((node := self.nodes.get(key)) and not node.is_taken_off)
        statement = self.statements[key]
        if what == "aside":
            if statement.aside_at is None:
                return None
            by = str(statement.aside_by) if statement.aside_by else ""
            return {"reason": statement.aside_reason, "by": by, "at": statement.aside_at.isoformat()}
        return getattr(statement, what)

    def write(self, actor: User | None, words: State) -> None:
        """Make everything stand as the words say."""
        for phase in PHASES:
            for word, value in words.items():
                what, _gap, rest = word.partition(" ")
                if what in TIES and phase == ("untie" if value is None else "tie"):
                    source, target = map(int, rest.split(">"))
                    self.write_tie(actor, what, source, target, value)
                elif what == phase != "tie":
                    getattr(self, f"write_{what if what not in SAID else 'said'}")(actor, int(rest), value, what)
        for statement in self.statements.values():
            if any(word in words for word in (f"{what} {statement.pk}" for what in (*SAID, "aside"))):
                statement.version += 1
                statement.save()

    def write_tie(self, actor: User | None, what: str, source: int, target: int, reason: str | None) -> None:
        """Tie two statements, or remove the tie."""
        if known := self.ties.pop((what, source, target), None):
            thread.untie(actor=actor, tie=known)
        if reason is not None:
            ends = self.nodes[source], self.nodes[target]
            kind = MIRRORS if what == "mirror" else LINKS[TreeKind(self.statements[source].kind)]
            made = thread.tie(actor=actor, source=ends[0], target=ends[1], kind=kind, reason=reason)
            self.ties[what, source, target] = made

    def write_stands(self, actor: User | None, key: int, value: bool, _what: str) -> None:  # noqa: FBT001 - a value of JSON
        """Hang a statement on the thread, or take it off."""
        statement = self.statements[key]
        if value:
            self.nodes[key] = thread.hang(
                actor=actor, process=self.tree.process, type=statement.node_type, noun=statement, title=statement.text
            )
        elif key in self.nodes:
            thread.take_off(actor=actor, node=self.nodes[key])

    def write_place(self, _actor: User | None, key: int, value: float | None, _what: str) -> None:
        """Put a statement into the tree, or take it out."""
        if value is None:
            Placing.objects.filter(tree=self.tree, statement=key).delete()
        else:
            Placing.objects.update_or_create(tree=self.tree, statement_id=key, defaults={"order": value})

    def write_said(self, actor: User | None, key: int, value: Any, what: str) -> None:  # noqa: ANN401 - a value of JSON
        """Change what a statement says."""
        setattr(self.statements[key], what, value)
        if what == "text" and key in self.nodes:
            thread.rename(actor=actor, node=self.nodes[key], title=value)

    def write_aside(self, _actor: User | None, key: int, value: Mapping[str, str] | None, _what: str) -> None:
        """Set a statement aside, or take it up again."""
        statement, said = self.statements[key], value or {}
        statement.aside_reason = said.get("reason", "")
        statement.aside_by = said.get("by") or None
        statement.aside_at = parse_datetime(said["at"]) if said.get("at") else None


def make_step(*, actor: User | None, tree: Tree, verb: str, wanted: State) -> TreeStep | None:
    """Make a change of a tree that is held, and keep it as a step; nothing where everything stands so already."""
    slate = Slate(tree, wanted)
    before = {word: slate.read(word) for word in wanted}
    changed = {word: value for word, value in wanted.items() if before[word] != value}
    if not changed:
        return None
    told = keys_of(changed)
    trees = trees_of(told)
    slate.write(actor, changed)
    last = TreeStep.objects.filter(tree=tree).aggregate(last=Max("number"))["last"] or 0
    step = TreeStep.objects.create(
        tree=tree, number=last + 1, actor=actor.ref if actor else None, verb=verb,
        before={word: before[word] for word in changed}, after=changed,
    )  # fmt: skip
    note(actor=actor, verb=verb, of=tree, before=step.before, after=step.after)
    tell_screens({tree.pk, *trees, *trees_of(told)})
    return step


def trees_of(statements: Iterable[int]) -> set[int]:
    """List the trees in which statements stand."""
    return set(Placing.objects.filter(statement__in=list(statements)).values_list("tree_id", flat=True))


def tell_screens(trees: Iterable[int]) -> None:
    """Tell all who look at these trees that they have changed."""
    listed = sorted(trees)
    Tree.objects.filter(pk__in=listed).update(version=F("version") + 1)
    for key in listed:
        raise_pulse(pulse_of(key))


def tell_trees(nodes: Iterable[Node]) -> None:
    """Tell the screens of each tree in which something stands that has changed on the thread, or that rests on it."""
    keys = [node.pk for node in nodes]
    near = Node.objects.filter(Q(pk__in=keys) | Q(ties_in__source__in=keys), noun_kind=KIND)
    statements = {int(key) for key in near.values_list("noun_key", flat=True)}
    if statements:
        tell_screens(trees_of(statements))


@transaction.atomic
def undo(*, actor: User, tree: Tree) -> TreeStep:
    """Undo a person's own last step.

    Raises:
        ValidationError: when there is none, or when what it changed has been changed since.
    """
    tree = hold_tree(tree)
    step = find_undo(tree, actor)
    if step is None:
        raise ValidationError(_("There is nothing of yours to undo here."), code="nothing")
    return turn(actor, tree, step, step.after, step.before, undone=True)


@transaction.atomic
def redo(*, actor: User, tree: Tree) -> TreeStep:
    """Do again what a person undid last.

    Raises:
        ValidationError: when there is nothing, or when what it changed has been changed since.
    """
    tree = hold_tree(tree)
    step = find_redo(tree, actor)
    if step is None:
        raise ValidationError(_("There is nothing of yours to do again here."), code="nothing")
    return turn(actor, tree, step, step.before, step.after, undone=False)


def turn(actor: User, tree: Tree, step: TreeStep, now: State, wanted: State, *, undone: bool) -> TreeStep:
    """Make everything that a step changed stand as it did on its other side."""
    slate = Slate(tree, wanted)
    moved = keys_of(word for word, value in now.items() if slate.read(word) != value)
    if moved := moved | find_built_on(actor, step, wanted):
        codes = ", ".join(slate.nodes[key].code for key in sorted(moved) if key in slate.nodes)
        raise ValidationError(
            _("Somebody has changed the same since: %(codes)s. Nothing was changed now."),
            code="changed",
            params={"codes": codes},
        )
    told = keys_of(wanted)
    trees = trees_of(told)
    slate.write(actor, wanted)
    step.undone_at = timezone.now() if undone else None
    step.save(update_fields=["undone_at"])
    note(actor=actor, verb="tree.undo" if undone else "tree.redo", of=tree, before=dict(now), after=dict(wanted))
    tell_screens({tree.pk, *trees, *trees_of(told)})
    return step


def find_built_on(actor: User, step: TreeStep, wanted: State) -> set[int]:
    """Find what would be taken away though somebody else has gone on from it since."""
    lost = keys_of(word for word, value in wanted.items() if word.startswith("stands ") and not value)
    later = TreeStep.objects.filter(tree__process=step.tree.process, made_at__gt=step.made_at, undone_at__isnull=True)
    others = later.exclude(actor=actor.ref).values_list("after", flat=True) if lost else ()
    return lost & {key for after in others for key in keys_of(after)}
