"""Loading the demonstration's figures and the group that its city is compared with."""

from sciezka.rooms.monitor.actions.imports import import_demo_series
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.store.sight import see


def load_demo() -> bool:
    """Keep the official figures that come with the product and reckon the indicators, unless they are there already."""
    if Batch.objects.exists():
        return False
    import_demo_series(actor=None)
    see(None, catalogue_in_force(None).catalogue)
    return True
