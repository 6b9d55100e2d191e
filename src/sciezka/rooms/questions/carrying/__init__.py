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
from sciezka.rooms.questions.carrying.google import read_google_csv
from sciezka.rooms.questions.carrying.lime import read_lss
from sciezka.rooms.questions.carrying.lime_answers import read_lss_answers
from sciezka.rooms.questions.carrying.own import read_own, write_own
from sciezka.rooms.questions.carrying.xlsform import read_xlsform
from sciezka.rooms.questions.carrying.xlsform_writing import write_xlsform

__all__ = [
    "Carried",
    "CarriedAnswers",
    "CarriedRow",
    "CarryingProblem",
    "LeftOut",
    "read_google_csv",
    "read_lss",
    "read_lss_answers",
    "read_own",
    "read_xlsform",
    "write_own",
    "write_xlsform",
]
