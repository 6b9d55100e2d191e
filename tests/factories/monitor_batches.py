"""Batches of a workspace for tests."""

import datetime

from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.town.models import Workspace


def make_own_batch(workspace: Workspace, title: str) -> Batch:
    """Note a batch of a city's own series that is out of force, so that it needs no observations."""
    return Batch.objects.create(
        key=f"own-{workspace.slug}",
        workspace=workspace,
        kind=Batch.Kind.OWN,
        title=title,
        source=title,
        retrieved=datetime.date(2026, 1, 15),
        is_in_force=False,
    )
