"""The stakeholders room as a Django app."""

from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    """Who matters, who is heard, whom to bring in."""

    name = "sciezka.rooms.stakeholders"
    label = "stakeholders"
    default_auto_field = "django.db.models.BigAutoField"
