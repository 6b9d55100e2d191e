"""The nouns of the rounds room."""

from sciezka.rooms.rounds.models.results import AgreedResult, Meeting
from sciezka.rooms.rounds.models.rounds import Item, Phase, Proposal, Round
from sciezka.rooms.rounds.models.sheets import Answer, Participant, Sheet

__all__ = [
    "AgreedResult",
    "Answer",
    "Item",
    "Meeting",
    "Participant",
    "Phase",
    "Proposal",
    "Round",
    "Sheet",
]
