"""Nouns of the path, a file for each method."""

from sciezka.rooms.path.models.factors import CoreChoice, Factor
from sciezka.rooms.path.models.goals import Goal, Indicator, Point
from sciezka.rooms.path.models.structures import Structure, StructureFinding
from sciezka.rooms.path.models.swot import Crossing, Quadrant, SwotEntry
from sciezka.rooms.path.models.visions import VisionComment, VisionDraft

__all__ = [
    "CoreChoice",
    "Crossing",
    "Factor",
    "Goal",
    "Indicator",
    "Point",
    "Quadrant",
    "Structure",
    "StructureFinding",
    "SwotEntry",
    "VisionComment",
    "VisionDraft",
]
