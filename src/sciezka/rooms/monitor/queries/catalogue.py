"""Which catalogue of indicators a workspace works with: the shipped one and what the workspace changed in it."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from sciezka.core.indicators import Catalogue, CatalogueProblem, Fault, extend
from sciezka.rooms.monitor.catalogue import shipped_catalogue
from sciezka.rooms.monitor.models import CatalogueVersion
from sciezka.rooms.town.models import Workspace

KEPT = 64


@dataclass(frozen=True, slots=True)
class CatalogueInForce:
    """The catalogue of a workspace.

    Attributes:
        catalogue: what is in force.
        version: the workspace's version of its extension; nothing when it has none.
        faults: why the extension is left out, when it no longer fits the shipped catalogue of a newer programme.
    """

    catalogue: Catalogue
    version: CatalogueVersion | None = None
    faults: tuple[Fault, ...] = ()


def catalogue_in_force(workspace: Workspace | None) -> CatalogueInForce:
    """Give the catalogue that a workspace works with; without a workspace the shipped one."""
    version = catalogue_versions(workspace).first() if workspace is not None else None
    return catalogue_of(version)


def catalogue_of(version: CatalogueVersion | None) -> CatalogueInForce:
    """Give the catalogue as a version extends it; without a version the shipped one."""
    if version is None or not version.source.strip():
        return CatalogueInForce(shipped_catalogue(), version)
    catalogue, faults = extended_catalogue(version.source)
    return CatalogueInForce(catalogue, version, faults)


def catalogue_versions(workspace: Workspace) -> QuerySet[CatalogueVersion]:
    """Give the versions of a workspace's extension, the newest first."""
    return CatalogueVersion.objects.filter(workspace=workspace).order_by("-number")


@lru_cache(maxsize=KEPT)
def extended_catalogue(source: str) -> tuple[Catalogue, tuple[Fault, ...]]:
    """Extend the shipped catalogue by a text; when it has faults give the shipped one and the faults."""
    try:
        return extend(shipped_catalogue(), source), ()
    except CatalogueProblem as problem:
        return shipped_catalogue(), problem.faults
