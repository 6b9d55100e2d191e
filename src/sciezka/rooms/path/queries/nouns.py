"""Finding nouns of the path: by the words of an address, and for the thread."""

from typing import Final, TypeVar

from django.db.models import Model
from django.shortcuts import get_object_or_404

from sciezka.rooms.path.models import Factor, Goal, Indicator, Structure, SwotEntry, VisionDraft
from sciezka.rooms.thread.queries.nouns import stand

Noun = TypeVar("Noun", bound=Model)


def find_factor(workspace: str, process: str, factor: int) -> Factor:
    """Find a factor inside its process, or answer 404."""
    return find_in(Factor, workspace, process, factor)


def find_structure(workspace: str, process: str, structure: int) -> Structure:
    """Find a structural analysis inside its process, or answer 404."""
    return find_in(Structure, workspace, process, structure)


def find_swot_entry(workspace: str, process: str, swot_entry: int) -> SwotEntry:
    """Find an entry of the SWOT inside its process, or answer 404."""
    return find_in(SwotEntry, workspace, process, swot_entry)


def find_vision(workspace: str, process: str, vision: int) -> VisionDraft:
    """Find a draft of a vision inside its process, or answer 404."""
    return find_in(VisionDraft, workspace, process, vision)


def find_goal(workspace: str, process: str, goal: int) -> Goal:
    """Find a goal inside its process, or answer 404."""
    return find_in(Goal, workspace, process, goal)


def find_indicator(workspace: str, process: str, goal_indicator: int) -> Indicator:
    """Find an indicator of a goal inside its process, or answer 404."""
    return find_in(Indicator, workspace, process, goal_indicator, through="goal__process")


def find_in(model: type[Noun], workspace: str, process: str, key: int, through: str = "process") -> Noun:
    """Find a noun inside a process, or answer 404."""
    rows = model._default_manager.select_related(f"{through}__workspace")
    within = {f"{through}__workspace__slug": workspace, f"{through}__slug": process}
    return get_object_or_404(rows, pk=key, **within)


find_factors: Final = stand(Factor, "path:factor", "factor")
find_swot_entries: Final = stand(SwotEntry, "path:swot_entry", "swot_entry")
find_visions: Final = stand(VisionDraft, "path:vision", "vision")
find_goals: Final = stand(Goal, "path:goal", "goal")
find_indicators: Final = stand(Indicator, "path:goal_indicator", "goal_indicator", through="goal__process")
