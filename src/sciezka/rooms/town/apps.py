"""The town room as a Django app."""

from django.apps import AppConfig


class TownConfig(AppConfig):
    """A town's process and its public calendar."""

    name = "sciezka.rooms.town"
    label = "town"
    default_auto_field = "django.db.models.BigAutoField"
