"""The rounds room as a Django app."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Questions put to a team: judged alone, agreed together."""

    name = "sciezka.rooms.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"
