"""The nouns of the assessment room."""

from sciezka.rooms.assessment.models.assessments import Assessment
from sciezka.rooms.assessment.models.banks import Bank
from sciezka.rooms.assessment.models.cards import Card, Deficit, Evidence, Improvement

__all__ = ["Assessment", "Bank", "Card", "Deficit", "Evidence", "Improvement"]
