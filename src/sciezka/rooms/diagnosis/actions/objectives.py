"""Turning a tree of problems into one of objectives: each statement is worded anew by a person, none by a machine."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.diagnosis.actions.statements import find_spot
from sciezka.rooms.diagnosis.actions.steps import hold_tree, make_step
from sciezka.rooms.diagnosis.models import Statement, Tree, TreeKind
from sciezka.rooms.diagnosis.queries.objectives import find_images, read_source
from sciezka.rooms.diagnosis.queries.trees import read_tree
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note

LONGEST_NAME = 200


@transaction.atomic
def turn_tree(*, actor: User | None, tree: Tree) -> Tree:
    """Begin a tree of objectives from one of problems, or give the one that was begun.

    Raises:
        ValidationError: when the tree is one of objectives already.
    """
    tree = hold_tree(tree)
    if tree.kind != TreeKind.PROBLEMS:
        raise ValidationError(_("Only a problem tree can be turned into objectives."), code="kind")
    if known := Tree.objects.filter(source=tree).select_related("process__workspace").first():
        return known
    name = _("%(name)s: objectives") % {"name": tree.name}
    made = Tree.objects.create(process=tree.process, kind=TreeKind.OBJECTIVES, source=tree, name=name[:LONGEST_NAME])
    note(actor=actor, verb="tree.turn", of=made, after={"name": made.name, "source": tree.pk})
    return made


@transaction.atomic
def word_objective(*, actor: User | None, tree: Tree, source: int | None, text: str) -> Statement:
    """Word what a statement of the source tree is turned into.

    It stands where its source stands, and is tied to what its source's neighbours were turned into: means to ends as
    causes to effects.

    Raises:
        ValidationError: when the source is gone, or somebody has worded it meanwhile.
    """
    tree = hold_tree(tree)
    view = read_tree(tree)
    told = read_source(view)
    if told is None:
        raise ValidationError(_("This tree is not turned from another."), code="kind")
    spot = find_spot(told, source)
    images = find_images(view)
    if spot.node.pk in images:
        other = view.spots[images[spot.node.pk]].statement.text
        raise ValidationError(
            _("Somebody has worded %(code)s meanwhile: “%(other)s”. Yours, “%(mine)s”, was not added."),
            code="worded",
            params={"code": spot.code, "other": other, "mine": text},
        )
    made = Statement.objects.create(
        process=tree.process, kind=TreeKind.OBJECTIVES, role=spot.statement.role, dimension=spot.statement.dimension,
        text=" ".join(text.split()),
    )  # fmt: skip
    wanted: dict[str, Any] = {
        f"stands {made.pk}": True, f"place {made.pk}": spot.order, f"mirror {spot.key}>{made.pk}": "",
    }  # fmt: skip
    for link in told.links:
        if link.source.key == spot.key and (other_key := images.get(link.target.node.pk)):
            wanted[f"tie {made.pk}>{other_key}"] = ""
        if link.target.key == spot.key and (other_key := images.get(link.source.node.pk)):
            wanted[f"tie {other_key}>{made.pk}"] = ""
    make_step(actor=actor, tree=tree, verb="statement.word", wanted=wanted)
    return made
