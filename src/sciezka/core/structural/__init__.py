"""Structural analysis (MICMAC): which factors drive a place's development, directly and by way of others.

From a matrix of direct influences to direct and indirect influence and dependence, the roles of factors, and how firmly
they stand. All functions are pure; the methods stand in ``docs/methods/structural.md``.
"""

from sciezka.core.structural.indirect import Indirect, find_indirect
from sciezka.core.structural.joining import Joined, join_matrices, join_tallies
from sciezka.core.structural.powers import Power, Powers, follow_powers
from sciezka.core.structural.reading import find_problems, read_matrix
from sciezka.core.structural.report import Analysis, Influences, Warned, analyse, make_record
from sciezka.core.structural.roles import EIGHT, CutRule, Plane, Shift, find_roles, find_shifts
from sciezka.core.structural.stability import Firmness, Stability, resample, shake
from sciezka.core.structural.types import Cell, InfluenceMatrix, Potential, StructuralProblem

__all__ = [
    "EIGHT",
    "Analysis",
    "Cell",
    "CutRule",
    "Firmness",
    "Indirect",
    "InfluenceMatrix",
    "Influences",
    "Joined",
    "Plane",
    "Potential",
    "Power",
    "Powers",
    "Shift",
    "Stability",
    "StructuralProblem",
    "Warned",
    "analyse",
    "find_indirect",
    "find_problems",
    "find_roles",
    "find_shifts",
    "follow_powers",
    "join_matrices",
    "join_tallies",
    "make_record",
    "read_matrix",
    "resample",
    "shake",
]
