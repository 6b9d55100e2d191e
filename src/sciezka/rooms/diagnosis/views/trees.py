"""The trees of a process, and the page of one: drawn and as an outline, with the chosen statement beside."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.kit.manifests import Text
from sciezka.rooms.diagnosis.actions.objectives import turn_tree
from sciezka.rooms.diagnosis.charts.tree import centre_of, draw_tree, lay_tree
from sciezka.rooms.diagnosis.forms.trees import StatementForm, TreeForm
from sciezka.rooms.diagnosis.models import Role, Statement, Tree, TreeKind
from sciezka.rooms.diagnosis.queries.objectives import list_drafts
from sciezka.rooms.diagnosis.queries.statements import find_statement, find_tree, statements_beside
from sciezka.rooms.diagnosis.queries.trees import Spot, TreeView, find_redo, find_undo, list_trees, read_tree
from sciezka.rooms.diagnosis.queries.words import TREE_WORDS
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

VIEWS = ("rysunek", "konspekt")


@require_safe
@needs("diagnosis.view", of=find_process)
def show_trees(request: HttpRequest, process: Process) -> HttpResponse:
    """List the trees of a process."""
    context = {"process": process, "trees": list_trees(process), "may_edit": may(request.user, "diagnosis.edit", process)}
    return render(request, "diagnosis/trees.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diagnosis.edit", of=find_process)
def make(request: HttpRequest, process: Process) -> HttpResponse:
    """Make a tree."""
    form = TreeForm(process, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return redirect(form.save(actor_of(request)))
    return render(request, "diagnosis/tree_form.html", {"process": process, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diagnosis.edit", of=find_tree)
def edit(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Change what a tree is called."""
    form = TreeForm(tree.process, tree, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The changes are saved."))
        return redirect(tree)
    return render(request, "diagnosis/tree_form.html", {"process": tree.process, "tree": tree, "form": form})


@require_POST
@needs("diagnosis.edit", of=find_tree)
def turn(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Begin to turn a tree of problems into objectives, or lead to where that was begun."""
    try:
        return redirect(turn_tree(actor=actor_of(request), tree=tree))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(tree)


@require_safe
@needs("diagnosis.view", of=find_tree)
def show(request: HttpRequest, tree: Tree) -> HttpResponse:
    """Show a tree."""
    return show_tree(request, tree, read_number(request.GET.get("na")))


@require_safe
@needs("diagnosis.view", of=find_statement)
def show_statement(_request: HttpRequest, statement: Statement) -> HttpResponse:
    """Lead to a tree in which a statement stands."""
    tree = statement.trees.order_by("pk").first()
    if tree is None:
        return redirect(reverse("diagnosis:trees", kwargs=statement.process.address))
    return redirect(f"{reverse('diagnosis:tree', kwargs={**statement.process.address, 'tree': tree.pk})}?na={statement.pk}")


def show_tree(
    request: HttpRequest, tree: Tree, chosen: int | None, form: StatementForm | None = None, status: int = 200
) -> HttpResponse:
    """Draw the page of a tree, with a form that was refused where there is one."""
    view = read_tree(tree)
    spot = view.spots.get(chosen or 0)
    may_edit = may(request.user, "diagnosis.edit", tree)
    drawing = lay_tree(view) if view.spots else None
    face = request.GET.get("widok", "")
    context: dict[str, Any] = {
        "process": tree.process,
        "tree": tree,
        "view": view,
        "face": face if face in VIEWS else "",
        "keep": f"?widok={face}" if face in VIEWS else "",
        "chosen": spot,
        "may_edit": may_edit,
        # Every word that people typed is escaped where it is drawn.
        "svg": mark_safe(draw_tree(drawing, chosen=chosen)) if drawing else "",  # noqa: S308
        "centre": centre_of(drawing) if drawing else None,
        "stream": reverse("diagnosis:tree_stream", kwargs=tree.address),
        "state": reverse("diagnosis:tree_state", kwargs=tree.address),
        "counts": [view.count(role) for role in Role],
        "words": view.words,
        "drafts": list_drafts(view),
        "turned": Tree.objects.filter(source=tree).first(),
    }
    if may_edit:
        actor = actor_of(request)
        context |= {
            "undo": find_undo(tree, actor),
            "redo": find_redo(tree, actor),
            "offered": statements_beside(tree),
            **(face_chosen(view, spot, form) if spot else {}),
        }
    return render(request, "diagnosis/tree.html", context, status=status)


def face_chosen(view: TreeView, spot: Spot, form: StatementForm | None) -> dict[str, Any]:
    """Gather what may be done with the chosen statement."""
    row = view.beside(spot.key)
    at = next((place for place, other in enumerate(row) if other.key == spot.key), 0)
    parents = view.parents_of(spot)
    return {
        "form": form or StatementForm(spot.statement),
        "parents": parents,
        "others": [other for other in view.spots.values() if other.key != spot.key],
        "may_go_earlier": at > 0,
        "may_go_later": at < len(row) - 1,
        "roles": order_roles(spot),
    }


def order_roles(spot: Spot) -> list[tuple[str, Text]]:
    """List what may be added to a statement: first what is added most often, as Enter does."""
    said = TREE_WORDS[TreeKind(spot.statement.kind)]
    words = {Role.CAUSE: said["add_cause"], Role.EFFECT: said["add_effect"], Role.CORE: said["add_core"]}
    first = Role.EFFECT if spot.statement.role == Role.EFFECT else Role.CAUSE
    return [(role.value, words[role]) for role in sorted(words, key=lambda role: role != first)]
