"""What is loaded when a server starts, so that no request waits for it."""

from typing import Final

from django.db import DatabaseError

from sciezka.rooms.monitor.models import Batch, CatalogueVersion
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.store.observations import DamagedBatch
from sciezka.rooms.monitor.store.sight import see
from sciezka.rooms.town.models import Workspace

MOST: Final = 3
"""So many workspaces with figures or indicators of their own are made ready beside those that have none."""


def make_ready() -> None:
    """Open the figures. The compiled loops stay out: no request uses them, only the command that reckons all communes."""
    try:
        open_figures()
    except (DatabaseError, DamagedBatch, OSError):
        # A database that is not made yet, or damaged figures: pages say so, and the server must start to show them.
        return


def open_figures() -> None:
    """Open what workspaces see: the shared figures, and those of the first workspaces that have their own.

    Raises:
        DamagedBatch: a file of observations can't be read.
    """
    for workspace in (None, *list_own()):
        sight = see(workspace, catalogue_in_force(workspace).catalogue)
        if sight is not None and sight.people_by_year:
            sight.facts_of(max(sight.people_by_year))


def list_own() -> list[Workspace]:
    """List the workspaces that see something else than the shared figures, a few of them."""
    owners = {
        *Batch.objects.filter(workspace__isnull=False, is_in_force=True).values_list("workspace", flat=True),
        *CatalogueVersion.objects.values_list("workspace", flat=True),
    }
    return list(Workspace.objects.filter(pk__in=owners).order_by("pk")[:MOST])
