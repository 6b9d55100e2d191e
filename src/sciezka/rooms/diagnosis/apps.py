"""The diagnosis room as a Django app."""

from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    """Problems with their causes and effects, drawn as trees."""

    name = "sciezka.rooms.diagnosis"
    label = "diagnosis"
    default_auto_field = "django.db.models.BigAutoField"
