"""Nouns of the path for tests, hung on the thread."""

from typing import Any

from sciezka.rooms.path.models import Factor, Goal, Indicator, Structure, SwotEntry, VisionComment, VisionDraft
from sciezka.rooms.thread.actions.nodes import hang
from sciezka.rooms.thread.models import Node
from sciezka.rooms.town.models import Process


def make_factor(process: Process, name: str = "Dostępność mieszkań na wynajem", **values: Any) -> Factor:
    """Make a factor."""
    factor = Factor.objects.create(process=process, name=name, **values)
    hang(actor=None, process=process, type="factor", noun=factor, title=name)
    return factor


def make_structure(process: Process, name: str = "Co czym rządzi", **values: Any) -> Structure:
    """Make a structural analysis of three factors."""
    matrix = {"labels": ["Mieszkania", "Praca", "Młodzi"], "cells": [[0, 1, 3], [2, 0, 3], [1, 1, 0]]}
    return Structure.objects.create(process=process, name=name, **{"matrix": matrix, **values})


def make_swot_entry(
    process: Process, text: str = "Czyste powietrze", quadrant: str = "strength", **values: Any
) -> SwotEntry:
    """Make an entry of the SWOT; one that was not taken does not hang on the thread."""
    entry = SwotEntry.objects.create(process=process, quadrant=quadrant, text=text, **values)
    if entry.is_taken:
        hang(actor=None, process=process, type=entry.node_type, noun=entry, title=text)
    return entry


def make_vision(process: Process, text: str = "Miasto, w którym młodzi chcą zostać.", **values: Any) -> VisionDraft:
    """Make a draft of a vision."""
    return VisionDraft.objects.create(process=process, text=text, **{"title": "Miasto młodych", **values})


def make_vision_comment(vision: VisionDraft, text: str = "Za ogólna.", **values: Any) -> VisionComment:
    """Make a comment on a draft of a vision."""
    return VisionComment.objects.create(draft=vision, text=text, **values)


def make_goal(process: Process, name: str = "Więcej mieszkań na wynajem", parent: Goal | None = None, **values: Any) -> Goal:
    """Make a goal: an operational one where one above it is given."""
    goal = Goal.objects.create(process=process, name=name, parent=parent, **values)
    hang(actor=None, process=process, type=goal.node_type, noun=goal, title=name, under=node_of(parent) if parent else None)
    return goal


def make_indicator(goal: Goal, name: str = "Mieszkania komunalne oddane do użytku", **values: Any) -> Indicator:
    """Make an indicator of a goal."""
    indicator = Indicator.objects.create(goal=goal, name=name, **values)
    hang(actor=None, process=goal.process, type="indicator", noun=indicator, title=name)
    return indicator


def node_of(noun: Any) -> Node:
    """Give the node of a noun."""
    return Node.objects.get(noun_kind=noun._meta.label_lower, noun_key=str(noun.pk))
