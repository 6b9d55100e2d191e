"""The surveys room as a Django app."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Questionnaires put to a public, collected, counted and published."""

    name = "sciezka.rooms.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"
