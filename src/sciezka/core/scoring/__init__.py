"""Scoring what was submitted to a call: criteria, score cards, ranking with ties, selection and how firmly it stands.

Everything is reckoned in exact fractions, so that a tie is a tie and whoever recomputes a ranking gets the same order. The
method, with a worked table, is described in ``docs/methods/scoring.md``.
"""

from sciezka.core.scoring.ranking import CriterionResult, Ranked, Ranking, rank
from sciezka.core.scoring.reading import find_problems, read_cards, read_criteria
from sciezka.core.scoring.report import make_record
from sciezka.core.scoring.selection import Ask, Selection, select_first, select_within
from sciezka.core.scoring.sensitivity import Change, try_assessors, try_weights
from sciezka.core.scoring.types import Card, Criterion, Points, ScoringProblem

__all__ = [
    "Ask",
    "Card",
    "Change",
    "Criterion",
    "CriterionResult",
    "Points",
    "Ranked",
    "Ranking",
    "ScoringProblem",
    "Selection",
    "find_problems",
    "make_record",
    "rank",
    "read_cards",
    "read_criteria",
    "select_first",
    "select_within",
    "try_assessors",
    "try_weights",
]
