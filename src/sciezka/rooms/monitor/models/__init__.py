"""The monitor's nouns."""

from sciezka.rooms.monitor.models.batches import Batch
from sciezka.rooms.monitor.models.catalogue import CatalogueVersion
from sciezka.rooms.monitor.models.findings import Finding
from sciezka.rooms.monitor.models.groups import ComparisonGroup, GroupVersion
from sciezka.rooms.monitor.models.recipes import SavedRecipe

__all__ = ["Batch", "CatalogueVersion", "ComparisonGroup", "Finding", "GroupVersion", "SavedRecipe"]
