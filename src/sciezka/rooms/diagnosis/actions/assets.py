"""What resources, products, document passages and experts' notes have in common: each hangs on the thread once added.

All changes wait for one another (``hold_thread``): each of them may hang something on the thread or tie it.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.kit.journal import find_changes, make_plain, take_snapshot
from sciezka.rooms.diagnosis.models.resources import Asset
from sciezka.rooms.people.models import User
from sciezka.rooms.thread import actions as thread
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.actions.trace import note

MOST: Final = 500
Either = TypeVar("Either", bound=Asset)
# What every row has and nobody says.
UNSAID: Final = frozenset({"id", "process", "version"})


@transaction.atomic
def take_off(*, actor: User | None, asset: Asset) -> None:
    """Take it off its list and off the thread; its code and its ties are kept."""
    node = _find_node(asset)
    if not node.is_taken_off:
        thread.take_off(actor=actor, node=node)
        note(actor=actor, verb=f"{asset.node_type}.take_off", of=asset)


@transaction.atomic
def put_back(*, actor: User | None, asset: Asset) -> None:
    """Put it back on its list, under its old code."""
    node = _find_node(asset)
    if node.is_taken_off:
        thread.put_back(actor=actor, node=node, title=asset.name)
        note(actor=actor, verb=f"{asset.node_type}.put_back", of=asset)


def _find_node(asset: Asset) -> Node:
    """Give the node of what hangs since it was made."""
    hold_thread(asset.process)
    return Node.objects.select_related("process__workspace").get(
        process=asset.process, type=asset.node_type, noun_kind=asset._meta.label_lower, noun_key=str(asset.pk)
    )


def add_asset(actor: User | None, asset: Either) -> Either:
    """Save what is new and hang it on the thread."""
    if type(asset)._default_manager.filter(process=asset.process).count() >= MOST:
        raise ValidationError(_("The list holds at most %(most)s lines.") % {"most": MOST}, code="many")
    asset.save()
    said = take_snapshot(asset, [field.name for field in asset._meta.concrete_fields if field.name not in UNSAID])
    verb = f"{asset.node_type}.add"
    note(actor=actor, verb=verb, of=asset, after={name: value for name, value in said.items() if value})
    cited = asset.citation
    thread.hang(actor=actor, process=asset.process, type=asset.node_type, noun=asset, title=asset.name, cited=cited)
    return asset


def edit_asset(actor: User | None, asset: Either, version: int, values: Mapping[str, Any]) -> Either:
    """Change the row as it stands now; its node is renamed and cites anew with it.

    Raises:
        Conflict: when somebody has changed it since the version that was read, and says something else.
    """
    standing: Either = type(asset)._default_manager.select_related("process__workspace").get(pk=asset.pk)
    before = take_snapshot(standing, values)
    old, new = find_changes(before, {name: make_plain(value) for name, value in values.items()})
    if not new:
        return standing
    if standing.version != version:
        raise Conflict(standing)
    for name, value in values.items():
        setattr(standing, name, value)
    standing.version += 1
    standing.save()
    note(actor=actor, verb=f"{asset.node_type}.edit", of=standing, before=old, after=new)
    node, cited = node_for(standing), standing.citation
    if node and "name" in new:
        thread.rename(actor=actor, node=node, title=standing.name)
    if node and cited and node.cited != cited.as_stored():
        thread.cite(actor=actor, node=node, cited=cited)
    return standing
