"""The questions room as a Django app."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Items, questionnaires and checked answers."""

    name = "sciezka.rooms.questions"
    label = "questions"
    default_auto_field = "django.db.models.BigAutoField"
