"""The assessment room as a Django app."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """How able the institution is, and what to do about it."""

    name = "sciezka.rooms.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"
