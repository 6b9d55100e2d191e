"""Scoring what was submitted to a call: criteria, score cards, ranking with ties, selection and how firmly it stands.

Everything is reckoned in exact fractions, so that a tie is a tie and whoever recomputes a ranking gets the same order. The
method, with a worked table, is described in ``docs/methods/scoring.md``.
"""

from sciezka.core.scoring.assignment import Assignment, assign
from sciezka.core.scoring.figures import Places, choose_places, spell, spell_spread
from sciezka.core.scoring.ranking import CriterionResult, Ranked, Ranking, rank, rank_cards
from sciezka.core.scoring.reading import find_problems, read_cards, read_criteria
from sciezka.core.scoring.report import make_record
from sciezka.core.scoring.selection import Ask, Selection, Standings, select_first, select_within
from sciezka.core.scoring.sensitivity import Change, leave_out, shift_weights, try_assessors, try_weights
from sciezka.core.scoring.types import Card, Criterion, Points, ScoringProblem, gather_cards

__all__ = [
    "Ask",
    "Assignment",
    "Card",
    "Change",
    "Criterion",
    "CriterionResult",
    "Places",
    "Points",
    "Ranked",
    "Ranking",
    "ScoringProblem",
    "Selection",
    "Standings",
    "assign",
    "choose_places",
    "find_problems",
    "gather_cards",
    "leave_out",
    "make_record",
    "rank",
    "rank_cards",
    "read_cards",
    "read_criteria",
    "select_first",
    "select_within",
    "shift_weights",
    "spell",
    "spell_spread",
    "try_assessors",
    "try_weights",
]
