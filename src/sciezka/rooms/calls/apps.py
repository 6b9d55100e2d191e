"""The calls room as a Django app."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Open calls, the commission, results, partners."""

    name = "sciezka.rooms.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"
