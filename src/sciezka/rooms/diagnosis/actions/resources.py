"""Keeping the lists of resources and products: adding, changing, taking off and putting back.

All changes wait for one another (``hold_thread``): each of them may hang something on the thread or tie it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.kit.journal import find_changes, take_snapshot
from sciezka.rooms.diagnosis.models import Product, Resource
from sciezka.rooms.diagnosis.queries.resources import USES
from sciezka.rooms.people.models import User
from sciezka.rooms.thread import actions as thread
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries import node_for, nodes_for
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process

MOST: Final = 500
Asset = Resource | Product
Either = TypeVar("Either", Resource, Product)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceValues:
    """What is said about a resource."""

    name: str
    kind: str = ""
    about: str = ""
    control: str = ""
    threats: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductValues:
    """What is said about a product."""

    name: str
    about: str = ""
    audience: str = ""
    market: str = ""
    stage: str = ""


@transaction.atomic
def add_resource(*, actor: User | None, process: Process, values: ResourceValues) -> Resource:
    """Add a resource, and hang it on the thread."""
    hold_thread(process)
    return _add(actor, Resource(process=process, **asdict(values)))


@transaction.atomic
def edit_resource(*, actor: User | None, resource: Resource, version: int, values: ResourceValues) -> Resource:
    """Change what is said about a resource.

    Raises:
        Conflict: when somebody has changed it since the version that was read, and says something else.
    """
    hold_thread(resource.process)
    return _edit(actor, resource, version, asdict(values))


@transaction.atomic
def add_product(
    *, actor: User | None, process: Process, values: ProductValues, takes: frozenset[int] = frozenset()
) -> Product:
    """Add a product, hang it on the thread and tie it to the resources that it uses."""
    hold_thread(process)
    made = _add(actor, Product(process=process, **asdict(values)))
    tie_uses(actor=actor, product=made, takes=takes)
    return made


@transaction.atomic
def edit_product(
    *,
    actor: User | None,
    product: Product,
    version: int,
    values: ProductValues,
    takes: frozenset[int] = frozenset(),
    leaves: frozenset[int] = frozenset(),
) -> Product:
    """Change what is said about a product, and which resources it takes up and leaves.

    Raises:
        Conflict: when somebody has changed it since the version that was read, and says something else.
    """
    hold_thread(product.process)
    edited = _edit(actor, product, version, asdict(values))
    tie_uses(actor=actor, product=edited, takes=takes, leaves=leaves)
    return edited


def tie_uses(
    *, actor: User | None, product: Product, takes: frozenset[int] = frozenset(), leaves: frozenset[int] = frozenset()
) -> None:
    """Let a product use some resources more and others no more; what is not named stays as it is.

    Raises:
        ValidationError: when one that it is to use is not on the thread of the product's process.
    """
    if not takes | leaves:
        return
    target = node_for(product)
    nodes = nodes_for(product.process, Resource.objects.filter(process=product.process, pk__in=takes | leaves))
    if target is None or any(str(key) not in nodes for key in takes):
        raise ValidationError(_("One of these resources is no longer on the list. Nothing was changed."), code="gone")
    ties = Tie.objects.filter(target=target, kind=USES, source__in=list(nodes.values()))
    known = {tie.source_id: tie for tie in ties}
    for key in sorted(leaves):
        if (node := nodes.get(str(key))) and node.pk in known:
            thread.untie(actor=actor, tie=known[node.pk])
    for key in sorted(takes):
        if nodes[str(key)].pk not in known:
            thread.tie(actor=actor, source=nodes[str(key)], target=target, kind=USES)


@transaction.atomic
def take_off(*, actor: User | None, asset: Asset) -> None:
    """Take a resource or a product off the list and off the thread; its code and its ties are kept."""
    node = _find_node(asset)
    if not node.is_taken_off:
        thread.take_off(actor=actor, node=node)
        note(actor=actor, verb=f"{asset.node_type}.take_off", of=asset)


@transaction.atomic
def put_back(*, actor: User | None, asset: Asset) -> None:
    """Put a resource or a product back on the list, under its old code."""
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


def _add(actor: User | None, asset: Either) -> Either:
    """Save what is new and hang it on the thread."""
    if type(asset)._default_manager.filter(process=asset.process).count() >= MOST:
        raise ValidationError(_("The list holds at most %(most)s lines.") % {"most": MOST}, code="many")
    asset.save()
    said = take_snapshot(asset, _fields_of(asset))
    verb = f"{asset.node_type}.add"
    note(actor=actor, verb=verb, of=asset, after={name: value for name, value in said.items() if value})
    thread.hang(actor=actor, process=asset.process, type=asset.node_type, noun=asset, title=asset.name)
    return asset


def _edit(actor: User | None, asset: Either, version: int, values: Mapping[str, Any]) -> Either:
    """Change the row as it stands now, and rename its node with it."""
    standing: Either = type(asset)._default_manager.select_related("process__workspace").get(pk=asset.pk)
    before = take_snapshot(standing, values)
    old, new = find_changes(before, dict(values))
    if not new:
        return standing
    if standing.version != version:
        raise Conflict(standing)
    for name, value in values.items():
        setattr(standing, name, value)
    standing.version += 1
    standing.save()
    note(actor=actor, verb=f"{asset.node_type}.edit", of=standing, before=old, after=new)
    if "name" in new and (node := node_for(standing)):
        thread.rename(actor=actor, node=node, title=standing.name)
    return standing


def _fields_of(asset: Asset) -> tuple[str, ...]:
    """Name what is said about a resource or a product."""
    return tuple((ResourceValues if isinstance(asset, Resource) else ProductValues).__dataclass_fields__)
