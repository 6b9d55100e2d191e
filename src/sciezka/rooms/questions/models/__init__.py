"""The nouns of the questions room."""

from sciezka.rooms.questions.models.questionnaires import BankItem, Edition, Questionnaire

__all__ = ["BankItem", "Edition", "Questionnaire"]
