"""Every change of a tree: a small form that leads back to the tree, with the chosen statement still chosen."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.rooms.diagnosis.actions import statements as acts
from sciezka.rooms.diagnosis.actions import steps
from sciezka.rooms.diagnosis.forms.trees import AddForm, AsideForm, StatementForm, WordForm
from sciezka.rooms.diagnosis.models import Placing, Tree
from sciezka.rooms.diagnosis.queries.statements import find_tree
from sciezka.rooms.diagnosis.views.trees import VIEWS, show_tree
from sciezka.rooms.people.models import User
from sciezka.rooms.people.queries import actor_of

Act = Callable[[User, int], object]


def read_chosen(request: HttpRequest) -> int:
    """Read which statement the form speaks of."""
    return read_number(request.POST.get("statement")) or 0


def go_back(request: HttpRequest, tree: Tree, chosen: int | None) -> HttpResponse:
    """Lead back to the tree as it was looked at."""
    face = request.GET.get("widok", "")
    words = [f"widok={face}"] if face in VIEWS else []
    words += [f"na={chosen}"] if chosen else []
    return redirect(f"{tree.get_absolute_url()}?{'&'.join(words)}" if words else tree.get_absolute_url())


def take(request: HttpRequest, tree: Tree, act: Act, said: str = "") -> HttpResponse:
    """Do what a form asks for; where it is refused, say why and change nothing."""
    chosen = read_chosen(request)
    try:
        act(actor_of(request), chosen)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        if said:
            messages.success(request, said)
    return go_back(request, tree, chosen)


def number(request: HttpRequest, name: str) -> int | None:
    """Read the key of a statement from a form."""
    return read_number(request.POST.get(name))


@require_POST
@needs("diagnosis.edit", of=find_tree)
def add(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Add a statement; the one that it was added to stays chosen, so that the next can be written at once."""
    form = AddForm(request.POST)
    under = number(request, "under")
    if not form.is_valid():
        messages.error(request, _("Write the statement in at most 300 characters. Nothing was added."))
        return go_back(request, tree, under)
    try:
        form.save(actor_of(request), tree)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        if under is None:
            messages.success(request, _("Added: “%(text)s”.") % {"text": form.cleaned_data["text"]})
    return go_back(request, tree, under)


@require_POST
@needs("diagnosis.edit", of=find_tree)
def word(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Word what a statement of the source tree is turned into; the next one waits on the page."""
    form = WordForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the statement in at most 300 characters. Nothing was added."))
        return go_back(request, tree, None)
    try:
        form.save(actor_of(request), tree)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return go_back(request, tree, None)


@require_POST
@needs("diagnosis.edit", of=find_tree)
def place(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Put in a statement that stands elsewhere."""
    return take(request, tree, lambda actor, chosen: acts.place_statement(actor=actor, tree=tree, statement=chosen))


@require_POST
@needs("diagnosis.edit", of=find_tree)
def say(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Change what a statement says; where somebody else did so meanwhile, show both texts."""
    chosen = read_chosen(request)
    standing = Placing.objects.filter(tree=tree, statement=chosen).select_related("statement").first()
    if standing is None:
        messages.error(request, _("This statement is no longer in the tree. Nothing was changed."))
        return go_back(request, tree, None)
    form = StatementForm(standing.statement, request.POST)
    try:
        if form.is_valid() and form.save(actor_of(request), tree):
            return go_back(request, tree, chosen)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return show_tree(request, tree, chosen, form, status=409 if form.standing else 200)


@require_POST
@needs("diagnosis.edit", of=find_tree)
def hang(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Hang a statement under one more."""
    parent = number(request, "parent")
    return take(
        request, tree, lambda actor, chosen: acts.hang_under(actor=actor, tree=tree, statement=chosen, parent=parent)
    )


@require_POST
@needs("diagnosis.edit", of=find_tree)
def move(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Hang a statement under another instead."""
    parent, away = number(request, "parent"), number(request, "away")
    return take(
        request,
        tree,
        lambda actor, chosen: acts.move_statement(actor=actor, tree=tree, statement=chosen, parent=parent, away=away),
    )


@require_POST
@needs("diagnosis.edit", of=find_tree)
def untie(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Remove a tie."""
    ends = number(request, "source"), number(request, "target")
    return take(
        request, tree, lambda actor, _chosen: acts.untie_statements(actor=actor, tree=tree, source=ends[0], target=ends[1])
    )


@require_POST
@needs("diagnosis.edit", of=find_tree)
def order(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Let a statement change places with its neighbour."""
    way: acts.Direction = "earlier" if request.POST.get("direction") == "earlier" else "later"
    return take(
        request, tree, lambda actor, chosen: acts.order_statement(actor=actor, tree=tree, statement=chosen, direction=way)
    )


@require_POST
@needs("diagnosis.edit", of=find_tree)
def aside(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Set a statement aside with a reason, or take it up again."""
    form = AsideForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    if request.POST.get("decision") == "back":
        return take(request, tree, lambda actor, chosen: acts.take_up(actor=actor, tree=tree, statement=chosen))
    return take(request, tree, lambda actor, chosen: acts.set_aside(actor=actor, tree=tree, statement=chosen, reason=reason))


@require_POST
@needs("diagnosis.edit", of=find_tree)
def remove(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Remove a statement from the tree."""
    said = _("The statement is out of the tree. “Undo” brings it back with its ties.")
    return take(request, tree, lambda actor, chosen: acts.remove_statement(actor=actor, tree=tree, statement=chosen), said)


@require_POST
@needs("diagnosis.edit", of=find_tree)
def put_back(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Put a statement back on the thread."""
    return take(request, tree, lambda actor, chosen: acts.put_back(actor=actor, tree=tree, statement=chosen))


@require_POST
@needs("diagnosis.edit", of=find_tree)
def undo(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Undo one's own last step."""
    return take(request, tree, lambda actor, _chosen: steps.undo(actor=actor, tree=tree))


@require_POST
@needs("diagnosis.edit", of=find_tree)
def redo(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Do again what one has undone."""
    return take(request, tree, lambda actor, _chosen: steps.redo(actor=actor, tree=tree))
