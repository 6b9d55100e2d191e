"""What the diagnosis room keeps."""

from sciezka.rooms.diagnosis.models.evidence import LONGEST_QUOTE, ExpertNote, Passage, Way
from sciezka.rooms.diagnosis.models.resources import Market, Product, Resource, ResourceKind, Stage
from sciezka.rooms.diagnosis.models.trees import (
    HEAVIEST,
    LONGEST_TEXT,
    NODE_TYPES,
    Dimension,
    Placing,
    Role,
    Statement,
    Tree,
    TreeKind,
    TreeStep,
)

__all__ = [
    "HEAVIEST",
    "LONGEST_QUOTE",
    "LONGEST_TEXT",
    "NODE_TYPES",
    "Dimension",
    "ExpertNote",
    "Market",
    "Passage",
    "Placing",
    "Product",
    "Resource",
    "ResourceKind",
    "Role",
    "Stage",
    "Statement",
    "Tree",
    "TreeKind",
    "TreeStep",
    "Way",
]
