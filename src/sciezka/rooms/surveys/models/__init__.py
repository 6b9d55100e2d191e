"""The nouns of the surveys room."""

from sciezka.rooms.surveys.models.access import ClassCode, Invitation
from sciezka.rooms.surveys.models.answers import AnswerFile, Block, PaperForm, Response
from sciezka.rooms.surveys.models.results import Coding, Release, SurveyFinding, Theme
from sciezka.rooms.surveys.models.surveys import Clause, Phase, Survey

__all__ = [
    "AnswerFile",
    "Block",
    "ClassCode",
    "Clause",
    "Coding",
    "Invitation",
    "PaperForm",
    "Phase",
    "Release",
    "Response",
    "Survey",
    "SurveyFinding",
    "Theme",
]
