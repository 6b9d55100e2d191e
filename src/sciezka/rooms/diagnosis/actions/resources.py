"""Keeping the lists of resources and products: adding, changing, and which product uses which resource."""

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.diagnosis.actions.assets import add_asset, edit_asset
from sciezka.rooms.diagnosis.models import Product, Resource
from sciezka.rooms.diagnosis.queries.resources import USES
from sciezka.rooms.people.models import User
from sciezka.rooms.thread import actions as thread
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.models import Tie
from sciezka.rooms.thread.queries import node_for, nodes_for
from sciezka.rooms.town.models import Process


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
    return add_asset(actor, Resource(process=process, **asdict(values)))


@transaction.atomic
def edit_resource(*, actor: User | None, resource: Resource, version: int, values: ResourceValues) -> Resource:
    """Change what is said about a resource.

    Raises:
        Conflict: when somebody has changed it since the version that was read, and says something else.
    """
    hold_thread(resource.process)
    return edit_asset(actor, resource, version, asdict(values))


@transaction.atomic
def add_product(
    *, actor: User | None, process: Process, values: ProductValues, takes: frozenset[int] = frozenset()
) -> Product:
    """Add a product, hang it on the thread and tie it to the resources that it uses."""
    hold_thread(process)
    made = add_asset(actor, Product(process=process, **asdict(values)))
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
    edited = edit_asset(actor, product, version, asdict(values))
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
