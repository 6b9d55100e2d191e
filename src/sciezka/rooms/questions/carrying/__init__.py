"""Questionnaires brought in from other programs, and carried out to them.

Each reader gives what came and lists, item by item, what did not and why; nothing falls off silently. Files come from
strangers: no entity, macro or script of theirs is ever followed, and a broken file is a ``CarryingProblem``.
"""

from sciezka.rooms.questions.carrying.carried import (
    Carried,
    CarriedAnswers,
    CarriedRow,
    CarryingProblem,
    LeftOut,
)
from sciezka.rooms.questions.carrying.lime import read_lss

__all__ = ["Carried", "CarriedAnswers", "CarriedRow", "CarryingProblem", "LeftOut", "read_lss"]
