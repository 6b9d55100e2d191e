"""The monitor room as a Django app."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """Indicators, comparison groups, index runs and findings."""

    name = "sciezka.rooms.monitor"
    label = "monitor"
    default_auto_field = "django.db.models.BigAutoField"
