"""Finding resources and products: by the words of an address, for the thread, for a round."""

from typing import Final

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sciezka.rooms.diagnosis.models import Product, Resource
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.nouns import stand
from sciezka.rooms.town.models import Process

USES: Final = "uses"


def find_resource(workspace: str, process: str, resource: int) -> Resource:
    """Find a resource inside its process, or answer 404."""
    rows = Resource.objects.select_related("process__workspace")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=resource)


def find_product(workspace: str, process: str, product: int) -> Product:
    """Find a product inside its process, or answer 404."""
    rows = Product.objects.select_related("process__workspace")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=product)


find_resources: Final = stand(Resource, "diagnosis:resource", "resource")
find_products: Final = stand(Product, "diagnosis:product", "product")


def standing_resources(process: Process) -> QuerySet[Resource]:
    """List the resources of a process that are on the thread, by kind and name."""
    nodes = Node.objects.filter(process=process, noun_kind=Resource._meta.label_lower, taken_off_at__isnull=True)
    keys = [int(key) for key in nodes.values_list("noun_key", flat=True)]
    return Resource.objects.filter(process=process, pk__in=keys)


def result_address(round_: Round) -> str:
    """Give the address of the map that a round leads to."""
    return reverse("diagnosis:resource_map", kwargs=round_.process.address)


def used_by(product: Product) -> frozenset[int]:
    """Give the keys of the resources that a product uses and that stand on the thread."""
    kind, key = product._meta.label_lower, str(product.pk)
    ties = Tie.objects.filter(kind=USES, target__noun_kind=kind, target__noun_key=key, source__taken_off_at__isnull=True)
    rows = ties.filter(source__noun_kind=Resource._meta.label_lower).values_list("source__noun_key", flat=True)
    return frozenset(map(int, rows))
