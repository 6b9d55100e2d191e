"""What the town has and offers, read once for all pages: resources and products, who uses what, what the plan builds on."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db.models import Q

from sciezka.rooms.diagnosis.models import Product, Resource, ResourceKind
from sciezka.rooms.diagnosis.queries.ratings import Rating, Ratings, read_ratings, seen_rounds
from sciezka.rooms.diagnosis.queries.resources import USES
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.ties import walk
from sciezka.rooms.thread.queries.types import all_types
from sciezka.rooms.town.models import Process

WEAKENS: Final = "weakens"
# From this layer of the thread on stands what the town means to do: its goals and whatever carries them out.
PLANNED_FROM: Final = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLine:
    """A resource with all that is known of it.

    Attributes:
        resource: the resource.
        node: where it hangs.
        rating: how it was judged; None where the reader sees no judgement of it.
        products: the products that use it.
        planned: what the town means to do that rests on it, at first hand or through what stands between.
    """

    resource: Resource
    node: Node
    rating: Rating | None
    products: tuple[Node, ...]
    planned: tuple[Node, ...]

    @property
    def is_lost(self) -> bool:
        """Tell whether it is unique and nothing that is planned rests on it."""
        return bool(self.rating and self.rating.is_unique) and not self.planned

    @property
    def is_idle(self) -> bool:
        """Tell whether it is an unused potential."""
        return bool(self.rating and self.rating.is_idle)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductLine:
    """A product with what it uses."""

    product: Product
    node: Node
    resources: tuple[Node, ...]
    planned: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """All resources and products of a process as somebody sees them.

    Attributes:
        process: whose.
        resources: those on the list, by kind and name.
        products: those on the list, by name.
        off: what was taken off the list.
        rounds: the closed rounds whose results the reader may see, newest first.
    """

    process: Process
    resources: tuple[ResourceLine, ...]
    products: tuple[ProductLine, ...]
    off: tuple[Resource | Product, ...]
    rounds: tuple[Round, ...]

    @cached_property
    def groups(self) -> list[tuple[str, list[ResourceLine]]]:
        """The resources by kind, in the order of the kinds; those of no kind last."""
        order = [*ResourceKind.values, ""]
        rows = {key: [line for line in self.resources if line.resource.kind == key] for key in order}
        return [(key, lines) for key, lines in rows.items() if lines]

    @property
    def placed(self) -> list[ResourceLine]:
        """Those that stand on the map: the most unique first, then the least used."""
        rows = [line for line in self.resources if line.rating and line.rating.is_placed]
        return sorted(rows, key=lambda line: (-_read(line).uniqueness, _read(line).use, line.node.number))  # type: ignore[operator]

    @property
    def idle(self) -> list[ResourceLine]:
        """The unused potentials."""
        return [line for line in self.placed if line.is_idle]

    @property
    def lost(self) -> list[ResourceLine]:
        """Those that are unique and that nothing planned rests on, the most unique first."""
        rows = [line for line in self.resources if line.is_lost]
        return sorted(rows, key=lambda line: (-(_read(line).uniqueness or 0), line.node.number))

    @property
    def unused(self) -> list[ResourceLine]:
        """Those that no product uses."""
        return [line for line in self.resources if not line.products]

    @property
    def is_rated(self) -> bool:
        """Tell whether the reader sees any judgement."""
        return any(line.rating for line in self.resources)

    @property
    def has_goals(self) -> bool:
        """Tell whether anything is planned yet that could rest on a resource."""
        return Node.objects.filter(process=self.process, type__in=planned_types(), taken_off_at__isnull=True).exists()


def _read(line: ResourceLine) -> Rating:
    """Give the rating of a line that has one."""
    if line.rating is None:
        raise LookupError
    return line.rating


def planned_types() -> list[str]:
    """List the types of nodes that say what the town means to do."""
    return [key for key, row in all_types().items() if row.layer >= PLANNED_FROM]


def read_holdings(user: Any, process: Process) -> Holdings:  # noqa: ANN401 - any kind of user
    """Read what a process has and offers, as a person sees it."""
    rounds = seen_rounds(user, process)
    return _gather(process, tuple(rounds), read_ratings(rounds))


def _gather(process: Process, rounds: tuple[Round, ...], ratings: Ratings) -> Holdings:
    nodes = _read_nodes(process)
    links, uses = _read_links(process)
    planned = set(planned_types())
    off: list[Resource | Product] = []
    resources, products = [], []
    by_noun = {(node.noun_kind, node.noun_key): node for node in nodes.values()}

    def reach(node: Node) -> tuple[Node, ...]:
        keys = [key for step in walk(links, node.pk) for key in step]
        return _sort(nodes[key] for key in keys if key in nodes and nodes[key].type in planned)

    for resource in Resource.objects.filter(process=process):
        resource.process = process
        node = by_noun.get((Resource._meta.label_lower, str(resource.pk)))
        if node is None or node.is_taken_off:
            off.append(resource)
            continue
        users = [nodes[target] for source, target in uses if source == node.pk and target in nodes]
        resources.append(
            ResourceLine(
                resource=resource, node=node, rating=ratings.get(resource.pk),
                products=_sort(one for one in users if one.type == Product.node_type and not one.is_taken_off),
                planned=reach(node),
            )
        )  # fmt: skip
    for product in Product.objects.filter(process=process):
        product.process = process
        node = by_noun.get((Product._meta.label_lower, str(product.pk)))
        if node is None or node.is_taken_off:
            off.append(product)
            continue
        used = [nodes[source] for source, target in uses if target == node.pk and source in nodes]
        kept = _sort(one for one in used if one.type == Resource.node_type and not one.is_taken_off)
        products.append(ProductLine(product=product, node=node, resources=kept, planned=reach(node)))
    return Holdings(
        process=process, resources=tuple(resources), products=tuple(products), off=tuple(off), rounds=rounds
    )  # fmt: skip


def _sort(nodes: Any) -> tuple[Node, ...]:  # noqa: ANN401 - any nodes
    return tuple(sorted(set(nodes), key=lambda node: (node.type, node.number, node.pk)))


def _read_nodes(process: Process) -> dict[int, Node]:
    """Read the nodes of resources and products, those taken off too, and of what is planned and stands."""
    own = Q(type__in=(Resource.node_type, Product.node_type))
    rows = Node.objects.filter(own | Q(type__in=planned_types(), taken_off_at__isnull=True), process=process)
    found = {}
    for node in rows:
        node.process = process
        found[node.pk] = node
    return found


def _read_links(process: Process) -> tuple[Mapping[int, list[int]], list[tuple[int, int]]]:
    """Read the ties in force, in one query: from each node to those that rest on it, and who uses what."""
    down: dict[int, list[int]] = defaultdict(list)
    uses = []
    rows = Tie.objects.filter(
        source__process=process, source__taken_off_at__isnull=True, target__taken_off_at__isnull=True
    ).exclude(kind=WEAKENS)
    for source, target, kind in rows.order_by("pk").values_list("source_id", "target_id", "kind"):
        down[source].append(target)
        if kind == USES:
            uses.append((source, target))
    return down, uses
